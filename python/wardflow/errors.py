"""What goes wrong, in the words of the command line. Every error can be sent between processes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong with a scenario."""

    text: str
    """The whole in one line, as the command says it."""
    file: str
    """The file, or the setting, in which it stands; the name of a scenario that was given as a dict."""
    line: int | None
    """The line, from 1."""
    column: int | None
    """The column, from 1, in characters."""
    path: str
    """The dotted key; empty for the scenario as a whole."""
    what: str
    """What is wrong."""
    expected: str | None
    """What would be right."""
    hint: str | None
    """The nearest word that would be right."""

    def __str__(self) -> str:
        return self.text


class WardflowError(Exception):
    """A command that was not done."""

    def __init__(self, messages: Sequence[str]) -> None:
        self.messages = list(messages)
        """All that was said of it, line by line; warnings among them."""
        super().__init__("\n".join(self.messages))

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        return type(self), (self.messages,)


class UsageError(WardflowError, ValueError):
    """The call is wrong; nothing was run. The command line ends with 2."""


class ScenarioError(WardflowError, ValueError):
    """A scenario has faults; nothing was run. The command line ends with 2."""

    def __init__(self, messages: Sequence[str], faults: Sequence[Fault]) -> None:
        self.faults = list(faults)
        """Every fault, in the order of the files and lines."""
        super().__init__(messages)

    def __str__(self) -> str:
        return "\n".join(fault.text for fault in self.faults)

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        return type(self), (self.messages, self.faults)


class RunError(WardflowError, RuntimeError):
    """A run failed, or its files could not be written. The command line ends with 1."""
