"""Every kind of record, from the Structs that read and write it."""

import inspect
import json
import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, get_args

import msgspec
from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.util.nodes import make_refnode

from extension import commands
from extension.generated import Generated
from goldspan.schemas import RECORDS, json_schema
from goldspan.sentences import Sentence

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

PAGE = "docs/records"

FILES = {
    "sentence": "Sentences files, one a line: what annotate segment and annotate select write,"
    " annotate push and evaluate predict read.",
    "annotation": "Annotations files, one a line: what annotate pull writes, gold build and"
    " gold agreement read; `adjudications.jsonl` of a gold dataset.",
    "prediction": "Predictions files, one a line: what evaluate predict writes, evaluate score"
    " and evaluate compare read.",
    "prediction-run": "`predictions.run.json` beside `predictions.jsonl`.",
    "disagreement": "`disagreements.jsonl` of a gold dataset, one a line.",
    "agreement": "What gold agreement --json prints; `agreement.json` of a gold dataset.",
    "span-disagreement": "What gold agreement --disagreements writes, one a line.",
    "gold-sentence": "Rows of a gold dataset's tables `sentences/*.parquet`. A span's `attributes`"
    " are there a list of objects with `name` and `value`.",
    "gold-annotation": "Rows of a gold dataset's tables `annotations/*.parquet`, with `attributes`"
    " like those of a gold sentence.",
    "left-out": "`left_out.jsonl` of a gold dataset, one a line.",
    "misaligned": "`misaligned.jsonl` of a gold dataset, one a line.",
    "spanned-text": "What gold export writes in the format `jsonl`, one a line.",
    "loss": "What gold export --losses writes, one a line.",
    "manifest": "`manifest.json` of a gold dataset.",
    "release-manifest": "`manifest.json` of a dataset that gold publish published.",
    "about": "`about.yaml`, which gold publish reads.",
    "split": "`splits.jsonl` of a gold dataset, one a line.",
    "report": "What evaluate score --json prints; `report.json` of evaluate score --report.",
    "comparison": "What evaluate compare --json prints; `report.json` of"
    " evaluate compare --report.",
    "past-score": "What evaluate score --history appends to, one a line.",
}
"""Where each kind of record is found."""

PLURALS = {
    "string": "strings",
    "integer": "integers",
    "number": "numbers",
    "object": "objects",
    "null": "nulls",
}


class Records(Generated):
    """A section a record with its fields; parts that several have come last."""

    def lines(self) -> list[str]:
        """The sections."""
        if set(FILES) != set(RECORDS):
            raise self.error(f"docs/extension/records.py: {sorted(set(FILES) ^ set(RECORDS))}")
        kinds = {kind.__name__: kind for kind in structs(RECORDS.values())}
        made: list[str] = []
        parts: dict[str, Any] = {}
        for name, record in RECORDS.items():
            schemas = json_schema(name)["$defs"]
            main = schemas.pop(record.__name__)
            for part, schema in schemas.items():
                if parts.setdefault(part, schema) != schema:
                    raise self.error(f"two kinds of record are called {part}")
            made += [f"(part-{record.__name__})=", "", f"## {name.replace('-', ' ').capitalize()}"]
            made += ["", f"{commands.linked(FILES[name])} JSON Schema:"]
            made += [f"[{name}.schema.json](/docs/schemas/{name}.schema.json).", ""]
            made += self.fields(main, record, kinds)
        made += ["", "## Parts of records", ""]
        for name in sorted(parts.keys() - {record.__name__ for record in RECORDS.values()}):
            made += [f"(part-{name})=", "", f"### {name}", ""]
            made += self.fields(parts[name], kinds[name], kinds)
        return made

    def fields(self, schema: dict[str, Any], kind: type, kinds: dict[str, type]) -> list[str]:
        """What a record is, and its fields with their types and meanings."""
        properties = schema.get("properties", {})
        meanings = dict(meanings_of(Sentence)) if "doc" in properties else {}
        for one in reversed(kind.__mro__):
            meanings |= meanings_of(one)
        if missing := properties.keys() - meanings.keys():
            raise self.error(f"{kind.__name__}: no meaning for {sorted(missing)}")
        prose = inspect.getdoc(kind) or ""
        lines = [linked(" ".join(prose.partition("Attributes:")[0].split()), kinds), ""]
        for name, about in properties.items():
            needed = "" if name in schema.get("required", ()) else f", {optional(about)}"
            lines += [f"`{name}`: {type_of(about)}{needed}"]
            lines += [f": {sentence(linked(meanings[name], kinds))}", ""]
        return lines


def structs(found: Iterable[Any]) -> Iterator[type]:
    """The records among some types, and those that their fields hold."""
    for one in found:
        if isinstance(one, type) and issubclass(one, msgspec.Struct):
            yield one
            yield from structs(field.type for field in msgspec.structs.fields(one))
        else:
            yield from structs(get_args(one))


def meanings_of(kind: type) -> dict[str, str]:
    """Each field's meaning, as the docstring has it."""
    attributes = inspect.cleandoc(vars(kind).get("__doc__") or "").partition("Attributes:\n")[2]
    entries = re.split(r"\n    (?=\S)", "\n" + attributes.rstrip())
    pairs = (entry.strip().partition(":") for entry in entries if entry)
    return {name.strip(): " ".join(meaning.split()) for name, _, meaning in pairs}


def optional(about: dict[str, Any]) -> str:
    """That a field may be left out, and what it is then, where that says something."""
    default = about.get("default")
    if default in (None, "") or isinstance(default, (dict, list, tuple)):
        return "optional"
    if isinstance(default, float):
        return f"optional, else `{default:g}`"
    return f"optional, else `{json.dumps(default).strip(chr(34))}`"


def type_of(about: dict[str, Any], many: bool = False) -> str:
    """A field's type in words, parts as links."""
    if "$ref" in about:
        name = about["$ref"].rsplit("/", 1)[1]
        return f"[{name}](#part-{name})"
    if "anyOf" in about:
        return " or ".join(type_of(one, many) for one in about["anyOf"])
    if "enum" in about:
        *names, last = [f"`{one}`" for one in about["enum"]]
        return f"{', '.join(names)} or {last}" if names else last
    if about.get("type") == "array":
        if inside := about.get("prefixItems"):
            return f"list{'s' * many} of {len(inside)} {type_of(inside[0], many=True)}"
        return f"list{'s' * many} of {type_of(about['items'], many=True)}"
    if isinstance(about.get("additionalProperties"), dict) and about["additionalProperties"]:
        return f"object{'s' * many} of {type_of(about['additionalProperties'], many=True)}"
    kind = about.get("type", "anything")
    return PLURALS.get(kind, kind) if many else kind


def sentence(text: str) -> str:
    """As a sentence of its own."""
    return f"{text[:1].upper()}{text[1:]}{'' if text.endswith('.') else '.'}"


def linked(text: str, kinds: Iterable[str]) -> str:
    """A docstring's marks as Markdown's, records that it names as links; no other markup."""
    outside_code = re.split(r"(``?[^`]+``?)", text)
    outside_code[::2] = [one.replace("<", r"\<") for one in outside_code[::2]]
    outside_code[1::2] = [
        f"[{one}](#part-{name})" if (name := one.strip("`").partition(".")[0]) in kinds else one
        for one in outside_code[1::2]
    ]
    return "".join(outside_code)


def link_to_record(
    app: "Sphinx", env: "BuildEnvironment", node: pending_xref, content: nodes.TextElement
) -> nodes.Node | None:
    """Where the Python API names a record, its section."""
    name = node["reftarget"].rsplit(".", 1)[-1]
    label = env.domains.standard_domain.anonlabels.get(f"part-{name.lower()}")
    if node["reftype"] != "class" or label is None or label[0] != PAGE:
        return None
    return make_refnode(app.builder, node["refdoc"], *label, content)
