"""A language model asked for the mentions of one sentence after the other."""

import os
from collections.abc import Collection, Mapping, Sequence
from typing import Annotated, Any, Literal

import msgspec

from goldspan.errors import InputError
from goldspan.extractors.adapters.openai.prompt import VERSION, Detail, Prompt, prompt_of
from goldspan.extractors.adapters.openai.reading import answer_of
from goldspan.extractors.adapters.posting import Failed, Server
from goldspan.extractors.claims import Answer, Offsets
from goldspan.extractors.kinds import Kind, Task
from goldspan.extractors.protocol import Handling
from goldspan.sentences import Sentence

OPENAI = "https://api.openai.com/v1"
KEY_FROM = "OPENAI_API_KEY"

Structured = Literal["json_schema", "json_object", "plain"]
_FORMS: tuple[Structured, ...] = ("json_schema", "json_object", "plain")
_ABOUT_FORM = ("response_format", "json_schema", "json_object", "schema", "structured", "grammar")
_LEFT_OUT_IF_REFUSED = ("seed", "temperature")


class Options(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Of a language model."""

    base_url: Annotated[
        str | None,
        msgspec.Meta(description="of the API, up to /v1; else OPENAI_BASE_URL, else OpenAI's own"),
    ] = None
    prompt: Annotated[
        Detail,
        msgspec.Meta(
            description="full: all rules and examples; rules: without examples; short: definitions"
            " and summary"
        ),
    ] = "full"
    structured: Annotated[
        Structured | None,
        msgspec.Meta(
            description="how the form of the answer is asked for: json_schema, json_object, plain;"
            " by default the first of these that the server takes"
        ),
    ] = None
    temperature: Annotated[float, msgspec.Meta(ge=0, description="0: the likeliest answer")] = 0.0
    seed: Annotated[int, msgspec.Meta(description="of the model's choices, where it has one")] = 1
    max_tokens: Annotated[
        Annotated[int, msgspec.Meta(ge=1)] | None,
        msgspec.Meta(description="of an answer; by default as many as the server allows"),
    ] = None
    body: Annotated[
        str | None,
        msgspec.Meta(description="more fields of the request, as a JSON object"),
    ] = None


class Chat:
    """A language model and what it is told."""

    offsets = Offsets(unit="quote")
    handling = Handling(batch_size=1, workers=8)

    def __init__(self, model: str, prompt: Prompt, options: Options, task: Task) -> None:
        """Name a model; nothing is sent yet.

        Args:
            model: as the server calls it.
            prompt: what it is told before each sentence.
            options: how it is asked.
            task: the labels and guidelines the prompt was made of.

        Raises:
            InputError: an option or the environment is wrong.
        """
        base = (options.base_url or os.environ.get("OPENAI_BASE_URL") or OPENAI).rstrip("/")
        self._server = Server(f"{base}/chat/completions", timeout=task.timeout, key_from=KEY_FROM)
        if task.is_asked and base == OPENAI and not self._server.has_key:
            raise InputError(
                f"extractor openai:{model}: put your key into {KEY_FROM}, or name another server"
                " with --option base_url=http://127.0.0.1:8000/v1."
            )
        self.name = f"openai:{model} prompt {VERSION}-{prompt.sha256[:8]}"
        self.labels = [*task.ask_for]
        self._model = model
        self._prompt = prompt
        self._options = options
        self._more = _decoded(options.body)
        self._form: Structured = options.structured or _FORMS[0]
        self._form_is_taken = options.structured is not None
        self._without: frozenset[str] = frozenset()
        self.configuration: Mapping[str, Any] = {
            "model": model,
            "base_url": base,
            "prompt": {"version": VERSION, "sha256": prompt.sha256, "detail": options.prompt},
            "guidelines": msgspec.to_builtins(prompt.guidelines or {}),
            "structured": options.structured,
            "temperature": options.temperature,
            "seed": options.seed,
            "max_tokens": options.max_tokens,
            "body": self._more,
        }

    def preview(self, sentence: Sentence) -> str:
        """What the server would be sent for a sentence."""
        body = self._body(sentence, self._form, self._without)
        rest = {name: value for name, value in body.items() if name != "messages"}
        messages = "\n".join(f"[{one['role']}]\n{one['content']}" for one in body["messages"])
        shown = msgspec.json.format(msgspec.json.encode(rest), indent=2).decode()
        return f"POST {self._server.url}\n{shown}\n\n{messages}"

    def extract(self, sentences: Sequence[Sentence]) -> list[Answer]:
        """What the model says of each sentence.

        Raises:
            GoldspanError: the server refuses the key or doesn't know the model.
        """
        return [self._extract(sentence) for sentence in sentences]

    def _extract(self, sentence: Sentence) -> Answer:
        """Ask for one sentence; with less in the request, should the server refuse what is in it.

        What was left out is left out of all further requests only if that was of use: the fault may
        lie in the sentence.
        """
        form, without = self._form, self._without
        while True:
            try:
                completion = self._server.post(self._body(sentence, form, without))
            except Failed as failed:
                if failed.status not in (400, 422):
                    return failed.answer
                named = {name for name in _LEFT_OUT_IF_REFUSED if name in failed.said}
                if not named <= without:
                    without |= named
                    continue
                lesser = self._lesser(form, failed.said)
                if lesser is None:
                    return failed.answer
                form = lesser
            else:
                if not self._form_is_taken:
                    self._form, self._form_is_taken = form, True
                self._without |= without
                return answer_of(completion, self.labels)

    def _body(
        self, sentence: Sentence, form: Structured, without: Collection[str]
    ) -> dict[str, Any]:
        options = self._options
        body: dict[str, Any] = {
            "model": self._model,
            "messages": [
                {"role": "system", "content": self._prompt.system},
                {"role": "user", "content": sentence.text},
            ],
            "temperature": options.temperature,
            "seed": options.seed,
        }
        if options.max_tokens is not None:
            body["max_tokens"] = options.max_tokens
        if form == "json_schema":
            named = {"name": "mentions", "strict": True, "schema": self._prompt.schema}
            body["response_format"] = {"type": "json_schema", "json_schema": named}
        elif form == "json_object":
            body["response_format"] = {"type": "json_object"}
        for name in without:
            body.pop(name, None)
        return {**body, **self._more}

    def _lesser(self, form: Structured, said: str) -> Structured | None:
        """The next form to ask for, where the server may have refused this one."""
        may_be_the_form = not self._form_is_taken or any(word in said for word in _ABOUT_FORM)
        if self._options.structured or form == _FORMS[-1] or not may_be_the_form:
            return None
        return _FORMS[_FORMS.index(form) + 1]


def _decoded(body: str | None) -> dict[str, Any]:
    try:
        return msgspec.json.decode(body or "{}", type=dict[str, Any])
    except msgspec.DecodeError as error:
        raise InputError(f"--option body={body}: not a JSON object: {error}.") from None


def _make(argument: str, options: Options, task: Task) -> Chat:
    return Chat(argument, prompt_of(task.ask_for, task.guidelines, options.prompt), options, task)


KIND = Kind(
    form="openai:MODEL",
    summary="a language model behind the API of OpenAI: vLLM, Ollama, hosted ones",
    make=_make,
    options=Options,
)
