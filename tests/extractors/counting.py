"""Offsets as others count them."""

from goldspan.extractors.offsets import normalised


def counted(text, unit):
    """How many units a text has, by Python's own codecs."""
    if unit == "utf-16":
        return len(text.encode("utf-16-le")) // 2
    return len(text.encode()) if unit == "utf-8" else len(text)


def offset_of(text, place, offsets):
    """What an extractor that counts so says of a place."""
    return counted(normalised(text[:place], offsets.form), offsets.unit)
