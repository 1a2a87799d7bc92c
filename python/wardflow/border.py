"""The one way over the border: words of a command line to what came of them, or to an error."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence

from . import _wardflow
from .desk import Desk
from .errors import Fault, RunError, ScenarioError, UsageError

Tell = Callable[[int, int, str], object]
"""Is told how many runs are done, of how many, and at what stage."""

DONE, FAILED, WRONG, MISSED, INTERRUPTED = 0, 1, 2, 4, 130
"""How commands end."""


def call(words: Sequence[str], progress: bool | Tell, desk: Desk) -> _wardflow.Called:
    """Does what these words say. Where it was not done, the error says why."""
    bar = Bar() if progress is True else None
    tell = bar if bar is not None else progress if callable(progress) else None
    try:
        called = _wardflow.call(["wardflow", *words], _wardflow.__file__, desk.own, tell)
    finally:
        if bar is not None:
            bar.end()
    if called.code in (DONE, MISSED):
        return called
    messages = [line.removeprefix("error: ") for line in called.complained]
    if called.code == INTERRUPTED:
        raise KeyboardInterrupt
    if called.faults:
        raise ScenarioError(messages, [fault(one) for one in called.faults])
    raise (UsageError if called.code == WRONG else RunError)(messages)


def fault(of: _wardflow.Fault) -> Fault:
    """A fault, as a thing of Python's own, which can be sent between processes."""
    return Fault(of.text, of.file, of.line, of.column, of.path, of.what, of.expected, of.hint)


class Bar:
    """Progress as one line on stderr, drawn over as it grows."""

    WIDTH = 30

    def __init__(self) -> None:
        self._since = time.monotonic()
        self._drawn = False

    def __call__(self, done: int, total: int, stage: str) -> None:
        if total == 0:
            return
        full = self.WIDTH * min(done, total) // total
        seconds = time.monotonic() - self._since
        stage = f"{stage} " if stage else ""
        bar = "=" * full + " " * (self.WIDTH - full)
        sys.stderr.write(f"\r{stage}[{bar}] {done} of {total} runs, {seconds:.0f} s")
        sys.stderr.flush()
        self._drawn = True

    def end(self) -> None:
        """Ends the line, where there is one."""
        if self._drawn:
            sys.stderr.write("\n")
