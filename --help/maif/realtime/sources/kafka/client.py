"""aiokafka's consumer as a Kafka source needs it: one topic, numbers for partitions, a limit for each wait.

Two things about it shape this module: a broker that is gone makes no fetch fail, so somebody must ask; and a call that
is cancelled can leave the client in a state in which it cannot be stopped.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection, Coroutine, Iterable, Mapping
from contextlib import suppress
from inspect import signature
from typing import Any, TypeVar

from aiokafka import AIOKafkaConsumer, ConsumerRebalanceListener, ConsumerRecord, TopicPartition
from aiokafka.errors import (
    GroupAuthorizationFailedError,
    IllegalStateError,
    KafkaError,
    NoOffsetForPartitionError,
    OffsetOutOfRangeError,
    RecordTooLargeError,
    TopicAuthorizationFailedError,
)

from maif.clock import Clock
from maif.errors import InvalidArgumentError, SourceError, TimeoutExpiredError
from maif.realtime.config import require_known
from maif.realtime.sources.kafka.errors import OffsetsGoneError, RefusedError, UnreachableError
from maif.realtime.sources.waiting import LimitedCalls, growing_pauses
from maif.units import format_duration

T = TypeVar("T")

ANSWER = 5.0  # seconds that a broker has to answer
_UNREACHABLE = (KafkaError, OSError, TimeoutExpiredError)  # what is raised where nobody answers, or not as they should
_REFUSALS = (GroupAuthorizationFailedError, TopicAuthorizationFailedError, RecordTooLargeError)
# Members that are slow are not thrown out: heartbeats say that they live, and the processor says when one is stuck.
_NEVER = 2**31 - 1
_OWN = {
    "group_id": "consumer_group",
    "auto_offset_reset": "start",
    "bootstrap_servers": "bootstrap_servers",
    "enable_auto_commit": None,
    "auto_commit_interval_ms": None,
    "key_deserializer": None,
    "value_deserializer": "decode",
    "loop": None,
    "api_version": None,
    "max_poll_interval_ms": None,
}


class KafkaClient:
    """A consumer of one topic. Everything that waits has a time limit, and raises `UnreachableError`."""

    def __init__(self, topic: str, group: str | None, servers: str | list[str], options: Mapping[str, Any]) -> None:
        known = [name for name in signature(AIOKafkaConsumer).parameters if name != "topics" and name not in _OWN]
        for name in options:
            if name in _OWN:
                instead = _OWN[name]
                raise InvalidArgumentError(
                    f"{name} is set by the source itself" + (f": use {instead}=" if instead else "")
                )
        require_known(options, known, "option of a Kafka source")
        self.topic, self.group = topic, group
        self._settings = {
            "bootstrap_servers": servers,
            "group_id": group,
            "enable_auto_commit": False,
            "auto_offset_reset": "none",
            "max_poll_interval_ms": _NEVER,
            **options,
        }
        session = options.get("session_timeout_ms", 10_000)
        self.rebalance_timeout = (options.get("rebalance_timeout_ms") or session) / 1000
        self._calls = LimitedCalls()
        self._consumer: Any = None
        self._topics: set[str] = set()
        self.partitions: frozenset[int] = frozenset()
        self._chosen: frozenset[int] = frozenset()

    async def connect(self, timeout: float, clock: Clock) -> None:
        """Reach a broker within `timeout` seconds, trying again and again, and see that the topic is there.

        Raises `SourceError` if no broker answers, or there is no such topic, `InvalidArgumentError` for options that
        make no sense.
        """
        servers = self._settings["bootstrap_servers"]
        deadline = clock.monotonic() + timeout
        for pause in growing_pauses(longest=2.0):
            left = max(deadline - clock.monotonic(), 0.1)
            try:
                self._consumer = AIOKafkaConsumer(**self._settings)
                await self._asked(self._consumer.start(), left)
                await self._learn_partitions()
                break
            except UnreachableError as error:
                await self.close()
                if clock.monotonic() + pause >= deadline:
                    raise SourceError(
                        f"no Kafka broker answers at {servers} within {format_duration(timeout)}: {error}"
                    ) from error
                await clock.sleep_async(pause)
            except (TypeError, ValueError, AssertionError) as error:
                await self.close()
                raise InvalidArgumentError(f"these options make no Kafka consumer: {error}") from error
        if not self.partitions:
            there = f"there are {', '.join(sorted(self._topics))}" if self._topics else "there is none at all"
            raise SourceError(f"no topic {self.topic!r} at {servers}: {there}; create it first")

    def subscribe(
        self,
        revoked: Callable[[Collection[int]], Awaitable[None]],
        assigned: Callable[[], None],
    ) -> None:
        """Join the group: be told, before partitions are taken away, and when others have been given."""
        self._consumer.subscribe([self.topic], listener=_Listener(revoked, assigned))

    def choose(self, partitions: Collection[int] | None) -> None:
        """Have these partitions assigned (None: all), whoever else reads them, once it is said where they begin.

        Raises `SourceError` for one that the topic does not have.
        """
        chosen = self.partitions if partitions is None else frozenset(partitions)
        if missing := chosen - self.partitions:
            raise SourceError(f"topic {self.topic!r} has partitions {sorted(self.partitions)}, not {sorted(missing)}")
        self._chosen = chosen

    async def _learn_partitions(self) -> None:
        """Ask a broker which topics there are, without having it make this one."""
        cluster = await self._asked(self._consumer._client.fetch_all_metadata())
        self._topics = cluster.topics()
        self.partitions = frozenset(cluster.partitions_for_topic(self.topic) or ())

    def assignment(self) -> set[int]:
        """Return the partitions that are read."""
        return set(self._chosen) or {name.partition for name in self._consumer.assignment()}

    async def committed(self, partitions: Iterable[int]) -> dict[int, int | None]:
        """Return where the group has come to, a partition; None where it has committed nothing."""
        if self.group is None:
            return dict.fromkeys(partitions)
        names = self._names(partitions)
        found = await self._asked(_gathered(self._consumer.committed(name) for name in names))
        return dict(zip((name.partition for name in names), found, strict=True))

    async def beginnings(self, partitions: Iterable[int]) -> dict[int, int]:
        """Return the first offset of each partition that is still there."""
        found = await self._asked(self._consumer.beginning_offsets(self._names(partitions)))
        return {name.partition: offset for name, offset in found.items()}

    async def ends(self, partitions: Iterable[int]) -> dict[int, int]:
        """Return the offset of each partition that will come next."""
        found = await self._asked(self._consumer.end_offsets(self._names(partitions)))
        return {name.partition: offset for name, offset in found.items()}

    async def at_time(self, partitions: Collection[int], seconds: float) -> dict[int, int]:
        """Return the offset of the first message of each partition that is as new as a time since the epoch."""
        times = dict.fromkeys(self._names(partitions), int(seconds * 1000))
        found = await self._asked(self._consumer.offsets_for_times(times))
        offsets = {
            name.partition: place.offset for name, place in found.items() if place is not None and place.timestamp >= 0
        }
        if later := set(partitions) - offsets.keys():
            offsets |= await self.ends(later)
        return offsets

    async def position(self, partition: int) -> int:
        """Return the offset that is read next."""
        return int(await self._asked(self._consumer.position(TopicPartition(self.topic, partition))))

    def highwater(self, partition: int) -> int | None:
        """Return the offset of a partition that will come next, as the last fetch has told."""
        with suppress(AssertionError):
            return self._consumer.highwater(TopicPartition(self.topic, partition))  # type: ignore[no-any-return]
        return None

    def seek(self, offsets: Mapping[int, int]) -> None:
        """Go on at these offsets.

        What was chosen is assigned here: the client tries at once to find out by itself where a partition begins that
        nobody has told it of, and then rests for 0.1 s.
        """
        if self._chosen and not self._consumer.assignment():
            self._consumer.assign(self._names(self._chosen))
        for partition, offset in offsets.items():
            self._consumer.seek(TopicPartition(self.topic, partition), offset)

    def pause(self, partitions: Collection[int]) -> None:
        """Fetch from all assigned partitions but these."""
        for name in self._consumer.assignment():
            if name.partition in partitions:
                self._consumer.pause(name)
            else:
                self._consumer.resume(name)

    async def fetch(self, seconds: float) -> dict[int, list[ConsumerRecord]]:
        """Return what has come, a partition; nothing after a wait of `seconds`.

        Raises `OffsetsGoneError` for positions that are no longer there, `RefusedError` for what asking again does not
        change, and `UnreachableError`.
        """
        try:
            found = await self._consumer.getmany(timeout_ms=int(seconds * 1000))
        except NoOffsetForPartitionError:
            return {}  # asked before `seek` has said where to begin
        except OffsetOutOfRangeError as error:
            raise OffsetsGoneError({name.partition: offset for name, offset in error.args[0].items()}) from error
        except _REFUSALS as error:
            raise RefusedError(f"{self.topic}: {type(error).__name__}: {error}") from error
        except _UNREACHABLE as error:
            raise UnreachableError(str(error)) from error
        return {name.partition: records for name, records in found.items()}

    async def commit(self, offsets: Mapping[int, int], seconds: float) -> None:
        """Commit offsets of partitions that are assigned; others are left out. Raises `SourceError` if it fails."""
        assigned = self.assignment()
        mine = {TopicPartition(self.topic, name): offset for name, offset in offsets.items() if name in assigned}
        if self.group is None or not mine:
            return
        try:
            await self._asked(self._consumer.commit(mine), seconds)
        except (UnreachableError, IllegalStateError) as error:
            raise SourceError(f"{self.topic}: the offsets are not committed: {error}") from error

    async def probe(self) -> None:
        """See that a broker answers, and still has the topic; raise `UnreachableError` if not."""
        await self._learn_partitions()
        if not self.partitions:
            raise UnreachableError(f"there is no topic {self.topic!r} any more")

    async def close(self) -> None:
        """Leave the group, and close the connections, as far as a broker that may be gone allows."""
        consumer, self._consumer = self._consumer, None
        if consumer is not None:
            await self._calls.ignoring(ANSWER, consumer.stop())
        await self._calls.end()

    async def _asked(self, call: Coroutine[Any, Any, T], seconds: float = ANSWER) -> T:
        """Return what a call of the consumer returns."""
        try:
            return await self._calls.within(seconds, call)
        except _UNREACHABLE as error:
            raise UnreachableError(str(error) or type(error).__name__) from error

    def _names(self, partitions: Iterable[int]) -> list[TopicPartition]:
        return [TopicPartition(self.topic, partition) for partition in sorted(partitions)]


class _Listener(ConsumerRebalanceListener):  # type: ignore[misc]
    def __init__(self, revoked: Callable[[Collection[int]], Awaitable[None]], assigned: Callable[[], None]) -> None:
        self._revoked, self._assigned = revoked, assigned

    async def on_partitions_revoked(self, revoked: Collection[TopicPartition]) -> None:
        if revoked:
            await self._revoked({name.partition for name in revoked})

    async def on_partitions_assigned(self, assigned: Collection[TopicPartition]) -> None:
        self._assigned()


async def _gathered(calls: Iterable[Awaitable[Any]]) -> list[Any]:
    return await asyncio.gather(*calls)
