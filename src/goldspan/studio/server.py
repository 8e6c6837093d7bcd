"""Start, find and stop the embedded Label Studio of this workspace."""

import os
import socket
import subprocess
import time
from contextlib import suppress
from pathlib import Path

import msgspec

from goldspan.console import progress, say
from goldspan.errors import StudioError
from goldspan.files import make_folder, write_text
from goldspan.studio.database import prepare_database
from goldspan.studio.environment import label_studio_program
from goldspan.studio.secrets import Secrets, find_secrets, make_secrets
from goldspan.workspace import workspace

_HOST = "127.0.0.1"
_PATIENCE = 600.0
_SETTINGS = {
    "COLLECT_ANALYTICS": "False",
    "SENTRY_DSN": "",
    "FRONTEND_SENTRY_DSN": "",
    "LABEL_STUDIO_LATEST_VERSION_CHECK": "False",
    "LABEL_STUDIO_DISABLE_SIGNUP_WITHOUT_LINK": "true",
    "LABEL_STUDIO_ENABLE_LEGACY_API_TOKEN": "true",
}


# The server outlives the command that started it; its handle must not be collected while it runs.
_CHILDREN: list["subprocess.Popen[bytes]"] = []


class Studio(msgspec.Struct, frozen=True):
    """A running embedded server.

    Attributes:
        url: its address on this machine.
        pid: its process id.
        secrets: what signs in to it.
        is_new: it was set up by this very start.
    """

    url: str
    pid: int
    secrets: Secrets
    is_new: bool = False


class _State(msgspec.Struct, frozen=True):
    pid: int
    created: float
    port: int


def studio_folder() -> Path:
    """Where the embedded server's data, log and secrets are."""
    folder = workspace() / "studio"
    make_folder(folder, private=True)
    return folder


def find_studio() -> Studio | None:
    """The embedded server of this workspace if it is running."""
    state = _state()
    secrets = find_secrets(studio_folder() / "secrets.json")
    if state is None or secrets is None or not _is_alive(state):
        return None
    return Studio(url=_url(state.port), pid=state.pid, secrets=secrets)


def start_studio() -> Studio:
    """Start the embedded server, unless it is running, and wait until it answers.

    Raises:
        StudioError: it can't be installed, or doesn't come up; the message says why.
    """
    if running := find_studio():
        return running
    program = label_studio_program()
    folder = studio_folder()
    found = find_secrets(folder / "secrets.json")
    secrets = found or make_secrets(folder / "secrets.json")
    prepare_database(folder / "data", program, _SETTINGS)
    port = _free_port()
    say("Starting Label Studio ..." if found else "Starting Label Studio for the first time ...")
    process = _spawn(program, folder, secrets, port)
    try:
        with progress("Starting Label Studio"):
            _await_health(process, port, secrets, folder / "label-studio.log")
        import psutil

        state = _State(
            pid=process.pid, created=psutil.Process(process.pid).create_time(), port=port
        )
        write_text(folder / "state.json", msgspec.json.encode(state).decode(), private=True)
    except BaseException:
        _end(process.pid)
        raise
    return Studio(url=_url(port), pid=process.pid, secrets=secrets, is_new=found is None)


def stop_studio() -> bool:
    """Stop the embedded server; False if it wasn't running."""
    state = _state()
    if state is None or not _is_alive(state):
        return False
    _end(state.pid)
    (studio_folder() / "state.json").unlink(missing_ok=True)
    return True


def _spawn(program: Path, folder: Path, secrets: Secrets, port: int) -> "subprocess.Popen[bytes]":
    """Run the server in a session of its own; secrets travel in its environment, not in `ps`."""
    environment = {
        **os.environ,
        **_SETTINGS,
        "LABEL_STUDIO_BASE_DATA_DIR": str(folder / "data"),
        "LABEL_STUDIO_USERNAME": secrets.email,
        "LABEL_STUDIO_PASSWORD": secrets.password,
        "LABEL_STUDIO_USER_TOKEN": secrets.token,
    }
    for name in ("LABEL_STUDIO_URL", "LABEL_STUDIO_API_KEY"):
        environment.pop(name, None)
    log = os.open(folder / "label-studio.log", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        process = subprocess.Popen(
            [str(program), "start", "--no-browser", "--internal-host", _HOST, "--port", str(port)],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        _CHILDREN.append(process)
        return process
    finally:
        os.close(log)


def _await_health(
    process: "subprocess.Popen[bytes]", port: int, secrets: Secrets, log: Path
) -> None:
    """Wait until this very server answers on `port`: the token is known to no other."""
    import httpx

    deadline = time.monotonic() + _PATIENCE
    headers = {"Authorization": f"Token {secrets.token}"}
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise StudioError(
                f"Label Studio ended while it started (exit code {process.returncode});"
                f" the last of {log}:\n{_tail(log)}"
            )
        with suppress(httpx.HTTPError):
            answer = httpx.get(f"{_url(port)}/api/current-user/whoami", headers=headers, timeout=10)
            if answer.status_code == 200:
                return
        time.sleep(0.3)
    raise StudioError(
        f"Label Studio didn't answer on port {port} within {_PATIENCE:.0f} s;"
        f" the last of {log}:\n{_tail(log)}"
    )


def _tail(log: Path, lines: int = 8) -> str:
    text = log.read_text(encoding="utf-8", errors="replace").strip()
    return "\n".join(f"  {line}" for line in text.split("\n")[-lines:])


def _state() -> _State | None:
    try:
        return msgspec.json.decode((studio_folder() / "state.json").read_bytes(), type=_State)
    except (FileNotFoundError, msgspec.DecodeError):
        return None


def _is_alive(state: _State) -> bool:
    """Whether the process is the one that was started: ids are used again, start times aren't."""
    import psutil

    try:
        process = psutil.Process(state.pid)
        return (
            abs(process.create_time() - state.created) < 1
            and process.status() != psutil.STATUS_ZOMBIE
        )
    except psutil.NoSuchProcess:
        return False


def _end(pid: int) -> None:
    import psutil

    try:
        process = psutil.Process(pid)
        family = [process, *process.children(recursive=True)]
    except psutil.NoSuchProcess:
        return
    for member in family:
        with suppress(psutil.NoSuchProcess):
            member.terminate()
    _, stubborn = psutil.wait_procs(family, timeout=15)
    for member in stubborn:
        with suppress(psutil.NoSuchProcess):
            member.kill()
    psutil.wait_procs(stubborn, timeout=5)
    for child in _CHILDREN:
        child.poll()


def _free_port() -> int:
    """The port used last if it is free (so that links keep working), else any free one."""
    last = studio_folder() / "port"
    wanted = int(last.read_text()) if last.exists() and last.read_text().isdigit() else 0
    for port in (wanted, 0):
        with socket.socket() as probe:
            # As the server itself does: a port in TIME_WAIT after a restart is free.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((_HOST, port))
            except OSError:
                continue
            free = int(probe.getsockname()[1])
            write_text(last, str(free))
            return free
    raise StudioError("there is no free port on 127.0.0.1.")


def _url(port: int) -> str:
    return f"http://{_HOST}:{port}"
