"""The pool of worker tasks that maps and live streams stand on."""

from __future__ import annotations

import asyncio
from collections import deque

from hypothesis import given
from hypothesis import strategies as st

from maif.clock import run
from maif.futures import cancel_all
from maif.parallel.workers import WorkerTasks


class Naps(WorkerTasks[float, None]):
    """Workers that sleep; each call is so many seconds of it."""

    def __init__(self, max_workers: int) -> None:
        super().__init__(self._nap, max_workers)
        self.waiting: deque[float] = deque()
        self.running = self.done = 0

    def start(self) -> None:
        self._start()

    def offer(self, *naps: float) -> None:
        self.waiting += naps
        self._summon_worker()

    async def _nap(self, seconds: float) -> None:
        self.running += 1
        await asyncio.sleep(seconds)
        self.running -= 1

    def _next(self) -> float | None:
        if not self.waiting:
            return None
        nap = self.waiting.popleft()
        self._summon_worker()
        return nap

    def finish(self, call: float, result: None) -> None:
        self.done += 1

    def _fail(self, call: float, error: BaseException) -> None:
        pass

    async def stop(self) -> None:
        self._stopped = True
        await cancel_all(self._tasks())


@given(st.lists(st.tuples(st.integers(1, 6), st.integers(0, 8)), min_size=1, max_size=8))
def test_after_each_change_no_more_run_than_allowed_and_none_is_left_undone(steps: list[tuple[int, int]]) -> None:
    async def main() -> None:
        naps = Naps(1)
        naps.start()
        asked = 0
        for workers, calls in steps:
            naps.resize(workers)
            await asyncio.sleep(1)  # those that are too many have finished their call
            naps.offer(*[1.0] * calls)
            asked += calls
            await asyncio.sleep(0.5)
            assert naps.running == min(workers, naps.running + len(naps.waiting))
        await asyncio.sleep(100)
        assert naps.done == asked
        await naps.stop()

    run(main())


def test_idle_workers_leave_at_once_when_there_are_too_many() -> None:
    async def main() -> list[int]:
        naps = Naps(5)
        naps.start()
        naps.offer(*[1.0] * 5)
        await asyncio.sleep(2)
        before = len(asyncio.all_tasks()) - 1  # this one
        naps.resize(2)
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        after = len(asyncio.all_tasks()) - 1
        await naps.stop()
        return [before, after]

    assert run(main()) == [5, 2]
