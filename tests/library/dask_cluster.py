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


def last_in_line(client: Any) -> list[Any]:
    """Return a future for each worker, which comes after all that the worker was told before; each has one thread.

    A worker hears of it after that, too: when this returns, nothing that was cancelled can begin.
    """
    workers = list(client.scheduler_info()["workers"])
    last = [client.submit(int, workers=[worker], pure=False) for worker in workers]
    while not all(client.run(knows, [future.key for future in last]).values()):
        pass
    return last


def knows(keys: list[str], dask_worker: Any) -> bool:
    """Say whether a worker knows of one of the keys; runs there."""
    return any(key in dask_worker.state.tasks for key in keys)
