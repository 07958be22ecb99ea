"""Items that are pushed, by one thread or many, grouped by count or by time."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, Self, TypeVar

from maif.arguments import require_plain, whole_number
from maif.batches import Batcher
from maif.clock import SYSTEM_CLOCK, Clock
from maif.errors import BatchError, ClosedError, DeadlockError, InvalidArgumentError
from maif.units import parse_duration

T = TypeVar("T")


class StreamBatchProcessor(Generic[T]):
    """Collects items as they come, until there are `batch_size`, or the oldest has waited for `timeout`.

    `timeout` is in seconds or text such as `"250ms"`; None waits for ever. Any number of threads may add and get.
    What nobody gets goes on waiting: without `start`, nothing holds the producers up.

    >>> from maif.clock import VirtualClock
    >>> clock = VirtualClock()
    >>> words = StreamBatchProcessor(batch_size=2, timeout=5.0, clock=clock)
    >>> for word in ["to", "be", "or"]:
    ...     words.add(word)
    ...     if words.is_ready():
    ...         print(words.get_batch())
    ['to', 'be']
    >>> clock.sleep(5)
    >>> words.get_batch()
    ['or']

    `start(on_batch)` has a thread in the background wait for batches and call `on_batch(batch)`, one at a time. Then
    `add` waits while twice `batch_size` items wait: a slow `on_batch` holds the producers up. `close()`, or leaving
    the `with` block, hands over the rest.

    >>> with StreamBatchProcessor(batch_size=2) as words:
    ...     words.start(print)
    ...     for word in ["not", "to", "be"]:
    ...         words.add(word)
    ['not', 'to']
    ['be']
    """

    def __init__(
        self, batch_size: int = 100, timeout: float | str | None = 5.0, *, clock: Clock = SYSTEM_CLOCK
    ) -> None:
        self.batch_size = whole_number(1, batch_size=batch_size)
        self.timeout = None if timeout is None else parse_duration(timeout)
        self._clock = clock
        self._batcher: Batcher[T] = Batcher(batch_size, self.timeout)
        self._changed = clock.condition()
        self._thread: threading.Thread | None = None
        self._runner: int | None = None  # the thread in which on_batch is called
        self._running = self._closed = False
        self._added = 0
        self._done = 0  # of the items added, as many have been taken, and on_batch has returned
        self._flush_until = 0  # of the items added, as many are not to wait for a full batch
        self._error: BatchError | None = None

    def add(self, item: T) -> None:
        """Add an item.

        Raises `ClosedError` after `close`, a `BatchError` if `on_batch` has failed, and `DeadlockError` where
        `on_batch` itself adds more than there is room for.
        """
        with self._changed:
            while self._running and not self._closed and len(self._batcher) >= 2 * self.batch_size:
                self._require_another_thread("add an item where there is no room")
                self._changed.wait()
            self._raise_error()
            if self._closed:
                raise ClosedError("cannot add an item: this StreamBatchProcessor is closed")
            self._batcher.offer(item, self._clock.monotonic())
            self._added += 1
            if len(self._batcher) in (1, self.batch_size):  # the moment when the next batch is due has changed
                self._changed.notify_all()

    def is_ready(self) -> bool:
        """Return whether `get_batch` has a batch."""
        with self._changed:
            due = self._batcher.next_due()
            return due is not None and due <= self._clock.monotonic()

    def get_batch(self) -> list[T]:
        """Return the oldest batch, if it is full or has waited long enough; else an empty list."""
        with self._changed:
            batch = self._batcher.take(self._clock.monotonic())
            self._changed.notify_all()
            return batch

    def flush(self) -> list[T]:
        """Return all items that wait, in one list. If `on_batch` runs, it gets them instead, and this waits for it.

        Raises a `BatchError` if `on_batch` has failed, and `DeadlockError` where `on_batch` itself flushes.
        """
        with self._changed:
            self._require_another_thread("flush")
            if self._running:
                self._flush_until = until = self._added
                self._changed.notify_all()
                while self._running and self._done < until:
                    self._changed.wait()
            self._raise_error()
            if self._running:
                return []
            items = []
            while batch := self._batcher.flush():
                items += batch
            return items

    def start(self, on_batch: Callable[[list[T]], object]) -> None:
        """Have a thread in the background `run(on_batch)`."""
        require_plain(on_batch=on_batch)
        self._begin_to_run()
        thread = threading.Thread(target=self._run, args=[on_batch], name="maif-batches", daemon=True)
        try:
            self._thread = thread
            thread.start()
        except BaseException:
            if thread.ident is None:  # it has not begun, and nobody would end it
                self._thread = None
                self._end_run()
            raise

    def run(self, on_batch: Callable[[list[T]], object]) -> None:
        """Call `on_batch(batch)` for each batch when it is full or due, until `close`; then for the rest.

        An error of `on_batch` ends this. The next `add`, `flush` or `close` raises it, as a `BatchError`.
        """
        require_plain(on_batch=on_batch)
        self._begin_to_run()
        self._run(on_batch)

    def close(self) -> None:
        """Accept no more items. Where `on_batch` runs, wait until it has had the rest; else `flush` still gives it.

        Raises a `BatchError` if `on_batch` has failed, and `DeadlockError` where `on_batch` itself closes.
        """
        with self._changed:
            self._require_another_thread("close")
            self._closed = True
            self._changed.notify_all()
            while self._running:
                self._changed.wait()
        if self._thread is not None:
            self._thread.join()
        self._raise_error()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def _begin_to_run(self) -> None:
        with self._changed:
            if self._closed:
                raise ClosedError("cannot start: this StreamBatchProcessor is closed")
            if self._running:
                raise InvalidArgumentError("on_batch is set already: one function at a time gets the batches")
            self._running = True

    def _run(self, on_batch: Callable[[list[T]], object]) -> None:
        number = 0
        self._runner = threading.get_ident()
        try:
            while batch := self._wait_for_batch():
                try:
                    on_batch(batch)
                except BaseException as error:
                    if self._thread is None and not isinstance(error, Exception):
                        raise  # an interrupt, which the caller of `run` sees; in a thread nobody would
                    self._error = BatchError(number, batch, error)
                    return
                number += 1
        finally:
            self._end_run()

    def _end_run(self) -> None:
        with self._changed:
            self._running, self._runner = False, None
            self._changed.notify_all()

    def _require_another_thread(self, what: str) -> None:
        if self._runner == threading.get_ident():
            raise DeadlockError(f"on_batch cannot {what}: it would wait for itself")

    def _wait_for_batch(self) -> list[T]:
        """Return the next batch; an empty list when there will be none."""
        with self._changed:
            while True:
                taken = self._added - len(self._batcher)
                if self._done < taken:
                    self._done = taken
                    self._changed.notify_all()
                now = self._clock.monotonic()
                at_once = self._closed or taken < self._flush_until
                batch = self._batcher.flush() if at_once else self._batcher.take(now)
                if batch or self._closed:
                    self._changed.notify_all()
                    return batch
                due = self._batcher.next_due()
                self._changed.wait(None if due is None else due - now)

    def _raise_error(self) -> None:
        error, self._error = self._error, None
        if error is not None:
            raise error
