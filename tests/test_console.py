"""What people see of long work."""

import io

from rich.console import Console

from goldspan import console
from goldspan.console import progress


def test_a_progress_bar_in_another_stands_below_it(monkeypatch):
    written = io.StringIO()
    terminal = Console(file=written, force_terminal=True, width=100)
    monkeypatch.setattr(console, "_stderr", lambda: terminal)
    with progress("Pushing", total=2) as advance:
        for _ in range(2):
            with progress("Predicting", total=3) as advance_part:
                advance_part(3)
                [shown] = console._shown
                assert [(task.description, task.completed) for task in shown.tasks] == [
                    ("Pushing", shown.tasks[0].completed),
                    ("Predicting", 3),
                ]
            advance()
        assert [(task.description, task.completed) for task in shown.tasks] == [("Pushing", 2)]
    assert console._shown == [] and "Pushing" in written.getvalue()
