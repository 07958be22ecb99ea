"""Batches that many workers process side by side."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable
from concurrent.futures import CancelledError
from contextlib import closing
from functools import partial
from importlib.util import find_spec
from typing import Any, Literal, TypeVar

from maif.arguments import require_plain, whole_number
from maif.batches import batched
from maif.errors import BatchError, InvalidArgumentError, MissingExtraError, WorkerDiedError
from maif.parallel.cluster import Cluster, ClusterCalls
from maif.parallel.pools import map_in_threads
from maif.parallel.processes import WorkerProcesses

T = TypeVar("T")
R = TypeVar("R")


class DistributedBatchProcessor:
    """Has many workers process batches of a stream: processes, threads, or a Dask cluster.

    `process` gets one batch, a list of `batch_size` items, and returns its result; without it the batches themselves
    come back.

    >>> processor = DistributedBatchProcessor(batch_size=3, num_workers=2, process=sum)
    >>> processor.process_parallel(range(10))
    [3, 12, 21, 9]

    Results come in the order of the batches, or with `ordered=False` as they are completed. At most `max_in_flight`
    batches are processed or next in line (two for each worker by default), and at most twice as many results wait
    behind a slow batch, so endless streams work.

    A batch that fails is processed `retries` times more; then its error comes at its place, as a `BatchError` with its
    number and items. A process that is killed is noticed, and its batch is processed again in a new one; if three die
    on the same batch, that is a `BatchError` too. To processes, functions travel with cloudpickle, so lambdas and
    those of a notebook work (extra `workers`).

    `backend="dask"` has a cluster make the calls, through `client`, a `distributed.Client`; `num_workers` is how many
    of its threads are to be busy. A worker that dies has its batches processed again by others, as often as the cluster
    allows: `distributed.scheduler.allowed-failures`, where a death counts against each batch that the worker had.
    Leaving early drops what waits there. Large batches are better read where they are processed: see
    `maif.distributed`.
    """

    def __init__(
        self,
        batch_size: int = 1000,
        num_workers: int = 4,
        *,
        process: Callable[[list[Any]], Any] | None = None,
        ordered: bool = True,
        max_in_flight: int | None = None,
        backend: Literal["processes", "threads", "dask"] = "processes",
        client: Cluster | None = None,
        retries: int = 0,
    ) -> None:
        batch_size = whole_number(1, batch_size=batch_size)
        num_workers = whole_number(1, num_workers=num_workers)
        retries = whole_number(0, retries=retries)
        if max_in_flight is not None:
            max_in_flight = whole_number(1, max_in_flight=max_in_flight)
        if process is not None:
            require_plain(process=process)
        if backend not in ("processes", "threads", "dask"):
            raise InvalidArgumentError(f"backend must be 'processes', 'threads' or 'dask', got {backend!r}")
        if backend == "dask" and client is None:
            _require_dask_client()
        self.batch_size = batch_size
        self.num_workers = num_workers
        self.process = process
        self.ordered = ordered
        self.max_in_flight = max_in_flight
        self.backend = backend
        self.client = client
        self.retries = retries

    def process_parallel(self, items: Iterable[T], process: Callable[[list[T]], Any] | None = None) -> list[Any]:
        """Return the list of all results; `process` takes the place of the one given before."""
        return list(self.stream(items, process))

    def stream(self, items: Iterable[T], process: Callable[[list[T]], Any] | None = None) -> Generator[Any]:
        """Yield the results. Leaving early drops the batches in line, ends the processes, and closes the source."""
        process = self.process if process is None else process
        batches = batched(items, self.batch_size)
        if process is None:
            return batches
        require_plain(process=process)
        workers = self._workers()
        call = process if workers is None else workers.wrap(process)
        threads = self.num_workers
        if self.backend == "dask":  # each waits for one batch; so those next in line are on the cluster already
            threads = self.max_in_flight or 2 * threads
        return map_in_threads(
            partial(process_batch, call, self.retries),
            numbered(batches),
            threads,
            self.max_in_flight or 2 * self.num_workers,
            ordered=self.ordered,
            cancel=(lambda: None) if workers is None else workers.close,
        )

    def _workers(self) -> WorkerProcesses | ClusterCalls | None:
        """Return what makes the calls; None where the threads themselves do."""
        if self.backend == "dask" and self.client is not None:
            return ClusterCalls(self.client)
        return WorkerProcesses() if self.backend == "processes" else None


def numbered(batches: Generator[T]) -> Generator[tuple[int, T]]:
    """Yield batches with their numbers, from 0, and close their source at the end.

    >>> list(numbered(batched("ABCDE", 2)))
    [(0, ['A', 'B']), (1, ['C', 'D']), (2, ['E'])]
    """
    with closing(batches):
        yield from enumerate(batches)


def process_batch(call: Callable[[list[T]], R], retries: int, numbered_batch: tuple[int, list[T]]) -> R:
    """Return `call(batch)`, tried `retries` times more if it fails; then raise its error, as a `BatchError`.

    A `WorkerDiedError` is not tried again: several workers have died of the batch already. A `CancelledError` is no
    failure: nobody wants the result any more.

    >>> process_batch(sum, 0, (7, [1, 2, 3]))
    6
    >>> process_batch(max, 0, (7, []))
    Traceback (most recent call last):
    maif.errors.BatchError: batch 7 (0 items): ValueError: max() ... empty...
    """
    number, batch = numbered_batch
    while True:
        try:
            return call(batch.copy())  # an attempt that fails may leave its list changed
        except CancelledError:
            raise
        except Exception as error:
            if retries == 0 or isinstance(error, WorkerDiedError):
                raise BatchError(number, batch, error) from error
            retries -= 1


def _require_dask_client() -> None:
    if find_spec("distributed") is None:
        raise MissingExtraError("distributed", extra="dask", needed_for="backend='dask'")
    raise InvalidArgumentError("backend='dask' needs a client: client=distributed.Client(…)")
