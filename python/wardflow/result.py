"""What a study found: the files that the command writes, held in memory. Frames come from its tables."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas
    import polars

RESULTS, FINDINGS, MANIFEST, PAGE = "results.json", "findings.json", "manifest.json", "report.html"


@dataclass(frozen=True)
class Result:
    """What a study found. It holds all of it, so it can be sent between processes."""

    files: Mapping[str, bytes] = field(repr=False)
    """The files that the command writes, by their names: `results.json`, `runs.csv`."""
    page: str = field(repr=False)
    """What the command shows with `--verbose`: sentences and every table."""
    messages: list[str] = field(repr=False)
    """Warnings, line by line."""
    met: bool
    """Whether the asked precision or target was reached."""
    seconds: float
    """How long the command took, in seconds, without what Python adds."""
    folder: Path | None = None
    """Where the files were written, if that was asked."""

    @cached_property
    def results(self) -> dict[str, Any]:
        """`results.json`: every outcome with its mean and intervals."""
        return self._json(RESULTS)

    @cached_property
    def findings(self) -> dict[str, Any]:
        """`findings.json`: answer, caveats, tiles and tables of the report, as data."""
        return self._json(FINDINGS)

    @cached_property
    def manifest(self) -> dict[str, Any]:
        """`manifest.json`: what is needed to do it again."""
        return self._json(MANIFEST)

    @property
    def answer(self) -> str:
        """The answer in one sentence, with its range."""
        return str(self.findings["answer"]["text"])

    @property
    def caveats(self) -> list[str]:
        """What has to be known with it, the most important first."""
        return [str(one["text"]) for one in self.findings["caveats"]]

    @property
    def digest(self) -> str:
        """The SHA-256 of `results.json`: the same wherever the same was run."""
        return hashlib.sha256(self.files[RESULTS]).hexdigest()

    @property
    def tables(self) -> list[str]:
        """The names of tables: `daily`, `runs`."""
        return [name.removesuffix(".csv") for name in self.files if name.endswith(".csv")]

    def csv(self, table: str) -> bytes:
        """A table as the command writes it."""
        try:
            return self.files[f"{table.removesuffix('.csv')}.csv"]
        except KeyError:
            known = ", ".join(self.tables) or "none"
            raise KeyError(f"there is no table {table!r}; expected one of {known}") from None

    def table(self, name: str) -> list[dict[str, Any]]:
        """A table as a list of rows; numbers are numbers, and an empty cell is None."""
        rows = csv.DictReader(io.StringIO(self.csv(name).decode("utf-8")))
        return [{key: _value(text) for key, text in row.items()} for row in rows]

    def to_pandas(self, name: str = "runs") -> pandas.DataFrame:
        """A table as a frame of pandas; a column `date` holds dates."""
        import pandas

        # Before 3.0 the last bit of a number was lost where nobody asked for it.
        exact: dict[str, Any] = {"float_precision": "round_trip"} if pandas.__version__ < "3" else {}
        frame: pandas.DataFrame = pandas.read_csv(io.BytesIO(self.csv(name)), **exact)
        if "date" in frame:
            frame["date"] = pandas.to_datetime(frame["date"])
        return frame

    def to_polars(self, name: str = "runs") -> polars.DataFrame:
        """A table as a frame of polars; a column `date` holds dates."""
        import polars

        return polars.read_csv(io.BytesIO(self.csv(name)), try_parse_dates=True, infer_schema_length=None)

    @cached_property
    def report_html(self) -> str:
        """The report as a page for a screen; made when it is asked for."""
        from .studies import reported

        page = self.files.get(PAGE) or reported(self.files)[PAGE]
        return page.decode("utf-8")

    def save(self, folder: str | Path) -> Path:
        """Writes the files into a folder, which need not be there yet."""
        to = Path(folder)
        for name, content in self.files.items():
            (to / name).parent.mkdir(parents=True, exist_ok=True)
            (to / name).write_bytes(content)
        return to

    def __str__(self) -> str:
        return self.page

    def _json(self, name: str) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.files[name])
        return found

    def _repr_html_(self) -> str:
        """What a notebook shows: the answer, what was run, and the figures of the first page."""
        told = self.findings
        tiles = "".join(
            f"<tr><td>{escape(one['label'])}</td><td><b>{escape(one['figure'])}</b></td>"
            f"<td>{escape(one['range'])}</td></tr>"
            for one in told["tiles"]
        )
        caveats = "".join(f"<li>{escape(text)}</li>" for text in self.caveats)
        return (
            f"<p><b>{escape(told['title'])}</b><br>{escape(told['ran'])}</p><p>{escape(self.answer)}</p>"
            f"<table>{tiles}</table><ul>{caveats}</ul>"
        )

    def __reduce__(self) -> tuple[Any, ...]:
        # Without what was worked out from the files.
        return type(self), (dict(self.files), self.page, self.messages, self.met, self.seconds, self.folder)


def _value(text: str | None) -> Any:
    if not text:
        return None
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            pass
    return text
