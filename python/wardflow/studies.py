"""The commands: every study by its word, and those that most people begin with by name."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import Any, Literal, TypedDict, Unpack

from .border import MISSED, Tell, call
from .desk import Desk
from .result import MANIFEST, Result
from .words import flags

Scenario = str | PathLike[str] | Mapping[str, Any]
"""A file, `builtin:NAME`, or a dict of what such a file holds."""
Table = Any
"""A CSV file, or a frame of pandas or polars that is one."""
BASELINE = "builtin:milton-keynes"
"""What is run where no scenario is named."""


class How(TypedDict, total=False):
    """Keywords of every study; what is left out is as on the command line."""

    set: Mapping[str, Any] | Sequence[str]
    """Values changed from outside: `{"hospital.beds+": 10, "hub.staff+": 1}`."""
    runs: int | Literal["auto"]
    """How many runs, or as many as it takes for `precision`."""
    precision: float | str
    """With `runs="auto"`: how far the 95% interval of an average may reach to each side, as a share of it."""
    most_runs: int
    """With `runs="auto"`: at most so many."""
    seed: int
    """The seed of all luck: the same seed gives the same bytes."""
    threads: int
    """Runs at the same time; results do not depend on it. One for each core where none are given."""
    out: str | PathLike[str]
    """A folder for the files, to be kept. Without it they are in the result alone."""
    force: bool
    """Replace what that folder holds, even another run."""
    resume: bool
    """With `out`: go on from what an interrupted one had finished."""
    charts: Literal["none", "svg", "png", "all"]
    """Which charts to draw into files; none where nothing is said."""
    report: str
    """Which forms of the report to make: none where nothing is said, html, pdf, xlsx or all."""
    progress: bool | Tell
    """True for a line on stderr, or what is called with runs done, all runs and the stage; in the calling thread."""


def run(
    scenario: Scenario | None = None,
    *,
    worlds: str | PathLike[str] | Table | None = None,
    observed: Table | None = None,
    **how: Unpack[How],
) -> Result:
    """Simulates a scenario; the built-in baseline where none is named.

    `worlds` is a file as `calibrate` writes it, or "none" for the scenario as it stands; `observed` is set beside
    the run.
    """
    return _study("run", _named(scenario), {"worlds": worlds, "observed": observed, **how})


def compare(
    baseline: Scenario | None = None,
    options: Mapping[str, Scenario] | Sequence[Scenario] = (),
    *,
    worlds: str | PathLike[str] | Table | None = None,
    by: str | None = None,
    all: bool = False,
    repeat: bool | None = None,
    **how: Unpack[How],
) -> Result:
    """Sets options beside a baseline, with the same people in each.

    Options that are dicts are called by their keys, or by their `name`. With `all` every scenario that extends the
    baseline is taken. `repeat` says whether the answer is repeated with a longer warm-up where that is in doubt.
    """
    if not isinstance(options, Mapping):
        options = {f"option-{i}": one for i, one in enumerate(options, 1)}
    base = {"baseline": BASELINE if baseline is None and not all else baseline}
    given = {name: one for name, one in {**base, **options}.items() if one is not None}
    asked = {"repeat": repeat and all, "no_repeat": repeat is False}
    return _study("compare", given, {"worlds": worlds, "by": by, "all": all, **asked, **how})


def calibrate(
    scenario: Scenario,
    observed: Table | Sequence[Table] | None = None,
    fit: Mapping[str, Any] | Sequence[str] = (),
    *,
    draw: Mapping[str, Any] | Sequence[str] = (),
    worlds: int | None = None,
    trust: str | None = None,
    from_: object = None,
    to: object = None,
    **how: Unpack[How],
) -> Result:
    """Finds the sets of figures that fit what was observed: a best scenario, and worlds.

    `observed` holds a daily return, and tables of single figures beside it. `fit` says what is looked for, as
    `{"services.reablement.places": (40, 80)}`, or a path alone for the range that its provenance says.
    """
    asked = {"observed": observed, "fit": fit, "draw": draw, "worlds": worlds, "trust": trust}
    return _study("calibrate", _named(scenario), {**asked, "from": from_, "to": to, **how})


def study(command: str, *scenarios: Scenario, **flags: Any) -> Result:
    """Any study by its word, as `study("sweep", "builtin:winter", vary={"hospital.beds": [480, 500]})`.

    Flags are those of the command with `_` for `-`: a mapping gives the flag once for each path, a list once for
    each value, and True gives it alone. A name that Python keeps for itself has a `_` behind: `for_`.
    """
    return _study(command, called_so(scenarios), flags)


@dataclass(frozen=True)
class Said:
    """What a command said that is no study."""

    text: str
    """What it prints."""
    messages: list[str]
    """Warnings, line by line."""

    def __str__(self) -> str:
        return self.text


def command(*words: str | PathLike[str], progress: bool | Tell = False) -> Said:
    """Any command as it is typed: `command("trace", "my.json", "--patient", "older_frail-2025-01-07-3")`."""
    with Desk() as desk:
        called = call([str(word) for word in words], progress, desk)
        return Said(called.said, called.complained)


def check(scenario: Scenario, *, explain: bool = False, set: Mapping[str, Any] | Sequence[str] = ()) -> Said:
    """Looks for every fault of a scenario and runs nothing; with `explain` says in sentences what it comes to."""
    with Desk() as desk:
        words = [*flags({"explain": explain, "set": set}, desk.table), *desk.scenarios(_named(scenario))]
        called = call(["check", *words], False, desk)
        return Said(called.said, called.complained)


def schema() -> dict[str, Any]:
    """The JSON Schema of a scenario."""
    found: dict[str, Any] = json.loads(command("schema").text)
    return found


def reported(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The forms of the report, made of the files of a finished study."""
    with Desk() as desk:
        Result(files, "", [], True, 0.0).save(desk.results)
        call(["report", str(desk.results), "--quiet"], False, desk)
        new = {path.name for path in desk.results.iterdir()} - set(files)
        return {name: (desk.results / name).read_bytes() for name in new}


def _named(scenario: Scenario | None) -> dict[str, Scenario]:
    return {} if scenario is None else {"scenario": scenario}


def called_so(scenarios: Sequence[Scenario]) -> dict[str, Scenario]:
    """Scenarios by what they are called where they are dicts."""
    if len(scenarios) == 1:
        return _named(scenarios[0])
    return {("baseline" if i == 0 else f"option-{i}"): one for i, one in enumerate(scenarios)}


def finished(words: Sequence[str], asked: Mapping[str, Any], desk: Desk) -> Result:
    """What a command that simulates has found, with these keywords."""
    rest = {"charts": "none", "report": "none", **asked}
    progress, out = rest.pop("progress", False), rest.pop("out", None)
    folder = desk.results if out is None else Path(out)
    called = call([*words, *flags({"out": folder, **rest}, desk.table)], progress, desk)
    # Nothing was run where that was not asked: --dry-run.
    files = _written(folder) if (folder / MANIFEST).is_file() else {}
    return Result(
        files=files,
        page=called.page or called.said,
        messages=called.complained,
        met=called.code != MISSED,
        seconds=called.seconds,
        folder=None if out is None else folder,
    )


def _study(word: str, scenarios: Mapping[str, Scenario], asked: Mapping[str, Any]) -> Result:
    with Desk() as desk:
        return finished([word, *desk.scenarios(scenarios)], asked, desk)


def _written(folder: Path) -> dict[str, bytes]:
    """The files that a study wrote into a folder, by name."""
    names = json.loads((folder / MANIFEST).read_bytes())["files"]
    return {name: (folder / name).read_bytes() for name in names}
