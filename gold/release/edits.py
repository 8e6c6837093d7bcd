"""What maintainers wrote into the card, here and on the Hub."""

from collections.abc import Mapping
from pathlib import Path

from goldspan.gold.paragraphs import (
    local_paragraphs,
    merge_paragraphs,
    read_paragraphs,
    without_paragraphs,
)
from goldspan.gold.release.hub import Hub, Remote
from goldspan.gold.release.manifest import ReleaseManifest
from goldspan.gold.write import CARD


def merged_paragraphs(
    hub: Hub, remote: Remote, published: ReleaseManifest | None, gold: Path
) -> tuple[Mapping[str, str], list[str]]:
    """The maintainers' paragraphs, from the card here and the card there; and what to tell them.

    Raises:
        InputError: one was edited in both places, or marks are broken.
        HubError: the card there can't be read.
    """
    ours = local_paragraphs(gold / CARD)
    there = text_on_hub(hub, CARD, remote.sha) if CARD in remote.files else ""
    released = there
    if published:
        tag = remote.tags.get(f"v{published.release.version}")
        released = text_on_hub(hub, CARD, tag) if tag else there
    merged = merge_paragraphs(
        read_paragraphs(released, f"{hub.repo}/{CARD}"),
        ours,
        read_paragraphs(there, f"{hub.repo}/{CARD}"),
    )
    notes = []
    if without_paragraphs(there) != without_paragraphs(released):
        notes.append(
            f"{CARD} was edited on the Hub outside the marked paragraphs; that is generated anew,"
            " and the edit stays in the history only."
        )
    return merged, notes


def text_on_hub(hub: Hub, path: str, revision: str | None) -> str:
    """A file's text at a revision; empty where there is none."""
    data = hub.read(path, revision) if revision else None
    return data.decode("utf-8", "replace") if data else ""
