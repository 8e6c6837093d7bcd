"""The code blocks of the pages people read, as steps that can be run.

* a block ``console`` holds commands after ``$``, each followed by what it prints; a line ``...``
  stands for lines left out, a line that ends in a backslash goes on;
* a block ``python`` is a program; a block ``text`` right after it is what it prints;
* a block of any language with ``title="NAME"`` is a file that is written;
* a comment ``<!-- not run: WHY -->`` right before a block keeps it from being run, and
  ``<!-- begins with: SETTING -->`` names what stands in the folder before the first block.
"""

import re
from pathlib import Path
from typing import NamedTuple

from markdown_it import MarkdownIt

ROOT = Path(__file__).parent.parent.parent
NEEDS_LABEL_STUDIO = re.compile(
    r"make demo|goldspan (demo|studio|annotate (push|pull|status|quiz|adjudicate))"
)


class Step(NamedTuple):
    """Something to do, and what it shows; `line` counts from 1."""

    page: Path
    line: int
    kind: str
    does: str
    shows: str = ""

    @property
    def where(self):
        return f"{self.page.relative_to(ROOT)}:{self.line}"


class Page(NamedTuple):
    """The steps of a page in order, blocks that aren't run with their reasons, and languages."""

    path: Path
    setting: str
    steps: list[Step]
    not_run: list[tuple[str, str]]
    languages: set[str]

    @property
    def needs_label_studio(self):
        return any(NEEDS_LABEL_STUDIO.search(step.does) for step in self.steps)


def pages():
    found = [*(ROOT / "docs").glob("*.md"), *(ROOT / "design").glob("*.md"), *ROOT.glob("*.md")]
    found += [ROOT / "deploy" / "README.md", ROOT / "examples" / "README.md"]
    return [
        read_page(path)
        for path in sorted(found)
        if path.name != "guidelines.md" or path.parent != ROOT
    ]


def read_page(path):
    text = path.read_text(encoding="utf-8")
    setting = re.search(r"^<!-- begins with: (\w+) -->$", text, re.MULTILINE)
    page = Page(path, setting[1] if setting else "nothing", [], [], set())
    tokens = MarkdownIt("commonmark").parse(text)
    for before, token in zip([None, *tokens], tokens, strict=False):
        if token.type != "fence" or token.info.startswith("{"):
            continue
        line = token.map[0] + 2
        language, _, rest = token.info.partition(" ")
        page.languages.add(language)
        reason = re.match(r"<!-- not run: (.*?) -->", getattr(before, "content", ""), re.DOTALL)
        title = re.search(r'title="([^"]+)"', rest)
        if reason:
            page.not_run.append((f"{path.relative_to(ROOT)}:{line}", reason[1]))
        elif title:
            page.steps.append(Step(path, line, "file", title[1], token.content))
        elif language == "console":
            page.steps.extend(commands(path, line, token.content))
        elif language == "python":
            page.steps.append(Step(path, line, "python", token.content))
        elif language == "text" and before.type == "fence" and before.info == "python":
            page.steps[-1] = page.steps[-1]._replace(shows=token.content)
    return page


def commands(path, line, text):
    """Each command of a console block with the output shown."""
    steps = []
    for number, written in enumerate(text.splitlines(), start=line):
        if written.startswith("$ "):
            steps.append(Step(path, number, "command", written[2:]))
        elif steps and not steps[-1].shows and steps[-1].does.endswith("\\"):
            steps[-1] = steps[-1]._replace(does=f"{steps[-1].does}\n{written}")
        elif steps:
            steps[-1] = steps[-1]._replace(shows=f"{steps[-1].shows}{written}\n")
        else:
            raise AssertionError(f"{path}:{number}: a console block begins with a command")
    return steps
