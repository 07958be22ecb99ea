"""Processes that are killed between a broker and artifacts: every message is there in the end, and once."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path
from typing import Any, TypeAlias

import pytest

import broker
from maif.realtime import create_client

PROGRAM = Path(broker.__file__).with_name("soaking.py")
PARTITIONS = 4
ROOMS = 10

Said: TypeAlias = list[dict[str, Any]]  # by the program, a line each
Kept: TypeAlias = dict[str, Counter[str]]  # by an artifact: its texts


async def fill(address: str, topic: str, messages: int) -> None:
    await broker.make_topic(address, topic, PARTITIONS)
    async with broker.producing(address) as producer:
        for number in range(messages):
            value = message(number)
            key = value["room"].encode() if number % 2 else None
            await producer.send(topic, json.dumps(value).encode(), key=key, partition=number % PARTITIONS)
        await producer.flush()


def message(number: int) -> dict[str, Any]:
    return {"text": f"message {number}", "number": number, "room": f"room {number % ROOMS}"}


def soak(tmp_path: Path, *, messages: int, kills: int, members: int, timeout: float) -> tuple[Said, Kept]:
    """Run the program on a topic of so many messages; return what it has said, and what the artifacts hold."""
    with broker.running_broker() as running:
        asyncio.run(fill(running.address, "rooms", messages))
        return run_program(running.address, "rooms", tmp_path / "root", kills, members, timeout)


def run_program(
    address: str, topic: str | Path, root: Path, kills: int, members: int, timeout: float
) -> tuple[Said, Kept]:
    """Run the program to its end; return what it has said, and how often each message is in each artifact."""
    command = [sys.executable, PROGRAM, address, topic, root, kills, members, 7]
    done = subprocess.run([*map(str, command)], capture_output=True, text=True, timeout=timeout, check=True)
    said = [json.loads(line) for line in done.stdout.splitlines()]
    assert [line for line in said if "failed" in line or line.get("dead_letters") or line.get("ended")] == []
    with create_client("soak", root) as client:
        kept = {
            artifact.source_id: Counter(block.text for block in artifact.read_blocks())
            for artifact in client.artifacts()
        }
    return said, kept


def each_once(messages: int) -> Kept:
    """Return what the artifacts hold if each message is there, once."""
    rooms: Kept = {f"room {room}": Counter() for room in range(ROOMS)}
    for number in range(messages):
        rooms[f"room {number % ROOMS}"][f"message {number}"] += 1
    return rooms | {"thirds": Counter(f"message {number}" for number in range(0, messages, 3))}


def test_ten_kills_lose_nothing_and_double_nothing(tmp_path: Path) -> None:
    said, kept = soak(tmp_path, messages=3000, kills=10, members=1, timeout=120)
    assert sum(line.get("killed", False) for line in said) >= 8  # the last may have found nothing left to do
    assert kept == each_once(3000)


def test_ten_kills_lose_nothing_and_double_nothing_of_files_that_are_rotated_meanwhile(tmp_path: Path) -> None:
    folder = tmp_path / "logs"
    folder.mkdir()
    for number in range(3000):
        with open(folder / f"{number % 3}.jsonl", "a") as file:
            file.write(json.dumps(message(number)) + "\n")
    positions = tmp_path / "root/soak.positions.json"

    def rotate() -> None:
        while not positions.exists():  # a file that nobody has seen under its name is not looked for under another
            time.sleep(0.01)
        os.rename(folder / "1.jsonl", folder / "1.jsonl.old")

    rotating = threading.Thread(target=rotate)
    rotating.start()
    said, kept = run_program("files", folder, tmp_path / "root", kills=10, members=1, timeout=120)
    rotating.join()
    assert sum(line.get("killed", False) for line in said) >= 8  # the last may have found nothing left to do
    assert kept == each_once(3000)


@pytest.mark.faults
def test_a_hundred_kills_lose_nothing_and_double_nothing(tmp_path: Path) -> None:
    said, kept = soak(tmp_path, messages=20_000, kills=100, members=1, timeout=600)
    assert sum(line.get("killed", False) for line in said) >= 80
    assert kept == each_once(20_000)


@pytest.mark.faults
def test_members_that_are_killed_and_rebalance_lose_nothing_and_double_nothing(tmp_path: Path) -> None:
    said, kept = soak(tmp_path, messages=120_000, kills=12, members=3, timeout=600)
    assert kept == each_once(120_000)
    assert sum(line.get("killed", False) for line in said) >= 8
