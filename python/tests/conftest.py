"""What tests share: the program to compare with, scenarios that run in a moment, and the folder of shipped ones."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
SCENARIOS = ROOT / "scenarios"

TOWN: dict[str, Any] = {
    "name": "Town",
    "calendar": {"start": "2024-01-01", "days": 56, "warm_up": "35d"},
    "groups": {
        "all": {"arrivals": {"per_day": 9}, "enters": "ready", "needs": {"p0": 0.6, "p1": 0.4}},
    },
    "steps": {
        "arranging": {
            "concerns": {"pathways": ["p1"]}, "starts": "ready", "order": 1,
            "takes": {"lognormal": {"mean": "6d", "sigma": 0.8}},
        },
    },
    "pathways": {"p0": {"services": []}, "p1": {"services": ["reablement"]}},
    "services": {"reablement": {"places": 35, "stay": {"lognormal": {"mean": "10d", "sigma": 0.5}}}},
    "provenance": {
        "services.reablement.stay.lognormal.mean": {"kind": "assumed", "source": "invented", "range": ["8d", "12d"]},
    },
}
"""Runs in a moment."""

LONG: dict[str, Any] = {
    "name": "Long",
    "calendar": {"start": "2024-01-01", "days": 3650},
    "groups": {
        "planned": {
            "kind": "elective", "arrivals": {"per_day": 600}, "stay": {"fixed": "9d"},
            "elective": {"gives_up_at": "arrival", "rebooked_after": "61min"},
        },
    },
    "hospital": {"beds": 1},
    "pathways": {"p1": {"services": ["care"]}},
    "services": {"care": {"places": 9, "stay": {"fixed": "3d"}}},
}
"""One run of it takes hours."""

Program = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="session")
def program() -> Program:
    """The program, which ends as it says; `WARDFLOW` names it."""
    named = os.environ.get("WARDFLOW")
    assert named, "WARDFLOW has to name the program that numbers are compared with, as python/check does"

    def run(*words: object, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
        # The long page, as Python has it.
        env = {**os.environ, "WARDFLOW_REPORT": "none", "WARDFLOW_VERBOSE": "1"}
        all_words = [str(Path(named).resolve()), *(str(word) for word in words)]
        return subprocess.run(all_words, cwd=cwd, env=env, capture_output=True, text=True, timeout=600)

    return run


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of its own, which is the current one."""
    monkeypatch.chdir(tmp_path)
    return tmp_path
