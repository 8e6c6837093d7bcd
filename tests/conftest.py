"""What all tests share: an empty working directory, no foreign settings, one real Label Studio."""

import gc
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import NamedTuple

import psutil
import pytest

from goldspan.cli import main
from goldspan.guidelines.model import Guidelines
from goldspan.guidelines.read import find_guidelines
from goldspan.studio.environment import cache_folder
from goldspan.studio.server import Studio, start_studio, stop_studio

from .llm.client import LanguageModel

# Read when datasets is imported, so they are set before any test.
os.environ["HF_HUB_OFFLINE"] = "1"
HUGGING_FACE = tempfile.mkdtemp(prefix="goldspan-huggingface-")
os.environ["HF_HOME"] = HUGGING_FACE

ROOT = Path(__file__).parent.parent

FOREIGN = (
    "LABEL_STUDIO_URL",
    "LABEL_STUDIO_API_KEY",
    "GOLDSPAN_PROJECT",
    "GOLDSPAN_GUIDELINES",
    "GOLDSPAN_EXTRACTOR_KEY",
    "OPENAI_API_KEY",
    "OPENAI_BASE_URL",
)


class Run(NamedTuple):
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str


def pytest_unconfigure() -> None:
    """Each process of the tests, xdist's workers too, removes what it and its children cached."""
    shutil.rmtree(HUGGING_FACE, ignore_errors=True)


@pytest.fixture(autouse=True)
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads somebody's token or workspace, nor writes into the checkout."""
    for name in FOREIGN:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("GOLDSPAN_CACHE", str(cache_folder()))
    monkeypatch.setenv("GOLDSPAN_WORKSPACE", str(tmp_path / ".goldspan"))
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def full_disk() -> Callable[[], AbstractContextManager[None]]:
    """While it is entered, no file of this process grows beyond a kilobyte."""

    @contextmanager
    def full() -> Iterator[None]:
        soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1024, hard))
        try:
            yield
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

    return full


@pytest.fixture
def goldspan(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., Run]:
    """Run a command line in this process, errors and exit code as a shell would see them."""

    def run(*arguments: object) -> Run:
        monkeypatch.setattr(sys, "argv", ["goldspan", *(str(argument) for argument in arguments)])
        capsys.readouterr()
        try:
            main()
            code = 0
        except SystemExit as stop:
            code = int(stop.code or 0)
        finally:
            gc.enable()  # A short run does without; this process goes on.
        captured = capsys.readouterr()
        return Run(code, captured.out, captured.err)

    return run


@pytest.fixture(scope="session")
def running_studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    """A real Label Studio for the whole test run, in a workspace of its own."""
    folder = tmp_path_factory.mktemp("studio")
    os.environ["GOLDSPAN_WORKSPACE"] = str(folder)
    try:
        yield start_studio()
    finally:
        os.environ["GOLDSPAN_WORKSPACE"] = str(folder)
        stop_studio()


@pytest.fixture
def studio(running_studio: Studio, monkeypatch: pytest.MonkeyPatch) -> Studio:
    """The real Label Studio, named by the environment as a user's own server is."""
    monkeypatch.setenv("LABEL_STUDIO_URL", running_studio.url)
    monkeypatch.setenv("LABEL_STUDIO_API_KEY", running_studio.secrets.token)
    return running_studio


@pytest.fixture(scope="session")
def running_model(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LanguageModel]:
    """A server that speaks the API of OpenAI, for the whole test run."""
    with LanguageModel(tmp_path_factory.mktemp("model")) as model:
        yield model


@pytest.fixture
def model(running_model: LanguageModel, monkeypatch: pytest.MonkeyPatch) -> LanguageModel:
    """The same, without faults, named by the environment as a user's own server is."""
    running_model.faults()
    for name, value in running_model.environment.items():
        monkeypatch.setenv(name, value)
    return running_model


@pytest.fixture
def guidelines() -> Guidelines:
    return find_guidelines()


@pytest.fixture
def workspace(running_studio: Studio, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The workspace in which the session's server runs, as the command line's own."""
    data = psutil.Process(running_studio.pid).environ()["LABEL_STUDIO_BASE_DATA_DIR"]
    folder = Path(data).parent.parent
    monkeypatch.setenv("GOLDSPAN_WORKSPACE", str(folder))
    return folder


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What users install, built from this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT],
        check=True,
        capture_output=True,
    )
    [wheel] = folder.glob("*.whl")
    return wheel
