"""Commits: sync what was written, then tell each source how far all has been finished."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable

from maif.clock import Clock
from maif.realtime.outbox import Storage
from maif.realtime.processor.deliveries import Lane
from maif.realtime.sources.source import Source

_log = logging.getLogger("maif.realtime")

TIME_LIMIT = 10.0  # seconds for one source's commit


class Committer:
    """Commits every `interval` seconds, and whenever it is asked to; one commit at a time.

    It awaits `before` first, which brings to disk what else must be there before a position may be committed. It tells
    `failed` of an error of storage or source, and tries again with the next commit what that left out.
    """

    def __init__(
        self,
        storage: Storage,
        lanes: Callable[[], Iterable[Lane]],
        *,
        interval: float,
        before: Callable[[], Awaitable[None]],
        failed: Callable[[BaseException, Source | None], None],
        clock: Clock,
    ) -> None:
        self._storage, self._lanes = storage, lanes
        self._interval, self._before, self._failed, self._clock = interval, before, failed, clock
        self._due = asyncio.Event()
        self._one_at_a_time = asyncio.Lock()
        self.commits = 0
        self.failures = 0

    def ask(self) -> None:
        """Have a commit made now."""
        self._due.set()

    async def run(self) -> None:
        """Commit as time goes by, until cancelled."""
        while True:
            await self._clock.wait_async(self._due, self._interval)
            self._due.clear()
            await self.commit()

    async def commit(self, lanes: Iterable[Lane] | None = None) -> bool:
        """Commit what has finished, of some lanes or all; return whether nothing failed."""
        async with self._one_at_a_time:
            # Looked at before the sync: what finishes during it may not be on disk.
            prefixes = {
                lane: position
                for lane in (self._lanes() if lanes is None else lanes)
                if (position := lane.positions.committable()) is not None and position != lane.committed
            }
            if not prefixes:
                return True
            try:
                await self._before()
                await self._storage.sync()
            except Exception as error:
                self._note_failure(error, None)
                return False
            sources = {lane.source for lane in prefixes}
            return all(await asyncio.gather(*(self._commit_source(source, prefixes) for source in sources)))

    async def _commit_source(self, source: Source, prefixes: dict[Lane, int]) -> bool:
        own = {lane: position for lane, position in prefixes.items() if lane.source is source}
        try:
            async with asyncio.timeout(TIME_LIMIT):
                await source.commit({lane.partition: position for lane, position in own.items()})
        except Exception as error:
            self._note_failure(error, source)
            return False
        for lane, position in own.items():
            lane.committed = position
        self.commits += 1
        return True

    def _note_failure(self, error: BaseException, source: Source | None) -> None:
        self.failures += 1
        what = "artifacts could not be synced" if source is None else f"{source.name} could not commit"
        _log.warning("%s, and will be tried again: %s: %s", what, type(error).__name__, error)
        self._failed(error, source)
