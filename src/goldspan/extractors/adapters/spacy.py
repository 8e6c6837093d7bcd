"""A spaCy pipeline as an extractor: its entities, or one of its groups of spans."""

import threading
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import msgspec

from goldspan.errors import InputError
from goldspan.extractors.claims import Answer, Claim, Offsets
from goldspan.extractors.kinds import Kind, Task
from goldspan.files import sha256_of_folder
from goldspan.sentences import Sentence

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

_SILENT = ("attribute_ruler",)
"""Components of spaCy's own that don't declare what they set, and don't set spans."""


class Options(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Of a pipeline."""

    spans_key: Annotated[
        str | None, msgspec.Meta(description="take doc.spans[KEY] instead of doc.ents")
    ] = None
    batch_size: Annotated[
        int, msgspec.Meta(ge=1, description="sentences that the pipeline takes at once")
    ] = 256
    device: Annotated[
        Literal["cpu", "gpu"], msgspec.Meta(description="where it runs: cpu, gpu")
    ] = "cpu"


class Pipeline:
    """A loaded pipeline."""

    offsets = Offsets()

    def __init__(self, name: str, nlp: "Language", options: Options) -> None:
        """Use a pipeline.

        Args:
            name: what to call it.
            nlp: the pipeline.
            options: which spans to take.
        """
        self.name = f"spacy:{name} {nlp.meta['version']}"
        self.configuration: Mapping[str, Any] = {
            "spacy": _version(),
            "pipeline": f"{nlp.meta['lang']}_{nlp.meta['name']}",
            "components": nlp.pipe_names,
            "sha256": sha256_of_folder(Path(nlp.path)),
            "spans_key": options.spans_key,
        }
        self._nlp = nlp
        self._options = options
        self._lock = threading.Lock()

    @property
    def labels(self) -> list[str] | None:
        """Those of the components that set the spans; None if one may set some unsaid."""
        target = "doc.spans" if self._options.spans_key else "doc.ents"
        found: list[str] = []
        for name in self._nlp.pipe_names:
            meta = self._nlp.get_pipe_meta(name)
            if not meta.assigns and meta.factory not in _SILENT:
                return None
            if target in meta.assigns:
                found += self._nlp.pipe_labels[name]
        return [*dict.fromkeys(found)] or None

    def extract(self, sentences: Sequence[Sentence]) -> list[Answer]:
        """The entities of each sentence."""
        texts = [sentence.text for sentence in sentences]
        with self._lock:  # the vocabulary grows as it reads
            docs = self._nlp.pipe(texts, batch_size=self._options.batch_size)
            return [Answer(claims=[*self._claims(doc)]) for doc in docs]

    def _claims(self, doc: "Doc") -> Iterator[Claim]:
        key = self._options.spans_key
        if key is not None and key not in doc.spans:
            raise InputError(
                f"extractor {self.name} sets no doc.spans[{key!r}]; it sets"
                f" {', '.join(map(repr, doc.spans)) or 'none'}."
            )
        spans = doc.ents if key is None else doc.spans[key]
        scores = [] if key is None else [*spans.attrs.get("scores", [])]
        for place, span in enumerate(spans):
            yield Claim(
                label=span.label_,
                start=span.start_char,
                end=span.end_char,
                text=span.text,
                score=float(scores[place]) if scores else None,
            )


def _version() -> str:
    import spacy

    version: str = spacy.__version__
    return version


def _make(argument: str, options: Options, task: Task) -> Pipeline:
    import spacy

    if options.device == "gpu":
        try:
            spacy.require_gpu()
        except ValueError as error:
            raise InputError(
                f"extractor spacy:{argument}: {error}; leave device=gpu out."
            ) from None
    try:
        nlp = spacy.load(argument)
    except OSError as error:
        if Path(argument).exists():
            raise InputError(f"{argument}: no spaCy pipeline can be read there: {error}.") from None
        raise InputError(
            f"there is no spaCy pipeline {argument!r}, neither installed nor as a folder; install"
            f" one (python -m spacy download {argument}) or name a folder that spaCy wrote."
        ) from None
    except (ValueError, ImportError, KeyError) as error:
        raise InputError(f"spaCy can't load {argument}: {_first_line(error)}") from None
    return Pipeline(Path(argument).name, nlp, options)


def _first_line(error: Exception) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return lines[0] if lines else type(error).__name__


KIND = Kind(
    form="spacy:MODEL_OR_PATH",
    summary="a spaCy pipeline, installed or in a folder",
    make=_make,
    options=Options,
    packages=("spacy",),
    extra="spacy",
)
