"""From start to stop: what is begun, what an end is, and how everything ends in time."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Collection, Coroutine
from typing import Any

from maif.pipeline.error_handling import is_cancellation
from maif.realtime.processor.run import Run
from maif.realtime.sources.source import Source

_log = logging.getLogger("maif.realtime")

CLOSE_TIMEOUT = 5.0  # seconds for a source, or a task, to end
COMMIT_RESERVE = 10.0  # seconds, or a quarter, of a stop's time that are kept for syncing and committing


class Lifecycle:
    """Starts a `Run`, waits for its end, and stops it."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._loop = asyncio.get_running_loop()
        self._drain_no_more = asyncio.Event()
        self._stopped: asyncio.Task[None] | None = None
        self._reading: list[asyncio.Task[None]] = []
        self._background: list[asyncio.Task[None]] = []

    def _begin(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        return self._loop.create_task(work, context=self._run.context.copy())

    async def start(self) -> None:
        """Connect the sources, and begin to read; where that fails or is cancelled, close everything."""
        run = self._run
        run.slots.start()
        self._background = [self._begin(run.events.run()), self._begin(run.monitor.run())]
        try:
            await run.models.load()
            async with asyncio.TaskGroup() as opening:
                for reader in run.readers:
                    opening.create_task(reader.source.open(reader), context=run.context.copy())
        except BaseException as error:
            await self.stop(drain=False)
            if isinstance(error, BaseExceptionGroup):
                raise error.exceptions[0] from None
            raise
        self._background.append(self._begin(run.committer.run()))
        self._reading = [self._begin(reader.read()) for reader in run.readers]
        self._background.append(self._begin(self._note_end()))

    async def _note_end(self) -> None:
        """Wait until all sources have ended, or enough was read; then until all of it is finished."""
        reading = set(self._reading)
        while reading and not self._run.enough:
            _, reading = await asyncio.wait(reading, return_when=asyncio.FIRST_COMPLETED)
        await _end_tasks(reading, CLOSE_TIMEOUT)
        self._run.fill_no_more_batches()
        await self._run.budget.quiet.wait()
        self._run.ended.set()

    def ask_to_stop(self) -> None:
        """End as soon as what has been read is handled; at the second time, at once."""
        if self._run.ended.is_set():
            self._drain_no_more.set()
        self._run.ended.set()

    async def until_end(self, timeout: float | None, idle: float | None) -> None:
        """Wait for the end of all sources, for `count` messages, a failure, `timeout`, or `idle` seconds of quiet."""
        waits = [self._begin(_wait(self._run.ended))]
        if idle is not None:
            waits.append(self._begin(self._idle_for(idle)))
        try:
            await asyncio.wait(waits, timeout=timeout, return_when=asyncio.FIRST_COMPLETED)
        finally:
            await _end_tasks(waits, CLOSE_TIMEOUT)

    async def _idle_for(self, seconds: float) -> None:
        """Wait until nothing has come, and nothing was on its way, for so long."""
        quiet, counts = self._run.budget.quiet, self._run.counts
        while True:
            await quiet.wait()
            received = counts.received
            await self._run.clock.sleep_async(seconds)
            if quiet.is_set() and received == counts.received:
                return

    async def stop(self, drain: bool = True) -> None:
        """End: handle what has been read, unless told not to; commit; close. A second call waits for the first."""
        if not drain:
            self._drain_no_more.set()
        if self._stopped is None:
            self._stopped = self._begin(self._stop())
        await asyncio.shield(self._stopped)

    async def _stop(self) -> None:
        run = self._run
        run.stopping = True
        run.ended.set()
        limit = run.config.stop_timeout
        deadline = self._loop.time() + limit

        def share(part: float) -> float:
            return min(CLOSE_TIMEOUT, part * max(0.0, deadline - self._loop.time()))

        await _end_tasks(self._reading, share(1 / 4))
        if run.failure is None:
            await self._drain(deadline - self._loop.time() - min(COMMIT_RESERVE, limit / 4))
        await run.slots.stop(share(1 / 4))
        run.drop_all()
        await _within(run.events.quiet(), share(1 / 4))
        await _end_tasks(self._background, share(1 / 4))
        await _within(run.committer.commit(), max(0.0, deadline - self._loop.time()))
        await asyncio.gather(*(_close(reader.source, max(0.1, share(1))) for reader in run.readers))
        try:
            await run.storage.close(max(0.0, deadline - self._loop.time()))
        except Exception as error:
            run.fail(error)
        run.threads.close()

    async def _drain(self, seconds: float) -> None:
        """Wait until all that has been read is finished, and let nothing else be waited for."""
        self._run.hurry()
        waits = [self._begin(_wait(event)) for event in (self._run.budget.quiet, self._drain_no_more, self._run.failed)]
        await asyncio.wait(waits, timeout=max(0.0, seconds), return_when=asyncio.FIRST_COMPLETED)
        await _end_tasks(waits, CLOSE_TIMEOUT)


async def _close(source: Source, timeout: float) -> None:
    try:
        async with asyncio.timeout(timeout):
            await source.close()
    except (Exception, asyncio.CancelledError) as error:  # clients have been seen to raise their own cancellation
        if is_cancellation(error):
            raise
        _log.warning("the source %s did not close: %s: %s", source.name, type(error).__name__, error)


async def _wait(event: asyncio.Event) -> None:
    await event.wait()


async def _within(work: Coroutine[Any, Any, object], seconds: float) -> None:
    """Wait for work, but not for longer than so many seconds."""
    try:
        async with asyncio.timeout(seconds) as limit:
            await work
    except TimeoutError:
        if not limit.expired():
            raise


async def _end_tasks(tasks: Collection[asyncio.Task[None]], timeout: float) -> None:
    """Cancel tasks, and wait for their end, for so many seconds at most."""
    for task in tasks:
        task.cancel()
    if tasks:
        await asyncio.wait(tasks, timeout=timeout)
