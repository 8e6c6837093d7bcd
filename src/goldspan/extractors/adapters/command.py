"""A program in any language as an extractor: a JSON object a line in, one a line out.

The program is started once and kept running. Each line it is given is a `wire.Question`; for each
it writes a `wire.Reply` with the same id, in any order, and flushes. Before the first reply it may
write one line without an id that says how it counts: ``{"unit": "utf-16"}``. What it writes to
stderr is passed on.
"""

import queue
import shlex
import subprocess
import threading
import weakref
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, Annotated, Any

import msgspec
from msgspec.structs import replace

from goldspan.errors import GoldspanError, InputError
from goldspan.extractors.adapters.file import Counting
from goldspan.extractors.adapters.wire import answer_of_reply, question_of
from goldspan.extractors.claims import Answer, Offsets
from goldspan.extractors.kinds import TIMEOUT, Kind, Task
from goldspan.extractors.protocol import Handling
from goldspan.files import sha256_of
from goldspan.sentences import Sentence


class Options(Counting, frozen=True, forbid_unknown_fields=True):
    """Of a program."""

    version: Annotated[
        str | None,
        msgspec.Meta(description="of your program; only if given are answers kept between runs"),
    ] = None


class Command:
    """A running program, started anew when it ends or hangs."""

    labels = None
    offsets = Offsets()

    def __init__(self, words: Sequence[str], options: Options, timeout: float = TIMEOUT) -> None:
        """Name a program; it is started when it is first asked.

        Args:
            words: the program and its arguments.
            options: how it counts where it doesn't say.
            timeout: seconds for which its next answer is waited for.
        """
        files = [word for word in words if Path(word).is_file()]
        script = [Path(word).name for word in files if word != words[0]][:1]
        named = [Path(words[0]).name, *script, *([options.version] if options.version else [])]
        self.name = f"command:{' '.join(named)}"
        self.configuration: Mapping[str, Any] = {
            "command": [*words],
            "files": {word: sha256_of(Path(word)) for word in files},
            "unit": options.unit,
            "form": options.form,
        }
        self._words = words
        self._options = options
        self._timeout = timeout
        self.handling = Handling(is_kept=options.version is not None)
        self._running: _Running | None = None
        self._has_answered = False
        self._lock = threading.Lock()

    def extract(self, sentences: Sequence[Sentence]) -> list[Answer]:
        """What the program says of each sentence.

        The sentence at which it hangs or ends has the error; those after it are asked again.

        Raises:
            InputError: it can't be started, or writes what is no answer.
            GoldspanError: it ends or hangs before it has ever answered anything.
        """
        answers: dict[str, Answer] = {}
        with self._lock:
            while pending := [s for s in sentences if s.id not in answers]:
                broken = self._ask(pending, answers)
                if broken is None:
                    break
                self._stop()
                if not self._has_answered:
                    raise GoldspanError(f"extractor {self.name} {broken.error}.")
                first = next(s for s in sentences if s.id not in answers)
                answers[first.id] = replace(broken, error=f"the program {broken.error}")
        return [answers[sentence.id] for sentence in sentences]

    def _ask(self, sentences: Sequence[Sentence], answers: dict[str, Answer]) -> Answer | None:
        """Ask until all are answered; what went wrong, if something did.

        A sentence at which it hung isn't asked again in this run: that costs its whole time.
        """
        running = self._running = self._running or _Running(self._words)
        running.send(sentences)
        waiting = {sentence.id: sentence for sentence in sentences}
        while waiting:
            try:
                line = running.lines.get(timeout=self._timeout)
            except queue.Empty:
                why = f"didn't answer within {self._timeout:g} s"
                return Answer(error=why, kind="timeout", is_final=True)
            if line is None:
                why = f"ended with exit code {running.exit_code()}"
                return Answer(error=why, kind="ended", wait=0)
            said = self._decoded(line)
            if "id" not in said and running.offsets is None:
                running.offsets = self._declared(said)
                continue
            sentence = waiting.pop(said.get("id", ""), None)
            if sentence is None:
                raise self._refused(line, "answers nothing that was asked, or a second time")
            self._has_answered = True
            running.offsets = running.offsets or self._options.offsets
            answers[sentence.id] = answer_of_reply(self.name, running.offsets, sentence, said)
        return None

    def _decoded(self, line: bytes) -> dict[str, Any]:
        try:
            return msgspec.json.decode(line, type=dict[str, Any])
        except (msgspec.DecodeError, UnicodeDecodeError):
            raise self._refused(line, "is no JSON object; write messages to stderr") from None

    def _declared(self, said: Mapping[str, Any]) -> Offsets:
        try:
            known = {"unit": self._options.unit, "form": self._options.form}
            return msgspec.convert({**known, **said}, Offsets)
        except msgspec.ValidationError as error:
            line = msgspec.json.encode(said)
            raise self._refused(line, f"has no id, and isn't how it counts: {error}") from None

    def _refused(self, line: bytes, why: str) -> InputError:
        self._stop()
        shown = line.decode("utf-8", "replace").strip()
        shown = shown if len(shown) <= 80 else f"{shown[:77]}..."
        return InputError(f"extractor {self.name} wrote {shown!r}, which {why}.")

    def _stop(self) -> None:
        if self._running is not None:
            self._running.stop()
            self._running = None


class _Running:
    """A program that runs.

    Attributes:
        lines: what it writes, each line as it comes; None once it has ended.
        offsets: how it counts, once that is known.
    """

    def __init__(self, words: Sequence[str]) -> None:
        """Start it.

        Raises:
            InputError: it can't be started.
        """
        try:
            process = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        except OSError as error:
            raise InputError(
                f"{words[0]}: can't be started: {(error.strerror or 'not found').lower()}; give a"
                " program and its arguments, as in command:./tagger --fast."
            ) from None
        self.lines: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self.offsets: Offsets | None = None
        self._process = process
        self._end = weakref.finalize(self, _end, process)
        threading.Thread(target=_read, args=(process.stdout, self.lines), daemon=True).start()

    def send(self, sentences: Sequence[Sentence]) -> None:
        """Give it sentences while its answers are read."""
        encoder = msgspec.json.Encoder()
        lines = (encoder.encode(question_of(sentence)) + b"\n" for sentence in sentences)
        threading.Thread(target=_write, args=(self._process.stdin, lines), daemon=True).start()

    def exit_code(self) -> int:
        """How it ended; it has closed its output."""
        try:
            return self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self.stop()
            return self._process.returncode

    def stop(self) -> None:
        """End it, whatever it is doing."""
        self._end()


def _read(stream: IO[bytes], lines: "queue.SimpleQueue[bytes | None]") -> None:
    for line in stream:
        if line.strip():
            lines.put(line)
    stream.close()
    lines.put(None)


def _write(stream: IO[bytes], lines: Iterator[bytes]) -> None:
    with suppress(OSError, ValueError):  # where it has ended, the reader sees that, too
        for line in lines:
            stream.write(line)
            stream.flush()


def _end(process: "subprocess.Popen[bytes]") -> None:
    process.kill()
    process.wait()
    if process.stdin:
        with suppress(OSError):
            process.stdin.close()


def _make(argument: str, options: Options, task: Task) -> Command:
    try:
        words = shlex.split(argument)
    except ValueError as error:
        raise InputError(f"extractor command:{argument}: {error}.") from None
    if not words:
        raise InputError(f"extractor command:{argument}: name it as {KIND.form}.")
    return Command(words, options, task.timeout)


KIND = Kind(
    form="command:PROGRAM ARGUMENTS",
    summary="a program in any language, a JSON object a line in and out",
    make=_make,
    options=Options,
)
