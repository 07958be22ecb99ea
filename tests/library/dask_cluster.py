"""A Dask cluster on this machine, of two processes with a thread each, for the tests that need a real one."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import dask
from distributed import Client, LocalCluster

SETTINGS = {
    "distributed.admin.tick.interval": "1h",  # a busy machine is no reason for a warning
    "distributed.scheduler.allowed-failures": 2,
    "distributed.worker.memory.terminate": False,
}


@contextmanager
def two_processes() -> Iterator[Client]:
    """Yield a client of a new cluster."""
    with (
        dask.config.set(SETTINGS),
        LocalCluster(
            n_workers=2,
            threads_per_worker=1,
            processes=True,
            dashboard_address=":0",
            silence_logs=logging.CRITICAL,
        ) as cluster,
        Client(cluster) as client,
    ):
        yield client


def wait_until_nothing_waits(client: Any) -> None:
    """Return when no call waits on a worker for another one to end."""
    while any(client.run(lambda dask_worker: len(dask_worker.state.ready)).values()):
        pass


def wait_until_idle(client: Any) -> None:
    """Return when every worker has ended what it was in the midst of: each has one thread, which this asks for."""
    client.gather([client.submit(int, workers=[worker], pure=False) for worker in client.scheduler_info()["workers"]])
