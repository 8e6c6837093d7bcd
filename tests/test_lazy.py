"""What a call doesn't need isn't imported, and everything is taken as Typer takes it."""

import subprocess
import sys
from pathlib import Path
from typing import Annotated, Literal

import pytest
import typer
from typer.testing import CliRunner

from goldspan.lazy import PlainCommand, PlainGroup

HEAVY = "pydantic pandas scipy rich seqeval datasets jinja2 asyncio pyarrow.compute goldspan.gold"


def test_a_score_imports_no_more_than_it_needs(tmp_path):
    """Each of these would cost as much as to score 10,000 sentences."""
    code = (
        "import sys\n"
        f"sys.argv = ['goldspan', 'evaluate', 'score', {str(tmp_path)!r}, 'p.parquet', '--json']\n"
        "from goldspan.cli import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        f"print([name for name in {HEAVY!r}.split() if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "not a gold dataset" in done.stderr
    assert done.stdout.strip() == "[]"


def program(**how):
    """A program with parameters of all kinds that says what it was given."""
    app = typer.Typer(**({"cls": PlainGroup} if how else {}))

    @app.callback()
    def root() -> None:
        pass

    @app.command(**how)
    def command(
        file: Path,
        name: str | None = None,
        number: Annotated[float, typer.Option(min=0, max=1)] = 0.5,
        whole: int = 3,
        kind: Literal["a", "b"] | None = None,
        some: list[str] | None = None,
        paths: list[Path] | None = None,
        flag: bool = False,
        switch: bool | None = None,
    ) -> None:
        typer.echo([file, name, number, whole, kind, some, paths, flag, switch])

    return app


@pytest.mark.parametrize(
    "arguments",
    [
        "f",
        "",
        "- --name x --number 0.25 --whole 4 --kind b --some 1 --some 2 --paths p --flag --switch",
        "f --kind c",
        "f --number 2",
        "f --number x",
        "f --whole 1.5",
        "f --no-switch --name 7",
        "f --name",
        "f g",
        "f --unknown",
    ],
)
def test_plain_values_are_what_typer_makes_of_them(arguments):
    runner = CliRunner()
    plain, checked = (
        runner.invoke(program(**how), ["command", *arguments.split()])
        for how in ({"cls": PlainCommand}, {})
    )
    assert (plain.exit_code, plain.output) == (checked.exit_code, checked.output)
