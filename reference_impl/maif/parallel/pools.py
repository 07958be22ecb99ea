"""Concurrent maps over plain functions, in threads or processes: `map_ordered` and `map_as_completed`.

The thread that reads the results also reads the source: it hands items to the workers, as many as the bounds allow,
whenever it asks for the next result. Every finished call arrives in one queue, so the work for one item stays the
same, however many are in flight.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import copy_context
from queue import SimpleQueue
from typing import Generic, Literal, TypeVar

from maif.arguments import require_plain, whole_number
from maif.errors import InvalidArgumentError, InvalidTypeError
from maif.parallel.call_queue import CallQueue
from maif.parallel.processes import WorkerProcesses
from maif.sources import closing_source

T = TypeVar("T")
R = TypeVar("R")


def map_ordered(
    fn: Callable[[T], R],
    items: Iterable[T],
    *,
    backend: Literal["threads", "processes"] = "threads",
    num_workers: int | None = None,
    max_in_flight: int | None = None,
    max_waiting: int | None = None,
) -> Generator[R]:
    """Yield `fn(item)` for each item, in the order of the items; `num_workers` threads or processes make the calls.

    `max_in_flight` bounds the calls that are running or next in line (by default two for each worker), and
    `max_waiting` the finished results behind a slow one (by default twice as many). The source is never more than
    `max_in_flight + max_waiting` items ahead of the results, so endless sources work. By default there is a worker
    process for each processor; there are as many threads as `max_in_flight` if that is given, else a few more than
    processors.

    >>> list(map_ordered(str.upper, ["to", "be"], num_workers=2))
    ['TO', 'BE']
    >>> results = map_ordered(int, ["3", "x", "4"], num_workers=2)
    >>> next(results)
    3
    >>> next(results)
    Traceback (most recent call last):
    ValueError: invalid literal for int() with base 10: 'x'

    An error of a call comes at its item's place, after all results before it, and ends the map. An error of the source
    comes after the results of all items before it. Leaving early drops the calls that have not begun, waits for those
    that run in threads, ends those in processes with their process, and closes the source. `contextlib.closing` makes
    this happen at a certain line.

    In threads, each call sees the context variables of the reader. To processes, functions and items travel as
    `WorkerProcesses.wrap` says: lambdas need the extra `workers`, and a call whose process is killed is made again.
    """
    return _map(fn, items, backend, num_workers, max_in_flight, max_waiting, ordered=True)


def map_as_completed(
    fn: Callable[[T], R],
    items: Iterable[T],
    *,
    backend: Literal["threads", "processes"] = "threads",
    num_workers: int | None = None,
    max_in_flight: int | None = None,
    max_waiting: int | None = None,
) -> Generator[R]:
    """Yield `fn(item)` for each item, first come first served; in all else this is `map_ordered`.

    >>> sorted(map_as_completed(str.upper, ["to", "be"], num_workers=2))
    ['BE', 'TO']
    """
    return _map(fn, items, backend, num_workers, max_in_flight, max_waiting, ordered=False)


def _map(
    fn: Callable[[T], R],
    items: Iterable[T],
    backend: str,
    num_workers: int | None,
    max_in_flight: int | None,
    max_waiting: int | None,
    ordered: bool,
) -> Generator[R]:
    require_plain(fn=fn)
    if not isinstance(items, Iterable):
        raise InvalidTypeError(f"items must be an iterable, got {items!r}")
    if backend not in ("threads", "processes"):
        raise InvalidArgumentError(f"backend must be 'threads' or 'processes', got {backend!r}")
    if num_workers is None:
        processors = os.cpu_count() or 1
        num_workers = processors if backend == "processes" else max_in_flight or min(32, processors + 4)
    if backend == "threads":
        return map_in_threads(fn, iter(items), num_workers, max_in_flight, max_waiting, ordered=ordered)
    processes = WorkerProcesses()
    call = processes.wrap(fn)
    return map_in_threads(
        call, iter(items), num_workers, max_in_flight, max_waiting, ordered=ordered, cancel=processes.close
    )


def map_in_threads(
    fn: Callable[[T], R],
    source: Iterator[T],
    num_workers: int,
    max_in_flight: int | None = None,
    max_waiting: int | None = None,
    *,
    ordered: bool,
    cancel: Callable[[], object] = lambda: None,
) -> Generator[R]:
    """Check the bounds, and return the generator of results; at its end, `cancel()` cuts short the calls that run."""
    num_workers = whole_number(1, num_workers=num_workers)
    if max_in_flight is None:
        max_in_flight = 2 * num_workers
    max_in_flight = whole_number(1, max_in_flight=max_in_flight)
    if max_waiting is None:
        max_waiting = 2 * max_in_flight
    max_waiting = whole_number(0, max_waiting=max_waiting)
    calls: CallQueue[_Call[R]] = CallQueue(max_in_flight, max_in_flight + max_waiting, ordered)
    return _Map(fn, source, calls).results(num_workers, cancel)


class _Call(Generic[R]):
    """A call on its way through the queue; the thread that makes it knows only the future."""

    __slots__ = ("done", "future")

    def __init__(self, future: Future[R]) -> None:
        self.future = future
        self.done = False


class _Map(Generic[T, R]):
    """One run of a map: its source, its calls, and those that have ended and that the reader has not noticed yet."""

    def __init__(self, fn: Callable[[T], R], source: Iterator[T], calls: CallQueue[_Call[R]]) -> None:
        self._fn = fn
        self._source = source
        self._calls = calls
        self._in_flight: dict[Future[R], _Call[R]] = {}
        self._ended: SimpleQueue[Future[R]] = SimpleQueue()
        self._source_ended = False
        self._source_error: Exception | None = None

    def results(self, num_workers: int, cancel: Callable[[], object]) -> Generator[R]:
        calls = self._calls
        with closing_source(self._source), _threads(num_workers, cancel) as threads:
            while True:
                while not self._ended.empty():
                    self._note_end()
                self._submit_calls(threads)
                if calls.has_result():
                    yield calls.take().future.result()
                elif calls.ahead:
                    self._note_end()
                elif self._source_error is not None:
                    raise self._source_error
                else:
                    return

    def _submit_calls(self, threads: ThreadPoolExecutor) -> None:
        while not self._source_ended and self._calls.has_room():
            try:
                item = next(self._source)
            except StopIteration:
                self._source_ended = True
                return
            except Exception as error:
                self._source_ended, self._source_error = True, error
                return
            future = threads.submit(copy_context().run, self._fn, item)
            self._in_flight[future] = call = _Call(future)
            self._calls.begin(call)
            future.add_done_callback(self._ended.put)

    def _note_end(self) -> None:
        """Wait for the next call to end."""
        call = self._in_flight.pop(self._ended.get())
        self._calls.finish(call)
        if call.future.exception() is not None:
            self._source_ended = True  # the map ends here: no further item is needed


@contextmanager
def _threads(num_workers: int, cancel: Callable[[], object]) -> Iterator[ThreadPoolExecutor]:
    threads = ThreadPoolExecutor(num_workers, thread_name_prefix="maif-map")
    try:
        yield threads
    finally:
        threads.shutdown(wait=False, cancel_futures=True)
        cancel()
        threads.shutdown()
