"""Within the workers of Spark, in its local mode."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import partitions
import pytest

pytestmark = pytest.mark.slow


def test_sixteen_partitions_have_the_hash_of_the_serial_run(monkeypatch: pytest.MonkeyPatch) -> None:
    sql = pytest.importorskip("pyspark.sql", reason="PySpark is not installed")
    # Its workers are processes of their own, which have to find what they are to do.
    monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(Path(__file__).parent), os.environ.get("PYTHONPATH", "")]))
    monkeypatch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
    builder = sql.SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    spark = builder.config("spark.driver.bindAddress", "127.0.0.1").getOrCreate()
    try:
        numbers = spark.sparkContext.parallelize(range(partitions.PARTITIONS), partitions.PARTITIONS)
        assert numbers.getNumPartitions() == 16
        shards = numbers.map(partitions.part).collect()
    finally:
        spark.stop()
    assert partitions.together(shards) == partitions.serial()
