"""How counts are told to people."""


def how_many(number: int, one: str, many: str = "") -> str:
    """A count with its noun: ``1 span``, ``2 spans``.

    Args:
        number: the count.
        one: the words after a 1.
        many: those after any other number; without it `one` with an s.
    """
    return f"{number} {one if number == 1 else many or f'{one}s'}"
