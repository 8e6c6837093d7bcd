"""Every kind of record, from the Structs that read and write it."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.util.nodes import make_refnode

from extension.generated import Generated
from goldspan.schemas import RECORDS, json_schema

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

PAGE = "docs/records"


class Records(Generated):
    """A section a record with its fields; parts that several have come last."""

    def lines(self) -> list[str]:
        """The sections."""
        parts: dict[str, Any] = {}
        made: list[str] = []
        known = dict(
            meanings_of(split_description(json_schema("sentence")["$defs"]["Sentence"])[1])
        )
        for name in RECORDS:
            schema = json_schema(name)
            kinds = schema["$defs"]
            kind = schema["$ref"].rsplit("/", 1)[1]
            main = kinds.pop(kind)
            parts |= kinds
            made += ["", f"(part-{kind})=", "", f"## {name.replace('-', ' ').capitalize()}", ""]
            made += [f"JSON Schema: [{name}.schema.json](/docs/schemas/{name}.schema.json)", ""]
            made += fields(main, known)
        made += ["", "## Parts of records", ""]
        for name in sorted(parts):
            made += [f"(part-{name})=", "", f"### {name}", "", *fields(parts[name], known)]
        return made


def split_description(schema: dict[str, Any]) -> tuple[str, str]:
    """What a record is, and the part of its docstring on its attributes."""
    prose, _, attributes = schema.get("description", "").partition("\n    Attributes:\n")
    return prose, attributes


def fields(schema: dict[str, Any], known: dict[str, str]) -> list[str]:
    """What a record is, and its fields with their types and meanings.

    Args:
        schema: the record's.
        known: meanings of fields that records share with a sentence.
    """
    prose, attributes = split_description(schema)
    meanings = {**known, **dict(meanings_of(attributes))}
    required = set(schema.get("required", ()))
    lines = [code(" ".join(prose.split())), ""]
    for name, about in schema.get("properties", {}).items():
        meaning = meanings.get(name, "")
        needed = "" if name in required else " (may be left out)"
        lines += [f"`{name}`", f": {type_of(about)}{needed}. {sentence(meaning)}".rstrip(), ""]
    return lines


def meanings_of(attributes: str) -> Iterator[tuple[str, str]]:
    """Each field's name and meaning; ``a, b: ...`` speaks of both."""
    for entry in re.split(r"\n        (?=\S)", "\n" + attributes.rstrip()):
        names, _, meaning = entry.strip().partition(":")
        for name in names.split(","):
            yield name.strip().strip("`"), " ".join(meaning.split())


def type_of(about: dict[str, Any]) -> str:
    """A field's type in words, parts as links."""
    if "$ref" in about:
        name = about["$ref"].rsplit("/", 1)[1]
        return f"[{name}](#part-{name})"
    if "anyOf" in about:
        return " or ".join(type_of(one) for one in about["anyOf"])
    if "enum" in about:
        return " or ".join(f"`{one}`" for one in about["enum"])
    if "const" in about:
        return f"`{about['const']}`"
    if about.get("type") == "array":
        inside = about.get("items") or {}
        if about.get("prefixItems"):
            return "list of " + " and ".join(type_of(one) for one in about["prefixItems"])
        return f"list of {type_of(inside)}" if inside else "list"
    if about.get("type") == "object":
        inside = about.get("additionalProperties")
        return f"object of {type_of(inside)}" if isinstance(inside, dict) and inside else "object"
    return about.get("type", "anything")


def sentence(text: str) -> str:
    """As a sentence of its own."""
    text = code(text)
    return f"{text[:1].upper()}{text[1:]}{'' if not text or text.endswith('.') else '.'}"


def code(text: str) -> str:
    """A docstring's marks as Markdown's; what would be markup in it as it stands."""
    outside_code = re.split(r"(``?[^`]+``?)", text)
    outside_code[::2] = [one.replace("<", r"\<") for one in outside_code[::2]]
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
