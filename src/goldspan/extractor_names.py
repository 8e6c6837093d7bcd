"""Whether two names are of one extractor, in whatever versions."""

import re

_VERSION = re.compile(r"v?\d[\w.+-]*|[0-9a-f]{7,64}|sha256:[0-9a-f]+", re.IGNORECASE)
_REVISION = re.compile(r"@[\w.+-]+\Z")


def family(name: str) -> str:
    """An extractor's name without its version: ``spacy:en_core_web_sm 3.8.0``, ``NAME@REVISION``.

    A version is the last word, if it begins with a digit, or is a hash; a name that is nothing but
    that stays as it is.
    """
    words = name.split()
    if len(words) > 1 and _VERSION.fullmatch(words[-1]):
        words.pop()
    return _REVISION.sub("", " ".join(words)) or name
