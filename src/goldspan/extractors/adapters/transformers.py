"""Token classification of Hugging Face's transformers as an extractor.

By default each piece of a word speaks for itself, so that *Putin* can be found in *PresidentPutin*:
transformers' own strategies but ``simple`` give one label to a whole word. They are there as well
(``aggregation=first|average|max``), for models whose training said something of words' first pieces
only.

Sentences longer than the model's window are read in overlapping windows; each piece is taken from
the window in which it has most context on its poorer side. Nothing is cut off.
"""

import threading
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import msgspec
import numpy as np

from goldspan.decoding import decode
from goldspan.errors import InputError
from goldspan.extractors.adapters.windows import (
    Aggregation,
    Piece,
    Probabilities,
    Window,
    by_word,
    merged,
    windows_of,
)
from goldspan.extractors.claims import Answer, Claim, Offsets
from goldspan.extractors.kinds import Kind, Task
from goldspan.files import sha256_of_folder
from goldspan.schemes import OUTSIDE, SCHEMES, Scheme
from goldspan.sentences import Sentence

if TYPE_CHECKING:
    from transformers import PreTrainedModel, PreTrainedTokenizerFast

_UNLIMITED = 1_000_000
"""Tokenizers without a limit say they take up to some huge number of tokens."""


class Options(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Of a model."""

    aggregation: Annotated[
        Aggregation,
        msgspec.Meta(
            description="what gets a label: each token (piece of a word), or the whole word by its"
            " first token, the average, or the surest (max)"
        ),
    ] = "token"
    threshold: Annotated[float, msgspec.Meta(ge=0, le=1, description="least score of a span")] = 0.0
    batch_size: Annotated[
        int, msgspec.Meta(ge=1, description="windows that the model takes at once")
    ] = 32
    device: Annotated[str, msgspec.Meta(description="where it runs: cpu, cuda, cuda:1, mps")] = (
        "cpu"
    )
    max_length: Annotated[
        Annotated[int, msgspec.Meta(ge=8)] | None,
        msgspec.Meta(description="tokens in a window; by default the model's"),
    ] = None
    stride: Annotated[
        Annotated[int, msgspec.Meta(ge=0)] | None,
        msgspec.Meta(description="tokens that windows share; by default a quarter of one"),
    ] = None
    revision: Annotated[
        str | None, msgspec.Meta(description="branch, tag or commit of a model on the Hub")
    ] = None


class TokenClassifier:
    """A model with its tokenizer."""

    offsets = Offsets()

    def __init__(
        self,
        name: str,
        model: "PreTrainedModel",
        tokenizer: "PreTrainedTokenizerFast",
        options: Options,
        sha256: str | None,
    ) -> None:
        """Use a model.

        Args:
            name: what to call it.
            model: it gives a score for each label and token.
            tokenizer: a fast one, which knows where its tokens stand.
            options: how it is used.
            sha256: of its files.
        """
        import torch
        import transformers

        commit = getattr(model.config, "_commit_hash", None)
        self.name = f"transformers:{name}" + (f"@{commit[:12]}" if commit else "")
        self._tags = [model.config.id2label[n] for n in range(len(model.config.id2label))]
        self._scheme = scheme_of(self._tags)
        self._model = model.to(options.device).eval()
        self._tokenizer = tokenizer
        self._options = options
        self._length = options.max_length or _length(model, tokenizer)
        content = self._length - tokenizer.num_special_tokens_to_add()
        stride = content // 4 if options.stride is None else options.stride
        if not stride < content:
            raise InputError(
                f"--option stride={stride}: windows of {content} tokens can't share so many;"
                " lower it."
            )
        self._stride = stride
        self._lock = threading.Lock()
        self.configuration: Mapping[str, Any] = {
            "transformers": transformers.__version__,
            "torch": torch.__version__,
            "commit": commit,
            "sha256": sha256,
            "aggregation": options.aggregation,
            "threshold": options.threshold,
            "max_length": self._length,
            "stride": stride,
        }

    @property
    def labels(self) -> list[str]:
        """Those of the model's tags."""
        found = dict.fromkeys(_label(tag) for tag in self._tags)
        return [label for label in found if label is not None]

    def extract(self, sentences: Sequence[Sentence]) -> list[Answer]:
        """The entities of each sentence."""
        texts = [sentence.text for sentence in sentences]
        with self._lock:
            windows = [*windows_of(texts, self._tokenizer, self._length, self._stride)]
            probabilities = self._probabilities(windows)
        of_sentences = merged(len(texts), windows, probabilities)
        return [
            Answer(claims=[*self._claims(text, *pieces)])
            for text, pieces in zip(texts, of_sentences, strict=True)
        ]

    def _probabilities(self, windows: Sequence[Window]) -> list[Probabilities]:
        """For each window, a row for each of its tokens, special ones included."""
        import torch

        by_length = sorted(range(len(windows)), key=lambda n: len(windows[n].inputs["input_ids"]))
        found: list[Probabilities] = [np.empty((0, 0), np.float32)] * len(windows)
        for begin in range(0, len(by_length), self._options.batch_size):
            batch = by_length[begin : begin + self._options.batch_size]
            padded = self._tokenizer.pad(
                [windows[number].inputs for number in batch], return_tensors="pt"
            )
            with torch.inference_mode():
                logits = self._model(**padded.to(self._options.device)).logits
            rows = torch.softmax(logits.float(), dim=-1).cpu().numpy()
            left = self._tokenizer.padding_side == "left"
            for number, row in zip(batch, rows, strict=True):
                size = len(windows[number].inputs["input_ids"])
                found[number] = row[-size:] if left else row[:size]
        return found

    def _claims(
        self, text: str, pieces: Sequence[Piece], rows: Sequence[Probabilities]
    ) -> Iterator[Claim]:
        if self._options.aggregation != "token":
            pieces, rows = by_word(pieces, rows, self._options.aggregation)
        best = [int(row.argmax()) for row in rows]
        tags = [_prefixed(self._tags[number]) for number in best]
        for chunk in decode(tags, self._scheme, "conlleval"):
            start, end = _trimmed(text, pieces[chunk.start].start, pieces[chunk.stop - 1].end)
            parts = range(chunk.start, chunk.stop)
            score = sum(float(rows[part][best[part]]) for part in parts) / len(parts)
            if start < end and score >= self._options.threshold:
                yield Claim(
                    label=chunk.label,
                    start=start,
                    end=end,
                    text=text[start:end],
                    score=round(score, 6),
                )


def scheme_of(tags: Sequence[str]) -> Scheme:
    """The scheme of a model's tags; bare labels are read as IO."""
    prefixes = {tag[0] for tag in tags if tag[1:2] == "-"}
    if prefixes & {"L", "U"}:
        return SCHEMES["BILOU"]
    if prefixes & {"E", "S"}:
        return SCHEMES["BIOES"]
    return SCHEMES["IOB2" if "B" in prefixes else "IO"]


def _label(tag: str) -> str | None:
    prefixed = _prefixed(tag)
    return None if prefixed == OUTSIDE else prefixed[2:]


def _prefixed(tag: str) -> str:
    """A model's tag as one of a scheme: a bare label is inside, and so is the M of BMES."""
    if tag == OUTSIDE or tag[1:2] == "-":
        return f"I{tag[1:]}" if tag.startswith("M-") else tag
    return f"I-{tag}"


def _length(model: "PreTrainedModel", tokenizer: "PreTrainedTokenizerFast") -> int:
    """Tokens that a model takes at once."""
    if tokenizer.model_max_length < _UNLIMITED:
        return int(tokenizer.model_max_length)
    # Models such as RoBERTa keep two of their positions for padding.
    return int(getattr(model.config, "max_position_embeddings", 514)) - 2


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Without the white space that some tokenizers count to the next word."""
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end


def _make(argument: str, options: Options, task: Task) -> TokenClassifier:
    from transformers import AutoConfig, AutoModelForTokenClassification, AutoTokenizer
    from transformers.utils.logging import disable_progress_bar

    disable_progress_bar()
    try:
        config = AutoConfig.from_pretrained(argument, revision=options.revision)
        if not any("TokenClassification" in name for name in config.architectures or ()):
            raise InputError(
                f"transformers:{argument} isn't a token classification model but"
                f" {', '.join(config.architectures or ['of no known kind'])}: it would tag at"
                " random. Fine-tune it first, or name another one."
            )
        tokenizer = AutoTokenizer.from_pretrained(argument, revision=options.revision)
        model = AutoModelForTokenClassification.from_pretrained(argument, revision=options.revision)
    except (OSError, ValueError) as error:
        said = str(error).strip().splitlines()[0].rstrip(".")
        raise InputError(f"transformers can't load {argument}: {said}.") from None
    if not tokenizer.is_fast:
        raise InputError(
            f"transformers:{argument} has no fast tokenizer, which alone knows where its tokens"
            " stand in the text; convert it to a tokenizer.json."
        )
    folder = Path(argument)
    sha256 = sha256_of_folder(folder) if folder.is_dir() else None
    return TokenClassifier(
        folder.name if folder.is_dir() else argument, model, tokenizer, options, sha256
    )


KIND = Kind(
    form="transformers:MODEL_OR_PATH",
    summary="a token classification model of Hugging Face's transformers",
    make=_make,
    options=Options,
    packages=("transformers", "torch"),
    extra="transformers",
)
