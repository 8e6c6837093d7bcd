"""The README, from top to bottom, as a newcomer would run it in an empty directory."""

import os
import re
import subprocess
import sys
from pathlib import Path

from goldspan.annotate.server import connect

README = (Path(__file__).parent.parent.parent / "README.md").read_text(encoding="utf-8")

ARTICLES = {
    "brussels.txt": """EU and Japan open the world’s largest free trade area
-----
Prime MinisterShinzo Abe called the day a milestone for Japan and Europe.
The EU–Japan Economic Partnership Agreement had been signed in Tokyo in July 2018.
""",
    "ha-noi.txt": """Thủ tướng Nhật Bản Kishida Fumio thăm Việt Nam
-----
Thủ tướng Phạm Minh Chính đón Thủ tướng Kishida Fumio tại Phủ Chủ tịch.
""",
}


def steps():
    """The commands of the section on one's own articles, each with the output shown."""
    section = README.split("## On your own articles")[1].split("\n## ")[0]
    for block in re.findall(r"```console\n(.*?)```", section, re.DOTALL):
        for step in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = step.partition("\n")
            yield command, output


def normal(text):
    """Without what differs from run to run: the server's port, white space, line breaks."""
    return re.sub(r"\s+", " ", re.sub(r"127\.0\.0\.1:\d+", "HOST", re.sub(r"─+", "", text)))


def annotate_as_suggested(project):
    with connect() as server:
        for task in server.client.tasks.list(project=project, fields="all"):
            [suggestion] = task.predictions
            server.client.annotations.create(
                task.id,
                result=suggestion.result,
                parent_prediction=suggestion.id,
                lead_time=3.0,
            )


def test_every_step_prints_what_the_readme_shows(studio, tmp_path):
    (tmp_path / "articles").mkdir()
    for name, text in ARTICLES.items():
        (tmp_path / "articles" / name).write_text(text, encoding="utf-8")
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "LABEL_STUDIO_URL": studio.url}
    environment["LABEL_STUDIO_API_KEY"] = studio.secrets.token
    for command, output in steps():
        if command.startswith("goldspan studio"):
            continue  # the test run's own server stands in for it
        done = subprocess.run(
            ["bash", "-c", command], cwd=tmp_path, env=environment, capture_output=True, text=True
        )
        assert done.returncode == 0, (command, done.stderr)
        printed = normal(f"{done.stderr} {done.stdout}")
        for line in output.splitlines():
            shown = normal(line).strip()
            if "/projects/" in shown:
                project = int(re.search(r"/projects/(\d+)/", done.stderr)[1])
                annotate_as_suggested(project)
                shown = shown.split("/projects/")[0]
            assert shown in printed, (command, shown, printed)
    [python] = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    done = subprocess.run(
        [sys.executable, "-c", python],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert "['O', 'B-LEADER', 'I-LEADER', 'B-COUNTRY'" in done.stdout
