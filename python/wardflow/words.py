"""Keywords as the words of a command line. Knows no command: a flag that there is can be given, and a flag that
there is not is refused by the program, with the nearest one that it has."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from os import PathLike, fspath
from typing import Any

ALONG = frozenset({"fit", "draw", "vary"})
"""Flags whose values are ranges and lists, not JSON."""


def plain(value: object) -> object:
    """A number of NumPy's or the like as one of Python's, for JSON."""
    item = getattr(value, "item", None)
    if callable(item):
        return item()
    raise TypeError(f"{type(value).__name__} is no value of a scenario")


def as_json(value: object) -> str:
    """A value as it stands in a scenario; a text as it is."""
    return value if isinstance(value, str) else json.dumps(value, default=plain, ensure_ascii=False)


def along(value: object) -> str:
    """What is varied: a tuple of two is a range, a list is its values."""
    if isinstance(value, tuple) and len(value) == 2:
        return f"{as_json(value[0])}..{as_json(value[1])}"
    if isinstance(value, (list, tuple)):
        return ",".join(as_json(one) for one in value)
    return as_json(value)


def flags(named: Mapping[str, Any], file: Callable[[object], str | None]) -> Iterator[str]:
    """The flags of these keywords. `file` gives a table a place on disk, and says `None` of what is none."""
    for key, value in named.items():
        flag = "--" + key.strip("_").replace("_", "-")
        told = as_json if flag[2:] not in ALONG else along
        if value is None or value is False:
            continue
        if value is True:
            yield flag
        elif isinstance(value, Mapping):
            for path, one in value.items():
                yield f"{flag}={path}" if one is None else f"{flag}={path}={told(one)}"
        elif isinstance(value, (list, tuple, set, frozenset)):
            for one in value:
                yield f"{flag}={text(one, file)}"
        else:
            yield f"{flag}={text(value, file)}"


def text(value: object, file: Callable[[object], str | None]) -> str:
    """A single value: a path, a table that is put into a file, or what it is in words."""
    if isinstance(value, (str, PathLike)):
        return str(fspath(value))
    return file(value) or str(value)
