"""What extractors there are, and what of them is installed."""

import msgspec

from goldspan.errors import InputError
from goldspan.extractors.kinds import Kind, Option, options_of
from goldspan.extractors.table import kinds
from goldspan.nearest import did_you_mean


class Listed(msgspec.Struct, frozen=True):
    """A kind of extractor, as it is listed.

    Attributes:
        form: how one is named.
        summary: what it is.
        missing: packages that it needs and that aren't installed.
        install: the command that installs what it needs; null where nothing is needed.
        options: what ``--option`` can set.
        origin: the package that brings it; null for goldspan's own.
    """

    form: str
    summary: str
    missing: list[str]
    install: str | None
    options: list[Option]
    origin: str | None


def listed(name: str | None = None) -> list[Listed]:
    """All kinds of extractors, goldspan's own first; or the one of this name.

    Raises:
        InputError: there is none of this name, or an installed package's can't be used.
    """
    known = kinds()
    if name is not None:
        prefix = name.partition(":")[0]
        chosen = [kind for kind in known if prefix in kind.prefixes]
        if not chosen:
            prefixes = [prefix for kind in known for prefix in kind.prefixes]
            raise InputError(
                f"there is no extractor {name!r}; there are {', '.join(k.form for k in known)}"
                f"{did_you_mean(prefix, prefixes) or '.'}"
            )
        known = chosen[:1]
    return [_listed(kind) for kind in known]


def _listed(kind: Kind) -> Listed:
    return Listed(
        form=kind.form,
        summary=kind.summary,
        missing=kind.missing,
        install=kind.install,
        options=options_of(kind),
        origin=kind.origin,
    )
