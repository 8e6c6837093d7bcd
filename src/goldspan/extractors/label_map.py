"""The labels of an extractor in the words of the guidelines."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from msgspec.structs import replace

from goldspan.errors import InputError
from goldspan.extractors.claims import Answer, Claim, Offsets
from goldspan.extractors.protocol import Extractor, Handling, handling_of, preview_of
from goldspan.nearest import did_you_mean
from goldspan.sentences import Sentence

LabelMap = Mapping[str, str]
"""A label of the guidelines for each label of an extractor."""


def read_label_map(said: str, labels: Sequence[str]) -> dict[str, str]:
    """What ``--map`` says.

    Args:
        said: such as ``PERSON=LEADER,GPE=COUNTRY,NORP=COUNTRY``.
        labels: those of the guidelines.

    Raises:
        InputError: it isn't of this form, names a label twice, or a target that doesn't exist.
    """
    found: dict[str, str] = {}
    for pair in said.split(","):
        theirs, equals, ours = (part.strip() for part in pair.rpartition("="))
        if not (theirs and equals and ours):
            raise InputError(f"--map {pair}: write it as THEIRS=OURS,THEIRS=OURS.")
        if theirs in found:
            raise InputError(f"--map gives {theirs} two labels: {found[theirs]} and {ours}.")
        if ours not in labels:
            raise InputError(
                f"--map {theirs}={ours}: {ours} is none of the labels {', '.join(labels)}"
                f"{did_you_mean(ours, labels) or '.'}"
            )
        found[theirs] = ours
    return found


def unknown_labels(
    extractor: Extractor, unknown: Sequence[str], labels: Sequence[str]
) -> InputError:
    """What to say of labels that the guidelines lack."""
    return InputError(
        f"extractor {extractor.name} gives {', '.join(unknown)}, which the guidelines lack: their"
        f" labels are {', '.join(labels)}. Say which is which with --map"
        f" {unknown[0]}={labels[0]},...; what isn't mapped is then left out and counted."
    )


class Mapped:
    """An extractor whose labels are those of the guidelines.

    A label that is in the guidelines already stays as it is; what is neither there nor in the map
    is left out and counted.
    """

    def __init__(self, extractor: Extractor, label_map: LabelMap, labels: Sequence[str]) -> None:
        """Map what an extractor says.

        Args:
            extractor: whose labels are mapped.
            label_map: the guidelines' label for each of its labels.
            labels: those of the guidelines.

        Raises:
            InputError: the map names a label that the extractor can't give.
        """
        known = extractor.labels
        if known is not None:
            for theirs in label_map:
                if theirs not in known:
                    raise InputError(
                        f"--map {theirs}={label_map[theirs]}: extractor {extractor.name} gives"
                        f" {', '.join(known)}, no {theirs}{did_you_mean(theirs, known) or '.'}"
                    )
        self._extractor = extractor
        self._map = {label: label for label in labels} | dict(label_map)
        self._said = dict(label_map)

    @property
    def name(self) -> str:
        """The extractor's own."""
        return self._extractor.name

    @property
    def offsets(self) -> Offsets:
        """The extractor's own."""
        return self._extractor.offsets

    @property
    def labels(self) -> Sequence[str] | None:
        """Those of the guidelines that it can give; None where that isn't known beforehand."""
        known = self._extractor.labels
        if known is None:
            return None
        return list(dict.fromkeys(self._map[label] for label in known if label in self._map))

    @property
    def configuration(self) -> Mapping[str, Any]:
        """The extractor's own, and the map."""
        return {**self._extractor.configuration, "map": self._said}

    @property
    def handling(self) -> Handling:
        """The extractor's own."""
        return handling_of(self._extractor)

    def preview(self, sentence: Sentence) -> str | None:
        """The extractor's own."""
        return preview_of(self._extractor, sentence)

    def extract(self, sentences: Sequence[Sentence]) -> list[Answer]:
        """The extractor's answers in the guidelines' labels."""
        return [self._mapped(answer) for answer in self._extractor.extract(sentences)]

    def _mapped(self, answer: Answer) -> Answer:
        claims: list[Claim] = []
        unmapped: Counter[str] = Counter(answer.unmapped)
        for claim in answer.claims:
            if claim.label in self._map:
                claims.append(replace(claim, label=self._map[claim.label]))
            else:
                unmapped[claim.label] += 1
        return replace(answer, claims=claims, unmapped=dict(unmapped))
