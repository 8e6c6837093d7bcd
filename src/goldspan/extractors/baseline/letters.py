"""Classes of letters for regular expressions, Vietnamese ones included.

Ranges won't do: in Unicode capital and small Vietnamese letters alternate.
"""

_LETTERS = [chr(code) for code in range(0x41, 0x1F00) if chr(code).isalpha()]

CAPITAL = "".join(letter for letter in _LETTERS if letter.isupper())
SMALL = "".join(letter for letter in _LETTERS if letter.islower())
LETTER = r"[^\W\d_]"
WORD_START = rf"(?:(?<![^\W_])|(?<=[{SMALL}])(?=[{CAPITAL}]))"
"""Where a word may begin: after no letter or digit, or at a capital glued to a small letter."""
