"""A processor as a whole: reading ahead, batches, commits, revoked partitions, start and stop."""

from __future__ import annotations

import asyncio
import os
import signal
import threading
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import suppress
from typing import Any

import pytest

from brokers import Broker, BrokerSource
from leftovers import run_cleanly
from maif.clock import VirtualClock, run
from maif.errors import InvalidArgumentError, MessageLostError, ProcessorStoppedError, SourceError
from maif.realtime.event import Event
from maif.realtime.message import Message, Partition
from maif.realtime.outbox import DeadLetter, current_surroundings
from maif.realtime.processor import StreamProcessor
from maif.realtime.processor.reading import TURN
from maif.realtime.sources.source import Source, SourceContext
from storages import MemoryStorage, write


def new(items: Any = None, **config: Any) -> tuple[StreamProcessor, MemoryStorage]:
    """Return a processor, over items if they are given, and its storage."""
    storage = MemoryStorage()
    processor = StreamProcessor("test", storage, config)
    if items is not None:
        processor.add_iterable_source(items, "items")
    return processor, storage


def topic(*partitions: int) -> Broker:
    """Return a broker whose partitions have so many messages, without keys."""
    return Broker({p: [(None, f"{p}/{offset}") for offset in range(count)] for p, count in enumerate(partitions)})


async def forever() -> AsyncIterator[str]:
    for number in range(3):
        yield str(number)
    await asyncio.sleep(1e9)


def now() -> float:
    return asyncio.get_running_loop().time()


class TestReadingAhead:
    def test_reading_stops_at_a_bound_of_bytes_and_goes_on(self) -> None:
        read = 0

        def items() -> Any:
            nonlocal read
            for _ in range(200):
                read += 1
                yield "x" * 1000

        processor, _ = new(items(), buffer_size=20_000, parallelism=1)
        ahead, states = [], []

        @processor.on_text_message
        async def handler(message: Message) -> None:
            ahead.append(read - message.offset)
            await asyncio.sleep(1)

        @processor.on_event("backpressure")
        async def told(event: Event) -> None:
            states.append((event.payload["on"], event.payload["bound"]))

        stats = run(processor.run())
        assert stats.finished == 200
        assert max(ahead) <= 20_000 // 2024 + 2
        assert states[:3] == [(True, "buffer_size"), (False, "buffer_size"), (True, "buffer_size")]
        assert states[-1][0] is False

    def test_a_stuck_key_bounds_its_partition_and_holds_up_no_other(self) -> None:
        broker = Broker(
            {0: [("stuck", "0/0"), *((str(n), f"0/{n}") for n in range(1, 500))], 1: topic(0, 500).partitions[1]}
        )
        processor, _ = new(max_unfinished=50)
        source = processor.add_source(BrokerSource(broker))
        done: dict[Partition, int] = {0: 0, 1: 0}
        most = 0

        @processor.on_text_message
        async def handler(message: Message) -> None:
            nonlocal most
            most = max(most, processor.stats.buffered)
            if message.key == "stuck":
                await asyncio.sleep(1000)
            done[message.partition] += 1

        async def main() -> tuple[dict[Partition, int], bool]:
            async with processor:
                await asyncio.sleep(500)
                halfway = dict(done), source.is_paused(0)
                await asyncio.sleep(600)
            return halfway

        assert run(main()) == ({0: 49, 1: 500}, True)
        assert done == {0: 500, 1: 500}
        assert most <= 100
        assert broker.committed == {0: 500, 1: 500}

    def test_one_message_larger_than_the_buffer_is_handled(self) -> None:
        processor, _ = new(["x" * 10_000] * 3, buffer_size="1KB")
        assert run(processor.run()).finished == 3

    def test_a_user_pauses_and_resumes_a_source(self) -> None:
        async def ticks() -> AsyncIterator[str]:
            for number in range(3):
                yield str(number)
                await asyncio.sleep(1)

        processor, _ = new()
        source = processor.add_iterable_source(ticks())
        seen = []

        @processor.on_text_message
        async def handler(message: Message) -> None:
            seen.append(now())
            source.pause()

        async def main() -> None:
            async with processor:
                for _ in range(2):
                    await asyncio.sleep(10)
                    assert source.stats.paused
                    source.resume()
                await asyncio.sleep(10)

        run(main())
        assert seen == [0, 10, 20]

    def test_handlers_get_their_turn_though_a_source_never_waits(self) -> None:
        read, behind = 0, []

        def items() -> Any:
            nonlocal read
            for _ in range(1000):
                read += 1
                yield "x"

        processor, _ = new(items())

        @processor.on_text_message
        async def handler(message: Message) -> None:
            behind.append(read - message.offset)

        run(processor.run())
        assert max(behind) <= TURN + 1


class TestBatches:
    def test_a_batch_is_full_or_its_first_message_has_waited(self) -> None:
        async def items() -> AsyncIterator[str]:
            for number in range(5):
                yield str(number)
            await asyncio.sleep(10)
            yield "5"

        processor, _ = new(items())
        batches = []

        @processor.batch_processor(batch_size=3, max_wait="2s")
        async def batch(messages: list[Message]) -> None:
            batches.append((now(), [message.content for message in messages]))

        run(processor.run())
        assert batches == [(0, ["0", "1", "2"]), (2, ["3", "4"]), (10, ["5"])]

    def test_a_batch_runs_when_reading_is_held_back_for_no_more_can_come(self) -> None:
        processor, _ = new(map(str, range(25)), max_unfinished=10)
        sizes = []

        @processor.batch_processor(batch_size=1000, max_wait=None)
        async def batch(messages: list[Message]) -> None:
            sizes.append(len(messages))

        stats = run(processor.run())
        assert stats.finished == 25
        assert sizes[0] == 10

    def test_one_batch_at_a_time_and_a_waiting_one_holds_no_slot(self) -> None:
        processor, _ = new(map(str, range(6)), parallelism=2)
        spans, singles = [], []

        @processor.on_text_message
        async def single(message: Message) -> None:
            singles.append(now())

        @processor.batch_processor(batch_size=2)
        async def batch(messages: list[Message]) -> None:
            start = now()
            await asyncio.sleep(5)
            spans.append((start, now()))

        run(processor.run())
        assert singles == [0] * 6
        assert spans == [(0, 5), (5, 10), (10, 15)]

    def test_a_failing_batch_is_tried_again_then_halved_until_the_bad_stand_alone(self) -> None:
        processor, storage = new(map(str, range(8)), retries=1)
        tried, singles = [], []

        @processor.on_text_message
        async def single(message: Message) -> None:
            singles.append(message.offset)
            write(f"own {message.content}")

        @processor.batch_processor(batch_size=8)
        async def batch(messages: list[Message]) -> None:
            tried.append("".join(str(message.content) for message in messages))
            for message in messages:
                with message.scope():
                    write(f"batch {message.content}")
            if any(message.content == "5" for message in messages):
                raise ValueError("a bad one")

        stats = run(processor.run())
        assert tried == ["01234567", "01234567", "0123", "4567", "45", "4", "5", "67"]
        assert len(singles) == 8  # a batch's attempts do not run the other handlers again
        assert [letter.origin.position for letter in storage.disk.letters] == [5]
        assert stats.dead_letters == 1
        good = [str(number) for number in range(8) if number != 5]
        assert storage.disk.contents() == [entry for n in good for entry in (f"own {n}", f"batch {n}")]

    def test_batch_handlers_follow_each_other(self) -> None:
        processor, _ = new(["a", "b"])
        calls = []

        @processor.batch_processor(batch_size=2)
        def first(messages: list[Message]) -> None:
            calls.append(("first", len(messages)))

        @processor.batch_processor(batch_size=1)
        async def second(messages: list[Message]) -> None:
            calls.append(("second", len(messages)))

        run(processor.run())
        assert calls == [("first", 2), ("second", 1), ("second", 1)]

    def test_the_size_by_default_is_the_configured_one(self) -> None:
        processor, _ = new(map(str, range(4)), batch_size=2)
        sizes = []

        @processor.batch_processor
        async def batch(messages: list[Message]) -> None:
            sizes.append(len(messages))

        run(processor.run())
        assert sizes == [2, 2]


class TestCommits:
    def test_only_the_contiguous_prefix_is_committed(self) -> None:
        broker = topic(4)
        processor, _ = new(commit_interval="1s")
        source = processor.add_source(BrokerSource(broker))

        @processor.on_text_message
        async def handler(message: Message) -> None:
            await asyncio.sleep({0: 1.5, 1: 3.5, 2: 0, 3: 0}[message.offset])

        run(processor.run())
        assert source.commits == [{0: 1}, {0: 4}]

    def test_a_commit_follows_a_sync(self) -> None:
        processor, storage = new()
        syncs = []

        class Watching(BrokerSource):
            async def commit(self, positions: Mapping[Partition, int]) -> None:
                syncs.append(storage.syncs)
                await super().commit(positions)

        processor.add_source(Watching(topic(3)))
        run(processor.run())
        assert syncs == [1]

    def test_commits_may_follow_a_number_of_messages(self) -> None:
        processor, _ = new(commit_every=2, parallelism=1, commit_interval="1h")
        source = processor.add_source(BrokerSource(topic(5)))

        @processor.on_text_message
        async def handler(message: Message) -> None:
            await asyncio.sleep(1)

        run(processor.run())
        assert source.commits == [{0: 2}, {0: 4}, {0: 5}]

    def test_a_commit_that_fails_is_tried_again_and_told_of(self) -> None:
        processor, _ = new(commit_interval="1s")
        source = processor.add_source(BrokerSource(topic(2)))
        source.commit_error = ConnectionError("broker gone")
        told = []

        @processor.on_event("error")
        async def on_error(event: Event) -> None:
            told.append(str(event.payload.error))
            source.commit_error = None

        @processor.on_text_message
        async def handler(message: Message) -> None:
            await asyncio.sleep(1 + 2 * message.offset)

        stats = run(processor.run())
        assert told == ["broker gone"]
        assert (stats.failed_commits, source.commits[0]) == (1, {0: 1})
        assert source.broker.committed == {0: 2}

    def test_a_commit_that_never_returns_ends_at_its_limit(self) -> None:
        class Blocking(BrokerSource):
            async def commit(self, positions: Mapping[Partition, int]) -> None:
                await asyncio.sleep(1e9)

        processor, _ = new()
        processor.add_source(Blocking(topic(1)))

        async def main() -> float:
            stats = await processor.run()
            assert stats.failed_commits == 1
            return now()

        assert run(main()) == 10

    def test_what_artifacts_hold_already_is_not_handled_again(self) -> None:
        broker, storage = topic(6), MemoryStorage()
        for _ in range(2):
            processor = StreamProcessor("test", MemoryStorage(storage.disk), {"commit_interval": "1h"})
            processor.add_source(BrokerSource(broker))

            @processor.on_text_message
            async def handler(message: Message) -> None:
                write(message.content)

            stats = run(processor.run())
            broker.committed[0] = 2  # the last commit was lost, say
        assert stats.already_held == 4
        assert storage.disk.contents() == [f"0/{n}" for n in range(6)]

    def test_another_group_of_messages_is_handled_though_its_positions_are_the_same(self) -> None:
        storage = MemoryStorage()
        for _ in range(2):
            processor = StreamProcessor("test", storage)
            processor.add_iterable_source(["a"])

            @processor.on_text_message
            async def handler(message: Message) -> None:
                write(message.content)

            run(processor.run())
        assert storage.disk.contents() == ["a", "a"]


class TestRevoked:
    def test_what_runs_may_finish_what_has_not_begun_is_dropped(self) -> None:
        broker = topic(10)
        processor, storage = new(parallelism=2)
        source = processor.add_source(BrokerSource(broker, {6: (0, 5.0)}))
        started = []

        @processor.on_text_message
        async def handler(message: Message) -> None:
            started.append(message.offset)
            await asyncio.sleep(1)
            write(message.offset)

        stats = run(processor.run())
        assert started == list(range(10))  # the two that ran finished; the four in line came again afterwards
        assert (stats.lost, stats.rebalances) == (4, 1)
        assert source.commits[0] == {0: 2}
        assert sorted(storage.disk.contents()) == list(range(10))
        assert storage.released == [0]

    def test_what_does_not_finish_in_time_is_cancelled_and_writes_nothing(self) -> None:
        processor, storage = new(parallelism=8, revoke_timeout="2s")
        processor.add_source(BrokerSource(topic(8), {8: (0, 60.0)}))
        cancelled, attempts = [], dict.fromkeys(range(8), 0)

        @processor.on_text_message
        async def handler(message: Message) -> None:
            attempts[message.offset] += 1
            write((message.offset, attempts[message.offset]))
            try:
                await asyncio.sleep(1 if attempts[message.offset] > 1 or message.offset % 2 else 30)
            except asyncio.CancelledError:
                cancelled.append((message.offset, now()))
                raise

        stats = run(processor.run())
        assert cancelled == [(0, 2), (2, 2), (4, 2), (6, 2)]
        assert stats.lost == 4
        assert sorted(storage.disk.contents()) == [(n, 1 if n % 2 else 2) for n in range(8)]

    def test_a_handler_that_finishes_too_late_is_told_so(self) -> None:
        processor, storage = new(revoke_timeout="1s")
        processor.add_source(BrokerSource(topic(1), {1: (0, 1.0)}))
        told = []

        @processor.on_text_message
        async def handler(message: Message) -> None:
            try:
                await asyncio.sleep(10)
            except asyncio.CancelledError:
                try:
                    write("too late")
                except MessageLostError as error:
                    told.append(str(error))
                    return
            write("in time")

        stats = run(processor.run())
        assert "position 0 of topic, partition 0" in told[0]
        assert (storage.disk.contents(), stats.finished) == (["in time"], 1)

    @pytest.mark.parametrize("slow", ["dead letter", "decision", "write"])
    def test_what_comes_after_a_handler_may_be_cut_short_as_well(self, slow: str) -> None:
        class Slow(MemoryStorage):
            async def write_dead_letter(self, letter: DeadLetter) -> None:
                await asyncio.sleep(30 if slow == "dead letter" and not given_up else 0)
                await super().write_dead_letter(letter)

        async def decide(message: Message, error: Exception) -> str:
            await asyncio.sleep(30 if slow == "decision" and not given_up else 0)
            return "dead_letter"

        storage = Slow(delay=30 if slow == "write" else 0)
        given_up: list[bool] = []
        processor = StreamProcessor("test", storage, {"revoke_timeout": "1s", "on_error": decide})
        source = processor.add_source(BrokerSource(topic(3), {3: (0, 1.0)}))

        @processor.on_text_message
        async def handler(message: Message) -> None:
            if source.broker.committed or storage.released:
                given_up.append(True)
                storage.delay = 0
            if slow == "write":
                write(message.content)
            else:
                raise ValueError

        stats = run(processor.run())
        assert (stats.lost, stats.finished) == (3, 3)
        assert sorted(letter.origin.position for letter in storage.disk.letters) == (
            [] if slow == "write" else [0, 1, 2]
        )
        assert storage.disk.contents() == (["0/0", "0/1", "0/2"] if slow == "write" else [])

    def test_a_message_that_waits_for_another_attempt_is_dropped(self) -> None:
        processor, storage = new(retries=5)
        processor.add_source(BrokerSource(Broker({0: [("k", "a"), ("k", "b")]}), {2: (0, 5.0)}))
        fails = [True]

        @processor.on_text_message
        async def handler(message: Message) -> None:
            write(message.content)
            if message.content == "a" and fails and fails.pop():
                raise ValueError

        stats = run(processor.run())
        assert storage.disk.contents() == ["a", "b"]
        assert stats.finished == 2

    @pytest.mark.parametrize("key", ["k", None])
    def test_what_waits_for_another_attempt_is_left_to_the_next_owner(self, key: str | None) -> None:
        class Leaving(BrokerSource):
            async def messages(self) -> AsyncGenerator[Message]:
                await self.take(0)
                for offset, (key, text) in enumerate(self.broker.partitions[0]):
                    yield Message("topic", content=text, key=key, offset=offset, raw=text.encode())
                await asyncio.sleep(0.5)
                await self.give(0, 5.0)
                handed_over.append((now(), dict(self.broker.committed)))
                await asyncio.sleep(1e9)

        broker = Broker({0: [(key, "a"), (key, "b")]})
        handed_over: list[tuple[float, dict[Partition, int]]] = []
        first, storage = new(retries=5)
        first.add_source(Leaving(broker))
        second = StreamProcessor("test", MemoryStorage(storage.disk))
        second.add_source(BrokerSource(broker))
        attempts = []

        @first.on_text_message
        async def fail(message: Message) -> None:
            attempts.append(("first", message.content))
            write(f"first {message.content}")
            if message.content == "a":
                raise ValueError

        @second.on_text_message
        async def handler(message: Message) -> None:
            attempts.append(("second", message.content))
            write(f"second {message.content}")

        async def main() -> None:
            async with first:
                await asyncio.sleep(0.6)
                await second.run()
                await asyncio.sleep(600)
                assert first.stats.lost == (2 if key else 1)

        run(main())
        assert handed_over == [(0.5, {})]  # at once, and nothing behind what had not finished was committed
        if key:  # b stayed behind a
            assert attempts == [("first", "a"), ("second", "a"), ("second", "b")]
            assert storage.disk.contents() == ["second a", "second b"]
        else:
            assert attempts == [("first", "a"), ("first", "b"), ("second", "a")]
            assert storage.disk.contents() == ["first b", "second a"]
        assert broker.committed == {0: 2}


class TestStopping:
    def test_stop_handles_what_was_read_and_closes_everything(self) -> None:
        processor, storage = new()
        source = processor.add_iterable_source(forever())
        done = list[Any]()

        @processor.on_text_message
        async def handler(message: Message) -> None:
            await asyncio.sleep(5)
            done.append(message.content)

        async def main() -> float:
            async with processor:
                await asyncio.sleep(1)
            return now()

        assert run(main()) == 5
        assert sorted(done) == ["0", "1", "2"]
        assert source.committed == {0: 3}
        assert storage.closed

    def test_stop_ends_every_wait_at_once(self) -> None:
        processor, _ = new()
        processor.add_iterable_source(forever())
        fails, batches = [True] * 3, []

        @processor.on_text_message
        async def handler(message: Message) -> None:
            if fails:
                fails.pop()
                raise OSError("not now")

        @processor.batch_processor(batch_size=100, max_wait="1h")
        async def batch(messages: list[Message]) -> None:
            batches.extend(messages)

        async def main() -> float:
            async with processor:
                await asyncio.sleep(0.1)
            return now()

        assert run(main()) == pytest.approx(0.1)
        assert len(batches) == 3

    @pytest.mark.parametrize("ignores_cancellation", [False, True])
    def test_stop_ends_in_time_though_a_handler_never_returns(self, ignores_cancellation: bool) -> None:
        processor, storage = new(stop_timeout="20s")
        source = processor.add_iterable_source(forever())
        release = asyncio.Event()

        @processor.on_text_message
        async def handler(message: Message) -> None:
            write(message.content)
            while message.offset == 1 and not release.is_set():
                try:
                    await release.wait()
                except asyncio.CancelledError:
                    if not ignores_cancellation:
                        raise

        async def main() -> float:
            async with processor:
                await asyncio.sleep(1)
            release.set()
            return now()

        assert run(main()) <= 1 + 20
        assert source.committed == {0: 1}
        assert storage.disk.contents() == ["0", "2"]

    def test_stop_ends_in_time_though_a_thread_never_returns(self) -> None:
        processor, _ = new(stop_timeout="100ms")
        source = processor.add_iterable_source(forever())
        release = threading.Event()

        @processor.on_text_message
        def handler(message: Message) -> None:
            if message.offset == 1:
                release.wait(60)

        asyncio.run(processor.run(timeout="50ms"))
        assert source.committed == {0: 1}
        assert processor.stats.abandoned_threads == 1
        release.set()

    def test_stop_without_draining_drops_what_was_read(self) -> None:
        processor, _ = new(parallelism=1)
        source = processor.add_iterable_source(forever())

        @processor.on_text_message
        async def handler(message: Message) -> None:
            await asyncio.sleep(2)

        async def main() -> float:
            await processor.start()
            await asyncio.sleep(3)
            await processor.stop(drain=False)
            return now()

        assert run(main()) == 3
        assert source.committed == {0: 1}

    def test_a_cancelled_run_commits_what_has_finished(self) -> None:
        processor, storage = new(parallelism=1)
        source = processor.add_iterable_source(forever())

        @processor.on_text_message
        async def handler(message: Message) -> None:
            await asyncio.sleep(2)

        async def main() -> None:
            async with asyncio.timeout(3):
                await processor.run()

        with pytest.raises(TimeoutError):
            run(main())
        assert source.committed == {0: 1}
        assert storage.closed

    def test_a_handler_that_cancels_its_own_task_stops_the_processor(self) -> None:
        processor, storage = new(["a", "b"])

        @processor.on_text_message
        async def handler(message: Message) -> None:
            task = asyncio.current_task()
            assert task is not None
            task.cancel()
            await asyncio.sleep(1)

        with pytest.raises(ProcessorStoppedError, match="cancelled"):
            run(processor.run())
        assert storage.closed

    def test_a_start_that_is_cancelled_closes_everything(self) -> None:
        class Slow(BrokerSource):
            async def open(self, context: SourceContext) -> None:
                await asyncio.sleep(1e6)

        processor, storage = new()
        source = processor.add_source(Slow(topic(1)))

        async def main() -> None:
            async with asyncio.timeout(5):
                await processor.run()

        with pytest.raises(TimeoutError):
            run(main())
        assert source.closed
        assert storage.closed

    def test_a_source_that_ignores_cancellation_and_does_not_close_costs_no_more_than_the_limit(self) -> None:
        class Deaf(BrokerSource):
            async def messages(self) -> AsyncGenerator[Message]:
                yield Message("deaf", content="a", offset=0)
                for _ in range(1000):
                    with suppress(asyncio.CancelledError):
                        await asyncio.sleep(1)

            async def close(self) -> None:
                await asyncio.sleep(1e6)

        processor, _ = new(stop_timeout="4s")
        processor.add_source(Deaf(topic(1)))

        async def main() -> float:
            await processor.run(timeout=1)
            return now()

        assert run(main()) <= 1 + 4 + 0.2

    def test_what_handlers_are_surrounded_by_is_not_seen_outside(self) -> None:
        processor, _ = new(["a"])
        inside = []

        @processor.on_text_message
        async def handler(message: Message) -> None:
            inside.append(current_surroundings.get() is not None)

        async def main() -> object:
            await processor.run()
            return current_surroundings.get()

        assert run(main()) is None
        assert inside == [True]

    def test_nothing_survives_a_run(self) -> None:
        processor, _ = new(["a", "b"])

        @processor.on_text_message
        async def handler(message: Message) -> None:
            await asyncio.sleep(1)

        run_cleanly(processor.run)

    def test_a_first_ctrl_c_drains_and_a_second_does_not(self) -> None:
        processor, _ = new()
        source = processor.add_iterable_source(forever())
        done = []

        @processor.on_text_message
        async def handler(message: Message) -> None:
            os.kill(os.getpid(), signal.SIGINT)
            await asyncio.sleep(0 if message.offset < 2 else 3600)
            done.append(message.offset)
            if message.offset == 1:
                os.kill(os.getpid(), signal.SIGINT)

        asyncio.run(processor.run())
        assert done == [0, 1]
        assert source.committed == {0: 2}
        assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


class TestRunning:
    def test_it_ends_after_a_number_of_messages(self) -> None:
        processor, _ = new()
        processor.add_iterable_source(map(str, range(100)))
        processor.add_iterable_source(forever())
        stats = run(processor.run(count=10))
        assert (stats.received, stats.finished) == (10, 10)

    def test_it_ends_after_a_time(self) -> None:
        processor, _ = new()
        processor.add_iterable_source(forever())

        async def main() -> float:
            await processor.run(timeout="1min")
            return now()

        assert run(main()) == 60

    def test_it_ends_when_nothing_happens(self) -> None:
        processor, _ = new()
        processor.add_iterable_source(forever())

        @processor.on_text_message
        async def handler(message: Message) -> None:
            await asyncio.sleep(100)

        async def main() -> float:
            await processor.run(until_idle="5s")
            return now()

        assert 105 <= run(main()) <= 110

    def test_a_source_that_cannot_be_opened_says_so_and_all_are_closed(self) -> None:
        class Refused(BrokerSource):
            async def open(self, context: SourceContext) -> None:
                raise SourceError("no broker at 127.0.0.1:9")

        processor, storage = new()
        refused, other = Refused(topic(1)), BrokerSource(topic(1))
        refused.name = "refused"
        processor.add_source(refused)
        processor.add_source(other)
        with pytest.raises(SourceError, match="no broker"):
            run(processor.run())
        assert refused.closed
        assert other.closed
        assert storage.closed

    def test_a_source_that_fails_does_not_stop_the_others_and_is_raised_in_the_end(self) -> None:
        async def failing() -> AsyncIterator[str]:
            yield "before"
            raise OSError("the folder went away")

        processor, _ = new()
        processor.add_iterable_source(failing(), "failing")
        processor.add_iterable_source(map(str, range(5)), "good")
        told = []

        @processor.on_event("error")
        async def on_error(event: Event) -> None:
            told.append((event.source, str(event.payload.error)))

        with pytest.raises(OSError, match="went away"):
            run(processor.run())
        assert processor.stats.finished == 6
        assert told == [("failing", "the folder went away")]

    def test_sources_of_one_name_are_told_apart_or_refused(self) -> None:
        processor, _ = new(["a"])
        assert processor.add_iterable_source(["b"], "items").name == "items-2"
        processor.add_source(BrokerSource(topic(1)))
        with pytest.raises(InvalidArgumentError, match="another name="):
            processor.add_source(BrokerSource(topic(1)))

    def test_an_error_of_storage_at_an_assignment_stops_the_processor(self) -> None:
        class Broken(MemoryStorage):
            async def hold(self, *arguments: Any) -> Any:
                raise OSError("cannot look into the folder")

        processor = StreamProcessor("test", Broken())
        processor.add_source(BrokerSource(topic(2)))
        with pytest.raises(OSError, match="cannot look"):
            run(processor.run())
        assert processor.stats.finished == 0


class Countdown(Source):
    """A user's own source."""

    async def messages(self) -> AsyncGenerator[Message]:
        for number in (3, 2, 1):
            yield Message("countdown", content=str(number))
            await self.context.clock.sleep_async(1)


class TestOwnSources:
    def test_a_source_needs_a_name_and_messages_and_the_rest_has_a_default(self) -> None:
        processor, _ = new()
        source = processor.add_source(Countdown())
        seen = []

        @processor.on_text_message
        async def handler(message: Message) -> None:
            seen.append((message.content, message.offset, message.timestamp))

        async def main() -> None:
            await processor.run()

        run(main(), clock=VirtualClock(start=1000))
        assert seen == [("3", 0, 1000), ("2", 1, 1001), ("1", 2, 1002)]
        assert (source.name, source.stats.messages, source.stats.bytes) == ("countdown", 3, 3)


class TestStuckAndScaling:
    def test_a_handler_that_runs_for_a_minute_is_told_of_once(self) -> None:
        processor, _ = new(["a"])
        told = []

        @processor.on_event("stuck")
        async def on_stuck(event: Event) -> None:
            told.append((now(), event.payload["message"].content))

        @processor.on_text_message
        async def handler(message: Message) -> None:
            await asyncio.sleep(600)

        run(processor.run())
        assert told == [(60, "a")]

    def test_slots_follow_the_load_step_by_step(self) -> None:
        async def items() -> AsyncIterator[str]:
            for _ in range(60):
                yield "x"
            await asyncio.sleep(60)

        processor, _ = new(items(), min_workers=1, max_workers=4, target_latency="100ms")
        steps = []

        @processor.on_event("workers")
        async def on_workers(event: Event) -> None:
            steps.append((now(), event.payload["workers"]))

        @processor.on_text_message
        async def handler(message: Message) -> None:
            await asyncio.sleep(0.5)

        stats = run(processor.run())
        assert steps == [(1, 2), (2, 3), (3, 4), (20, 3), (30, 2), (40, 1)]
        assert stats.slots == 1
