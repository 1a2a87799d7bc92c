"""A study in shards, for workers that share nothing: each does a part, what they send back is merged into the results
of one machine, to the byte."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from os import PathLike
from pathlib import Path
from typing import Any, Literal, TypedDict, Unpack

from .border import Tell, call
from .desk import Desk
from .result import Result
from .studies import Scenario, called_so, finished
from .words import flags

ENDING = ".wardflow-shard"


@dataclass(frozen=True)
class Shard:
    """A part of a study that is done."""

    name: str
    """What its file is called."""
    content: bytes = field(repr=False)
    """What is in it: docs/scale.md."""
    scenarios: Mapping[str, bytes] = field(repr=False)
    """Scenarios that were no files, with what they name, by where the shard's command has them."""


class Merging(TypedDict, total=False):
    """Keywords of `merge`, as of every study."""

    threads: int
    """Runs at the same time, of those that no shard has."""
    out: str | PathLike[str]
    """A folder for the files, to be kept."""
    force: bool
    """Replace what that folder holds, even another run."""
    charts: Literal["none", "svg", "png", "all"]
    """Which charts to draw into files; none where nothing is said."""
    report: str
    """Which forms of the report to make: none where nothing is said."""
    progress: bool | Tell
    """True for a line on stderr, or what is called with runs done, all runs and the stage."""


def shard(command: str, *scenarios: Scenario, part: tuple[int, int], **named: Any) -> Shard:
    """One part of a study: `part=(3, 16)` is the third of sixteen. The rest is as for `study`.

    With `out` its file is written there as well, and not done again where it is there already.
    """
    number, of = part
    progress, out = named.pop("progress", False), named.pop("out", None)
    with Desk() as desk:
        folder = desk.folder / "shards" if out is None else Path(out)
        given = {"out": folder, "shard": f"{number}/{of}", **named}
        call([command, *desk.scenarios(called_so(scenarios)), *flags(given, desk.table)], progress, desk)
        digits = max(3, len(str(of)))
        file = next(folder.glob(f"*shard-{number:0{digits}}-of-{of:0{digits}}{ENDING}"))
        return Shard(file.name, file.read_bytes(), desk.placed())


def merge(shards: Iterable[Shard] | str | PathLike[str], **how: Unpack[Merging]) -> Result:
    """The results of a study, from all of its shards or from the folder in which they are: the same bytes as on one
    machine. A shard that is missing or no longer whole is named, with the command that makes it."""
    with Desk() as desk:
        if isinstance(shards, (str, PathLike)):
            return finished(["merge", str(Path(shards))], how, desk)
        folder = desk.folder / "shards"
        folder.mkdir()
        placed: dict[str, bytes] = {}
        for one in shards:
            (folder / one.name).write_bytes(one.content)
            placed.update(one.scenarios)
        with _there(placed, desk):
            return finished(["merge", str(folder)], how, desk)


@contextmanager
def _there(placed: Mapping[str, bytes], desk: Desk) -> Iterator[None]:
    """Files where the commands of the shards have them, for as long as they are merged."""
    made = set()
    try:
        for path, content in placed.items():
            file = Path(path)
            desk.own.insert(0, f"{file.parent}/")
            folder = next((one for one in file.parents if one.name.startswith("wardflow-")), None)
            # Nothing is written but where a call has its folder, and nothing over what is there.
            if folder is None or file.exists():
                continue
            if not folder.exists():
                made.add(folder)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
        yield
    finally:
        for folder in made:
            shutil.rmtree(folder, ignore_errors=True)
