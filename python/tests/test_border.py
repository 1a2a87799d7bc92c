"""While it simulates: Python goes on, is told of progress, and can end it. Nothing is printed and nothing is left."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import pytest
import wardflow
from conftest import LONG, TOWN


def test_the_lock_is_free_while_it_simulates() -> None:
    counted, over = 0, threading.Event()

    def count() -> None:
        nonlocal counted
        while not over.is_set():
            counted += 1
            time.sleep(0.005)

    thread = threading.Thread(target=count)
    thread.start()
    since = time.monotonic()
    wardflow.run("builtin:winter", runs=6)
    seconds = time.monotonic() - since
    over.set()
    thread.join()
    # A thread that had to wait for it would have counted once or twice.
    assert counted > seconds / 0.005 * 0.2, (counted, seconds)


def test_progress_goes_forward_and_ends_with_all() -> None:
    told: list[tuple[int, int, str]] = []
    wardflow.run("builtin:winter", runs=12, progress=lambda *now: told.append(now))
    assert told[-1][:2] == (12, 12), told
    assert [now[0] for now in told] == sorted(now[0] for now in told)


def test_progress_as_a_line(capfd: pytest.CaptureFixture[str]) -> None:
    wardflow.run("builtin:winter", runs=3, progress=True)
    out, err = capfd.readouterr()
    assert out == "" and "3 of 3 runs" in err and err.endswith("\n")


def test_nothing_is_printed_where_nobody_asked(capfd: pytest.CaptureFixture[str]) -> None:
    found = wardflow.run({**TOWN, "services": {"reablement": {"places": 1, "stay": {"fixed": "30d"}}}}, runs=2)
    assert any(line.startswith("warning: W01") for line in found.messages), found.messages
    with pytest.raises(wardflow.ScenarioError):
        wardflow.run({"nothing": 1})
    assert capfd.readouterr() == ("", "")


def test_what_progress_raises_ends_it() -> None:
    def stop(*_: object) -> None:
        raise LookupError("enough")

    since = time.monotonic()
    with pytest.raises(LookupError, match="enough"):
        wardflow.run(LONG, runs=2, progress=stop)
    assert time.monotonic() - since < 10


def test_an_interrupt_ends_it_within_a_moment_and_nothing_is_left(tmp_path: Path) -> None:
    script = f"""
import sys, wardflow
def begun(*_): print("begun", flush=True)
try:
    wardflow.run({LONG!r}, runs=2, progress=begun)
except KeyboardInterrupt:
    print("interrupted", flush=True)
    found = wardflow.run({TOWN!r}, runs=2)
    print(found.results["runs"], flush=True)
"""
    env = {**os.environ, "TMPDIR": str(tmp_path)}
    begun = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, env=env, text=True)
    assert begun.stdout is not None and begun.stdout.readline() == "begun\n"
    since = time.monotonic()
    begun.send_signal(signal.SIGINT)
    assert begun.stdout.readline() == "interrupted\n"
    took = time.monotonic() - since
    # It can be called again, and leaves nothing behind.
    assert begun.stdout.readline() == "2\n"
    assert begun.wait(60) == 0 and list(tmp_path.iterdir()) == []
    assert took < 5, f"{took} s; about one, on a machine that has nothing else to do"


def test_calls_at_the_same_time_do_not_mix() -> None:
    alone = [wardflow.run(TOWN, runs=4, seed=seed).digest for seed in range(4)]
    found: dict[int, wardflow.Result] = {}

    def run(seed: int) -> None:
        found[seed] = wardflow.run(TOWN, runs=4, seed=seed, threads=1)

    threads = [threading.Thread(target=run, args=(seed,)) for seed in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [found[seed].digest for seed in range(4)] == alone and len(set(alone)) == 4


def test_a_result_can_be_sent_between_processes() -> None:
    found = wardflow.run(TOWN, runs=2)
    assert found.results and found.findings
    again = pickle.loads(pickle.dumps(found))
    assert again == found and again.digest == found.digest and again.results == found.results


def test_it_works_in_a_process_that_was_forked() -> None:
    import multiprocessing

    wardflow.run(TOWN, runs=2)
    with multiprocessing.get_context("fork").Pool(2) as pool:
        digests = pool.map(_digest, [1, 2])
    assert digests == [_digest(1), _digest(2)]


def _digest(seed: int) -> str:
    return wardflow.run(TOWN, runs=3, seed=seed).digest


def test_nothing_is_left_in_the_folder_for_temporary_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    wardflow.compare(TOWN, {"more": {**TOWN, "name": "More"}}, runs=2, repeat=False)
    with pytest.raises(wardflow.UsageError):
        wardflow.run(TOWN, runs=-1)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_the_border_costs_less_than_a_hundredth_of_a_hundred_runs() -> None:
    wardflow.run(runs=1)
    shares = []
    for seed in range(3):
        since = time.perf_counter()
        found = wardflow.run(runs=100, seed=seed)
        assert found.results["runs"] == 100
        whole = time.perf_counter() - since
        shares.append((whole - found.seconds) / whole)
        print(f"100 runs: {whole:.3f} s, of which in Rust {found.seconds:.3f} s, border {shares[-1]:.3%}")
    assert min(shares) < 0.01, shares
