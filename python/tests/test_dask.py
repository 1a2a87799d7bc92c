"""Within the workers of Dask, as processes on this machine."""

from __future__ import annotations

import partitions
import pytest

pytestmark = pytest.mark.slow


def test_sixteen_partitions_have_the_hash_of_the_serial_run() -> None:
    distributed = pytest.importorskip("distributed", reason="Dask is not installed")
    cluster = distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, host="127.0.0.1"
    )
    with cluster, distributed.Client(cluster) as client:
        client.upload_file(partitions.__file__)
        tasks = client.map(partitions.part, range(partitions.PARTITIONS), pure=False)
        shards = client.gather(tasks)
        workers = {place for places in client.who_has(tasks).values() for place in places}
    assert len(workers) == 2, "both had a part in it"
    assert partitions.together(shards) == partitions.serial()
