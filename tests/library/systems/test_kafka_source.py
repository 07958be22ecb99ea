"""Messages from a real broker: where reading begins, what is committed, who reads what, and what happens if it dies."""

from __future__ import annotations

import asyncio
import itertools
import logging
from collections.abc import Collection, Coroutine, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

import pytest
from aiokafka import AIOKafkaConsumer
from aiokafka.structs import ConsumerRecord, OffsetAndTimestamp, TopicPartition

import broker
from listener import Listener, read_all, reading
from maif.clock import SYSTEM_CLOCK
from maif.errors import InvalidArgumentError, InvalidTypeError, SourceError
from maif.realtime.message import Partition
from maif.realtime.sources.kafka import KafkaSource
from maif.realtime.sources.kafka.client import KafkaClient
from maif.realtime.sources.kafka.errors import OffsetsGoneError

T = TypeVar("T")
Contents: TypeAlias = dict[Partition, list[str | None]]
PATIENCE = 120.0


@pytest.fixture
def own_broker() -> Iterator[broker.Broker]:
    """One that may be stopped."""
    with broker.running_broker() as running:
        yield running


@pytest.fixture(autouse=True)
def _quiet_client(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL, "aiokafka")


def listener(tmp_path: Path, **options: Any) -> Listener:
    return Listener(tmp_path, clock=SYSTEM_CLOCK, **options)


async def fill(kafka: broker.Broker, topic: str, *, partitions: int, each: int) -> None:
    """Make a topic, and put the numbers below `each` into every one of its partitions."""
    await broker.make_topic(kafka.address, topic, partitions)
    for partition in range(partitions):
        await broker.produce(kafka.address, topic, [b"%d" % n for n in range(each)], partition=partition)


def soon(story: Coroutine[Any, Any, T]) -> T:
    """Run a story, for a limited time."""
    return asyncio.run(asyncio.wait_for(story, PATIENCE))


async def contents(source: KafkaSource, tmp_path: Path) -> Contents:
    """Return what a source gives up to its present end, by partition."""
    heard = await read_all(source, tmp_path, clock=SYSTEM_CLOCK)
    found: Contents = {}
    for message in heard.messages:
        found.setdefault(message.partition, []).append(message.content)
    return found


def test_records_become_messages(kafka: broker.Broker, topic: str, tmp_path: Path) -> None:
    picture = b"\x89PNG\r\n\x1a\n" + bytes(10)

    async def story() -> Listener:
        await broker.make_topic(kafka.address, topic)
        stamp: dict[str, Any] = {"timestamp_ms": 1_700_000_000_123}
        await broker.produce(kafka.address, topic, [b'{"text": "22.5", "priority": "high"}'], key=b"attic", **stamp)
        await broker.produce(kafka.address, topic, [picture, b"\xff\x00", None], key=b"\xff")
        headers = [("content-type", b"application/json"), ("trace", b"17"), ("raw", b"\xff")]
        await broker.produce(kafka.address, topic, [b"no JSON", b"{}"], headers=headers)
        return await read_all(KafkaSource(kafka.address, topic), tmp_path, clock=SYSTEM_CLOCK)

    first, image, raw, deleted, broken, empty = soon(story()).messages
    assert (first.source_id, first.content, first.priority, first.key) == (topic, "22.5", "high", "attic")
    assert (first.timestamp, first.partition, first.offset, first.next_offset) == (1_700_000_000.123, 0, 0, 1)
    assert (image.image_data, image.key) == (picture, b"\xff")
    assert (raw.content, raw.data) == (None, b"\xff\x00")
    assert (deleted.content, deleted.data) == (None, None)
    assert broken.failure is not None
    assert empty.data == {}
    assert empty.metadata["headers"] == {"content-type": "application/json", "trace": "17", "raw": b"\xff"}


def test_each_partition_keeps_its_order(kafka: broker.Broker, topic: str, tmp_path: Path) -> None:
    async def story() -> Contents:
        await fill(kafka, topic, partitions=3, each=500)
        return await contents(KafkaSource(kafka.address, topic), tmp_path)

    assert soon(story()) == {partition: [str(n) for n in range(500)] for partition in range(3)}


def test_a_group_goes_on_where_it_has_committed(kafka: broker.Broker, topic: str, tmp_path: Path) -> None:
    async def story() -> None:
        await fill(kafka, topic, partitions=2, each=10)
        source = KafkaSource(kafka.address, topic, topic, partitions="all")
        heard = listener(tmp_path)
        async with reading(source, heard):
            await heard.come(20)
            await source.commit({0: 7, 1: 10})
        assert heard.assignments == [{0: 0, 1: 0}]
        again = KafkaSource(kafka.address, topic, topic, start="latest", partitions="all")
        assert await contents(again, tmp_path) == {0: ["7", "8", "9"]}
        other = KafkaSource(kafka.address, topic, f"{topic}-other", partitions=[1])
        assert await contents(other, tmp_path) == {1: [str(n) for n in range(10)]}

    soon(story())


def test_a_replay_on_purpose_begins_where_it_is_told_and_says_what_was_committed(
    kafka: broker.Broker, topic: str, tmp_path: Path
) -> None:
    async def story() -> None:
        await fill(kafka, topic, partitions=2, each=10)
        source = KafkaSource(kafka.address, topic, topic, partitions="all")
        heard = listener(tmp_path)
        async with reading(source, heard):
            await heard.come(20)
            await source.commit({0: 7, 1: 9})
        replay = KafkaSource(kafka.address, topic, topic, start={0: 5}, partitions="all")
        heard = await read_all(replay, tmp_path, clock=SYSTEM_CLOCK)
        assert sorted(heard.contents) == ["5", "6", "7", "8", "9", "9"]
        assert heard.assignments == [{0: 7, 1: 9}]

    soon(story())


def test_latest_begins_behind_what_is_there(kafka: broker.Broker, topic: str, tmp_path: Path) -> None:
    async def story() -> None:
        await broker.make_topic(kafka.address, topic)
        for n in range(3):
            await broker.produce(kafka.address, topic, [b"old %d" % n])
        source = KafkaSource(kafka.address, topic, start="latest")
        heard = listener(tmp_path)
        async with reading(source, heard):
            await heard.until(lambda: heard.assignments)
            await broker.produce(kafka.address, topic, [b"new"])
            await heard.come(1)
        assert heard.contents == ["new"]

    soon(story())


def test_a_time_is_looked_up_and_means_the_end_where_nothing_is_as_new(
    kafka: broker.Broker, topic: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[set[int]] = []

    async def offsets_for_times(
        consumer: AIOKafkaConsumer, times: dict[TopicPartition, int]
    ) -> dict[TopicPartition, OffsetAndTimestamp | None]:  # Tansu's answers are not those of a Kafka broker
        asked.append(set(times.values()))
        return {name: OffsetAndTimestamp(3, 1) if name.partition == 0 else None for name in times}

    monkeypatch.setattr(AIOKafkaConsumer, "offsets_for_times", offsets_for_times)

    async def story() -> Contents:
        await broker.make_topic(kafka.address, topic, 2)
        for partition, n in itertools.product(range(2), range(5)):
            await broker.produce(kafka.address, topic, [b"%d" % n], partition=partition)
        start = datetime.fromtimestamp(1_700_000_000.5, UTC)
        return await contents(KafkaSource(kafka.address, topic, start=start), tmp_path)

    assert soon(story()) == {0: ["3", "4"]}
    assert asked == [{1_700_000_000_500}]


def test_positions_that_the_broker_has_deleted_are_told_and_skipped(
    kafka: broker.Broker, topic: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fetch, told = KafkaClient.fetch, list[int]()

    async def fetch_from_a_broker_that_deletes(
        client: KafkaClient, seconds: float
    ) -> dict[int, list[ConsumerRecord]]:  # Tansu says nothing of such positions
        if not told:
            told.append(await client.position(0))
            raise OffsetsGoneError({0: 10})
        return await fetch(client, seconds)

    monkeypatch.setattr(KafkaClient, "fetch", fetch_from_a_broker_that_deletes)

    async def beginnings(client: KafkaClient, partitions: Collection[int]) -> dict[int, int]:
        return dict.fromkeys(partitions, 15)

    async def story() -> Listener:
        await broker.make_topic(kafka.address, topic)
        await broker.produce(kafka.address, topic, [b"%d" % n for n in range(20)])
        source = KafkaSource(kafka.address, topic, start={0: 10})
        heard = listener(tmp_path)
        monkeypatch.setattr(KafkaClient, "beginnings", beginnings)
        async with reading(source, heard):
            await heard.come(5)
        return heard

    heard = soon(story())
    assert heard.contents == ["15", "16", "17", "18", "19"]
    assert "partition 0: offset 10 is not there" in str(heard.named("error")[0])
    assert told == [10]


def test_a_paused_partition_waits_and_the_others_go_on(kafka: broker.Broker, topic: str, tmp_path: Path) -> None:
    async def story() -> None:
        await fill(kafka, topic, partitions=2, each=100)
        source = KafkaSource(kafka.address, topic)
        heard = listener(tmp_path)
        heard.on_message = lambda message: source.pause([0]) if message.partition == 0 else None
        async with reading(source, heard):
            await heard.come(101)
            await asyncio.sleep(0.6)
            assert sum(message.partition == 0 for message in heard.messages) <= 1
            heard.on_message = None
            source.resume([0])
            await heard.come(200)
        assert [message.content for message in heard.messages if message.partition == 0] == [str(n) for n in range(100)]

    soon(story())


def test_members_share_a_topic_and_what_is_committed_at_a_rebalance_comes_once(
    kafka: broker.Broker, topic: str, tmp_path: Path
) -> None:
    async def story() -> list[Listener]:
        await broker.make_topic(kafka.address, topic, 4)
        for partition in range(4):
            await broker.produce(
                kafka.address, topic, [b"%d-%d" % (partition, n) for n in range(50)], partition=partition
            )
        sources = [KafkaSource(kafka.address, topic, topic, name=f"m{n}", **broker.QUICK) for n in range(2)]
        heard = [listener(tmp_path), listener(tmp_path)]

        async def commit_all(partitions: Collection[Partition]) -> None:
            await sources[0].commit({name: end for name, end in heard[0].ends().items() if name in partitions})

        heard[0].on_revoked = commit_all
        async with reading(sources[0], heard[0]):
            await heard[0].come(200)
            async with reading(sources[1], heard[1]):
                await heard[1].until(lambda: heard[1].assignments)
                for partition in range(4):
                    await broker.produce(kafka.address, topic, [b"%d-new" % partition], partition=partition)
                await heard[1].come(len(heard[1].assignments[-1]))
                await heard[0].come(204 - len(heard[1].messages))
        return heard

    first, second = soon(story())
    assert first.revocations[0] == ({0, 1, 2, 3}, 0.5)  # half of the rebalance timeout
    assert first.assignments[-1].keys() | second.assignments[-1].keys() == {0, 1, 2, 3}
    assert not first.assignments[-1].keys() & second.assignments[-1].keys()
    assert len(second.messages) == len(second.assignments[-1]) == 2
    assert len({*first.contents, *second.contents}) == 204


def test_a_member_that_is_paused_for_longer_than_the_group_is_patient_stays_a_member(
    kafka: broker.Broker, topic: str, tmp_path: Path
) -> None:
    async def story() -> None:
        await broker.make_topic(kafka.address, topic)
        await broker.produce(kafka.address, topic, [b"1", b"2"])
        source = KafkaSource(kafka.address, topic, topic, **broker.QUICK)
        heard = listener(tmp_path)
        heard.on_message = lambda message: source.pause()
        async with reading(source, heard):
            await heard.come(1)
            await asyncio.sleep(1.5 * broker.QUICK["session_timeout_ms"] / 1000)
            await source.commit({0: 1})  # only a member can
            source.resume()
            await heard.come(2)
        assert heard.revocations == []

    soon(story())


def test_no_broker_is_told_once_connect_timeout_is_over(tmp_path: Path) -> None:
    address = f"127.0.0.1:{broker.free_port()}"
    with pytest.raises(SourceError, match=f"no Kafka broker answers at {address} within 300 ms"):
        soon(read_all(KafkaSource(address, "topic"), tmp_path, clock=SYSTEM_CLOCK, connect_timeout=0.3))


def test_a_broker_that_comes_late_is_waited_for(tmp_path: Path) -> None:
    late = broker.Broker(broker.program())

    async def story() -> None:
        source = KafkaSource(late.address, "missing")
        opening = asyncio.create_task(source.open(listener(tmp_path)))
        await asyncio.sleep(0.3)
        late.start()
        try:
            with pytest.raises(SourceError, match="no topic 'missing'"):
                await opening
        finally:
            await source.close()

    try:
        soon(story())
    finally:
        late.stop()


def test_what_can_never_work_is_an_error_at_the_start(kafka: broker.Broker, topic: str, tmp_path: Path) -> None:
    async def story() -> None:
        await broker.make_topic(kafka.address, topic, 2)
        with pytest.raises(SourceError, match="no topic 'absent' at "):
            await contents(KafkaSource(kafka.address, "absent"), tmp_path)
        with pytest.raises(SourceError, match=r"has partitions \[0, 1\], not \[7\]"):
            await contents(KafkaSource(kafka.address, topic, partitions=[0, 7]), tmp_path)
        with pytest.raises(InvalidArgumentError, match="did you mean 'client_id'"):
            await contents(KafkaSource(kafka.address, topic, clientid="me"), tmp_path)
        with pytest.raises(InvalidArgumentError, match="use consumer_group="):
            await contents(KafkaSource(kafka.address, topic, group_id="me"), tmp_path)
        with pytest.raises(InvalidArgumentError, match="no Kafka consumer"):
            await contents(KafkaSource(kafka.address, topic, security_protocol="NONE"), tmp_path)

    soon(story())


@pytest.mark.parametrize("start", ["first", -1, float("nan"), {0: -1}])
def test_a_start_that_makes_no_sense_is_refused(start: Any) -> None:
    with pytest.raises(InvalidArgumentError):
        KafkaSource("localhost:9092", "topic", start=start)


@pytest.mark.parametrize("arguments", [("", None), (7, None), ("topic", 7)])
def test_names_are_texts(arguments: tuple[Any, Any]) -> None:
    with pytest.raises(InvalidTypeError):
        KafkaSource("localhost:9092", *arguments)


def test_a_broker_that_dies_is_noticed_and_comes_back(own_broker: broker.Broker, topic: str, tmp_path: Path) -> None:
    async def story() -> None:
        await broker.make_topic(own_broker.address, topic)
        await broker.produce(own_broker.address, topic, [b"before"])
        source = KafkaSource(own_broker.address, topic, probe_after="200ms", metadata_max_age_ms=200)
        heard = listener(tmp_path)
        async with reading(source, heard):
            await heard.come(1)
            own_broker.stop(at_once=True)
            await heard.hear("source_lost")
            assert not source.stats.connected
            own_broker.start()  # with nothing in it
            await broker.make_topic(own_broker.address, topic)
            await heard.hear("source_back")
            # If the source has asked for the topic before it was made, the broker has made it, with more partitions.
            await broker.produce(own_broker.address, topic, [b"not", b"after"], partition=0)
            await heard.come(2)
        assert heard.contents[:2] == ["before", "after"]  # the position is kept, whatever the broker has forgotten
        assert source.stats.reconnects == 1

    soon(story())


def test_a_broker_that_hangs_holds_up_neither_commit_nor_close(
    own_broker: broker.Broker, topic: str, tmp_path: Path
) -> None:
    async def story() -> None:
        await broker.make_topic(own_broker.address, topic)
        await broker.produce(own_broker.address, topic, [b"1"])
        source = KafkaSource(own_broker.address, topic, topic, partitions="all", commit_timeout="200ms")
        heard = listener(tmp_path)
        async with reading(source, heard):
            await heard.come(1)
            own_broker.freeze()
            for _ in range(2):
                with pytest.raises(SourceError, match="not committed"):
                    await source.commit({0: 1})

    loop_time = asyncio.run(_timed(story()))
    assert loop_time < 15
    own_broker.stop(at_once=True)


async def _timed(story: Coroutine[Any, Any, None]) -> float:
    loop = asyncio.get_running_loop()
    start = loop.time()
    await asyncio.wait_for(story, PATIENCE)
    return loop.time() - start
