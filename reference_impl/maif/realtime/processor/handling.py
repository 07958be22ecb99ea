"""From an attempt to the end of a message: handlers, events, batches, outbox, and what happens when one fails."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import Protocol

from maif.clock import SYSTEM_CLOCK, Clock
from maif.errors import MessageError, ProcessorStoppedError
from maif.pipeline.error_handling import is_cancellation
from maif.realtime.event import Event
from maif.realtime.message import Message
from maif.realtime.outbox import Outbox, Storage, current_outbox
from maif.realtime.processor.batching import Batching
from maif.realtime.processor.budget import Budget
from maif.realtime.processor.counting import Counts, Rates
from maif.realtime.processor.deliveries import Delivery
from maif.realtime.processor.failing import MOST_IN_A_ROW, Failure, FailureRules, dead_letter
from maif.realtime.processor.handlers import Call, Handlers
from maif.realtime.processor.similarity import Comparison
from maif.realtime.processor.slots import Slots, Work

_log = logging.getLogger("maif.realtime")

MOST_EVENTS = 1000  # that one message may bring forth


class Surrounding(Protocol):
    """What handling a message needs of the processor around it."""

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


class Handling:
    """Runs attempts at messages in slots, and carries each message to its end."""

    def __init__(
        self,
        handlers: Handlers,
        storage: Storage,
        rules: FailureRules,
        budget: Budget,
        counts: Counts,
        rates: Rates,
        clock: Clock,
        around: Surrounding,
    ) -> None:
        self._handlers, self._storage, self._rules = handlers, storage, rules
        self._budget, self._counts, self._clock, self._around = budget, counts, clock, around
        self._now = time.monotonic if clock is SYSTEM_CLOCK else clock.monotonic  # asked for each message: spare a call
        self._note_latency = rates.latencies.push
        self._warned_of_unhandled = False
        self.batches: Sequence[Batching] = ()
        self.last: list[Callable[[Message], Awaitable[None]]] = []  # called when all else of a message has succeeded
        self.compare: Comparison | None = None
        self._listened_to = bool({"new_data", "similarity_threshold"} & handlers.events.keys())
        self.commit_every: int | None = None
        self.slots: Slots

    async def run(self, work: Work) -> None:
        """Do a piece of work, in a slot."""
        if isinstance(work, Delivery):
            await self._attempt(work)
        else:
            assert isinstance(work, Batching)
            await work.run()

    async def _attempt(self, delivery: Delivery) -> None:
        """Make one attempt at a message. This is the path of every message, so it makes as few calls as it can."""
        message = delivery.message
        delivery.stage, delivery.begun, delivery.task = "running", self._now(), asyncio.current_task(self.slots.loop)
        delivery.attempts += 1
        outbox = delivery.new_outbox()
        token = current_outbox.set(outbox)
        try:
            if message.failure is not None:
                raise message.failure
            calls = self._handlers.of_message(message)
            for call in calls:
                await call(message)
            if outbox.events or self.last or not calls or self._listened_to:
                await self._call_others(message, outbox, calls)
            if delivery.lost:  # and its handler took no notice
                return
            if self.batches and message.large_file is None:
                self.release_key(delivery)
                self.batches[0].offer(delivery)
            else:
                if outbox.seal() and (writing := self._storage.write(outbox)) is not None:
                    await writing
                if outbox.events:
                    self._hand_over_late_events(outbox)
                self._succeed(delivery)
        except (Exception, asyncio.CancelledError) as error:
            if not delivery.lost:
                if is_cancellation(error):
                    delivery.give_up()
                    raise
                await self._failed(delivery, error)
        finally:
            current_outbox.reset(token)
            if delivery.lost:
                self._leave(delivery)
            delivery.task = None

    def _leave(self, delivery: Delivery) -> None:
        """Have the worker go on with other messages: it was cancelled for the sake of this one, which is given up."""
        self.release_key(delivery)
        while delivery.task is not None and delivery.task.cancelling():
            delivery.task.uncancel()

    async def _call_others(self, message: Message, outbox: Outbox, calls: Sequence[Call]) -> None:
        """Call what comes after the handlers of a message: those of its events, and models."""
        handlers = self._handlers
        if "new_data" in handlers.events and message.large_file is None:
            await handlers.handle_event(
                Event("new_data", message.source_id, message, message.content, None, message.timestamp)
            )
        elif not calls and not self.batches and not self.last:
            self._note_unhandled(message)
        if self.compare is not None and message.content is not None:
            await self._compare(self.compare, message, outbox)
        if outbox.events:
            await self._handle_events(message, outbox)
        for call in self.last:
            await call(message)

    def _hand_over_late_events(self, outbox: Outbox) -> None:
        """Have events handled though their message is finished: a thread emitted them when its handler had returned."""
        while outbox.events:
            self._around.emit(outbox.events.popleft())

    async def _compare(self, compare: Comparison, message: Message, outbox: Outbox) -> None:
        if hits := await compare.hits(outbox.origin, message):
            payload = {"message": message, "similar": hits, "score": hits[0].score}
            outbox.add_event(
                Event("similarity_threshold", message.source_id, payload, message.content, None, message.timestamp)
            )

    async def _handle_events(self, message: Message, outbox: Outbox) -> None:
        """Handle what the message's handlers have emitted, and what these handlers emit in turn."""
        number = 0
        while outbox.events:
            number += 1
            if number > MOST_EVENTS:
                raise MessageError(
                    f"a message may emit {MOST_EVENTS} events: does a handler emit the event it handles?"
                )
            event = outbox.events.popleft()
            event.source = event.source or message.source_id
            await self._handlers.handle_event(event)

    def _note_unhandled(self, message: Message) -> None:
        self._counts.unhandled += 1
        if not self._warned_of_unhandled:
            self._warned_of_unhandled = True
            _log.warning("a message of %s has no handler; more such are counted as `unhandled`", message.source_id)

    async def succeeded(self, delivery: Delivery, number: int) -> None:
        """Go on with a message that batch handler `number` has handled."""
        outbox = delivery.outbox
        assert outbox is not None
        try:
            if outbox.events:
                token = current_outbox.set(outbox)
                try:
                    await self._handle_events(delivery.message, outbox)
                finally:
                    current_outbox.reset(token)
            if number + 1 < len(self.batches):
                self.batches[number + 1].offer(delivery)
            else:
                await self._finish(delivery, outbox)
        except Exception as error:
            await self.failed_alone(delivery, error)

    async def failed_alone(self, delivery: Delivery, error: BaseException) -> None:
        """Give a message up that makes its batch fail, though it is alone in it."""
        self._counts.failed += 1
        delivery.attempts = self._rules.retries + 1
        await self._decide(delivery, error)

    async def _finish(self, delivery: Delivery, outbox: Outbox) -> None:
        """Write what a message's handlers have written, as one; then the message is finished."""
        if outbox.seal() and (writing := self._storage.write(outbox)) is not None:
            await writing
        self._succeed(delivery)

    def _succeed(self, delivery: Delivery) -> None:
        self._rules.in_a_row = 0
        self._done(delivery)

    def _done(self, delivery: Delivery) -> None:
        delivery.stage = "done"
        lane, offset = delivery.lane, delivery.message.offset
        lane.positions.finish(offset)
        del lane.deliveries[offset]
        self._counts.finished += 1
        self._note_latency(self._now() - delivery.arrived)
        if delivery.key is not None:
            self.release_key(delivery)
        self._budget.remove(delivery)
        if self.commit_every is not None:
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
            self.slots.release(key)

    async def _failed(self, delivery: Delivery, error: BaseException) -> None:
        if delivery.outbox is not None:
            delivery.outbox.drop()
        self._counts.failed += 1
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
        """End the pause before another attempt."""
        if delivery.stage == "pausing" and delivery.retry is not None:
            delivery.retry.cancel()
            delivery.retry = None
            delivery.stage = "waiting"
            self.slots.put_back(delivery)

    async def _give_up(self, delivery: Delivery, error: BaseException, rule: str) -> None:
        message, attempts = delivery.message, delivery.attempts
        delivery.drop_outboxes()
        if rule == "dead_letter":
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
        self._done(delivery)
        if self._rules.note_failure():
            stopped = ProcessorStoppedError(
                f"{MOST_IN_A_ROW} messages in a row have failed, the last with {type(error).__name__}: {error}; what "
                "they need may be gone. None is lost: mend it, and start again"
            )
            stopped.__cause__ = error
            self._around.fail(stopped)
