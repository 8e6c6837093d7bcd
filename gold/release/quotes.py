"""Text that slipped into a release which is to hold none: runs of letters that sentences share."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from goldspan.errors import LeakError
from goldspan.gold.release.leaks import Leak, strings_of

RUN = 30
"""Letters in a row that are no coincidence; a shorter sentence counts if it is there whole."""
_SHORTEST = 12
_STRUCTURAL = (
    *("id", "doc", "lang", "section", "label", "origin", "annotator"),
    *("text_sha256", "guidelines", "suggested_by"),
)


def refuse_quotes(release: Path, texts: Mapping[str, str], allowed: frozenset[str]) -> None:
    """Scan every file of a release for text of its sentences.

    Raises:
        LeakError: there is some; each place is named.
    """
    leaks = list(find_quotes(release, texts, allowed))
    if leaks:
        shown = "".join(f"\n  {leak}" for leak in leaks[:20])
        raise LeakError(
            f"not published: {len(leaks)} places quote sentences, and the text isn't to be"
            f" published.{shown}\nTake it out, or allow it with --allow TEXT."
        )


def find_quotes(release: Path, texts: Mapping[str, str], allowed: frozenset[str]) -> Iterator[Leak]:
    """Every place that shares a run of letters with a sentence.

    Args:
        release: the folder.
        texts: of the sentences, by id.
        allowed: strings that may be there.
    """
    plain = {name: _plain(text) for name, text in texts.items()}
    short = {len(text) for text in plain.values() if _SHORTEST <= len(text) < RUN}
    places: dict[str, tuple[str, str, str, str]] = {}
    for path in sorted(path for path in release.rglob("*") if path.is_file()):
        name = path.relative_to(release).as_posix()
        for where, field, value in strings_of(path):
            if value in allowed or field.rpartition(".")[2].split("[")[0] in _STRUCTURAL:
                continue
            for window in _windows(_plain(value), (RUN, *short)):
                places.setdefault(window, (name, where, field, value))
    seen: set[tuple[str, str, str]] = set()
    for sentence, text in plain.items():
        length = min(RUN, len(text))
        if length < _SHORTEST:
            continue
        for window in _windows(text, [length]):
            if window in places:
                name, where, field, _ = places[window]
                if (name, where, field) not in seen:
                    seen.add((name, where, field))
                    kind = f"text of sentence {sentence}"
                    hint = f"{window[:8]}…"
                    yield Leak(file=name, where=where, field=field, kind=kind, hint=hint)


def _windows(text: str, lengths: Iterable[int]) -> Iterator[str]:
    for length in lengths:
        for start in range(len(text) - length + 1):
            yield text[start : start + length]


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
