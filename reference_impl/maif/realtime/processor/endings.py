"""How a message ends: finished, tried again later, given up, or dropped because it is another's."""

from __future__ import annotations

import asyncio
import time
from typing import Protocol

from maif.clock import SYSTEM_CLOCK, Clock
from maif.errors import ProcessorStoppedError
from maif.realtime.event import Event
from maif.realtime.outbox import Storage
from maif.realtime.processor.budget import Budget
from maif.realtime.processor.counting import Counts, Rates
from maif.realtime.processor.deliveries import Delivery
from maif.realtime.processor.failing import MOST_IN_A_ROW, Failure, FailureRules, dead_letter
from maif.realtime.processor.slots import Slots


class Surrounding(Protocol):
    """What the end of a message may mean for the processor."""

    stopping: bool

    def emit(self, event: Event) -> None:
        """Have an event of no message handled."""
        ...

    def fail(self, error: BaseException) -> None:
        """Stop the processor."""
        ...

    def finished_one(self) -> None:
        """Take note that a message is finished, where commits follow a number of them."""
        ...


class Endings:
    """Carries messages from an attempt to their end."""

    def __init__(
        self,
        slots: Slots,
        storage: Storage,
        rules: FailureRules,
        budget: Budget,
        counts: Counts,
        rates: Rates,
        clock: Clock,
        around: Surrounding,
        *,
        tell_each: bool,
    ) -> None:
        self._slots, self._storage, self._rules, self._budget = slots, storage, rules, budget
        self._counts, self._clock, self._around = counts, clock, around
        self._now = time.monotonic if clock is SYSTEM_CLOCK else clock.monotonic  # asked for each message: spare a call
        self._note_latency = rates.latest.append
        self._tell_each = tell_each

    def succeed(self, delivery: Delivery) -> None:
        """Finish a message that was handled, and whose outbox is written."""
        self._rules.plan.in_a_row = 0
        self._finish(delivery)

    def _finish(self, delivery: Delivery) -> None:
        delivery.stage = "done"
        lane, offset = delivery.lane, delivery.message.offset
        lane.positions.finish(offset)
        del lane.deliveries[offset]
        self._counts.finished += 1
        self._note_latency(self._now() - delivery.arrived)
        if delivery.key is not None:
            self.release_key(delivery)
        self._budget.remove(delivery)
        if self._tell_each:
            self._around.finished_one()

    def drop(self, delivery: Delivery) -> None:
        """Forget a message: its partition is another's by now, or the processor stops."""
        lane = delivery.lane
        self._counts.lost += lane.revoked
        pausing = delivery.stage == "pausing"
        delivery.give_up()
        del lane.deliveries[delivery.message.offset]
        if pausing:
            self.release_key(delivery)
        self._budget.remove(delivery)

    def release_key(self, delivery: Delivery) -> None:
        """Let the next message of this one's key begin."""
        if (key := delivery.key) is not None:
            delivery.key = None
            self._slots.release(key)

    async def fail(self, delivery: Delivery, error: BaseException) -> None:
        """Throw away what a failed attempt has written, and do what `on_error` says."""
        if delivery.outbox is not None:
            delivery.outbox.drop()
        self._counts.failed += 1
        await self._decide(delivery, error)

    async def fail_for_good(self, delivery: Delivery, error: BaseException) -> None:
        """Do what `on_error` says of a message that has had all its attempts."""
        self._counts.failed += 1
        delivery.attempts = self._rules.plan.retries + 1
        await self._decide(delivery, error)

    async def _decide(self, delivery: Delivery, error: BaseException) -> None:
        rule = await self._rules.decide(delivery.message, error, delivery.attempts)
        if delivery.lost:
            return
        if rule == "stop":
            self._around.fail(error)
        elif rule != "retry":
            await self._give_up(delivery, error, rule)
        elif delivery.lane.revoked:
            self.drop(delivery)
        else:
            self._retry_later(delivery)

    def _retry_later(self, delivery: Delivery) -> None:
        self._counts.retried += 1
        delivery.stage = "pausing"
        pause = 0.0 if self._around.stopping else self._rules.pause(delivery.attempts)
        delivery.retry = asyncio.get_running_loop().call_later(pause, self.retry_now, delivery)

    def retry_now(self, delivery: Delivery) -> None:
        """End the pause before another attempt, if the message is in one."""
        if delivery.stage == "pausing" and delivery.retry is not None:
            delivery.retry.cancel()
            delivery.retry = None
            delivery.stage = "waiting"
            self._slots.put_back(delivery)

    async def _give_up(self, delivery: Delivery, error: BaseException, rule: str) -> None:
        message, attempts = delivery.message, delivery.attempts
        delivery.drop_outboxes()
        if rule == "dead_letter":
            delivery.stage = "writing"
            try:
                await self._storage.write_dead_letter(dead_letter(message, delivery.origin, attempts, error))
            except Exception as trouble:
                trouble.add_note(f"while a dead letter was written, of {delivery.origin}: {error!r}")
                self._around.fail(trouble)
                return
            if delivery.lost:
                return
            self._counts.dead_letters += 1
        else:
            self._counts.skipped += 1
        failure = Failure(error, message, attempts, rule)
        self._around.emit(Event("error", message.source_id, failure, message.content, None, self._clock.time()))
        self._finish(delivery)
        if self._rules.plan.give_up():
            stopped = ProcessorStoppedError(
                f"{MOST_IN_A_ROW} messages in a row have failed, the last with {type(error).__name__}: {error}; what "
                "they need may be gone. None is lost: mend it, and start again"
            )
            stopped.__cause__ = error
            self._around.fail(stopped)
