"""What must not be in a release: addresses, names, secrets, paths of somebody's machine."""

import re
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

import msgspec
import numpy as np

from goldspan.errors import LeakError
from goldspan.gold.release.manifest import GUIDELINES
from goldspan.gold.release.tables import suspect_rows

_SHOWN = 20


class Leak(msgspec.Struct, frozen=True, kw_only=True):
    """Something private, with its place.

    Attributes:
        file: inside the release.
        where: the line, or the row with its sentence.
        field: the column, or the path inside a JSON document; empty in a text.
        kind: what it is.
        hint: its first characters, so that it can be found but not used.
    """

    file: str
    where: str
    field: str
    kind: str
    hint: str

    def __str__(self) -> str:
        """Place, kind and hint in one line."""
        field = f", {self.field}" if self.field else ""
        return f"{self.file}, {self.where}{field}: {self.kind} ({self.hint})"


class Known(msgspec.Struct, frozen=True):
    """What this workspace knows to be private.

    Attributes:
        secrets: e-mail addresses, tokens and passwords; never allowed anywhere.
        people: users' names; not allowed outside the text of sentences, where they are words. A
            first name alone is a word in the guidelines, too, whose examples are sentences.
        allowed: what the maintainers allow although it looks private.
    """

    secrets: frozenset[str] = frozenset()
    people: frozenset[str] = frozenset()
    allowed: frozenset[str] = frozenset()


_PATTERNS = {
    "an e-mail address": re.compile(
        r"[A-Za-z0-9][A-Za-z0-9._%+-]*@[A-Za-z0-9][A-Za-z0-9-]*(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}"
    ),
    "an access token": re.compile(
        r"(?<![A-Za-z0-9])(?:hf_[A-Za-z0-9]{20,}|gh[opsu]_[A-Za-z0-9]{30,}|sk-[A-Za-z0-9_-]{20,}"
        r"|github_pat_\w{20,}|AKIA[A-Z0-9]{16}|eyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]{5,})"
    ),
    "a Label Studio token": re.compile(r"(?<![0-9A-Za-z])[0-9a-f]{40}(?![0-9A-Za-z])"),
    "a private key": re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----"),
    "an absolute path": re.compile(
        r"(?<![\w/:.~<-])(?:/(?:home|Users|root|tmp|var|etc|opt|mnt|srv|usr|private|media|Volumes"
        r"|data|work|workspace|app|scratch)/[^\s\"'<>)\]]+"
        r"|~/[^\s\"'<>)\]]+"
        r"|[A-Za-z]:\\[^\s\"'<>]+|\\\\[A-Za-z0-9._-]+\\[^\s\"'<>]+)"
        r"|\bfile:///?[^\s\"'<>)\]]+"
    ),
}
_USER_FIELDS = re.compile(
    r"(?:completed|updated|created|reviewed|annotated|assigned)_by(?:_id)?|created_username"
    r"|user(?:_?id|_?name)?|email|e_mail|author_email|password|token|api_key|annotator_id"
)
_COARSE = (
    r"@|hf_|gh[opsu]_|github_pat_|sk-|AKIA|eyJ|PRIVATE KEY"
    r"|(^|[^0-9A-Za-z])[0-9a-f]{40}([^0-9A-Za-z]|$)"
    r"|/[a-zA-Z]+/|~/|:\\|\\\\|file:"
    r"|_by|user|mail|password|token|api_key|annotator_id"
)
"""What any of these patterns needs, for a fast first look (RE2 has no look-behind)."""
_TEXT_FIELDS = re.compile(r"text|tokens(\[\d+\])?|spans\[\d+\]\.text|span\.text")


def refuse_leaks(release: Path, known: Known) -> None:
    """Scan every file of a release.

    Raises:
        LeakError: it holds something private; each place is named.
    """
    leaks = list(find_leaks(release, known))
    if leaks:
        shown = "".join(f"\n  {leak}" for leak in leaks[:_SHOWN])
        more = f"\n  and {len(leaks) - _SHOWN} more" if len(leaks) > _SHOWN else ""
        raise LeakError(
            f"not published: {len(leaks)} places hold what looks private.{shown}{more}\n"
            "Take it out of the inputs and build again, or allow it with --allow TEXT."
        )


def find_leaks(release: Path, known: Known) -> Iterator[Leak]:
    """Every private thing in the files of a folder, in the order of their names."""
    coarse = "|".join([_COARSE, *map(re.escape, sorted(known.secrets | known.people))])
    for path in sorted(path for path in release.rglob("*") if path.is_file()):
        name = path.relative_to(release).as_posix()
        seen: set[tuple[str, str, str]] = set()
        here = _with_full_names(known) if name == GUIDELINES else known
        for where, field, value in strings_of(path, coarse):
            for kind, found in _private(field, value, here):
                if (where, kind, found) not in seen:
                    seen.add((where, kind, found))
                    hint = f"{found[:3]}…, {len(found)} characters"
                    yield Leak(file=name, where=where, field=_hidden(field), kind=kind, hint=hint)


def _with_full_names(known: Known) -> Known:
    return msgspec.structs.replace(
        known, people=frozenset(name for name in known.people if len(name.split()) > 1)
    )


def strings_of(path: Path, coarse: str | None = None) -> Iterator[tuple[str, str, str]]:
    """Every string of a file, with its place and its field.

    Args:
        path: the file.
        coarse: a pattern in RE2's syntax; of a table, only rows in which it is found are read.
    """
    if path.suffix == ".parquet":
        yield from _strings_of_table(path, coarse)
    elif path.suffix == ".jsonl":
        for number, record in enumerate(path.read_bytes().splitlines(), start=1):
            strings = _strings(msgspec.json.decode(record), "")
            yield from ((f"line {number}", *rest) for rest in strings)
    elif path.suffix == ".json":
        document = msgspec.json.decode(path.read_bytes())
        yield from (("in it", *rest) for rest in _strings(document, ""))
    else:
        text = path.read_bytes().decode("utf-8", "replace")
        yield from ((f"line {n}", "", line) for n, line in enumerate(text.split("\n"), start=1))


def _strings_of_table(path: Path, coarse: str | None) -> Iterator[tuple[str, str, str]]:
    """The strings of a Parquet file, or those of the rows that a coarse pattern finds."""
    import pyarrow.parquet

    with pyarrow.parquet.ParquetFile(path) as file:
        for key, content in (file.metadata.metadata or {}).items():
            yield "its metadata", key.decode("utf-8", "replace"), content.decode("utf-8", "replace")
        before = 0
        for batch in file.iter_batches():
            rows = (
                np.arange(len(batch))
                if coarse is None
                else suspect_rows(batch, coarse, {"annotator": "^[0-9]+$"})
            )
            for place, row in zip(rows, batch.take(rows).to_pylist(), strict=True):
                where = f"row {before + place + 1} (sentence {row.get('id')})"
                yield from ((where, *rest) for rest in _strings(row, ""))
            before += len(batch)


def _strings(value: object, field: str) -> Iterator[tuple[str, str]]:
    """The strings inside a value; JSON inside a string is looked into, numbers come as strings."""
    if isinstance(value, dict):
        for name, inner in value.items():
            inside = f"{field}.{name}" if field else str(name)
            yield inside, str(name)
            yield from _strings(inner, inside)
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from _strings(inner, f"{field}[{place}]")
    elif isinstance(value, str):
        if field.rpartition(".")[2] == "meta" and value[:1] == "{":
            yield from _strings(msgspec.json.decode(value), field)
        else:
            yield field, value
    elif value is not None and not isinstance(value, bool):
        yield field, str(value)


def _private(field: str, value: str, known: Known) -> Iterator[tuple[str, str]]:
    if value in known.allowed or not value:
        return
    for kind, pattern in _PATTERNS.items():
        found = (match[0] for match in pattern.finditer(value))
        yield from ((kind, one) for one in found if one not in known.allowed)
    for secret in known.secrets:
        if secret in value:
            yield "a secret of this workspace", secret
    yield from _people(field, value, known)


def _hidden(field: str) -> str:
    """A path inside a document, without what is private in it itself."""
    for pattern in _PATTERNS.values():
        field = pattern.sub("…", field)
    return field


def _people(field: str, value: str, known: Known) -> Iterator[tuple[str, str]]:
    name = re.sub(r"\[\d+\]$", "", field).rpartition(".")[2]
    if _USER_FIELDS.fullmatch(name) and value != name:
        yield "a Label Studio user", value
    if name == "annotator" and (value.isdecimal() or "@" in value):
        yield "an annotator who isn't a pseudonym", value
    if not _TEXT_FIELDS.fullmatch(field):
        yield from (
            ("the name of a Label Studio user", person) for person in _words(value, known.people)
        )


def _words(value: str, people: Collection[str]) -> Iterable[str]:
    return (
        person
        for person in people
        if person in value and re.search(rf"(?<!\w){re.escape(person)}(?!\w)", value)
    )
