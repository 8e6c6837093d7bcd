"""A server of one's own as an extractor: sentences posted as JSON, replies as JSON.

Before any sentence it is posted an empty list, and says who it is and how it counts.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

import msgspec

from goldspan.errors import GoldspanError
from goldspan.extractors.adapters.file import Counting
from goldspan.extractors.adapters.posting import Failed, Server
from goldspan.extractors.adapters.wire import answer_of_reply, question_of
from goldspan.extractors.claims import Answer, NormalForm, Offsets, Unit
from goldspan.extractors.kinds import Kind, Task
from goldspan.extractors.protocol import Handling
from goldspan.sentences import Sentence

KEY_FROM = "GOLDSPAN_EXTRACTOR_KEY"
"""The environment variable with the key, for servers that want one."""


class Replies(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a server answers.

    Attributes:
        replies: a `wire.Reply` for each sentence, in any order.
        extractor: who it is, with a version.
        unit: what its offsets count.
        form: the normal form in which they count.
        labels: those it can give; null where it doesn't know.
    """

    replies: list[dict[str, Any]]
    extractor: str = ""
    unit: Unit | None = None
    form: NormalForm | None = None
    labels: list[str] | None = None


class Web:
    """A server that was asked who it is."""

    offsets = Offsets()
    handling = Handling(batch_size=16, workers=4)

    def __init__(self, url: str, options: Counting, timeout: float) -> None:
        """Ask a server who it is.

        Raises:
            InputError: the address can't be right, or it answers in another form.
            GoldspanError: there is no server, or it refuses.
        """
        parts = urlsplit(url)
        self._server = Server(url, timeout=timeout, key_from=KEY_FROM)
        self._options = options
        try:
            self._said = self._posted([])
        except Failed as failed:
            raise GoldspanError(
                f"{failed.answer.error}. It was posted an empty list, to say who it is."
            ) from None
        self.name = self._said.extractor or f"{parts.netloc}{parts.path}"
        self.labels: Sequence[str] | None = self._said.labels
        counting = self._counting(self._said)
        self.configuration: Mapping[str, Any] = {
            "url": url,
            "unit": counting.unit,
            "form": counting.form,
        }

    def extract(self, sentences: Sequence[Sentence]) -> list[Answer]:
        """What the server says of each sentence.

        Raises:
            Failed: it doesn't answer; the fault may be that of one among several sentences.
            GoldspanError: it refuses everything, or is another one than before.
        """
        try:
            said = self._posted(sentences)
        except Failed as failed:
            if failed.status is not None and len(sentences) > 1 and failed.status != 429:
                raise
            return [failed.answer] * len(sentences)
        if said.extractor != self._said.extractor:
            raise GoldspanError(
                f"{self._server.url}: first it was {self._said.extractor!r}, now it is"
                f" {said.extractor!r}; predict again with one of them."
            )
        of_id = {reply.get("id"): reply for reply in said.replies}
        counting = self._counting(said)
        return [
            answer_of_reply(self.name, counting, sentence, of_id[sentence.id])
            if sentence.id in of_id
            else Answer(error="the server gave no reply to this sentence", kind="no reply")
            for sentence in sentences
        ]

    def _posted(self, sentences: Sequence[Sentence]) -> Replies:
        questions = [question_of(sentence) for sentence in sentences]
        said = self._server.post({"sentences": msgspec.to_builtins(questions)})
        try:
            return msgspec.convert(said, Replies)
        except msgspec.ValidationError as error:
            wrong = f"{self._server.url} answered in another form than asked for: {error}"
            raise Failed(Answer(error=wrong, kind="wrong form"), 200) from None

    def _counting(self, said: Replies) -> Offsets:
        return Offsets(unit=said.unit or self._options.unit, form=said.form or self._options.form)


def _make(argument: str, options: Counting, task: Task) -> Web:
    return Web(argument, options, task.timeout)


KIND = Kind(
    form="http://... or https://...",
    summary="a server: sentences as JSON in, spans as JSON out",
    make=_make,
    options=Counting,
    schemes=("http", "https"),
)
