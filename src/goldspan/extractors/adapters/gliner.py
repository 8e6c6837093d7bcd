"""A GLiNER model as an extractor: it is given the labels in words and finds what they mean.

Words are what the model's own splitter cuts, so a name inside a glued word can't be found.
Sentences longer than the model reads at once are read in overlapping windows; where two of them
speak of one place, the surer one is taken.
"""

import threading
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import msgspec

from goldspan.errors import InputError
from goldspan.extractors.claims import Answer, Claim, Offsets
from goldspan.extractors.kinds import Kind, Task
from goldspan.files import sha256_of_folder
from goldspan.sentences import Sentence

if TYPE_CHECKING:
    from gliner import GLiNER

_SHARED = 32
"""Words that neighbouring windows share: more than any mention has."""


class Options(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Of a model."""

    threshold: Annotated[float, msgspec.Meta(ge=0, le=1, description="least score of a span")] = 0.5
    nested: Annotated[bool, msgspec.Meta(description="spans inside spans, too: true, false")] = (
        False
    )
    batch_size: Annotated[
        int, msgspec.Meta(ge=1, description="windows that the model takes at once")
    ] = 8
    device: Annotated[str, msgspec.Meta(description="where it runs: cpu, cuda, cuda:1, mps")] = (
        "cpu"
    )
    revision: Annotated[
        str | None, msgspec.Meta(description="branch, tag or commit of a model on the Hub")
    ] = None


class Window(NamedTuple):
    """A part of a sentence that the model reads at once: ``text[start:end]``."""

    sentence: int
    start: int
    end: int


class LabelledByWords:
    """A model and the labels it is asked for."""

    offsets = Offsets()

    def __init__(
        self,
        name: str,
        model: "GLiNER",
        options: Options,
        labels: Sequence[str],
        sha256: str | None,
    ) -> None:
        """Use a model.

        Args:
            name: what to call it.
            model: it finds spans for any labels.
            options: how it is used.
            labels: what it is asked for.
            sha256: of its files.
        """
        from importlib.metadata import version

        self.name = f"gliner:{name}" + (f"@{options.revision[:12]}" if options.revision else "")
        self.labels = [*labels]
        self.configuration: Mapping[str, Any] = {
            "gliner": version("gliner"),
            "transformers": version("transformers"),
            "torch": version("torch"),
            "sha256": sha256,
            "revision": options.revision,
            "labels": self.labels,
            "threshold": options.threshold,
            "nested": options.nested,
        }
        self._model = model.to(options.device).eval()
        self._options = options
        self._lock = threading.Lock()

    def extract(self, sentences: Sequence[Sentence]) -> list[Answer]:
        """What the model finds in each sentence."""
        texts = [sentence.text for sentence in sentences]
        windows = [window for n, text in enumerate(texts) for window in self._windows(n, text)]
        with self._lock:
            found = self._model.inference(
                [texts[window.sentence][window.start : window.end] for window in windows],
                self.labels,
                flat_ner=not self._options.nested,
                threshold=self._options.threshold,
                batch_size=self._options.batch_size,
            )
        claims: list[list[Claim]] = [[] for _ in texts]
        for window, entities in zip(windows, found, strict=True):
            claims[window.sentence] += _claims(texts[window.sentence], window, entities)
        return [Answer(claims=self._surest(said)) for said in claims]

    def _windows(self, number: int, text: str) -> Iterator[Window]:
        words = [(start, end) for _, start, end in self._model.data_processor.words_splitter(text)]
        size = int(self._model.config.max_len)
        if len(words) <= size:
            yield Window(number, 0, len(text))
            return
        step = size - min(_SHARED, size // 2)
        for first in range(0, len(words) - size + step, step):
            last = min(first + size, len(words)) - 1
            yield Window(number, words[first][0], words[last][1])

    def _surest(self, claims: Sequence[Claim]) -> list[Claim]:
        """Without those that windows say twice, or of which another window is surer."""
        kept: list[Claim] = []
        for claim in sorted(claims, key=lambda claim: -(claim.score or 0)):
            if not any(self._same_place(claim, other) for other in kept):
                kept.append(claim)
        return sorted(kept, key=lambda claim: (claim.start or 0, -(claim.end or 0)))

    def _same_place(self, one: Claim, other: Claim) -> bool:
        if self._options.nested:
            return (one.start, one.end) == (other.start, other.end)
        return (one.start or 0) < (other.end or 0) and (other.start or 0) < (one.end or 0)


def _claims(text: str, window: Window, entities: Sequence[Mapping[str, Any]]) -> Iterator[Claim]:
    for entity in entities:
        start, end = window.start + int(entity["start"]), window.start + int(entity["end"])
        yield Claim(
            label=entity["label"],
            start=start,
            end=end,
            text=text[start:end],
            score=round(float(entity["score"]), 6),
        )


def _make(argument: str, options: Options, task: Task) -> LabelledByWords:
    from gliner import GLiNER
    from transformers.utils.logging import disable_progress_bar

    disable_progress_bar()
    folder = Path(argument)
    try:
        model = GLiNER.from_pretrained(argument, revision=options.revision)
    except Exception as error:
        said = (str(error).strip() or type(error).__name__).splitlines()[0].rstrip(".")
        raise InputError(f"gliner can't load {argument}: {said}.") from None
    return LabelledByWords(
        folder.name if folder.is_dir() else argument,
        model,
        options,
        task.ask_for,
        sha256_of_folder(folder) if folder.is_dir() else None,
    )


KIND = Kind(
    form="gliner:MODEL_OR_PATH",
    summary="a GLiNER model, asked for the guidelines' labels, or for those of --map",
    make=_make,
    options=Options,
    packages=("gliner",),
    extra="gliner",
)
