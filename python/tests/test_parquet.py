"""What a program built with the feature `parquet` writes is read by others, with the rows of the CSV files."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest
from conftest import TOWN

BUILT = os.environ.get("WARDFLOW_PARQUET")
"""The program that was built so."""


@pytest.fixture
def written(place: Path) -> Path:
    """The folder of a comparison, with its tables in both forms."""
    if not BUILT:
        pytest.skip("WARDFLOW_PARQUET names no program built with the feature")
    (place / "town.json").write_text(json.dumps(TOWN))
    (place / "more.json").write_text(json.dumps({"extends": "town.json", "services": {"reablement": {"places": 40}}}))
    words = [BUILT, "compare", "town.json", "more.json", "--runs", "6", "--charts", "none", "--out", "out"]
    subprocess.run([*words, "--report", "parquet", "--quiet"], check=True, timeout=600)
    return place / "out"


def test_every_table_has_the_same_rows_as_its_csv(written: Path) -> None:
    pandas, polars = pytest.importorskip("pandas"), pytest.importorskip("polars")
    tables = sorted(written.glob("**/*.csv"))
    assert len(tables) > 5
    for table in tables:
        by_csv = pandas.read_csv(table, keep_default_na=False, na_values=[""])
        twin = table.with_suffix(".parquet")
        by_pandas, by_polars = pandas.read_parquet(twin), polars.read_parquet(twin)
        assert by_pandas.shape == by_polars.shape == by_csv.shape, table
        assert list(by_pandas.columns) == by_polars.columns == list(by_csv.columns), table
        for column in by_csv:
            expected = by_csv[column]
            if pandas.api.types.is_bool_dtype(expected):
                assert by_polars[column].to_list() == expected.to_list(), (table, column)
            elif pandas.api.types.is_numeric_dtype(expected):
                assert by_polars[column].dtype == polars.Float64, (table, column)
                assert (by_pandas[column].eq(expected) | (by_pandas[column].isna() & expected.isna())).all(), column
            else:
                # Beside an empty field pandas keeps true and false as they are.
                texts = [str(one).lower() if isinstance(one, bool) else one for one in expected]
                told = by_polars[column].cast(polars.String).to_list()
                assert told == [None if pandas.isna(one) else one for one in texts], (table, column)


def test_files_of_several_runs_can_be_read_as_one(written: Path) -> None:
    polars = pytest.importorskip("polars")
    both = polars.read_parquet(written / "daily" / "*.parquet")
    one = polars.read_parquet(next((written / "daily").glob("*.parquet")))
    assert both.height == 2 * one.height and both["date"].dtype == polars.Date


def test_a_file_says_what_made_it(written: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    told = parquet.read_metadata(written / "differences.parquet")
    assert told.created_by.startswith("wardflow version") and told.metadata[b"study"] == b"compare"
