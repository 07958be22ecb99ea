"""What is looked at once a second: rates, handlers that are stuck, and the number of slots."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from maif.clock import Clock
from maif.realtime.processor.counting import Rates
from maif.realtime.processor.deliveries import Delivery
from maif.realtime.processor.scaling import WorkerScaling
from maif.realtime.processor.slots import Slots
from maif.realtime.sources.source import Source

INTERVAL = 1.0  # seconds between two looks
STUCK_AFTER = 60.0  # seconds that a handler runs before it is told of


class Monitor:
    """Looks at a running processor, and emits `stuck` and `workers`."""

    def __init__(
        self,
        slots: Slots,
        rates: Rates,
        scaling: WorkerScaling | None,
        emit: Callable[[str, Source | None, Any], None],
        clock: Clock,
    ) -> None:
        self._slots, self._rates, self._scaling, self._emit, self._clock = slots, rates, scaling, emit, clock
        self._told: dict[Any, float] = {}  # work that is known to be stuck, and when it had begun
        self.rate_in = self.rate_out = 0.0

    async def run(self) -> None:
        """Look every second, until cancelled."""
        while True:
            await self._clock.sleep_async(INTERVAL)
            self.look()

    def look(self) -> None:
        """Look once."""
        now = self._clock.monotonic()
        self.rate_in, self.rate_out = self._rates.update()
        self._look_for_stuck(now)
        if self._scaling is not None:
            self._scale(self._scaling, now)

    def _look_for_stuck(self, now: float) -> None:
        self._told = {work: begun for work, begun in self._told.items() if work in self._slots.running}
        for work in self._slots.running:
            if now - work.begun >= STUCK_AFTER and self._told.get(work) != work.begun:
                self._told[work] = work.begun
                source = work.lane.source if isinstance(work, Delivery) else None
                message = work.message if isinstance(work, Delivery) else None
                self._emit("stuck", source, {"message": message, "seconds": now - work.begun})

    def _scale(self, scaling: WorkerScaling, now: float) -> None:
        ready, before = self._slots.line.ready, self._slots.count
        waited = now - ready[0].arrived if ready else 0.0
        count = scaling.next_count(waited, len(self._slots.running), now)
        if count != before:
            self._slots.resize(count)
            self._emit("workers", None, {"workers": count, "before": before, "waited": waited})
