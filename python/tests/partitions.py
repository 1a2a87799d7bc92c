"""A comparison in sixteen partitions, each a shard; merged, its results have the hash of the serial run."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import wardflow

PARTITIONS = 16
BASE: dict[str, Any] = {
    "extends": "builtin:winter",
    "calendar": {"start": "2024-12-01", "days": 28, "warm_up": "60d"},
}
MORE = {**BASE, "hospital": {"beds": 530}}
HOW: dict[str, Any] = {"runs": 32, "worlds": "none", "no_repeat": True}


def part(number: int) -> wardflow.Shard:
    """What one partition does. It imports what it needs, as it runs in a process of its own."""
    import wardflow

    return wardflow.shard("compare", BASE, MORE, part=(number + 1, PARTITIONS), threads=1, **HOW)


def together(shards: Iterable[wardflow.Shard]) -> str:
    """The hash of the results that all of them make."""
    import wardflow

    return wardflow.merge(shards).digest


def serial() -> str:
    """The same without any of it."""
    import wardflow

    return wardflow.study("compare", BASE, MORE, **HOW).digest
