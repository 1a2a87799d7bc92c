"""What a result holds: plain dicts, tables as lists and frames, sentences, the report."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
import wardflow
from conftest import TOWN
from wardflow.words import flags


@pytest.fixture(scope="module")
def found() -> wardflow.Result:
    return wardflow.run(TOWN, runs=6)


def test_tables_are_lists_of_rows_with_numbers(found: wardflow.Result) -> None:
    rows = found.table("runs")
    assert len(rows) == 6 and set(found.tables) >= {"runs", "daily", "occupancy"}
    mean = sum(row["nctr_bed_days"] for row in rows) / 6
    assert mean == pytest.approx(found.results["outcomes"]["nctr_bed_days"]["mean"], rel=1e-12)
    assert found.table("daily")[0]["date"] == "2024-01-01"
    with pytest.raises(KeyError, match="there is no table 'dayly'; expected one of daily"):
        found.table("dayly")


def test_frames_hold_the_same_numbers(found: wardflow.Result) -> None:
    pandas, polars = pytest.importorskip("pandas"), pytest.importorskip("polars")
    for name in found.tables:
        text = list(csv.reader(io.StringIO(found.csv(name).decode())))
        by_pandas, by_polars = found.to_pandas(name), found.to_polars(name)
        assert by_pandas.shape == by_polars.shape == (len(text) - 1, len(text[0])), name
        assert list(by_pandas.columns) == list(by_polars.columns) == text[0]
    bed_days = [row["nctr_bed_days"] for row in found.table("runs")]
    assert list(found.to_pandas()["nctr_bed_days"]) == bed_days == found.to_polars()["nctr_bed_days"].to_list()
    assert pandas.api.types.is_datetime64_any_dtype(found.to_pandas("daily")["date"])
    assert found.to_polars("daily")["date"].dtype == polars.Date


def test_what_was_found_is_told_in_sentences(found: wardflow.Result) -> None:
    assert found.answer == found.findings["answer"]["text"] and found.answer.endswith(".")
    assert "Town" in found.page and found.answer[:40] in " ".join(found.page.split())
    assert str(found) == found.page
    shown = found._repr_html_()
    assert shown.startswith("<p><b>Town") and "<script" not in shown
    assert "wardflow-" not in found.files["findings.json"].decode() and "/tmp" not in str(found.manifest)
    assert found.manifest["command"][1:3] == ["run", "scenario"]


def test_a_text_of_a_scenario_is_no_markup_in_a_notebook() -> None:
    shown = wardflow.run({**TOWN, "name": "<b>&"}, runs=2)._repr_html_()
    assert "&lt;b&gt;&amp;" in shown and "<b>&" not in shown.replace("<b>&lt;", "")


def test_the_report_is_made_when_it_is_asked_for(found: wardflow.Result) -> None:
    assert "report.html" not in found.files
    made = found.report_html
    assert made.lstrip().lower().startswith("<!doctype html>") and "Town" in made
    with_it = wardflow.run(TOWN, runs=6, report="html")
    assert with_it.files["report.html"].decode() == with_it.report_html == made


def test_other_commands_say_what_they_say(tmp_path: Path) -> None:
    checked = wardflow.check(TOWN, explain=True)
    assert checked.text.startswith("scenario: no faults. Town") and "Reablement" in checked.text
    assert wardflow.schema()["$schema"].startswith("https://json-schema.org/")
    assert wardflow.command("help", "run").text.startswith("Examples:")
    story = wardflow.command("trace", "builtin:winter", "--out", tmp_path / "log.csv")
    assert story.text == "" and (tmp_path / "log.csv").read_text().startswith("time,patient")
    assert wardflow.command("--version").text.split()[1] == wardflow.__version__


def test_a_dry_run_says_what_would_be_run() -> None:
    said = wardflow.study("run", TOWN, dry_run=True)
    assert "Nothing was run" in said.page and said.files == {}


def test_keywords_are_the_words_of_a_command_line() -> None:
    def words(**named: object) -> list[str]:
        return list(flags(named, lambda _: None))

    assert words(most_runs=3, for_="a", all=True, quiet=False, out=None) == ["--most-runs=3", "--for=a", "--all"]
    assert words(set={"a.b": 5, "c+": 1.5, "d*": "2", "e": [1, {"f": None}]}) == [
        "--set=a.b=5", "--set=c+=1.5", "--set=d*=2", '--set=e=[1, {"f": null}]',
    ]
    assert words(fit={"a": (1, 2.5), "b": None, "c": ("8d", "12d")}) == ["--fit=a=1..2.5", "--fit=b", "--fit=c=8d..12d"]
    assert words(vary={"a": [1, 2], "b+": (0, 4)}) == ["--vary=a=1,2", "--vary=b+=0..4"]
    assert words(observed=["a.csv", Path("b.csv")], set=["a=1"]) == ["--observed=a.csv", "--observed=b.csv", "--set=a=1"]
