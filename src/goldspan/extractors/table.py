"""The extractors there are, by the name used on the command line."""

from collections.abc import Callable, Sequence

from goldspan.errors import InputError
from goldspan.extractors.protocol import Extractor


def _baseline() -> Extractor:
    from goldspan.extractors.baseline import Baseline

    return Baseline()


EXTRACTORS: dict[str, Callable[[], Extractor]] = {
    "baseline": _baseline,
}


def find_extractor(name: str, labels: Sequence[str]) -> Extractor:
    """The extractor of this name, if it gives no other labels than these.

    Raises:
        InputError: there is no such extractor, or it gives another label.
    """
    if name not in EXTRACTORS:
        raise InputError(
            f"there is no extractor {name!r}; there are: {', '.join(sorted(EXTRACTORS))}."
        )
    extractor = EXTRACTORS[name]()
    unknown = [label for label in extractor.labels or () if label not in labels]
    if unknown:
        raise InputError(
            f"extractor {name} gives {', '.join(unknown)}, which the guidelines lack:"
            f" their labels are {', '.join(labels)}."
        )
    return extractor
