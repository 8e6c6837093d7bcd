"""Runs goldspan's command line against one Hub, each call in a process of its own.

HF_ENDPOINT is read when huggingface_hub is imported, so that no test can change it afterwards. This
process imports everything once, then forks for each call: that saves seconds every time. It reads
one call a line on stdin (the directory, the environment, the arguments, two files for what is
printed) and answers with a line that names the child's process, and another with its exit code.
"""

import importlib
import json
import os
import sys
import traceback


def child(call):
    os.chdir(call["directory"])
    os.environ.update(call["environment"])
    for name, number in (("out", 1), ("err", 2)):
        os.dup2(os.open(call[name], os.O_WRONLY | os.O_CREAT | os.O_TRUNC), number)
    from goldspan.cli import main

    sys.argv = ["goldspan", *call["arguments"]]
    try:
        main()
        code = 0
    except SystemExit as stop:
        code = int(stop.code or 0)
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(code)


def run():
    for name in (
        "datasets",
        "scipy.optimize",
        "babel",
        "pyarrow.parquet",
        "rich.table",
        "goldspan.cli",
        "goldspan.gold.release.terminal",
        "goldspan.gold.restore",
    ):
        importlib.import_module(name)
    importlib.import_module("huggingface_hub").HfApi()

    for line in sys.stdin:
        call = json.loads(line)
        pid = os.fork()
        if pid == 0:
            try:
                child(call)
            except BaseException:
                traceback.print_exc()
            finally:
                os._exit(70)
        print(pid, flush=True)  # noqa: T201
        _, status = os.waitpid(pid, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)  # noqa: T201


if __name__ == "__main__":
    run()
