"""One run of a processor: what is started, how it is stopped, and what all its parts tell each other."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable, Collection, Coroutine, Sequence
from dataclasses import asdict
from typing import Any

from maif.clock import Clock
from maif.errors import ProcessorStoppedError
from maif.pipeline.error_handling import is_cancellation
from maif.realtime.config import StreamConfig
from maif.realtime.event import Event
from maif.realtime.message import Message
from maif.realtime.outbox import Storage, current_outbox, current_surroundings
from maif.realtime.processor.batching import Batching
from maif.realtime.processor.budget import Budget
from maif.realtime.processor.committing import Committer
from maif.realtime.processor.counting import Counts, ProcessorStats, Rates
from maif.realtime.processor.deliveries import Delivery, Lane
from maif.realtime.processor.events import EventQueue
from maif.realtime.processor.failing import Failure, FailureRules
from maif.realtime.processor.handlers import Call, Handlers
from maif.realtime.processor.handling import Handling
from maif.realtime.processor.learning import Learner
from maif.realtime.processor.monitoring import Monitor
from maif.realtime.processor.reading import Reader
from maif.realtime.processor.scaling import WorkerScaling
from maif.realtime.processor.similarity import Comparison
from maif.realtime.processor.slots import Slots
from maif.realtime.processor.threads import HandlerThreads
from maif.realtime.sources.source import Source
from maif.semantic import Embedder

_log = logging.getLogger("maif.realtime")

CLOSE_TIMEOUT = 5.0  # seconds for a source to close
COMMIT_RESERVE = 10.0  # seconds, or a quarter, of a stop's time that are kept for syncing and committing


class Run:
    """The parts of a processor that run, from `start` to `stop`; they talk to each other through this."""

    def __init__(
        self,
        name: str,
        config: StreamConfig,
        storage: Storage,
        sources: Sequence[Source],
        handlers: Handlers,
        threads: HandlerThreads,
        batch_calls: Sequence[tuple[Call, int, float | None]],
        learners: Sequence[Learner],
        embedder: Callable[[], Embedder],
        clock: Clock,
    ) -> None:
        self.name, self.config, self.storage, self.clock = name, config, storage, clock
        self.handlers, self.threads = handlers, threads
        threads.all_lost = self._threads_lost
        self.counts = Counts()
        self.rates = Rates(self.counts, clock)
        self.failure: BaseException | None = None
        self.stopping = self.draining = False
        self.enough = False
        self._wanted: int | None = None  # messages after which no more are read
        self.rebalances = 0
        self.readers = [Reader(source, self) for source in sources]
        rules = FailureRules(config.on_error, config.retries)
        self.budget = Budget(sources, config.buffer_size, config.max_unfinished, self._bound_reached)
        self.handling = Handling(handlers, storage, rules, self.budget, self.counts, self.rates, clock, self)
        self.handling.commit_every = config.commit_every
        self.slots = Slots(self.handling.run, self._first_slots(), became_idle=self._became_idle, broken=self.fail)
        self.handling.slots = self.slots
        self.learners = learners
        if learners:
            self.handling.last.append(self._learn)
        if self.listens_to("similarity_threshold"):
            self.handling.compare = Comparison(embedder, config.similarity_window, config.similarity_threshold)
        self.batches = self.handling.batches = [
            Batching(number, call, size, wait, slots=self.slots, rules=rules, outcome=self.handling, clock=clock)
            for number, (call, size, wait) in enumerate(batch_calls)
        ]
        self.events = EventQueue(handlers.handle_event)
        self.committer = Committer(
            storage,
            self.lanes,
            interval=config.commit_interval,
            before=self._save_models,
            failed=self._commit_failed,
            clock=clock,
        )
        self.monitor = Monitor(self.slots, self.rates, self._scaling(), self.emit_event, clock)
        self.ended = asyncio.Event()  # all is finished, or something has failed, or somebody wants an end
        self._quiet = asyncio.Event()  # nothing is on its way
        self._quiet.set()
        self._one_less = asyncio.Event()  # a message is finished or dropped: for who waits for the last of some
        self._drain_no_more = asyncio.Event()
        self._stopped: asyncio.Task[None] | None = None
        self._reading: list[asyncio.Task[None]] = []
        self._background: list[asyncio.Task[None]] = []
        self._since_commit = 0

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

    # What readers, handling and the parts of storage tell.

    def take_in(self, delivery: Delivery) -> None:
        """Have a message handled."""
        self.counts.received += 1
        if self.counts.received == self._wanted:
            self.enough = True
        if self.budget.items == 0:
            self._quiet.clear()
        self.slots.put(delivery)
        self.budget.add(delivery)

    def finished_one(self) -> None:
        """Take note that a message is done."""
        if self.budget.items == 0:
            self._quiet.set()
        self._one_less.set()
        if self.config.commit_every is not None:
            self._since_commit += 1
            if self._since_commit >= self.config.commit_every:
                self._since_commit = 0
                self.committer.ask()

    def listens_to(self, event: str) -> bool:
        """Say whether an event, or `large_file`, has a handler."""
        return bool(self.handlers.large_file) if event == "large_file" else bool(self.handlers.events.get(event))

    def emit(self, event: Event) -> None:
        """Have an event of no message handled, from the event loop's thread."""
        if self.listens_to(event.name):
            self.events.put(event)

    def emit_event(self, name: str, source: Source | None, payload: Any) -> None:
        """Have an event of a source handled."""
        self.emit(Event(name, None if source is None else source.name, payload, timestamp=self.clock.time()))

    def emit_soon(
        self, name: str, payload: Any = None, *, content: str | None = None, content_id: str | None = None
    ) -> None:
        """Have an event handled: as part of the running message, if there is one."""
        event = Event(name, None, payload, content, content_id, self.clock.time())
        outbox = current_outbox.get()
        if outbox is not None and outbox.add_event(event):
            return
        if threading.get_ident() == self._thread:
            self.emit(event)
        else:
            self._loop.call_soon_threadsafe(self.emit, event)

    def fail(self, error: BaseException) -> None:
        """Stop, because of an error that `run` then raises."""
        if self.failure is None:
            self.failure = error
            _log.error("the processor %s stops: %s: %s", self.name, type(error).__name__, error)
        self.slots.take_no_more()
        self.ended.set()
        self._drain_no_more.set()

    def _bound_reached(self, source: Source | None, payload: dict[str, object]) -> None:
        self.emit_event("backpressure", source, payload)

    def _commit_failed(self, error: BaseException, source: Source | None) -> None:
        self.emit_event("error", source, Failure(error))

    def _threads_lost(self) -> None:
        count = self.threads.count
        self.fail(ProcessorStoppedError(f"all {count} handler threads are lost in handlers that do not return"))

    def _became_idle(self) -> None:
        """Nothing runs: while reading is held back, only batches that are not full can go on."""
        if self.batches and (self.budget.holds_back or self.draining):
            for batching in self.batches:
                batching.flush()

    async def _learn(self, message: Message) -> None:
        for learner in self.learners:
            if learner.learn(message):
                self.emit(Event("drift", message.source_id, learner.stats, learner.name, None, self.clock.time()))
            if learner.since_snapshot >= learner.snapshot_every:
                self.committer.ask()

    async def _save_models(self) -> None:
        """Save what has been learned: a position that is committed is not learned again."""
        for learner in self.learners:
            if learner.since_snapshot:
                learner.since_snapshot = 0
                await self.storage.save(f"{self.name}.{learner.name}", learner.snapshot())

    # Start and end.

    async def start(self) -> None:
        """Connect the sources, and begin to read. Raises what makes a source unusable; everything is closed then."""
        self._loop, self._thread = asyncio.get_running_loop(), threading.get_ident()
        current_surroundings.set(self)
        self.slots.start()
        self._background = [self._loop.create_task(work) for work in (self.events.run(), self.monitor.run())]
        for learner in self.learners:
            if (snapshot := await self.storage.load(f"{self.name}.{learner.name}")) is not None:
                learner.restore(snapshot)
        opened = await asyncio.gather(*(reader.source.open(reader) for reader in self.readers), return_exceptions=True)
        errors = [result for result in opened if isinstance(result, BaseException)]
        if errors:
            await self.stop(drain=False)
            raise errors[0]
        self._background.append(self._loop.create_task(self.committer.run()))
        self._reading = [self._loop.create_task(reader.read()) for reader in self.readers]
        self._background.append(self._loop.create_task(self._note_end()))

    async def _note_end(self) -> None:
        """Wait until all sources have ended, or enough was read; then until all of it is finished."""
        reading = set(self._reading)
        while reading and not self.enough:
            _, reading = await asyncio.wait(reading, return_when=asyncio.FIRST_COMPLETED)
        await _end_tasks(reading, CLOSE_TIMEOUT)
        self._fill_no_more_batches()
        await self._quiet.wait()
        self.ended.set()

    def _fill_no_more_batches(self) -> None:
        self.draining = True
        if self.slots.idle:
            self._became_idle()

    def want(self, count: int | None) -> None:
        """Read no more once so many messages have been taken in."""
        self._wanted = count

    def ask_to_stop(self) -> None:
        """End as soon as what has been read is handled; at the second time, at once."""
        if self.ended.is_set():
            self._drain_no_more.set()
        self.ended.set()

    async def until_end(self, timeout: float | None, idle: float | None) -> None:
        """Wait for the end of all sources, for `count` messages, a failure, `timeout`, or `idle` seconds of quiet."""
        waits = [self._loop.create_task(_wait(self.ended))]
        if idle is not None:
            waits.append(self._loop.create_task(self.idle_for(idle)))
        try:
            await asyncio.wait(waits, timeout=timeout, return_when=asyncio.FIRST_COMPLETED)
        finally:
            await _end_tasks(waits, CLOSE_TIMEOUT)

    def raise_failure(self) -> None:
        """Raise what made this stop, or the first error of a source."""
        errors = [reader.error for reader in self.readers if reader.error is not None]
        if (error := self.failure or next(iter(errors), None)) is not None:
            raise error

    def stats(self) -> ProcessorStats:
        """Return all numbers as of now."""
        counts, budget, latencies = self.counts, self.budget, self.rates.latencies
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
            latency_p50=float(latencies.quantile(0.5)),
            latency_p99=float(latencies.quantile(0.99)),
            lag={
                f"{reader.source.name}/{partition}": lag
                for reader in self.readers
                for partition, lag in reader.source.stats.lag.items()
            },
            learning={learner.name: learner.stats for learner in self.learners},
        )

    async def idle_for(self, seconds: float) -> None:
        """Wait until nothing has come, and nothing was on its way, for so long."""
        while True:
            await self._quiet.wait()
            received = self.counts.received
            await self.clock.sleep_async(seconds)
            if self._quiet.is_set() and received == self.counts.received:
                return

    async def stop(self, drain: bool = True) -> None:
        """End: handle what has been read, unless told not to; commit; close. A second call waits for the first."""
        if not drain:
            self._drain_no_more.set()
        if self._stopped is None:
            self._stopped = self._loop.create_task(self._stop())
        await asyncio.shield(self._stopped)

    async def _stop(self) -> None:
        self.stopping = True
        self.ended.set()
        deadline = self._loop.time() + self.config.stop_timeout
        await _end_tasks(self._reading, CLOSE_TIMEOUT)
        if self.failure is None:
            await self._drain(self.config.stop_timeout - min(COMMIT_RESERVE, self.config.stop_timeout / 4))
        await self.slots.stop(self._left(deadline) / 4)
        for delivery in [delivery for lane in self.lanes() for delivery in lane.deliveries.values()]:
            self.drop(delivery)
        await _within(self.events.quiet(), self._left(deadline) / 4)
        await _end_tasks(self._background, self._left(deadline) / 4)
        await _within(self.committer.commit(), self._left(deadline))
        await asyncio.gather(*(self._close(reader.source) for reader in self.readers))
        try:
            await self.storage.close()
        except Exception as error:
            self.fail(error)
        self.threads.close()

    async def _drain(self, seconds: float) -> None:
        """Wait until all that has been read is finished, and let nothing else be waited for."""
        for lane in self.lanes():
            for delivery in list(lane.deliveries.values()):
                self.handling.retry_now(delivery)
        for batching in self.batches:
            batching.hurry(True)
        self._fill_no_more_batches()
        waits = [self._loop.create_task(_wait(event)) for event in (self._quiet, self._drain_no_more)]
        await asyncio.wait(waits, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        await _end_tasks(waits, CLOSE_TIMEOUT)

    async def give_up(self, lanes: Collection[Lane], timeout: float) -> None:
        """End what runs of some lanes, drop the rest of them, and commit what has finished."""
        self.rebalances += 1
        for lane in lanes:
            lane.revoked = True
            self.budget.open_lane(lane)
            for delivery in list(lane.deliveries.values()):
                if delivery.stage in ("waiting", "pausing"):
                    self.drop(delivery)
        for batching in self.batches:
            batching.hurry(True)
        await _within(self._all_done(lanes), timeout)
        for batching in self.batches:
            batching.hurry(self.stopping)
        for delivery in [delivery for lane in lanes for delivery in lane.deliveries.values()]:
            task = delivery.task
            self.drop(delivery)
            if task is not None:
                task.cancel()
        await self.committer.commit(lanes)

    async def _all_done(self, lanes: Collection[Lane]) -> None:
        while any(lane.deliveries for lane in lanes):
            self._one_less.clear()
            await self._one_less.wait()

    def drop(self, delivery: Delivery) -> None:
        """Forget a message: its partition is another's by now, or the processor stops."""
        self.counts.lost += delivery.lane.revoked
        pausing = delivery.stage == "pausing"
        delivery.give_up()
        del delivery.lane.deliveries[delivery.message.offset]
        if pausing:
            self.handling.release_key(delivery)
        self.budget.remove(delivery)
        if self.budget.items == 0:
            self._quiet.set()
        self._one_less.set()

    def _left(self, deadline: float) -> float:
        return max(0.0, deadline - self._loop.time())

    async def _close(self, source: Source) -> None:
        try:
            async with asyncio.timeout(CLOSE_TIMEOUT):
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


async def _end_tasks(tasks: Collection[asyncio.Task[Any]], timeout: float) -> None:
    """Cancel tasks, and wait for their end, for so many seconds at most."""
    for task in tasks:
        task.cancel()
    if tasks:
        await asyncio.wait(tasks, timeout=timeout)
