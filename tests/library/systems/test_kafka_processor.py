"""A processor in a consumer group of a real broker: slow handlers, rebalances while they run, a broker that dies."""

from __future__ import annotations

import asyncio
import itertools
import logging
from collections import Counter

import pytest

import broker
from maif.errors import MessageLostError
from maif.realtime import create_client, create_stream_processor, get_or_create_artifact

PATIENCE = 40.0
_numbers = itertools.count()


@pytest.fixture(scope="module")
def kafka():
    with broker.running_broker() as running:
        yield running


@pytest.fixture(autouse=True)
def _quiet_logs(caplog):
    caplog.set_level(logging.CRITICAL, "aiokafka")
    caplog.set_level(logging.CRITICAL, "maif.realtime")


@pytest.fixture
def topic():
    return f"processed-{next(_numbers)}"


def soon(story):
    return asyncio.run(asyncio.wait_for(story, PATIENCE))


def processor_of(kafka, topic, tmp_path, config=None, **options):
    processor = create_stream_processor(
        "p", create_client("me", tmp_path), {"commit_interval": "200ms", **(config or {})}
    )
    processor.add_kafka_source(kafka.address, topic, topic, **broker.QUICK, **options)
    return processor


def texts(tmp_path):
    with create_client("me", tmp_path) as client:
        return Counter(block.text for artifact in client.artifacts() for block in artifact.read_blocks())


def test_a_handler_that_is_slower_than_the_group_is_patient_is_not_thrown_out(kafka, topic, tmp_path):
    async def story():
        await broker.make_topic(kafka.address, topic)
        await broker.produce(kafka.address, topic, [b"slow", b"quick"], key=b"one after the other")
        processor = processor_of(kafka, topic, tmp_path)
        handled = Counter()

        @processor.on_text_message
        async def keep(message):
            handled[message.content] += 1
            await get_or_create_artifact("kept").add_text_async(message.content)
            if message.content == "slow":
                await asyncio.sleep(1.5 * broker.QUICK["session_timeout_ms"] / 1000)

        stats = await processor.run(count=2)
        assert handled == {"slow": 1, "quick": 1}
        assert (stats.finished, stats.failed_commits) == (2, 0)

    soon(story())
    assert texts(tmp_path) == {"slow": 1, "quick": 1}


def test_what_runs_when_a_partition_goes_to_another_has_a_time_then_its_writes_are_dropped_and_it_is_told(
    kafka, topic, tmp_path
):
    """Eight handlers run when a second member joins: four return in time, four do not."""

    async def story():
        await broker.make_topic(kafka.address, topic, 2)
        for number in range(8):
            await broker.produce(kafka.address, topic, [b"%d" % number], partition=number % 2)
        first = processor_of(kafka, topic, tmp_path, {"parallelism": 8, "revoke_timeout": "300ms"})
        second = processor_of(kafka, topic, tmp_path, {"parallelism": 8})
        running, lost, release, all_run = Counter(), [], asyncio.Event(), asyncio.Event()

        @first.on_text_message
        async def hold(message):
            running[message.content] += 1
            if running.total() == 8:
                all_run.set()
            artifact = get_or_create_artifact("kept")
            await artifact.add_text_async(message.content)
            try:
                if int(message.content) >= 4 and running[message.content] == 1:
                    await asyncio.Event().wait()
                await release.wait()
            except asyncio.CancelledError:
                try:
                    await artifact.add_text_async("too late")
                except MessageLostError:
                    lost.append(message.content)
                raise

        @second.on_text_message
        async def keep(message):
            await get_or_create_artifact("kept").add_text_async(message.content)

        async with first:
            await all_run.wait()
            release.set()
            stats = await second.run(until_idle="4s")
        assert sorted(lost) == ["4", "5", "6", "7"]
        assert first.stats.rebalances >= 1  # the second member leaves again
        assert (first.stats.finished, stats.finished) == (6, 2)

    soon(story())
    assert texts(tmp_path) == {str(number): 1 for number in range(8)}
