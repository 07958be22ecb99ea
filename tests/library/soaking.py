"""A program whose stream processors are killed, again and again, between a Kafka topic, or a folder, and artifacts.

    python soaking.py ADDRESS TOPIC ROOT KILLS MEMBERS SEED

Each of MEMBERS processes reads TOPIC in a consumer group (one alone is given all partitions); with the address "files"
one process reads the files in the folder TOPIC. They write each message into the artifact of its `room`, and every
third into a second one, too. KILLS times, one of them gets SIGKILL at a random moment, most often some time after its
first message, and another one takes its place. Then they may go on until nothing comes any more. What they say goes to
the standard output, a line of JSON each.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import select
import signal
import sys
import time

import maif.realtime.sources.kafka.client  # noqa: F401 — loaded once, for all the processes
from maif.realtime import Message, create_client, create_stream_processor, get_or_create_artifact

GROUP = "soak"
QUICK = {"session_timeout_ms": 3000, "heartbeat_interval_ms": 300, "rebalance_timeout_ms": 1000}


def say(**what: object) -> None:
    os.write(1, json.dumps(what).encode() + b"\n")


async def member(address: str, topic: str, root: str, members: int, handled: int) -> None:
    config = {"parallelism": 8, "commit_interval": "100ms", "sync": False, "stop_timeout": "10s"}
    processor = create_stream_processor("soak", create_client("soak", root), config)
    if address == "files":
        processor.add_file_source(topic, "*.jsonl", poll_interval="50ms")
    else:
        processor.add_kafka_source(address, topic, GROUP, **(QUICK if members > 1 else {"partitions": "all"}))

    begun = False

    @processor.on_text_message
    async def keep(message: Message) -> None:
        nonlocal begun
        if not begun:
            begun = True
            os.write(handled, b".")
        await asyncio.sleep(random.random() * 0.02)  # so that the kills come long before the end
        await get_or_create_artifact(message.data["room"]).add_text_async(str(message.content))
        if message.data["number"] % 3 == 0:
            await get_or_create_artifact("thirds").add_text_async(str(message.content))

    stats = await processor.run(until_idle="8s" if members > 1 else "3s")
    say(finished=stats.finished, dead_letters=stats.dead_letters, received=stats.received)


class Member:
    """A process that reads the topic; it tells when it handles its first message."""

    def __init__(self, address: str, topic: str, root: str, members: int) -> None:
        self._told, handled = os.pipe()
        self.process = os.fork()
        if self.process:
            os.close(handled)
            return
        try:
            asyncio.run(member(address, topic, root, members, handled))
        except BaseException as error:
            say(failed=f"{type(error).__name__}: {error}")
            os._exit(1)
        os._exit(0)

    def wait_for_its_first_message(self, seconds: float) -> bool:
        return bool(select.select([self._told], [], [], seconds)[0])

    def kill(self) -> bool:
        os.kill(self.process, signal.SIGKILL)
        return os.WIFSIGNALED(self.wait())

    def wait(self) -> int:
        os.close(self._told)
        return os.waitpid(self.process, 0)[1]


def main(address: str, topic: str, root: str, kills: int, members: int, seed: int) -> None:
    chance = random.Random(seed)
    arguments = (address, topic, root, members)
    alive = [Member(*arguments) for _ in range(members)]
    for _ in range(kills):
        doomed = chance.randrange(members)
        at_work = chance.random() < 0.8 and alive[doomed].wait_for_its_first_message(30)
        time.sleep(chance.uniform(0, 0.5))
        say(killed=alive[doomed].kill(), at_work=at_work)
        alive[doomed] = Member(*arguments)
    for each in alive:
        say(ended=each.wait())


if __name__ == "__main__":
    address, topic, root, *numbers = sys.argv[1:]
    main(address, topic, root, *map(int, numbers))
