"""Messages from a broker and from files: beside the client alone, another framework, and the writer alone."""

from __future__ import annotations

import asyncio
import json
import os
import sys
import tempfile
from collections.abc import Callable, Coroutine, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from aiokafka import AIOKafkaConsumer, TopicPartition
from faststream.kafka import KafkaBroker

from benchmarks.harness import Row, compare
from maif.realtime import Message, create_client, create_stream_processor, get_or_create_artifact
from maif.realtime.sources.files import FileSource
from maif.streaming import MAIFStreamWriter

sys.path.append(str(Path(__file__).parents[1] / "tests/library"))
import broker
from listener import Listener
from maif.clock import SYSTEM_CLOCK

MANY, SEVERAL, SOME = 100_000, 60_000, 20_000
PARTITIONS = 4
READING = {"text": "22.5 degrees in the attic", "sensor": 17, "voltage": 3.31, "ok": True}
CLIENT = {"enable_auto_commit": False, "auto_offset_reset": "earliest"}


def run(program: Callable[..., Coroutine[Any, Any, Any]], *arguments: Any) -> None:
    asyncio.run(program(*arguments))


async def fill(address: str, topic: str, messages: int) -> None:
    await broker.make_topic(address, topic, PARTITIONS)
    async with broker.producing(address) as producer:
        for number in range(messages):
            value = json.dumps(READING | {"number": number}).encode()
            await producer.send(topic, value, partition=number % PARTITIONS)
        await producer.flush()


# Kafka to a handler that does nothing


async def ours(address: str, topic: str, messages: int) -> None:
    with tempfile.TemporaryDirectory() as root:
        processor = create_stream_processor("bench", create_client(root=root))
        processor.add_kafka_source(address, topic)

        @processor.on_text_message
        async def handler(message: Message) -> None:
            pass

        assert (await processor.run(count=messages)).finished == messages


async def opened(address: str, topic: str) -> Any:
    consumer = AIOKafkaConsumer(bootstrap_servers=address, **CLIENT)
    await consumer.start()
    consumer.assign([TopicPartition(topic, number) for number in range(PARTITIONS)])
    return consumer


async def by_async_for(address: str, topic: str, messages: int) -> None:
    consumer = await opened(address, topic)
    left = messages
    async for record in consumer:
        json.loads(record.value)
        left -= 1
        if not left:
            break
    await consumer.stop()


async def by_getmany(address: str, topic: str, messages: int) -> None:
    consumer = await opened(address, topic)
    left = messages
    while left:
        for records in (await consumer.getmany(timeout_ms=500)).values():
            for record in records:
                json.loads(record.value)
            left -= len(records)
    await consumer.stop()


async def by_faststream(address: str, topic: str, messages: int) -> None:
    app, done, left = KafkaBroker(address, logger=None), asyncio.Event(), messages

    @app.subscriber(topic, auto_offset_reset="earliest")
    async def handler(body: dict[str, Any]) -> None:
        nonlocal left
        left -= 1
        if not left:
            done.set()

    async with app:
        await app.start()
        await done.wait()


# Kafka to artifacts


async def into_artifact(address: str, topic: str, messages: int) -> None:
    with tempfile.TemporaryDirectory() as root:
        processor = create_stream_processor("bench", create_client(root=root), {"commit_interval": "500ms"})
        processor.add_kafka_source(address, topic, f"group-{os.urandom(4).hex()}", partitions="all")

        @processor.on_text_message
        async def handler(message: Message) -> None:
            await get_or_create_artifact("all").add_text_async(message.content or "")

        assert (await processor.run(count=messages)).finished == messages


def writer_alone(messages: int) -> None:
    with tempfile.TemporaryDirectory() as root, MAIFStreamWriter(f"{root}/a.maif") as writer:
        for number in range(messages):
            text = json.dumps(READING | {"number": number})
            writer.write_text_chunk(text, {"_from": ["topic", "group", number % PARTITIONS, number, 0, 1]})
        writer.flush(sync=True)


# Files


async def by_file_source(folder: str, messages: int) -> None:
    with tempfile.TemporaryDirectory() as root:
        source = FileSource(folder, "*.jsonl")
        await source.open(Listener(root, clock=SYSTEM_CLOCK, to_present_end=True))
        async for _ in source.messages():
            messages -= 1
        await source.close()
        assert not messages


def by_json_loads(folder: str) -> None:
    with open(f"{folder}/readings.jsonl", "rb") as file:
        for line in file:
            json.loads(line)


def rows() -> Iterator[Row]:
    with broker.running_broker() as kafka:
        asyncio.run(fill(kafka.address, "many", MANY))
        asyncio.run(fill(kafka.address, "some", SOME))
        for name, peer, topic, messages, reach in (
            ("aiokafka's `async for`, json.loads", by_async_for, "many", MANY, "≥ 0.8 ×"),
            ("`getmany`, json.loads", by_getmany, "many", MANY, "≥ 0.4 ×"),
            ("FastStream", by_faststream, "some", SOME, "≥ 4 ×"),
        ):
            yield compare(
                "Kafka to a handler that does nothing",
                partial(run, ours, kafka.address, topic, messages),
                partial(run, peer, kafka.address, topic, messages),
                name=name,
                items=messages,
                rounds=3,
                reach=reach,
            )
        yield compare(
            "Kafka to an artifact, synced and committed",
            partial(run, into_artifact, kafka.address, "many", SEVERAL),
            partial(writer_alone, SEVERAL),
            name="the writer alone",
            items=SEVERAL,
            rounds=3,
            reach="≥ 0.35 ×",
        )
    with tempfile.TemporaryDirectory() as folder:
        with open(f"{folder}/readings.jsonl", "w") as file:
            file.writelines(json.dumps(READING | {"number": number}) + "\n" for number in range(MANY))
        yield compare(
            "JSON lines of a file",
            partial(run, by_file_source, folder, MANY),
            partial(by_json_loads, folder),
            name="json.loads a line",
            items=MANY,
            rounds=3,
            reach="≥ 0.4 ×",
        )
