"""Batches that many workers process side by side."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable
from concurrent.futures import CancelledError
from contextlib import closing
from functools import partial
from importlib.util import find_spec
from typing import Any, Literal, Protocol, TypeVar

from maif.arguments import require_callable, whole_number
from maif.batches import batched
from maif.errors import BatchError, InvalidArgumentError, MissingExtraError, WorkerDiedError
from maif.parallel.pools import map_in_threads
from maif.parallel.processes import WorkerProcesses

T = TypeVar("T")
R = TypeVar("R")


class Pending(Protocol):
    """A result that is still to come."""

    def result(self) -> Any:
        """Wait for it, and return it or raise its error."""
        ...


class Cluster(Protocol):
    """What takes calls to other machines, such as a `distributed.Client`."""

    def submit(self, function: Callable[..., Any], /, *arguments: Any, pure: bool) -> Pending:
        """Have a function called somewhere."""
        ...


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
    those of a notebook work (extra `workers`). `backend="dask"` needs a `client`, a `distributed.Client`.
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
            require_callable(process=process)
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
        require_callable(process=process)
        processes = WorkerProcesses()
        call: Callable[[list[T]], Any] = process
        if self.backend == "processes":
            call = processes.wrap(process)
        elif self.client is not None and self.backend == "dask":
            call = partial(_call_on_cluster, self.client, process)
        return map_in_threads(
            partial(_process_batch, call, self.retries),
            _numbered(batches),
            self.num_workers,
            self.max_in_flight,
            ordered=self.ordered,
            cancel=processes.close,
        )


def _numbered(batches: Generator[list[T]]) -> Generator[tuple[int, list[T]]]:
    with closing(batches):
        yield from enumerate(batches)


def _process_batch(call: Callable[[list[T]], R], retries: int, numbered_batch: tuple[int, list[T]]) -> R:
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


def _call_on_cluster(client: Cluster, process: Callable[[list[T]], R], batch: list[T]) -> R:
    result: R = client.submit(process, batch, pure=False).result()
    return result


def _require_dask_client() -> None:
    if find_spec("distributed") is None:
        raise MissingExtraError("distributed", extra="dask", needed_for="backend='dask'")
    raise InvalidArgumentError("backend='dask' needs a client: client=distributed.Client(…)")
