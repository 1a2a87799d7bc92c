"""The border to Rust; `wardflow` is what people import."""

from collections.abc import Callable, Sequence
from os import PathLike
from typing import final

__all__ = ["Called", "Fault", "call"]

@final
class Fault:
    """One thing that is wrong with a scenario; see `wardflow.Fault`."""

    file: str
    line: int | None
    column: int | None
    path: str
    what: str
    expected: str | None
    hint: str | None
    text: str

@final
class Called:
    """How a command ended and what it said."""

    code: int
    said: str
    complained: list[str]
    faults: list[Fault]
    page: str
    seconds: float

def call(
    words: Sequence[str],
    program: str | PathLike[str],
    own: Sequence[str] = ...,
    progress: Callable[[int, int, str], object] | None = None,
) -> Called:
    """Does what these words say; the first is the program's name. Texts are told without what stands in `own`."""
