"""One run of a processor: the parts that it is made of, and what they tell each other."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from contextvars import copy_context
from dataclasses import asdict
from typing import Any

from maif.clock import Clock
from maif.errors import ClosedError, ProcessorStoppedError
from maif.parallel.daemon_threads import DaemonThreads
from maif.realtime.config import StreamConfig
from maif.realtime.event import Event
from maif.realtime.message import Message
from maif.realtime.outbox import Storage, current_outbox, current_surroundings
from maif.realtime.processor.batching import Batching
from maif.realtime.processor.budget import Budget
from maif.realtime.processor.committing import Committer
from maif.realtime.processor.counting import Counts, ProcessorStats, Rates
from maif.realtime.processor.deliveries import Delivery, Lane
from maif.realtime.processor.endings import Endings
from maif.realtime.processor.events import EventQueue
from maif.realtime.processor.failing import Failure, FailureRules
from maif.realtime.processor.handlers import Call, Handlers
from maif.realtime.processor.handling import Handling
from maif.realtime.processor.learning import Learner, Models
from maif.realtime.processor.monitoring import Monitor
from maif.realtime.processor.reading import Reader
from maif.realtime.processor.scaling import WorkerScaling
from maif.realtime.processor.similarity import Comparison
from maif.realtime.processor.slots import Slots
from maif.realtime.sources.source import Source
from maif.semantic import Embedder

_log = logging.getLogger("maif.realtime")

WRITE_TIMEOUT = 10.0  # seconds that writes have to end when their partition is revoked


class Run:
    """The parts of a processor, and what they tell each other; `Lifecycle` starts and stops them."""

    def __init__(
        self,
        name: str,
        config: StreamConfig,
        storage: Storage,
        sources: Sequence[Source],
        handlers: Handlers,
        threads: DaemonThreads,
        batch_calls: Sequence[tuple[Call, int, float | None]],
        learners: Sequence[Learner],
        embedder: Callable[[], Embedder],
        clock: Clock,
    ) -> None:
        self.name, self.config, self.storage, self.clock = name, config, storage, clock
        self.handlers, self.threads = handlers, threads
        threads.all_lost = self._threads_lost
        self._loop, self._thread = asyncio.get_running_loop(), threading.get_ident()
        self.context = copy_context()  # what handlers see
        self.context.run(current_surroundings.set, self)
        self.failure: BaseException | None = None
        self.failed = asyncio.Event()
        self.ended = asyncio.Event()  # all is finished, or something has failed, or somebody wants an end
        self.stopping = self._no_more_comes = False
        self.wanted: int | None = None
        """Messages after which no more are read."""
        self.enough = False
        self.rebalances = self._since_commit = 0
        self.counts = Counts()
        self.rates = Rates(self.counts, clock)
        self.readers = [Reader(source, self) for source in sources]
        self.models = Models(learners, name, storage)
        self.events = EventQueue(handlers.handle_event)
        self._make_handling(sources, learners, batch_calls, embedder)
        self.committer = Committer(
            storage,
            self.lanes,
            interval=config.commit_interval,
            before=self.models.save,
            failed=self._commit_failed,
            clock=clock,
        )
        self.monitor = Monitor(self.slots, self.rates, self._scaling(), self.emit_event, clock)

    def _make_handling(
        self,
        sources: Sequence[Source],
        learners: Sequence[Learner],
        batch_calls: Sequence[tuple[Call, int, float | None]],
        embedder: Callable[[], Embedder],
    ) -> None:
        config, clock, counts = self.config, self.clock, self.counts
        rules = FailureRules(config.on_error, config.retries)
        compare = None
        if self.listens_to("similarity_threshold"):
            compare = Comparison(embedder, config.similarity_window, config.similarity_threshold)
        self.budget = Budget(sources, config.buffer_size, config.max_unfinished, self._bound_reached)
        handling = Handling(
            self.handlers,
            self.storage,
            counts,
            clock,
            compare=compare,
            last=self._learn if learners else None,
            emit=self.emit,
        )
        self.slots = Slots(
            handling.run, self._first_slots(), became_idle=self._became_idle, broken=self.fail, context=self.context
        )
        self.endings = handling.endings = Endings(
            self.slots,
            self.storage,
            rules,
            self.budget,
            counts,
            self.rates,
            clock,
            self,
            tell_each=config.commit_every is not None,
        )
        self.batches = handling.batches = [
            Batching(number, call, size, wait, slots=self.slots, rules=rules, outcome=handling, clock=clock)
            for number, (call, size, wait) in enumerate(batch_calls)
        ]

    def _first_slots(self) -> int:
        config = self.config
        if not config.async_processing:
            return 1
        return config.parallelism if config.max_workers is None else config.min_workers

    def _scaling(self) -> WorkerScaling | None:
        config = self.config
        if config.max_workers is None or not config.async_processing:
            return None
        return WorkerScaling(config.min_workers, config.max_workers, config.target_latency)

    def lanes(self) -> list[Lane]:
        """Return all partitions that are assigned."""
        return [lane for reader in self.readers for lane in reader.lanes.values()]

    # What readers tell.

    def take_in(self, delivery: Delivery) -> None:
        """Have a message handled."""
        self.counts.received += 1
        if self.counts.received == self.wanted:
            self.enough = True
        self.slots.put(delivery)
        self.budget.add(delivery)

    async def give_up(self, lanes: Collection[Lane], timeout: float) -> None:
        """End what runs of some lanes within `timeout` seconds, drop the rest, and commit what has finished."""
        self.rebalances += 1
        for lane in lanes:
            lane.revoked = True
            self.budget.open_lane(lane)
            for delivery in list(lane.deliveries.values()):
                if delivery.stage in ("waiting", "pausing"):
                    self.endings.drop(delivery)
        for batching in self.batches:
            batching.hurry(True)
        await self._none_left(lanes, timeout)
        for batching in self.batches:
            batching.hurry(self.stopping)
        on_their_way = [delivery for lane in lanes for delivery in lane.deliveries.values()]
        self._cut_short([delivery for delivery in on_their_way if delivery.stage != "writing"])
        # A write that runs cannot be taken back: were it given up, the next owner would not know of it in time.
        await self._none_left(lanes, WRITE_TIMEOUT)
        self._cut_short([delivery for lane in lanes for delivery in lane.deliveries.values()])
        await self.committer.commit(lanes)

    async def _none_left(self, lanes: Collection[Lane], timeout: float) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(timeout):
                await self.budget.none_left(lanes)

    def _cut_short(self, deliveries: list[Delivery]) -> None:
        for delivery in deliveries:
            task = delivery.task
            self.endings.drop(delivery)
            if task is not None:
                task.cancel()

    # What handling tells.

    def finished_one(self) -> None:
        """Take note that a message is finished, where commits follow a number of them."""
        self._since_commit += 1
        if self._since_commit == self.config.commit_every:
            self._since_commit = 0
            self.committer.ask()

    def fail(self, error: BaseException) -> None:
        """Stop, because of an error that `run` then raises."""
        if self.failure is None:
            self.failure = error
            _log.error("the processor %s stops: %s: %s", self.name, type(error).__name__, error)
        self.slots.take_no_more()
        self.failed.set()
        self.ended.set()

    def _threads_lost(self) -> None:
        count = self.threads.count
        self.fail(ProcessorStoppedError(f"all {count} handler threads are lost in handlers that do not return"))

    def _became_idle(self) -> None:
        """Nothing runs: while nothing is read, only batches that are not full can go on."""
        if self.batches and (self.budget.holds_back or self._no_more_comes):
            for batching in self.batches:
                batching.flush()

    async def _learn(self, message: Message) -> None:
        for learner in self.models.learn(message):
            self.emit(Event("drift", message.source_id, learner.stats, learner.name, None, self.clock.time()))
        if self.models.want_saving:
            self.committer.ask()

    # Events.

    def listens_to(self, event: str) -> bool:
        """Say whether an event, or `large_file`, has a handler."""
        return bool(self.handlers.large_file) if event == "large_file" else bool(self.handlers.events.get(event))

    def emit(self, event: Event) -> None:
        """Have an event of no message handled, from the event loop's thread."""
        if self.listens_to(event.name):
            self.events.put(event)

    def emit_event(self, name: str, source: Source | None, payload: Any) -> None:
        """Have an event of a source handled; an error becomes a `Failure`."""
        if isinstance(payload, BaseException):
            payload = Failure(payload)
        self.emit(Event(name, None if source is None else source.name, payload, timestamp=self.clock.time()))

    def emit_soon(
        self, name: str, payload: Any = None, *, content: str | None = None, content_id: str | None = None
    ) -> None:
        """Have an event handled, as part of the running message, if there is one; raise `ClosedError` after the end."""
        event = Event(name, None, payload, content, content_id, self.clock.time())
        outbox = current_outbox.get()
        if outbox is not None and outbox.add_event(event):
            return
        if threading.get_ident() == self._thread:
            self.emit(event)
        elif self._loop.is_closed():
            raise ClosedError(f"the processor {self.name!r} has stopped: the event {name!r} is too late")
        else:
            self._loop.call_soon_threadsafe(self.emit, event)

    def _bound_reached(self, source: Source | None, payload: dict[str, object]) -> None:
        self.emit_event("backpressure", source, payload)

    def _commit_failed(self, error: BaseException, source: Source | None) -> None:
        self.emit_event("error", source, error)

    # Towards the end.

    def fill_no_more_batches(self) -> None:
        """Take note that no more messages will come: batches that are not full need not wait for any."""
        self._no_more_comes = True
        if self.slots.idle:
            self._became_idle()

    def hurry(self) -> None:
        """End every wait: before another attempt, and for a batch to fill."""
        for lane in self.lanes():
            for delivery in list(lane.deliveries.values()):
                self.endings.retry_now(delivery)
        for batching in self.batches:
            batching.hurry(True)
        self.fill_no_more_batches()

    def drop_all(self) -> None:
        """Forget all messages that are on their way."""
        for delivery in [delivery for lane in self.lanes() for delivery in lane.deliveries.values()]:
            self.endings.drop(delivery)

    def raise_failure(self) -> None:
        """Raise what made this stop, or the first error of a source."""
        errors = [reader.error for reader in self.readers if reader.error is not None]
        if (error := self.failure or next(iter(errors), None)) is not None:
            raise error

    def stats(self) -> ProcessorStats:
        """Return all numbers as of now."""
        counts, budget = self.counts, self.budget
        oldest = [next(iter(lane.deliveries.values())).arrived for lane in self.lanes() if lane.deliveries]
        return ProcessorStats(
            **asdict(counts),
            buffered=budget.items,
            buffered_bytes=budget.bytes,
            held_back=budget.holds_back,
            oldest_unfinished=self.clock.monotonic() - min(oldest) if oldest else 0.0,
            slots=self.slots.count,
            running=len(self.slots.running),
            abandoned_threads=self.threads.abandoned,
            commits=self.committer.commits,
            failed_commits=self.committer.failures,
            rebalances=self.rebalances,
            events_dropped=self.events.dropped,
            event_errors=self.events.errors,
            rate_in=self.monitor.rate_in,
            rate_out=self.monitor.rate_out,
            latency_p50=self.rates.percentile(50),
            latency_p99=self.rates.percentile(99),
            lag={
                f"{reader.source.name}/{partition}": lag
                for reader in self.readers
                for partition, lag in reader.source.stats.lag.items()
            },
            learning=self.models.stats,
        )
