"""One attempt at a message: its handlers, those of its events, models, and what all of them have written."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Sequence

from maif.clock import SYSTEM_CLOCK, Clock
from maif.errors import MessageError
from maif.pipeline.error_handling import is_cancellation
from maif.realtime.event import Event
from maif.realtime.message import Message
from maif.realtime.outbox import Outbox, Storage, current_outbox
from maif.realtime.processor.batching import Batching
from maif.realtime.processor.counting import Counts
from maif.realtime.processor.deliveries import Delivery
from maif.realtime.processor.endings import Endings
from maif.realtime.processor.handlers import Call, Handlers
from maif.realtime.processor.similarity import Comparison
from maif.realtime.processor.slots import Work

_log = logging.getLogger("maif.realtime")

MOST_EVENTS = 1000  # that one message may bring forth


class Handling:
    """Makes the attempts at messages, in slots.

    `compare` finds similar messages, where somebody wants to be told; `last` comes when all else has succeeded. `emit`
    takes events for which it is too late to be part of their message.
    """

    def __init__(
        self,
        handlers: Handlers,
        storage: Storage,
        counts: Counts,
        clock: Clock,
        *,
        compare: Comparison | None,
        last: Callable[[Message], Awaitable[None]] | None,
        emit: Callable[[Event], None],
    ) -> None:
        self._handlers, self._storage, self._counts = handlers, storage, counts
        self._compare, self._last, self._emit = compare, last, emit
        self._has_more = compare is not None or last is not None or "new_data" in handlers.events
        self._now = time.monotonic if clock is SYSTEM_CLOCK else clock.monotonic  # asked for each message: spare a call
        self._loop = asyncio.get_running_loop()
        self._warned_of_unhandled = False
        self.batches: Sequence[Batching] = ()
        self.endings: Endings

    async def run(self, delivery: Work) -> None:
        """Make one attempt at a message, or at a batch, in a slot.

        This is the path of every message, so it makes as few calls as it can.
        """
        if not isinstance(delivery, Delivery):
            assert isinstance(delivery, Batching)
            await delivery.run()
            return
        message = delivery.message
        delivery.stage, delivery.begun, delivery.task = "running", self._now(), asyncio.current_task(self._loop)
        delivery.attempts += 1
        outbox = delivery.new_outbox()
        token = current_outbox.set(outbox)
        try:
            if message.failure is not None:
                raise message.failure
            calls = self._handlers.of_message(message)
            for call in calls:
                await call(message)
            if outbox.events or self._has_more or not calls:
                await self._call_others(message, outbox, calls)
            if delivery.lost:  # and its handler took no notice
                return
            if self.batches and message.large_file is None:
                self.endings.release_key(delivery)
                self.batches[0].offer(delivery)
            else:
                if (writing := self._write(delivery, outbox)) is not None:
                    await writing
                self._written(delivery, outbox)
        except (Exception, asyncio.CancelledError) as error:
            await self._end_badly(delivery, error)
        finally:
            current_outbox.reset(token)
            if delivery.lost:
                self._leave(delivery)
            delivery.task = None

    async def _end_badly(self, delivery: Delivery, error: BaseException) -> None:
        """Do what is due when an attempt fails, or is cancelled: with its worker, or because its message was given up.

        The latter may also happen while it is being done.
        """
        try:
            if is_cancellation(error):
                raise error
            if not delivery.lost:
                await self.endings.fail(delivery, error)
        except asyncio.CancelledError:
            if not delivery.lost:
                delivery.give_up()
                raise

    def _leave(self, delivery: Delivery) -> None:
        """Have the worker go on with other messages: it was cancelled for the sake of this one, which is given up."""
        self.endings.release_key(delivery)
        while delivery.task is not None and delivery.task.cancelling():
            delivery.task.uncancel()

    def _write(self, delivery: Delivery, outbox: Outbox) -> Awaitable[None] | None:
        """Write what a message's handlers have written, as one; return what to wait for, if it is not done."""
        writing = self._storage.write(outbox) if outbox.seal() else None
        if writing is not None:
            delivery.stage = "writing"
        return writing

    def _written(self, delivery: Delivery, outbox: Outbox) -> None:
        """Finish a message whose outbox is written."""
        while outbox.events:  # a thread emitted them when its handler had returned
            self._emit(outbox.events.popleft())
        if not delivery.lost:
            self.endings.succeed(delivery)

    async def _call_others(self, message: Message, outbox: Outbox, calls: Sequence[Call]) -> None:
        """Call what comes after the handlers of a message: those of its events, and models."""
        handlers = self._handlers
        if "new_data" in handlers.events and message.large_file is None:
            await handlers.handle_event(
                Event("new_data", message.source_id, message, message.content, None, message.timestamp)
            )
        elif not calls and not self.batches and self._last is None:
            self._note_unhandled(message)
        if self._compare is not None and message.content is not None:
            await self._tell_of_similar(self._compare, message, outbox)
        if outbox.events:
            await self._handle_events(message, outbox)
        if self._last is not None:
            await self._last(message)

    async def _tell_of_similar(self, compare: Comparison, message: Message, outbox: Outbox) -> None:
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
                if (writing := self._write(delivery, outbox)) is not None:
                    await writing
                self._written(delivery, outbox)
        except Exception as error:
            await self.failed_alone(delivery, error)

    async def failed_alone(self, delivery: Delivery, error: BaseException) -> None:
        """Give a message up that makes its batch fail, though it is alone in it."""
        await self.endings.fail_for_good(delivery, error)
