"""A guidelines file as `Guidelines`, or a list of everything that is wrong with it."""

import hashlib
import re
from collections.abc import Collection, Iterator
from importlib.resources import as_file, files
from itertools import pairwise
from pathlib import Path

import msgspec
from markdown_it.token import Token

from goldspan.errors import GuidelinesError, InputError
from goldspan.files import read_text
from goldspan.guidelines.front_matter import Finding, read_front_matter
from goldspan.guidelines.markup import markdown, marked_text
from goldspan.guidelines.model import Example, FrontMatter, Guidelines, Rule

FILE_NAME = "guidelines.md"

_RULE = re.compile(r"(?P<number>\d+)\. (?P<title>.+)")
_NUMBERED = re.compile(r"\d")
_REFERENCE = re.compile(r"\brules? (?P<numbers>\d+(?:(?:, | and |, and | or |[-\u2013])\d+)*)")
_EXAMPLE = re.compile(r"(?P<counter>not )?(?P<lang>[a-z]{2,3}): ")


def find_guidelines(path: Path | None = None) -> Guidelines:
    """The guidelines at `path`; else those in the working directory; else goldspan's own.

    Raises:
        GuidelinesError: they are wrong; the message has a line for each finding.
        InputError: the file can't be read.
    """
    if path is not None:
        return read_guidelines(path)
    if Path(FILE_NAME).exists():
        return read_guidelines(Path(FILE_NAME))
    with as_file(files("goldspan.guidelines") / FILE_NAME) as own:
        return read_guidelines(own)


def read_guidelines(path: Path) -> Guidelines:
    """Read and check one guidelines file.

    Raises:
        GuidelinesError: it is wrong; the message has a line for each finding.
        InputError: it can't be read.
    """
    source = read_text(path)
    lines = source.split("\n")
    tokens = markdown().parse(source)
    if not tokens or tokens[0].type != "front_matter":
        raise GuidelinesError(f"{path}:1: there is no front matter between two lines of '---'.")
    matter, findings = read_front_matter(tokens[0].content, first_line=2)
    rules = list(_rules(tokens))
    summary = _section(lines, tokens, "Summary")
    if matter is not None:
        findings += _heading_findings(tokens)
        findings += _rule_findings(rules, matter)
        findings += _example_findings(rules, matter)
        if not summary:
            findings.append((1, "there is no section '## Summary' to show to annotators"))
        changes = _section(lines, tokens, "Changes")
        if changes and matter.version not in changes:
            findings.append((1, f"section '## Changes' doesn't say what {matter.version} changes"))
    if matter is None or findings:
        raise GuidelinesError(
            "\n".join(f"{path}:{line}: {message}." for line, message in sorted(findings))
        )
    end_of_matter = tokens[0].map[1] if tokens[0].map else 0
    data = path.read_bytes()
    return Guidelines(
        title=matter.title,
        version=matter.version,
        languages=matter.languages,
        labels=matter.labels,
        flags=matter.flags,
        rules=rules,
        summary=summary,
        body="\n".join(lines[end_of_matter:]).strip(),
        source=data,
        sha256=hashlib.sha256(data).hexdigest(),
    )


def _rules(tokens: list[Token]) -> Iterator[Rule]:
    """The rules: headings of the third level that begin with a number, up to the next heading."""
    heading: re.Match[str] | None = None
    line, prose, examples = 0, list[str](), list[Example]()
    is_heading = False
    for token in tokens:
        if token.type == "heading_open":
            if heading:
                yield _rule(heading, line, prose, examples)
            heading, prose, examples = None, [], []
            is_heading = token.tag == "h3"
            line = _line_of(token)
        elif token.type == "heading_close":
            is_heading = False
        elif token.type == "inline" and is_heading:
            heading = _RULE.fullmatch(token.content)
        elif token.type == "inline" and heading:
            example = _example(token)
            if example:
                examples.append(example)
            else:
                prose.append(marked_text(token).text)
    if heading:
        yield _rule(heading, line, prose, examples)


def _rule(heading: re.Match[str], line: int, prose: list[str], examples: list[Example]) -> Rule:
    return Rule(
        line=line,
        number=int(heading["number"]),
        title=heading["title"],
        prose=" ".join(prose),
        examples=examples,
    )


def _example(token: Token) -> Example | None:
    marked = marked_text(token)
    head = _EXAMPLE.match(marked.text)
    if not head:
        return None
    shift = head.end()
    return Example(
        line=_line_of(token),
        lang=head["lang"],
        text=marked.text[shift:],
        spans=[
            msgspec.structs.replace(span, start=span.start - shift, end=span.end - shift)
            for span in marked.spans
        ],
        is_counter=head["counter"] is not None,
    )


def _heading_findings(tokens: list[Token]) -> Iterator[Finding]:
    """Headings that look like a rule's and aren't: what is below them would not be read."""
    for heading, content in pairwise(tokens):
        if heading.type == "heading_open" and heading.tag == "h3":
            title = content.content
            if _NUMBERED.match(title) and not _RULE.fullmatch(title):
                yield _line_of(heading), f"{title!r} isn't a rule's heading, such as '### 7. Title'"


def _rule_findings(rules: list[Rule], matter: FrontMatter) -> list[Finding]:
    findings: list[Finding] = []
    for expected, rule in enumerate(rules, start=1):
        if rule.number != expected:
            # One is enough: those behind it are out of step, too.
            message = f"rule {rule.number} should be number {expected}; renumber from here on"
            findings.append((rule.line, f"{message}, also where rules are referred to"))
            break
    for rule in rules:
        for reference in _REFERENCE.finditer(rule.prose):
            findings += [
                (rule.line, f"rule {rule.number} refers to rule {number}, which isn't there")
                for number in map(int, re.findall(r"\d+", reference["numbers"]))
                if number not in {one.number for one in rules}
            ]
        if not any(not example.is_counter for example in rule.examples):
            findings.append((rule.line, f"rule {rule.number} has no example ('- en: ...')"))
        if not any(example.is_counter for example in rule.examples):
            findings.append(
                (rule.line, f"rule {rule.number} has no counter-example ('- not en: ...')")
            )
        for example in rule.examples:
            findings += [(example.line, message) for message in _example_faults(example, matter)]
    return findings


def _example_findings(rules: list[Rule], matter: FrontMatter) -> Iterator[Finding]:
    """Labels, attributes and their values that no example has."""
    ruled = [
        span
        for rule in rules
        for example in rule.examples
        if not example.is_counter
        for span in example.spans
    ]
    for label in matter.labels:
        of_label = [span for span in ruled if span.label == label.name]
        if not of_label:
            yield 1, f"label {label.name} has no rule: no example is tagged with it"
            continue
        for attribute, values in label.attributes.items():
            shown = {span.attributes.get(attribute) for span in of_label}
            if shown == {None}:
                yield 1, f"attribute {attribute} of {label.name} has no rule: no example has it"
                continue
            for value in values:
                if value not in shown:
                    yield 1, f"no example has {attribute}={value} of {label.name}"


def _example_faults(example: Example, matter: FrontMatter) -> Iterator[str]:
    if example.lang not in matter.languages:
        yield f"language {example.lang!r} isn't one of {', '.join(matter.languages)}"
    if example.is_counter and not example.spans:
        yield "a counter-example marks the span that would be wrong; here is none"
    attributes = {label.name: label.attributes for label in matter.labels}
    for span in example.spans:
        if span.text != (span.text or "").strip() or not span.text:
            yield f"the span {span.text!r} is empty or has white space at its edge"
        if span.label not in attributes:
            yield f"unknown label {span.label}; there are {', '.join(attributes)}"
            continue
        for name, value in span.attributes.items():
            if name not in attributes[span.label]:
                yield f"{span.label} has no attribute {name!r}"
            elif value not in attributes[span.label][name]:
                yield (
                    f"{value!r} isn't a value of {name};"
                    f" there are {', '.join(attributes[span.label][name])}"
                )


def _section(lines: list[str], tokens: list[Token], title: str) -> str:
    """The Markdown below a heading of the second level, up to the next heading of that level."""
    start = None
    for place, token in enumerate(tokens):
        if token.type == "heading_open" and token.tag in ("h1", "h2") and token.map:
            if start is not None:
                return "\n".join(lines[start : token.map[0]]).strip()
            if tokens[place + 1].content == title:
                start = token.map[1]
    return "" if start is None else "\n".join(lines[start:]).strip()


def _line_of(token: Token) -> int:
    return token.map[0] + 1 if token.map else 0


def refuse_other_labels(guidelines: Guidelines, labels: Collection[str]) -> None:
    """Refuse guidelines that aren't those of a dataset.

    Args:
        guidelines: those found.
        labels: the dataset's.

    Raises:
        InputError: they have other labels.
    """
    if set(guidelines.label_names) != set(labels):
        raise InputError(
            f"the dataset's labels are {', '.join(labels)}, the guidelines'"
            f" {', '.join(guidelines.label_names)}: name its own with --guidelines."
        )
