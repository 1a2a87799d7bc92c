"""Shards of a study and their merging: the bytes of one machine, whatever the scenario is given as."""

from __future__ import annotations

import dataclasses
import pickle
import tempfile
from pathlib import Path

import partitions
import pytest
import wardflow
from conftest import TOWN, Program


def test_shards_of_a_dict_make_the_results_of_one_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    whole = wardflow.run(TOWN, runs=10, charts="svg")
    shards = [wardflow.shard("run", TOWN, part=(i, 3), runs=10) for i in (1, 2, 3)]
    assert [shard.name for shard in shards] == [f"shard-00{i}-of-003.wardflow-shard" for i in (1, 2, 3)]
    shards = pickle.loads(pickle.dumps(shards))
    merged = wardflow.merge(reversed(shards), charts="svg")
    for name in whole.files:
        if name != "manifest.json":
            assert merged.files[name] == whole.files[name], name
    assert merged.page == whole.page and "wardflow-" not in merged.files["findings.json"].decode()
    assert list(tmp_path.iterdir()) == [], "nothing is left"


def test_shards_in_a_folder_are_merged_by_package_and_command_alike(program: Program, place: Path) -> None:
    for i in (1, 2):
        wardflow.shard("run", "builtin:winter", part=(i, 2), runs=4, out="shards")
    by_package = wardflow.merge("shards")
    assert program("merge", "shards", "--out", "by-command", "--charts", "none").returncode == 0
    assert by_package.files["results.json"] == (place / "by-command" / "results.json").read_bytes()
    assert by_package.digest == wardflow.run("builtin:winter", runs=4).digest


def test_a_shard_that_is_missing_or_damaged_is_named(place: Path) -> None:
    shards = [wardflow.shard("run", TOWN, part=(i, 3), runs=6) for i in (1, 2, 3)]
    with pytest.raises(wardflow.UsageError, match="2/3|2 of 3|shard-002"):
        wardflow.merge([shards[0], shards[2]])
    cut = dataclasses.replace(shards[1], content=shards[1].content[:-100])
    with pytest.raises(wardflow.UsageError, match="shard-002-of-003"):
        wardflow.merge([shards[0], cut, shards[2]])
    with pytest.raises(wardflow.WardflowError):
        wardflow.shard("run", TOWN, part=(4, 3))


def test_sixteen_partitions_of_a_comparison_have_the_hash_of_the_serial_run() -> None:
    shards = [partitions.part(number) for number in range(partitions.PARTITIONS)]
    assert partitions.together(shards) == partitions.serial()
