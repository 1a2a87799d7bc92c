"""What goes wrong is told in the words of the command, all of it at once, and can be sent between processes."""

from __future__ import annotations

import json
import pickle
from pathlib import Path

import pytest
import wardflow
from conftest import TOWN, Program

WRONG = {**TOWN, "hospitl": {"beds": 3}, "services": {"reablement": {"places": -4, "stay": {"fixed": "9"}}}}


def test_faults_are_those_of_the_command_all_at_once(program: Program, place: Path) -> None:
    (place / "scenario").write_text(json.dumps(WRONG, indent=2))
    ended = program("run", "scenario")
    said = [line.removeprefix("error: ") for line in ended.stderr.splitlines() if line.startswith("error: ")]
    assert ended.returncode == 2 and len(said) >= 3
    for given in (WRONG, "scenario"):
        with pytest.raises(wardflow.ScenarioError) as raised:
            wardflow.run(given)
        assert [fault.text for fault in raised.value.faults] == said
        assert str(raised.value) == "\n".join(said)
        assert isinstance(raised.value, ValueError)
    first = next(fault for fault in raised.value.faults if fault.hint)
    assert (first.file, first.hint) == ("scenario", "hospital") and first.line and first.column
    assert any(fault.path == "services.reablement.places" and fault.expected for fault in raised.value.faults)


def test_errors_can_be_sent_between_processes() -> None:
    with pytest.raises(wardflow.ScenarioError) as raised:
        wardflow.run(WRONG)
    again = pickle.loads(pickle.dumps(raised.value))
    assert type(again) is wardflow.ScenarioError
    assert again.faults == raised.value.faults and again.messages == raised.value.messages
    one = pickle.loads(pickle.dumps(wardflow.RunError(["a", "b"])))
    assert type(one) is wardflow.RunError and one.messages == ["a", "b"]


def test_a_wrong_call_says_what_was_expected(place: Path) -> None:
    for call, expected in [
        (lambda: wardflow.run(TOWN, runs=0), "expected a number from 1 to 1000000"),
        (lambda: wardflow.study("run", TOWN, runz=3), "--runs"),
        (lambda: wardflow.study("rum", TOWN), "run"),
        (lambda: wardflow.compare(TOWN, [], by="nonsense"), ""),
        (lambda: wardflow.run("nowhere.json"), "nowhere.json"),
        (lambda: wardflow.run("-odd"), "-odd"),
        (lambda: wardflow.run(TOWN, set={"services.reablement.plces": 3}), "places"),
        (lambda: wardflow.run(TOWN, worlds="none.csv"), "none.csv"),
        (lambda: wardflow.run({"extends": "builtin:nothing"}), "builtin:nothing"),
        (lambda: wardflow.run({"extends": "gone/base.json"}), "base.json"),
        (lambda: wardflow.run({"extends": "../../../etc/passwd"}), "passwd"),
        (lambda: wardflow.run({}), "calendar"),
        (lambda: wardflow.run(TOWN, out="/proc/nothing"), "/proc"),
    ]:
        with pytest.raises(wardflow.WardflowError) as raised:
            call()
        assert expected in str(raised.value) and "/tmp/wardflow-" not in str(raised.value), str(raised.value)
        assert "panicked" not in str(raised.value)
    assert list(place.iterdir()) == []


def test_what_is_no_scenario_is_refused_by_its_kind() -> None:
    with pytest.raises(TypeError, match="a dict, a path or builtin:NAME; this is int"):
        wardflow.run(7)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="object is no value of a scenario"):
        wardflow.run({**TOWN, "name": object()})


def test_numbers_of_other_libraries_are_numbers() -> None:
    numpy = pytest.importorskip("numpy")
    ours = wardflow.run(TOWN, runs=2, set={"services.reablement.places": 20})
    theirs = wardflow.run(TOWN, runs=2, set={"services.reablement.places": numpy.int64(20)})
    assert ours.digest == theirs.digest
