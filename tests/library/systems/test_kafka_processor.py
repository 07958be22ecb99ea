"""A processor in a consumer group of a real broker: slow handlers, rebalances while they run, a broker that dies."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

import pytest

import broker
from maif.errors import MessageLostError
from maif.realtime import Message, StreamProcessor, create_client, create_stream_processor, get_or_create_artifact

PATIENCE = 120.0


@pytest.fixture(autouse=True)
def _quiet_logs(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL, "aiokafka")
    caplog.set_level(logging.CRITICAL, "maif.realtime")


def soon(story: Coroutine[Any, Any, None]) -> None:
    asyncio.run(asyncio.wait_for(story, PATIENCE))


def processor_of(
    kafka: broker.Broker, topic: str, tmp_path: Path, config: dict[str, Any] | None = None, **options: Any
) -> StreamProcessor:
    processor = create_stream_processor(
        "p", create_client("me", tmp_path), {"commit_interval": "200ms", **(config or {})}
    )
    processor.add_kafka_source(kafka.address, topic, topic, **broker.QUICK, **options)
    return processor


def texts(tmp_path: Path) -> Counter[str | None]:
    with create_client("me", tmp_path) as client:
        return Counter(block.text for artifact in client.artifacts() for block in artifact.read_blocks())


def test_a_handler_that_is_slower_than_the_group_is_patient_is_not_thrown_out(
    kafka: broker.Broker, topic: str, tmp_path: Path
) -> None:
    async def story() -> None:
        await broker.make_topic(kafka.address, topic)
        await broker.produce(kafka.address, topic, [b"slow", b"quick"], key=b"one after the other")
        processor = processor_of(kafka, topic, tmp_path)
        handled: Counter[str | None] = Counter()

        @processor.on_text_message
        async def keep(message: Message) -> None:
            handled[message.content] += 1
            await get_or_create_artifact("kept").add_text_async(str(message.content))
            if message.content == "slow":
                await asyncio.sleep(1.5 * broker.QUICK["session_timeout_ms"] / 1000)

        stats = await processor.run(count=2)
        assert handled == {"slow": 1, "quick": 1}
        assert (stats.finished, stats.failed_commits) == (2, 0)

    soon(story())
    assert texts(tmp_path) == {"slow": 1, "quick": 1}


def test_what_runs_when_a_partition_goes_to_another_has_a_time_then_its_writes_are_dropped_and_it_is_told(
    kafka: broker.Broker, topic: str, tmp_path: Path
) -> None:
    """Eight handlers run when a second member joins: four return in time, four do not."""

    async def story() -> None:
        await broker.make_topic(kafka.address, topic, 2)
        for number in range(8):
            await broker.produce(kafka.address, topic, [b"%d" % number], partition=number % 2)
        first = processor_of(kafka, topic, tmp_path, {"parallelism": 8, "revoke_timeout": "300ms"})
        second = processor_of(kafka, topic, tmp_path, {"parallelism": 8})
        running: Counter[str] = Counter()
        lost: list[str] = []
        release, all_run = asyncio.Event(), asyncio.Event()

        @first.on_text_message
        async def hold(message: Message) -> None:
            text = str(message.content)
            running[text] += 1
            if running.total() == 8:
                all_run.set()
            artifact = get_or_create_artifact("kept")
            await artifact.add_text_async(text)
            try:
                if int(text) >= 4 and running[text] == 1:
                    await asyncio.Event().wait()
                await release.wait()
            except asyncio.CancelledError:
                try:
                    await artifact.add_text_async("too late")
                except MessageLostError:
                    lost.append(text)
                raise

        @second.on_text_message
        async def keep(message: Message) -> None:
            await get_or_create_artifact("kept").add_text_async(str(message.content))

        async with first:
            await all_run.wait()
            release.set()
            stats = await second.run(until_idle="4s")
        assert sorted(lost) == ["4", "5", "6", "7"]
        assert first.stats.rebalances >= 1  # the second member leaves again
        assert (first.stats.finished, stats.finished) == (6, 2)

    soon(story())
    assert texts(tmp_path) == {str(number): 1 for number in range(8)}


def test_what_waits_for_another_attempt_when_its_partition_goes_to_another_is_handled_there_and_not_tried_again_here(
    kafka: broker.Broker, topic: str, tmp_path: Path
) -> None:
    async def story() -> None:
        await broker.make_topic(kafka.address, topic, 2)
        for number in range(2):
            await broker.produce(kafka.address, topic, [b"%d" % number], partition=number)
        first = processor_of(kafka, topic, tmp_path, {"retries": 30})
        second = processor_of(kafka, topic, tmp_path)
        tried: Counter[str | None] = Counter()
        both_tried = asyncio.Event()
        went_over: list[tuple[str | None, int]] = []

        @first.on_text_message
        async def fail_at_first(message: Message) -> None:
            tried[message.content] += 1
            if len(tried) == 2:
                both_tried.set()
            await get_or_create_artifact("kept").add_text_async(str(message.content))
            if not went_over:
                raise OSError("not now")

        @second.on_text_message
        async def keep(message: Message) -> None:
            went_over.append((message.content, tried[message.content]))
            await get_or_create_artifact("kept").add_text_async(str(message.content))

        async with first:
            await both_tried.wait()
            stats = await second.run(until_idle="4s")
            (content, tried_before), *others = went_over
            assert tried[content] == tried_before
        assert not others
        assert (stats.finished, first.stats.finished) == (1, 1)

    soon(story())
    assert texts(tmp_path) == {"0": 1, "1": 1}
