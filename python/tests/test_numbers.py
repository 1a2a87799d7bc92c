"""The same numbers as the command, to the byte, whatever a scenario is given as."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import wardflow
from conftest import SCENARIOS, TOWN, Program

PLACES = "services.reablement.places"
STAY = "services.reablement.stay.lognormal.mean"


def same(found: wardflow.Result, folder: Path) -> None:
    """Every file is there with the same bytes, but for when and where it was made."""
    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert set(found.files) == names and "results.json" in names
    for name in sorted(names - {"manifest.json", "findings.json"}):
        assert found.files[name] == (folder / name).read_bytes(), name
    findings = json.loads((folder / "findings.json").read_bytes())
    assert {**found.findings, "commands": None} == {**findings, "commands": None}


def write(file: Path, scenario: dict[str, object]) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(scenario))
    return file


def test_a_run_has_the_numbers_of_the_command(program: Program, place: Path) -> None:
    ended = program("run", "builtin:winter", "--runs", 4, "--seed", 3, "--charts", "none", "--out", "by-command")
    assert ended.returncode == 0, ended.stderr
    found = wardflow.run("builtin:winter", runs=4, seed=3)
    same(found, place / "by-command")
    assert found.results == json.loads((place / "by-command" / "results.json").read_bytes())
    # What the command says last is where the files are.
    assert ended.stdout.startswith(found.page.rstrip("\n")) and found.page.count("\n") > 40
    assert [line for line in ended.stderr.splitlines() if line.startswith("warning: ")] == found.messages
    assert found.met and found.folder is None
    assert not list(place.glob("out*")), "nothing is written where nobody said where"


def test_a_dict_is_the_same_as_its_file(program: Program, place: Path) -> None:
    write(place / "scenario.json", TOWN)
    assert program("run", "scenario.json", "--runs", 5, "--set", f"{PLACES}=20", "--charts", "svg",
                   "--out", "by-command").returncode == 0
    by_dict = wardflow.run(TOWN, runs=5, set={PLACES: 20}, charts="svg")
    same(by_dict, place / "by-command")
    assert any(name.startswith("charts/") for name in by_dict.files)
    by_path = wardflow.run(place / "scenario.json", runs=5, set=[f"{PLACES}=20"], charts="svg", threads=1)
    same(by_path, place / "by-command")
    assert by_dict.digest == by_path.digest != wardflow.run(TOWN, runs=5).digest


def test_options_that_are_dicts_are_called_by_their_keys(program: Program, place: Path) -> None:
    base = write(place / "town.json", TOWN)
    more = {"extends": "town.json", "services": {"reablement": {"places": 45}}}
    fewer = {"extends": "town.json", "services": {"reablement": {"places": 25}}}
    write(place / "more places.json", more), write(place / "fewer.json", fewer)
    words = ["compare", "town.json", "more places.json", "fewer.json", "--runs", 6, "--no-repeat"]
    assert program(*words, "--charts", "none", "--out", "by-command").returncode == 0
    same(wardflow.compare(base, {"more places": more, "fewer": fewer}, runs=6, repeat=False), place / "by-command")
    by_hand = wardflow.compare("town.json", ["more places.json", Path("fewer.json")], runs=6, repeat=False)
    same(by_hand, place / "by-command")


def test_a_dict_finds_what_lies_beside_the_file_that_it_extends(program: Program, place: Path) -> None:
    changed = {"extends": "forecast-from-today.json", "hospital": {"beds": 470}}
    folder = place / "plans"
    for name in ("forecast-from-today.json", "forecast-from-today.csv", "milton-keynes.json",
                 "milton-keynes-worlds.csv", "milton-keynes-months.csv"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes((SCENARIOS / name).read_bytes())
    write(folder / "changed.json", changed)
    ended = program("run", "plans/changed.json", "--runs", 2, "--charts", "none", "--out", "by-command")
    assert ended.returncode == 0, ended.stderr
    elsewhere = {**changed, "extends": folder / "forecast-from-today.json"}
    same(wardflow.run(elsewhere, runs=2), place / "by-command")
    before = sorted(path.name for path in folder.iterdir())
    # Worlds are laid over the baseline in each option, though one is a file and one is none.
    worlds = folder / "milton-keynes-worlds.csv"
    base = folder / "milton-keynes.json"
    write(folder / "tight.json", {"extends": "milton-keynes.json", "hospital": {"beds": 440}})
    words = ["compare", base, folder / "tight.json", "--worlds", worlds, "--runs", 2, "--no-repeat"]
    assert program(*words, "--charts", "none", "--out", "compared").returncode == 0
    tight = {"extends": str(base), "hospital": {"beds": 440}}
    found = wardflow.compare(base, {"tight": tight}, worlds=worlds, runs=2, repeat=False)
    same(found, place / "compared")
    assert sorted(path.name for path in folder.iterdir()) == sorted([*before, "tight.json"]), "nothing is left"


def test_worlds_are_drawn_as_by_the_command(program: Program, place: Path) -> None:
    write(place / "scenario.json", TOWN)
    words = ["calibrate", "scenario.json", "--fit", f"{STAY}=8d..12d", "--worlds", 100, "--charts", "none"]
    ended = program(*words, "--out", "by-command")
    assert ended.returncode == 0, ended.stderr
    found = wardflow.calibrate(TOWN, fit={STAY: ("8d", "12d")}, worlds=100)
    same(found, place / "by-command")
    drawn = found.to_pandas("worlds")
    assert len(drawn) == 100
    # They go on to be used as they are, without a file.
    again = wardflow.run(TOWN, worlds=drawn, runs=3)
    assert program("run", "scenario.json", "--worlds", "by-command/worlds.csv", "--runs", 3, "--charts", "none",
                   "--out", "in-worlds").returncode == 0
    assert again.files["runs.csv"] == (place / "in-worlds" / "runs.csv").read_bytes()


def test_any_study_is_done_by_its_word(program: Program, place: Path) -> None:
    write(place / "scenario.json", TOWN)
    words = ["sweep", "scenario.json", "--vary", f"{PLACES}=25,30", "--runs", 3, "--charts", "none"]
    assert program(*words, "--out", "by-command").returncode == 0
    same(wardflow.study("sweep", TOWN, vary={PLACES: [25, 30]}, runs=3), place / "by-command")


def test_files_are_kept_where_that_is_asked_and_another_run_is_not_replaced(place: Path) -> None:
    kept = wardflow.run(TOWN, runs=2, out="kept")
    assert kept.folder == Path("kept") and (place / "kept" / "results.json").read_bytes() == kept.files["results.json"]
    with pytest.raises(wardflow.UsageError, match="kept holds a run of seed 1 with 2 runs"):
        wardflow.run(TOWN, runs=3, out="kept")
    assert wardflow.run(TOWN, runs=3, out="kept", force=True).results["runs"] == 3
    saved = kept.save(place / "saved")
    assert sorted(kept.files) == sorted(p.relative_to(saved).as_posix() for p in saved.rglob("*") if p.is_file())


def test_precision_that_is_not_reached_is_told(place: Path) -> None:
    found = wardflow.run(TOWN, runs="auto", precision=0.0001, most_runs=20)
    assert not found.met and found.results["runs"] == 20
    assert wardflow.run(TOWN, runs="auto", precision="50%").met
