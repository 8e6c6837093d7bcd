"""The YAML at the top of `guidelines.md`, strictly typed, with a line number for what is wrong."""

import re
from collections.abc import Iterator

import msgspec
import yaml

from goldspan.guidelines.model import Flag, FrontMatter, Label

Finding = tuple[int, str]

_PATH = re.compile(r"^(?P<what>.*?)(?: - at `(?P<path>[^`]*)`)?$", re.DOTALL)
_STEP = re.compile(r"\.(?P<key>\w+)|\[(?P<index>\d+)\]|\[\.\.\.\]")
_NAME = re.compile(r"[A-Z][A-Z0-9_]*\Z")
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}\Z")
_FLAG = re.compile(r"[a-z][a-z0-9_]*\Z")
_VERSION = re.compile(r"\d+\.\d+\.\d+\Z")


def read_front_matter(source: str, first_line: int) -> tuple[FrontMatter | None, list[Finding]]:
    """The front matter, or None, and what is wrong with it as (line, sentence).

    Args:
        source: the YAML without its ``---`` lines.
        first_line: the line of the file on which `source` begins, from 1.
    """
    try:
        root = yaml.compose(source, Loader=yaml.SafeLoader)
        values = yaml.safe_load(source)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        return None, [(first_line + (mark.line if mark else 0), f"not YAML: {error.problem}")]
    if findings := [*_unlisted(values)]:
        return None, [(first_line + _line(root, path), message) for path, message in findings]
    try:
        matter = msgspec.convert(values, FrontMatter)
    except msgspec.ValidationError as error:
        found = _PATH.match(str(error))
        what, path = (found["what"], found["path"] or "") if found else (str(error), "")
        where = f" in {path.lstrip('$.')}" if path.lstrip("$.") else ""
        return None, [(first_line + _line(root, path), f"{what}{where}")]
    return matter, [
        (first_line + _line(root, path), message) for path, message in _findings(matter)
    ]


def _unlisted(values: object) -> Iterator[tuple[str, str]]:
    """Attributes whose values aren't a list, as (path, sentence)."""
    labels = values.get("labels") if isinstance(values, dict) else None
    for index, label in enumerate(labels if isinstance(labels, list) else []):
        attributes = label.get("attributes") if isinstance(label, dict) else None
        for name, listed in (attributes if isinstance(attributes, dict) else {}).items():
            if not isinstance(listed, list):
                yield (
                    f"$.labels[{index}].attributes.{name}",
                    f"the values of {name} must be a list, such as [{listed}]",
                )


def _findings(matter: FrontMatter) -> Iterator[tuple[str, str]]:
    """What is wrong in a well-typed front matter, as (path, sentence)."""
    if not _VERSION.match(matter.version):
        yield "$.version", f"version {matter.version!r} isn't of the form 1.2.3"
    if not matter.languages:
        yield "$.languages", "there is no language"
    if not matter.labels:
        yield "$.labels", "there is no label"
    for index, label in enumerate(matter.labels):
        yield from _label_findings(label, f"$.labels[{index}]")
    for index, flag in enumerate(matter.flags):
        if not _FLAG.match(flag.name):
            yield f"$.flags[{index}]", f"flag {flag.name!r} isn't a word of small letters"
    yield from _repeated("labels", "label", matter.labels)
    yield from _repeated("flags", "flag", matter.flags)
    yield from _hotkeys(matter)


def _label_findings(label: Label, path: str) -> Iterator[tuple[str, str]]:
    if not _NAME.match(label.name):
        yield (
            f"{path}.name",
            f"label {label.name!r} isn't made of capitals, digits and underscores"
            " (a hyphen would be lost by seqeval)",
        )
    if not _COLOUR.match(label.colour):
        yield f"{path}.colour", f"colour {label.colour!r} of {label.name} isn't of the form #0072b2"
    if not label.definition.strip():
        yield f"{path}.definition", f"label {label.name} has no definition"
    for attribute, values in label.attributes.items():
        if not values:
            yield f"{path}.attributes.{attribute}", f"attribute {attribute} has no values"


def _repeated(key: str, word: str, items: list[Label] | list[Flag]) -> Iterator[tuple[str, str]]:
    names = [item.name for item in items]
    for index, name in enumerate(names):
        if name in names[:index]:
            yield f"$.{key}[{index}].name", f"{word} {name} stands here a second time"


def _hotkeys(matter: FrontMatter) -> Iterator[tuple[str, str]]:
    taken: dict[str, str] = {}
    keyed: dict[str, list[Label | Flag]] = {"labels": [*matter.labels], "flags": [*matter.flags]}
    for key, items in keyed.items():
        for index, item in enumerate(items):
            path = f"$.{key}[{index}].hotkey"
            if len(item.hotkey) != 1 or not item.hotkey.isalnum():
                yield path, f"hotkey {item.hotkey!r} of {item.name} isn't one letter or digit"
            elif item.hotkey in taken:
                yield path, f"hotkey {item.hotkey} of {item.name} is that of {taken[item.hotkey]}"
            taken.setdefault(item.hotkey, item.name)


def _line(root: yaml.Node | None, path: str) -> int:
    """The line, from 0, on which the node at a path such as ``$.labels[1].colour`` begins."""
    line, node = 0, root
    for step in _STEP.finditer(path):
        found = _child(node, step["key"], step["index"])
        if found is None:
            break
        line, node = found
    return line


def _child(
    node: yaml.Node | None, key: str | None, index: str | None
) -> tuple[int, yaml.Node] | None:
    if key is not None and isinstance(node, yaml.MappingNode):
        for name, value in node.value:
            if name.value == key:
                return name.start_mark.line, value
    elif index is not None and isinstance(node, yaml.SequenceNode) and int(index) < len(node.value):
        child = node.value[int(index)]
        return child.start_mark.line, child
    return None
