"""Simulates hospital discharge flow: who waits in a hospital bed without needing it, for what, how long, and what
would change it. The same numbers as the command `wardflow`, which it is, within Python.

>>> import wardflow
>>> found = wardflow.run("builtin:winter", runs=20)
>>> found.results["outcomes"]["nctr_bed_days"]["mean"]
>>> found.to_pandas("daily")
"""

from importlib.metadata import version as _version

from .errors import Fault, RunError, ScenarioError, UsageError, WardflowError
from .result import Result
from .shards import Merging, Shard, merge, shard
from .studies import How, Said, Scenario, calibrate, check, command, compare, run, schema, study

__version__ = _version("wardflow")

__all__ = [
    "Fault",
    "How",
    "Merging",
    "Result",
    "RunError",
    "Said",
    "Scenario",
    "ScenarioError",
    "Shard",
    "UsageError",
    "WardflowError",
    "calibrate",
    "check",
    "command",
    "compare",
    "merge",
    "run",
    "schema",
    "shard",
    "study",
]
