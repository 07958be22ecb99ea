"""A processor handles each message: who is called, in which order, and what is written."""

from __future__ import annotations

import asyncio
import threading
from contextvars import ContextVar
from typing import Any

import pytest

from maif.clock import run
from maif.errors import (
    ClosedError,
    InvalidArgumentError,
    InvalidTypeError,
    MessageLostError,
    ProcessorStoppedError,
)
from maif.realtime.event import Event
from maif.realtime.message import Message
from maif.realtime.outbox import current_outbox
from maif.realtime.processor import StreamProcessor
from storages import MemoryStorage, write


def new(items: Any = (), **config: Any) -> tuple[StreamProcessor, MemoryStorage]:
    """Return a processor over items, and its storage."""
    storage = MemoryStorage()
    processor = StreamProcessor("test", storage, config)
    processor.add_iterable_source(items, "items")
    return processor, storage


def keyed(*keys_and_texts: tuple[Any, str]) -> list[Message]:
    return [Message("items", content=text, key=key) for key, text in keys_and_texts]


class TestWhoIsCalled:
    def test_each_message_goes_to_the_handlers_of_its_kind_then_to_new_data(self) -> None:
        calls: list[tuple[str, Any]] = []
        processor, _ = new([{"text": "a"}, b"\x89PNG\r\n\x1a\nrest", b"\xff\xfe"], ordering="partition")

        @processor.on_text_message
        async def text(message: Message) -> None:
            calls.append(("text", message.content))

        @processor.on_image_message()
        async def image(message: Message) -> None:
            calls.append(("image", message.image_data))

        @processor.on_event("new_data")
        async def data(event: Event) -> None:
            calls.append(("event", event.payload.data))

        run(processor.run())
        png = b"\x89PNG\r\n\x1a\nrest"
        assert calls == [
            ("text", "a"),
            ("event", {"text": "a"}),
            ("image", png),
            ("event", png),
            ("event", b"\xff\xfe"),
        ]

    def test_decorators_return_the_function_itself(self) -> None:
        processor, _ = new()

        def handler(message: Any) -> None: ...

        assert processor.on_text_message(handler) is handler
        assert processor.on_image_message()(handler) is handler
        assert processor.on_event("error")(handler) is handler
        assert processor.on_event(handler) is handler
        assert processor.on_large_file(handler) is handler
        assert processor.batch_processor(handler) is handler
        assert processor.batch_processor(batch_size=2)(handler) is handler

    def test_an_event_handler_without_a_name_has_that_of_the_function(self) -> None:
        processor, _ = new(["a"])
        seen = []

        @processor.on_event
        async def on_new_data(event: Event) -> None:
            seen.append(event.content)

        run(processor.run())
        assert seen == ["a"]

    def test_a_plain_function_runs_in_a_thread_and_sees_context_variables(self) -> None:
        setting: ContextVar[str] = ContextVar("setting", default="unset")
        processor, storage = new(["a"])
        seen = []

        @processor.on_text_message
        def handler(message: Message) -> None:
            write("from a thread")
            seen.append(
                (
                    setting.get(),
                    threading.current_thread() is threading.main_thread(),
                    threading.current_thread().daemon,
                )
            )

        async def main() -> None:
            setting.set("set")
            await processor.run()

        run(main())
        assert seen == [("set", False, True)]
        assert storage.disk.contents() == ["from a thread"]

    def test_a_message_that_nobody_handles_is_counted(self) -> None:
        processor, _ = new(["a", "b"])
        assert run(processor.run()).unhandled == 2

    def test_what_is_added_after_the_start_is_refused(self) -> None:
        processor, _ = new(["a"])
        run(processor.run())
        with pytest.raises(ClosedError, match="before the processor 'test' starts"):
            processor.on_text_message(print)
        with pytest.raises(ClosedError, match="make another"):
            run(processor.run())

    def test_a_handler_must_be_callable_and_a_source_a_source(self) -> None:
        processor, _ = new()
        with pytest.raises(InvalidTypeError, match="handler must be callable"):
            processor.on_text_message("print")  # type: ignore[call-overload]
        with pytest.raises(InvalidTypeError, match=r"maif\.realtime\.Source"):
            processor.add_source(["a"])  # type: ignore[type-var]
        with pytest.raises(InvalidTypeError, match="iterable"):
            processor.add_iterable_source("text")

    def test_a_processor_without_a_source_says_what_to_do(self) -> None:
        with pytest.raises(InvalidArgumentError, match="add one"):
            run(StreamProcessor("empty", MemoryStorage()).run())


class TestOrder:
    @staticmethod
    def intervals(ordering: str, messages: list[Message], parallelism: int = 8) -> dict[str, tuple[float, float]]:
        """Return when each message was handled, if the first takes 9 seconds and every other one."""
        processor, _ = new(messages, ordering=ordering, parallelism=parallelism)
        times = {}

        @processor.on_text_message
        async def handler(message: Message) -> None:
            start = asyncio.get_running_loop().time()
            await asyncio.sleep(9 if message.offset == 0 else 1)
            times[str(message.content)] = (start, asyncio.get_running_loop().time())

        run(processor.run())
        return times

    def test_messages_of_a_key_come_one_after_the_other_and_hold_up_nobody_else(self) -> None:
        times = self.intervals("key", keyed(("k", "k1"), ("k", "k2"), ("j", "j1"), (None, "n1"), (None, "n2")))
        assert times == {"j1": (0, 1), "n1": (0, 1), "n2": (0, 1), "k1": (0, 9), "k2": (9, 10)}

    def test_a_partition_may_be_one_key(self) -> None:
        times = self.intervals("partition", keyed((None, "a"), ("k", "b")))
        assert times == {"a": (0, 9), "b": (9, 10)}

    def test_there_may_be_no_order(self) -> None:
        times = self.intervals("none", keyed(("k", "a"), ("k", "b")))
        assert times == {"a": (0, 9), "b": (0, 1)}

    def test_no_more_than_parallelism_run_at_a_time(self) -> None:
        times = self.intervals("none", keyed(*[(None, str(number)) for number in range(4)]), parallelism=2)
        assert times == {"0": (0, 9), "1": (0, 1), "2": (1, 2), "3": (2, 3)}

    def test_without_async_processing_handlers_run_one_after_the_other(self) -> None:
        processor, _ = new(["a", "b", "c"], async_processing=False)
        starts = []

        @processor.on_text_message
        async def handler(message: Message) -> None:
            starts.append(asyncio.get_running_loop().time())
            await asyncio.sleep(1)

        run(processor.run())
        assert starts == [0, 1, 2]

    def test_a_message_that_waits_to_be_tried_again_keeps_its_place_but_no_slot(self) -> None:
        processor, _ = new(keyed(("k", "bad"), ("k", "after"), ("j", "other")), parallelism=1, retries=1)
        done = []

        @processor.on_text_message
        async def handler(message: Message) -> None:
            done.append((message.content, asyncio.get_running_loop().time()))
            if message.content == "bad" and len(done) == 1:
                raise OSError("not now")

        run(processor.run())
        assert done == [("bad", 0), ("other", 0), ("bad", 1), ("after", 1)]

    def test_a_key_that_cannot_be_hashed_is_a_failure_of_its_message(self) -> None:
        processor, storage = new(keyed((["k"], "a"), ("k", "b")))
        seen = []

        @processor.on_text_message
        async def handler(message: Message) -> None:
            seen.append(message.content)

        stats = run(processor.run())
        assert (seen, stats.dead_letters) == (["b"], 1)
        assert "hashable" in storage.disk.letters[0].error


class TestOutbox:
    def test_what_a_failed_attempt_has_written_is_thrown_away(self) -> None:
        processor, storage = new(["a"])
        attempts = list[int]()

        @processor.on_text_message
        async def handler(message: Message) -> None:
            attempts.append(len(attempts))
            write(f"attempt {attempts[-1]}")
            if len(attempts) < 3:
                raise OSError("not now")

        run(processor.run())
        assert storage.disk.contents() == ["attempt 2"]

    def test_a_task_that_outlives_its_message_is_told_so(self) -> None:
        processor, storage = new(["a"])
        told: list[BaseException] = []
        tasks = []

        @processor.on_text_message
        async def handler(message: Message) -> None:
            async def late() -> None:
                await asyncio.sleep(1)
                try:
                    write("too late")
                except MessageLostError as error:
                    told.append(error)

            tasks.append(asyncio.create_task(late()))

        async def main() -> None:
            await processor.run()
            await tasks[0]

        run(main())
        assert "await what writes" in str(told[0])
        assert storage.disk.contents() == []

    def test_two_messages_at_a_time_do_not_mix_what_they_write(self) -> None:
        processor, storage = new(["a", "b"])

        @processor.on_text_message
        async def handler(message: Message) -> None:
            for number in range(3):
                write(f"{message.content}{number}")
                await asyncio.sleep(1)

        run(processor.run())
        assert [(origin.position, entry) for origin, entry in storage.disk.blocks] == [
            (position, f"{letter}{number}") for position, letter in enumerate("ab") for number in range(3)
        ]

    def test_a_storage_that_fails_is_a_failure_of_the_message_then_of_the_processor(self) -> None:
        processor, storage = new(["a"], retries=1)
        storage.error = OSError("disk full")

        @processor.on_text_message
        async def handler(message: Message) -> None:
            write("a block")

        with pytest.raises(OSError, match="disk full"):
            run(processor.run())
        assert processor.stats.finished == 0
        assert storage.closed


class TestEvents:
    def test_events_of_a_message_are_part_of_it(self) -> None:
        processor, storage = new(["a"], on_error="dead_letter")
        times = []

        @processor.on_text_message
        async def handler(message: Message) -> None:
            await processor.emit("seen", message.content)

        @processor.on_event("seen")
        async def first(event: Event) -> None:
            times.append((event.payload, event.source))
            write("by an event")
            await processor.emit("next")

        @processor.on_event("next")
        async def second(event: Event) -> None:
            raise ValueError("no")

        stats = run(processor.run())
        assert times == [("a", "items")]
        assert (stats.dead_letters, storage.disk.contents()) == (1, [])

    def test_a_thread_may_emit(self) -> None:
        processor, _ = new(["a"])
        seen = []

        @processor.on_text_message
        def handler(message: Message) -> None:
            processor.emit_soon("seen", message.content)

        @processor.on_event("seen")
        async def on_seen(event: Event) -> None:
            seen.append((event.payload, current_outbox.get() is not None))

        run(processor.run())
        assert seen == [("a", True)]

    def test_a_handler_that_emits_what_it_handles_is_stopped(self) -> None:
        processor, storage = new(["a"], on_error="dead_letter")

        @processor.on_event("new_data")
        async def start(event: Event) -> None:
            await processor.emit("round", 1)

        @processor.on_event("round")
        async def again(event: Event) -> None:
            await processor.emit("round", event.payload + 1)

        run(processor.run())
        assert "1000 events" in storage.disk.letters[0].error

    def test_events_of_no_message_come_one_after_the_other_and_errors_in_them_are_counted(self) -> None:
        processor, _ = new(["a", "b", "c"], on_error="skip")
        times: list[float] = []

        @processor.on_text_message
        async def handler(message: Message) -> None:
            raise ValueError(message.content)

        @processor.on_event("error")
        async def on_error(event: Event) -> None:
            await asyncio.sleep(1)
            times.append(asyncio.get_running_loop().time())
            raise ValueError("again")

        stats = run(processor.run())
        assert times == [1, 2, 3]
        assert (stats.skipped, stats.event_errors) == (3, 3)

    def test_events_that_nobody_can_keep_up_with_are_dropped_and_counted(self) -> None:
        processor, _ = new(range(1500), on_error="skip", parallelism=1)

        @processor.on_text_message
        async def handler(message: Message) -> None:
            if int(str(message.content)) % 50:  # some succeed, so that it goes on
                raise ValueError

        @processor.on_event("error")
        async def on_error(event: Event) -> None:
            await asyncio.sleep(0.01)

        stats = run(processor.run())
        assert stats.events_dropped == 1470 - 1001


class TestFailing:
    @pytest.mark.parametrize(
        ("on_error", "attempts", "dead", "skipped"),
        [("retry", 4, 1, 0), ("dead_letter", 1, 1, 0), ("skip", 1, 0, 1)],
    )
    def test_a_rule_says_what_becomes_of_a_failing_message(
        self, on_error: str, attempts: int, dead: int, skipped: int
    ) -> None:
        processor, storage = new(["bad", "good"], on_error=on_error)
        calls = []

        @processor.on_text_message
        async def handler(message: Message) -> None:
            calls.append(message.content)
            write(message.content)
            if message.content == "bad":
                raise KeyError("bad")

        stats = run(processor.run())
        assert calls.count("bad") == attempts
        assert (stats.dead_letters, stats.skipped, stats.finished) == (dead, skipped, 2)
        assert storage.disk.contents() == ["good"]
        if dead:
            letter = storage.disk.letters[0]
            assert (letter.origin.position, letter.attempts, letter.error) == (0, attempts, "KeyError: 'bad'")
            assert "in handler" in letter.traceback

    def test_stop_raises_the_error_and_commits_what_was_before(self) -> None:
        processor, _ = new(on_error="stop", parallelism=1)
        source = processor.add_iterable_source(["good", "bad", "never"])

        @processor.on_text_message
        async def handler(message: Message) -> None:
            if message.content == "bad":
                raise KeyError("bad")

        with pytest.raises(KeyError, match="bad"):
            run(processor.run())
        assert source.committed == {0: 1}

    def test_a_function_may_decide(self) -> None:
        def decide(message: Message, error: Exception) -> str:
            return "skip" if isinstance(error, KeyError) else "dead_letter"

        processor, storage = new(["key", "value"], on_error=decide)

        @processor.on_text_message
        async def handler(message: Message) -> None:
            raise KeyError if message.content == "key" else ValueError

        stats = run(processor.run())
        assert (stats.skipped, stats.dead_letters, storage.disk.letters[0].error) == (1, 1, "ValueError: ")

    @pytest.mark.parametrize("answer", [None, "never heard of", 1 / 2])
    def test_a_function_that_cannot_decide_loses_nothing(self, answer: Any) -> None:
        processor, _ = new(["a"], on_error=lambda message, error: answer)

        @processor.on_text_message
        async def handler(message: Message) -> None:
            raise KeyError

        assert run(processor.run()).dead_letters == 1

    def test_a_hundred_failures_in_a_row_stop_the_processor(self) -> None:
        processor, _ = new(range(1000), on_error="dead_letter", parallelism=1)

        @processor.on_text_message
        async def handler(message: Message) -> None:
            if int(str(message.content)) >= 50:
                raise ConnectionError("the database is gone")

        with pytest.raises(ProcessorStoppedError, match="100 messages in a row") as caught:
            run(processor.run())
        assert isinstance(caught.value.__cause__, ConnectionError)
        assert (processor.stats.finished, processor.stats.dead_letters) == (150, 100)

    def test_a_poison_message_among_many_costs_nobody_else_a_delay(self) -> None:
        processor, _ = new(range(10_000), parallelism=4)
        done = {}

        @processor.on_text_message
        async def handler(message: Message) -> None:
            if message.offset == 5000:
                raise ValueError("poison")
            await asyncio.sleep(0.001)
            done[message.offset] = asyncio.get_running_loop().time()

        stats = run(processor.run())
        assert (len(done), stats.dead_letters) == (9999, 1)
        assert max(done.values()) == pytest.approx(2.5, abs=0.01)  # as without it: 10,000 of 1 ms, four at a time

    def test_what_cannot_be_decoded_goes_to_the_dead_letters_as_it_was(self) -> None:
        processor, storage = new([b'{"timestamp": "soon"}', b"good"])
        seen = []

        @processor.on_text_message
        async def handler(message: Message) -> None:
            seen.append(message.content)

        stats = run(processor.run())
        assert (seen, stats.dead_letters) == (["good"], 1)
        assert storage.disk.letters[0].raw == b'{"timestamp": "soon"}'
        assert storage.disk.letters[0].attempts == 1

    def test_an_async_handler_that_takes_too_long_is_a_failure(self) -> None:
        processor, storage = new(["slow", "good"], handler_timeout="5s", retries=1)
        cancelled = []

        @processor.on_text_message
        async def handler(message: Message) -> None:
            if message.content == "slow":
                try:
                    await asyncio.sleep(60)
                finally:
                    cancelled.append(asyncio.get_running_loop().time())

        stats = run(processor.run())
        assert cancelled == [5, 11]  # after a pause of one second, again
        assert stats.dead_letters == 1
        assert storage.disk.letters[0].error == "TimeoutExpiredError: the handler handler took longer than 5.00 s"

    def test_a_thread_that_takes_too_long_is_abandoned_and_writes_nothing_any_more(self) -> None:
        processor, storage = new(["slow", "good"], handler_timeout="20ms", worker_threads=2)
        release, told = threading.Event(), threading.Event()

        @processor.on_text_message
        def handler(message: Message) -> None:
            if message.content == "slow":
                release.wait(10)
                try:
                    write("too late")
                except MessageLostError:
                    told.set()

        stats = asyncio.run(processor.run())
        assert (stats.dead_letters, stats.failed, stats.abandoned_threads) == (1, 1, 1)
        assert storage.disk.letters[0].error.startswith("ThreadLostError")
        release.set()
        assert told.wait(10)

    def test_a_thread_that_raises_stop_iteration_is_a_failure_like_any_other(self) -> None:
        processor, storage = new(["a"], retries=0)

        @processor.on_text_message
        def handler(message: Message) -> None:
            next(iter(()))

        assert run(processor.run()).dead_letters == 1
        assert "StopIteration" in storage.disk.letters[0].error

    def test_a_batch_whose_thread_is_lost_is_not_tried_again(self) -> None:
        processor, _ = new(["a", "b", "c"], handler_timeout="20ms", worker_threads=2)
        release, calls = threading.Event(), []

        @processor.batch_processor(batch_size=3)
        def batch(messages: list[Message]) -> None:
            calls.append(len(messages))
            release.wait(10)

        assert asyncio.run(processor.run()).dead_letters == 3
        assert calls == [3]
        release.set()

    def test_when_the_last_thread_is_lost_the_processor_stops(self) -> None:
        processor, _ = new(["a", "b", "c"], handler_timeout="20ms", worker_threads=1)
        release = threading.Event()

        @processor.on_text_message
        def handler(message: Message) -> None:
            release.wait(10)

        with pytest.raises(ProcessorStoppedError, match="handler threads are lost"):
            asyncio.run(processor.run())
        release.set()


class TestUnknownSettings:
    def test_an_unknown_setting_names_the_nearest(self) -> None:
        with pytest.raises(InvalidArgumentError, match="did you mean 'buffer_size'"):
            new(bufer_size=3)

    @pytest.mark.parametrize(
        ("setting", "value"),
        [
            ("processing_mode", "realtime"),
            ("ordering", "keys"),
            ("on_error", "ignore"),
            ("parallelism", 0),
            ("buffer_size", "many"),
            ("commit_interval", -1),
            ("max_workers", 0),
            ("artifacts", "one"),
        ],
    )
    def test_a_value_that_makes_no_sense_names_its_setting(self, setting: str, value: Any) -> None:
        with pytest.raises((InvalidArgumentError, InvalidTypeError), match=setting):
            new(**{setting: value})
