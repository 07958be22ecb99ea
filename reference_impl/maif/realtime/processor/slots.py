"""The slots in which handlers run: at most so many at a time, each taking the next from the line."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Hashable
from contextvars import Context
from typing import Protocol

from maif.errors import ProcessorStoppedError
from maif.parallel.workers import WorkerTasks
from maif.realtime.processor.deliveries import Stage
from maif.realtime.processor.ordering import Line


class Work(Protocol):
    """What takes a slot: an attempt at a message, or at a batch."""

    key: Hashable | None
    stage: Stage
    arrived: float
    begun: float


class Slots(WorkerTasks[Work, None]):
    """Runs work from the line, `count` at a time; a slot is taken while `run(work)` runs, and only then.

    Handlers see the variables of `context`. It calls `became_idle` when nothing runs and nothing could, and `broken`
    with an error that `run` let through.
    """

    def __init__(
        self,
        run: Callable[[Work], Awaitable[None]],
        count: int,
        *,
        became_idle: Callable[[], None],
        broken: Callable[[BaseException], None],
        context: Context,
    ) -> None:
        super().__init__(run, count, context)
        self.line: Line[Work] = Line()
        self.running: set[Work] = set()
        self._became_idle, self._broken = became_idle, broken

    @property
    def count(self) -> int:
        """How many slots there are."""
        return self._max_workers

    @property
    def idle(self) -> bool:
        """Whether nothing runs, and nothing could."""
        return not self.running and not self.line.ready

    def start(self) -> None:
        """Begin to take work, in the running event loop."""
        self._start()
        self._summon_worker()

    def put(self, work: Work) -> None:
        """Have work run when its turn comes."""
        self.line.put(work)
        if not self._worker_is_coming:  # as it often is; asking here saves a call
            self._summon_worker()

    def put_back(self, work: Work) -> None:
        """Have work run next; its key, if it has one, was not released."""
        self.line.put_back(work)
        self._summon_worker()

    def release(self, key: Hashable | None) -> None:
        """Let the next message of a key begin."""
        if key is not None:
            self.line.release(key)
            self._summon_worker()

    def _next(self) -> Work | None:
        line = self.line
        while not self._stopped and (work := line.take()) is not None:
            if work.stage == "done":  # given up before its turn came
                line.release(work.key)
                continue
            self.running.add(work)
            if line.ready and not self._worker_is_coming:
                self._summon_worker()
            return work
        return None

    def finish(self, call: Work, result: None) -> None:
        """Take note that work has left its slot."""
        self.running.discard(call)
        if not self.running and not self.line.ready:
            self._became_idle()

    def _fail(self, call: Work, error: BaseException) -> None:
        self.running.discard(call)
        if not isinstance(error, asyncio.CancelledError):
            self._broken(error)
        elif not self._stopped:
            self._broken(
                ProcessorStoppedError("a task that runs handlers was cancelled, by a handler or from elsewhere")
            )

    def take_no_more(self) -> None:
        """Begin nothing more; what runs goes on."""
        self._stopped = True

    async def stop(self, timeout: float) -> None:
        """Cancel what runs, and wait for its end; for a handler that ignores this, at most `timeout` seconds."""
        self.take_no_more()
        for task in self._workers:
            task.cancel()
        if self._workers:
            await asyncio.wait(self._workers, timeout=timeout)
