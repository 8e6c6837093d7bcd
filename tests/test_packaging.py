"""What installs: one import package, with what it needs inside, and nothing of anybody else's."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import yaml

import goldspan

ROOT = Path(__file__).parent.parent


def python(code: str, folder: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-I", "-W", "ignore", "-c", code],
        cwd=folder,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.fixture(scope="module")
def names(wheel):
    with zipfile.ZipFile(wheel) as archive:
        return archive.namelist()


def test_the_wheel_has_one_top_level_name(names):
    tops = {name.split("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"goldspan"}


@pytest.mark.parametrize(
    "name",
    [
        "goldspan/cli.py",
        "goldspan/py.typed",
        "goldspan/annotate/push.py",
        "goldspan/gold/build.py",
        "goldspan/evaluate/scoring.py",
        "goldspan/evaluate/report/templates/base.html.j2",
        "goldspan/evaluate/report/templates/score.md.j2",
        "goldspan/evaluate/report/templates/page.css",
        "goldspan/evaluate/report/templates/sentences.js",
        "goldspan/guidelines/guidelines.md",
        "goldspan/studio/label-studio.lock",
        "goldspan/extractors/baseline/countries.tsv",
        "goldspan/examples/annotations/machine-a.jsonl",
    ],
)
def test_the_wheel_holds_what_it_needs(names, name):
    assert names.count(name) == 1


def test_the_wheel_holds_every_sample_article(names):
    articles = {path.name for path in (ROOT / "examples" / "articles").iterdir()}
    assert {
        name.split("/")[-1] for name in names if name.startswith("goldspan/examples/articles/")
    } == articles


def test_the_wheel_holds_the_licences_of_what_it_holds(names):
    licences = {name.partition(".dist-info/licenses/")[2] for name in names} - {""}
    assert licences == {"LICENSE", "examples/LICENSE"}


def test_hugging_faces_evaluate_is_still_hugging_faces(tmp_path):
    code = "import goldspan.evaluate.scoring, evaluate; print(evaluate.__file__)"
    assert "site-packages" in python(code, tmp_path)


def test_no_stage_is_imported_under_a_bare_name(tmp_path):
    code = (
        "import sys, goldspan.cli, goldspan.demo;"
        "print([name for name in ('annotate', 'gold', 'evaluate') if name in sys.modules])"
    )
    assert python(code, tmp_path) == "[]"


def test_help_imports_nothing_heavy(tmp_path):
    code = (
        "import sys; sys.argv = ['goldspan', '--help']\n"
        "from goldspan.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "heavy = 'datasets label_studio_sdk seqeval numpy pyarrow babel httpx pandas jinja2'\n"
        "print('\\nheavy:', [name for name in heavy.split() if name in sys.modules])"
    )
    assert python(code, tmp_path).split("\n")[-1] == "heavy: []"


def test_the_stages_never_import_each_other():
    stages = ("annotate", "gold", "evaluate")
    for stage in stages:
        for path in (ROOT / stage).rglob("*.py"):
            for other in set(stages) - {stage}:
                assert f"goldspan.{other}" not in path.read_text(encoding="utf-8"), path


def test_locks_name_no_package_index():
    for lock in (ROOT / "requirements.lock", ROOT / "src/goldspan/studio/label-studio.lock"):
        assert "://" not in lock.read_text(encoding="utf-8")


def test_the_citation_is_of_this_version():
    cited = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert cited["version"] == goldspan.__version__
    assert cited["license"] == "Apache-2.0"
