"""A folder for a call, in which lies what is no file yet: scenarios that were given as dicts, tables, and the
results until they are read. It goes with the call.

A dict is a scenario without a file of its own. Files that it names are looked for in the folder of the file that
it extends, or in the current one where it extends none: they are copied here, as a scenario's files have to lie
beside it."""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from collections.abc import Mapping
from os import PathLike, fspath
from pathlib import Path
from types import TracebackType
from typing import Any

from .words import plain

BUILT_IN = "builtin:"
NAMED = re.compile(r'"((?:[^"\\]|\\.)+)"')
LARGEST = 64 << 20
"""A file that is larger holds no scenario, and names none."""


class Desk:
    """A folder for a call."""

    def __init__(self) -> None:
        self._made = tempfile.TemporaryDirectory(prefix="wardflow-")
        self.folder = Path(self._made.name).resolve()
        self.results = self.folder / "results"
        """Where results go that nobody wants to keep as files."""
        self._place = self.folder / "scenarios"
        self._tables = self.folder / "tables"
        self._copied: dict[Path, Path] = {}
        self.own = [f"{folder}/" for folder in (self._place, self.folder)]
        """What texts are told without, as nobody typed it."""

    def __enter__(self) -> Desk:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._made.cleanup()

    def placed(self) -> dict[str, bytes]:
        """What a command is given that is no file of its own, by where it has it."""
        places = (self._place, self._tables)
        files = (path for place in places if place.is_dir() for path in place.rglob("*") if path.is_file())
        return {str(path): path.read_bytes() for path in files}

    def scenarios(self, given: Mapping[str, object]) -> list[str]:
        """Scenarios by what they are called where they are dicts, as words of a command line. Where one is a dict
        the others lie beside it, as worlds are laid over files that extend one another in one folder."""
        if not any(isinstance(one, Mapping) for one in given.values()):
            return [self._word(one) for one in given.values()]
        words = []
        for name, one in given.items():
            if isinstance(one, Mapping):
                words.append(self._dict(name, one))
            elif (word := self._word(one)).startswith(BUILT_IN):
                words.append(word)
            else:
                words.append(self._beside(Path(word)))
        return words

    def table(self, value: object) -> str | None:
        """A frame of pandas or polars as a file; `None` where it is neither."""
        pandas, polars = getattr(value, "to_csv", None), getattr(value, "write_csv", None)
        if pandas is None and polars is None:
            return None
        self._tables.mkdir(exist_ok=True)
        file = self._tables / f"table-{len(list(self._tables.iterdir())) + 1}.csv"
        if pandas is not None:
            # A frame by dates has them as its index.
            names = [name for name in value.index.names if name is not None]  # type: ignore[attr-defined]
            pandas(file, index=bool(names))
        elif polars is not None:
            polars(file)
        return str(file)

    @staticmethod
    def _word(scenario: object) -> str:
        if isinstance(scenario, (str, PathLike)):
            word = str(fspath(scenario))
            # Else it would be taken for a flag.
            return f"./{word}" if word.startswith("-") else word
        raise TypeError(f"a scenario is a dict, a path or builtin:NAME; this is {type(scenario).__name__}")

    def _dict(self, name: str, scenario: Mapping[str, Any]) -> str:
        extends = scenario.get("extends")
        folder = Path()
        if isinstance(extends, (str, PathLike)) and not (text := str(fspath(extends))).startswith(BUILT_IN):
            folder = Path(text).parent
            scenario = {**scenario, "extends": Path(text).name}
        text = json.dumps(scenario, indent=2, ensure_ascii=False, default=_of_file)
        file = self._free(name)
        file.write_text(text, encoding="utf-8")
        self._bring(text, folder, self._place)
        return str(file)

    def _free(self, name: str) -> Path:
        """A file of this name that nothing has here; without an ending, so that it is told as it was called."""
        self._place.mkdir(parents=True, exist_ok=True)
        name = re.sub(r"[^\w .()+-]", "-", name).strip(". ") or "scenario"
        file, more = self._place / name, 1
        while file.exists():
            more += 1
            file = self._place / f"{name}-{more}"
        return file

    def _beside(self, file: Path) -> str:
        """A scenario's file, copied with what it names; where it lies where there is none, to be told of."""
        if not file.is_file():
            return str(file)
        to = self._place / file.name
        if self._copied.get(to, file.resolve()) != file.resolve():
            return str(file)
        self._copy(file, to)
        return str(to)

    def _copy(self, file: Path, to: Path) -> None:
        if to in self._copied:
            return
        self._copied[to] = file.resolve()
        to.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, to)
        if file.stat().st_size <= LARGEST and file.suffix != ".csv":
            self._bring(file.read_text(encoding="utf-8", errors="replace"), file.parent, to.parent)

    def _bring(self, text: str, folder: Path, to: Path) -> None:
        """Copies what a text names that lies in a folder, or below."""
        for named in dict.fromkeys(NAMED.findall(text)):
            path = Path(named)
            # No scenario may name a file elsewhere, and the program says so.
            if path.is_absolute() or ".." in path.parts or len(named) > 255 or "\0" in named:
                continue
            if (folder / path).is_file():
                self._copy(folder / path, to / path)


def _of_file(value: object) -> object:
    return str(fspath(value)) if isinstance(value, PathLike) else plain(value)
