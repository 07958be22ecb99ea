"""Processes that are killed between a broker and artifacts: every message is there in the end, and once."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

import broker
from maif.realtime import create_client

PROGRAM = Path(broker.__file__).with_name("soaking.py")
PARTITIONS = 4
ROOMS = 10


async def fill(address, topic, messages):
    await broker.make_topic(address, topic, PARTITIONS)
    async with broker.producing(address) as producer:
        for number in range(messages):
            room = f"room {number % ROOMS}"
            value = json.dumps({"text": f"message {number}", "number": number, "room": room}).encode()
            await producer.send(topic, value, key=room.encode() if number % 2 else None, partition=number % PARTITIONS)
        await producer.flush()


def soak(tmp_path, *, messages, kills, members, timeout):
    """Run the program to its end; return what it has said, and how often each message is in each artifact."""
    with broker.running_broker() as running:
        asyncio.run(fill(running.address, "rooms", messages))
        command = [sys.executable, PROGRAM, running.address, "rooms", tmp_path / "root", kills, members, 7]
        done = subprocess.run([*map(str, command)], capture_output=True, text=True, timeout=timeout, check=True)
    said = [json.loads(line) for line in done.stdout.splitlines()]
    assert [line for line in said if "failed" in line or line.get("dead_letters") or line.get("ended")] == []
    with create_client("soak", tmp_path / "root") as client:
        kept = {
            artifact.source_id: Counter(block.text for block in artifact.read_blocks())
            for artifact in client.artifacts()
        }
    return said, kept


def each_once(messages):
    """Return what the artifacts hold if each message is there, once."""
    rooms = {f"room {room}": Counter() for room in range(ROOMS)}
    for number in range(messages):
        rooms[f"room {number % ROOMS}"][f"message {number}"] += 1
    return rooms | {"thirds": Counter(f"message {number}" for number in range(0, messages, 3))}


def test_ten_kills_lose_nothing_and_double_nothing(tmp_path):
    said, kept = soak(tmp_path, messages=3000, kills=10, members=1, timeout=120)
    assert sum(line.get("killed", False) for line in said) == 10
    assert kept == each_once(3000)


@pytest.mark.faults
def test_a_hundred_kills_lose_nothing_and_double_nothing(tmp_path):
    said, kept = soak(tmp_path, messages=20_000, kills=100, members=1, timeout=600)
    assert sum(line.get("killed", False) for line in said) == 100
    assert kept == each_once(20_000)


@pytest.mark.faults
def test_members_that_are_killed_and_rebalance_lose_nothing_and_double_nothing(tmp_path):
    said, kept = soak(tmp_path, messages=60_000, kills=12, members=3, timeout=600)
    assert sum(line.get("killed", False) for line in said) == 12
    assert kept == each_once(60_000)
