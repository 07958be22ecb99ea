"""Batches: messages that are handled together, after their own handlers; one batch at a time."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Hashable
from typing import Protocol

from maif.batches import BatchCore
from maif.clock import Clock
from maif.pipeline.error_handling import is_cancellation
from maif.realtime.outbox import Outbox
from maif.realtime.processor.deliveries import Delivery, Stage
from maif.realtime.processor.failing import FailureRules
from maif.realtime.processor.handlers import Call, ThreadLostError
from maif.realtime.processor.slots import Slots


class BatchOutcome(Protocol):
    """What becomes of the messages of a batch."""

    async def succeeded(self, delivery: Delivery, number: int) -> None:
        """Go on with a message after batch handler `number`."""
        ...

    async def failed_alone(self, delivery: Delivery, error: BaseException) -> None:
        """Take a message out that makes a batch fail, though it is alone in it, or can be in no other."""
        ...


class Batching:
    """One batch handler, and the messages that wait for it, in the order in which they came.

    A batch is a piece of work for a slot. The slot tries one that fails again as a whole, and after the last attempt
    each half of it alone, until failing messages stand alone.
    """

    def __init__(
        self,
        number: int,
        call: Call,
        max_size: int,
        max_wait: float | None,
        *,
        slots: Slots,
        rules: FailureRules,
        outcome: BatchOutcome,
        clock: Clock,
    ) -> None:
        self._number, self._call = number, call
        self._waiting: BatchCore[Delivery] = BatchCore(max_size, max_wait)
        self._pieces: deque[list[Delivery]] = deque()  # of the batch that is being handled
        self._slots, self._rules, self._outcome, self._clock = slots, rules, outcome, clock
        self._timer: asyncio.TimerHandle | None = None
        self._attempts = 0
        self._busy = False  # whether a batch is being handled, or waits for its slot or its next attempt
        self.hurried = False
        # This is the piece of work that a slot runs.
        self.key: Hashable | None = None
        self.stage: Stage = "waiting"
        self.arrived = self.begun = 0.0

    def offer(self, delivery: Delivery) -> None:
        """Take a message whose own handlers have returned."""
        delivery.stage = "in batch"
        self._waiting.offer(delivery, self._clock.monotonic())
        self._look()

    def flush(self) -> None:
        """Begin a batch with what there is: no more can come before it has been handled."""
        if not self._busy and (batch := self._waiting.flush()):
            self._begin(batch)

    def hurry(self, hurried: bool) -> None:
        """Wait no more, neither for full batches nor between attempts; or do again."""
        self.hurried = hurried
        if not hurried:
            return
        if not self._busy:
            self.flush()
        elif self._timer is not None:
            self._cancel_timer()
            self._enter_line()

    def _look(self) -> None:
        """Begin the next batch if it is full or due; see to it that this is looked at again when it will be."""
        if self._busy:
            return
        now = self._clock.monotonic()
        if batch := self._waiting.flush() if self.hurried else self._waiting.take(now):
            self._begin(batch)
        elif self._timer is None and (due := self._waiting.next_due()) is not None:
            self._wake_after(due - now, self._timer_looks)

    def _timer_looks(self) -> None:
        self._timer = None
        self._look()

    def _begin(self, batch: list[Delivery]) -> None:
        self._cancel_timer()
        self._busy = True
        self._pieces.append(batch)
        self._attempts = 0
        self._enter_line()

    def _enter_line(self) -> None:
        self._timer = None
        self.stage, self.arrived = "waiting", self._clock.monotonic()
        self._slots.put(self)

    def _wake_after(self, seconds: float, call: Callable[[], None]) -> None:
        self._timer = asyncio.get_running_loop().call_later(max(0.0, seconds), call)

    def _cancel_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    async def run(self) -> None:
        """Handle the first piece, in a slot."""
        self.stage, self.begun = "running", self._clock.monotonic()
        piece = [delivery for delivery in self._pieces.popleft() if not delivery.lost]
        if piece:
            await self._attempt(piece)
        if self._timer is not None:
            return  # waits before another attempt
        if self._pieces:
            self._enter_line()
            return
        self._busy = False
        self._look()

    async def _attempt(self, piece: list[Delivery]) -> None:
        self._attempts += 1
        for delivery in piece:
            delivery.message.outbox = Outbox(delivery.origin, parent=delivery.outbox)
        try:
            await self._call([delivery.message for delivery in piece])
        except (Exception, asyncio.CancelledError) as error:
            if is_cancellation(error):
                raise
            for delivery in piece:
                if (outbox := delivery.message.outbox) is not None:
                    outbox.drop_own()
                delivery.message.outbox = delivery.outbox
            await self._failed(piece, error)
        else:
            for delivery in piece:
                if not delivery.lost:
                    delivery.outbox = delivery.message.outbox
                    await self._outcome.succeeded(delivery, self._number)

    async def _failed(self, piece: list[Delivery], error: BaseException) -> None:
        if isinstance(error, ThreadLostError):  # the thread may still be at work on all of them
            for delivery in piece:
                await self._outcome.failed_alone(delivery, error)
        elif self._attempts <= self._rules.plan.retries:
            self._pieces.appendleft(piece)
            pause = 0.0 if self.hurried else self._rules.pause(self._attempts)
            self._wake_after(pause, self._enter_line)
        elif len(piece) > 1:
            middle = len(piece) // 2
            self._pieces.extendleft([piece[middle:], piece[:middle]])
        else:
            await self._outcome.failed_alone(piece[0], error)
