"""`KafkaSource`: what is assigned of a topic, fetched while it is read, and committed when it is finished."""

from __future__ import annotations

import asyncio
import importlib.util
import logging
from collections import deque
from collections.abc import AsyncGenerator, Callable, Collection, Mapping
from typing import TYPE_CHECKING, Any, Literal

from maif.arguments import require_at_least, require_callable, several, some_text
from maif.errors import InvalidArgumentError, MissingExtraError, SourceError
from maif.realtime.message import Message, Partition
from maif.realtime.sources.kafka.errors import OffsetsGoneError, RefusedError, UnreachableError
from maif.realtime.sources.kafka.records import message_of
from maif.realtime.sources.kafka.start import Start, checked_start, starting_offsets
from maif.realtime.sources.kafka.watch import BrokerWatch
from maif.realtime.sources.source import Source, SourceContext
from maif.units import parse_duration

if TYPE_CHECKING:
    from aiokafka import ConsumerRecord

    from maif.realtime.sources.kafka.client import KafkaClient

_log = logging.getLogger("maif.realtime")

FETCH_WAIT = 0.5  # seconds for which a fetch waits: so long the client's pauses and rebalances may go unnoticed


class KafkaSource(Source):
    """The messages of one topic, of all its partitions, or of those that the consumer group gives to this member.

    Reading begins, a partition, where the `consumer_group` has committed; where it has not, at `start`: `"earliest"`
    (which `"committed"` means, too) or `"latest"`. A time (seconds since the epoch, or a `datetime`) or offsets
    (`{partition: offset}`) always count, but only for what is assigned first: a partition that another member has read
    meanwhile goes on where that one has come to. Without a group it commits nothing, and every run begins at `start`.

    With `partitions` (`"all"`, or their numbers) this process reads them without asking a group: faster at the start,
    for one process alone; what it has finished is committed for the group all the same.

    A value that is JSON sets the fields of its message; the record's key and time are the message's, its headers are
    in `metadata["headers"]`, and a header `content-type` says what the value is. Other options go to
    `aiokafka.AIOKafkaConsumer`, such as `security_protocol` or `session_timeout_ms`.

    Raises `InvalidArgumentError` or `InvalidTypeError` for arguments that make no sense.
    """

    pauses_itself = True

    def __init__(
        self,
        bootstrap_servers: str | list[str],
        topic: str,
        consumer_group: str | None = None,
        start: Start = "committed",
        *,
        partitions: Literal["all"] | Collection[int] | None = None,
        decode: Callable[[bytes], Any] | None = None,
        source_id: str | None = None,
        name: str | None = None,
        probe_after: float | str = "5s",
        commit_timeout: float | str = "5s",
        **options: Any,
    ) -> None:
        some_text(topic=topic)
        if consumer_group is not None:
            some_text(consumer_group=consumer_group)
        servers = [bootstrap_servers] if isinstance(bootstrap_servers, str) else several(servers=bootstrap_servers)
        for server in servers or [None]:
            some_text(bootstrap_servers=server)
        super().__init__(name or topic)
        self.bootstrap_servers, self.topic, self.group = bootstrap_servers, topic, consumer_group
        self._start = checked_start(start)
        self._asks_group = consumer_group is not None and partitions is None
        self._partitions = None if partitions is None or isinstance(partitions, str) else frozenset(partitions)
        if self._partitions is None and partitions not in (None, "all"):
            raise InvalidArgumentError(f"partitions must be 'all' or numbers, got {partitions!r}")
        require_at_least(0, **{f"partition {number}": number for number in self._partitions or ()})
        if decode is not None:
            require_callable(decode=decode)
        self._decode, self._source_id = decode, source_id or topic
        self._probe_after, self._commit_timeout = parse_duration(probe_after), parse_duration(commit_timeout)
        self._options = options
        self._client: KafkaClient | None = None
        self._generation = 0  # rises with every assignment: what was fetched under another one is void
        self._has_assignment = asyncio.Event()  # not before the first one, and not while the group is shared out anew
        self._settled = False  # whether it is known where the present assignment begins
        self._is_first_assignment = True
        self._assigning = asyncio.Lock()
        self._ends: dict[int, int] = {}  # where the partitions end that are read to their present end
        self._gone: Mapping[int, int] = {}  # positions that the broker does not have
        self._at_end = False
        self._read: list[tuple[int, deque[ConsumerRecord]]] = []
        self._wake = asyncio.Event()  # a fetch is done, or what is paused has changed
        self._watch: BrokerWatch

    async def open(self, context: SourceContext) -> None:
        """Reach a broker, and begin to read the topic.

        Raises `SourceError` if no broker answers within `connect_timeout`, or there is no such topic, and
        `MissingExtraError` without aiokafka.
        """
        await super().open(context)
        if importlib.util.find_spec("aiokafka") is None:
            raise MissingExtraError("aiokafka", extra="live", needed_for="a Kafka source")
        from maif.realtime.sources.kafka.client import KafkaClient

        self._client = KafkaClient(self.topic, self.group, self.bootstrap_servers, self._options)
        await self._client.connect(context.connect_timeout, context.clock)
        self.counts.connected = True
        self._watch = BrokerWatch(self._client.probe, context.emit, self.counts, self._probe_after, context.clock)
        if self._asks_group:
            self._client.subscribe(self._revoked, self._assigned)
        else:
            self._client.choose(self._partitions)
            self._has_assignment.set()

    # Which partitions, and where they begin

    def _assigned(self) -> None:
        self._generation += 1
        self._settled = False
        self._has_assignment.set()

    async def _revoked(self, partitions: Collection[int]) -> None:
        self._generation += 1
        self._settled = False
        self._has_assignment.clear()
        for partition, records in self._read:
            if partition in partitions:
                records.clear()
        for partition in partitions:
            self.counts.lag.pop(partition, None)
        async with self._assigning:
            assert self._client is not None
            await self.context.revoked(partitions, self._client.rebalance_timeout / 2)

    async def _settle(self, client: KafkaClient) -> None:
        """Find out where the assigned partitions begin, tell the processor, and go there."""
        generation, partitions = self._generation, client.assignment()
        committed = await client.committed(partitions)
        starts = await starting_offsets(client, self._start, committed, is_first_assignment=self._is_first_assignment)
        ends = await client.ends(partitions) if self.context.to_present_end else {}
        async with self._assigning:
            if generation != self._generation:
                return
            # What the artifacts hold before the committed position may be read again: on purpose, then.
            await self.context.assigned({name: max(start, committed[name] or 0) for name, start in starts.items()})
            if generation != self._generation:
                return
            client.seek(starts)
            self._is_first_assignment = self._is_first_assignment and not partitions
            self._ends, self._settled = ends, True
            self._pause_client()

    def pauses_changed(self) -> None:
        """Have the client fetch nothing of what is paused; it goes on talking to its group."""
        self._pause_client()
        self._wake.set()

    def _pause_client(self) -> None:
        if self._client is not None and self._settled:
            self._client.pause([name for name in self._client.assignment() if self.is_paused(name)])

    # Reading

    async def messages(self) -> AsyncGenerator[Message]:
        """Yield the messages of all partitions, each partition's in their order."""
        watching = asyncio.create_task(self._watch.run())
        fetching = self._begin_to_fetch()
        try:
            while True:
                self._wake.clear()
                for partition, records in [*self._read]:
                    while records and not (self.any_paused and self.is_paused(partition)):
                        yield message_of(records.popleft(), self._source_id, self._decode)
                self._read = [(partition, records) for partition, records in self._read if records]
                if fetching.done():
                    fetching.result()
                    if self._at_end and not self._read:
                        return
                    fetching = self._begin_to_fetch()
                await self._wake.wait()
        finally:
            for task in (fetching, watching):
                task.cancel()
            await asyncio.gather(fetching, watching, return_exceptions=True)

    def _begin_to_fetch(self) -> asyncio.Task[None]:
        fetching = asyncio.create_task(self._fetch())
        fetching.add_done_callback(lambda _: self._wake.set())
        return fetching

    async def _fetch(self) -> None:
        """Fetch once, from where the present assignment begins."""
        client = self._client
        assert client is not None
        try:
            await self._has_assignment.wait()
            if not self._settled:
                await self._settle(client)
            if self._gone:
                await self._skip_gone(client)
            found = await client.fetch(FETCH_WAIT)
            if not self._settled:
                return  # of another assignment, or from a place where the present one does not begin
            self._keep(client, found)
            if self.context.to_present_end:
                self._at_end = await self._is_at_end(client)
        except OffsetsGoneError as error:
            self._gone = error.offsets
        except RefusedError as error:
            raise SourceError(str(error)) from error
        except UnreachableError as error:
            _log.info("%s: %s", self.name, error)
            self._watch.doubt()
            await self.context.clock.sleep_async(FETCH_WAIT)

    async def _is_at_end(self, client: KafkaClient) -> bool:
        for partition, end in self._ends.items():
            if await client.position(partition) < max(end, client.highwater(partition) or 0):
                return False
        return True

    def _keep(self, client: KafkaClient, found: Mapping[int, list[ConsumerRecord]]) -> None:
        for partition, records in found.items():
            self._watch.note_answer()
            self._read.append((partition, deque(records)))
            if (end := client.highwater(partition)) is not None:
                self.counts.lag[partition] = max(0, end - records[-1].offset - 1)

    async def _skip_gone(self, client: KafkaClient) -> None:
        """Go on at the nearest position that there is: the broker has deleted what comes before it."""
        offsets = {name: offset for name, offset in self._gone.items() if name in client.assignment()}
        beginnings, ends = await client.beginnings(offsets), await client.ends(offsets)
        for partition, offset in offsets.items():
            there = beginnings[partition] if offset < beginnings[partition] else ends[partition]
            client.seek({partition: there})
            where = f"{self.topic}, partition {partition}: offset {offset} is not there"
            self.context.emit("error", SourceError(f"{where} (any more): reading goes on at {there}"))
        self._gone = {}

    # The end

    async def commit(self, positions: Mapping[Partition, int]) -> None:
        """Commit, for the group, where each partition goes on. Raises `SourceError` if the broker does not."""
        if self._client is not None:
            offsets = {int(partition): offset for partition, offset in positions.items()}
            await self._client.commit(offsets, self._commit_timeout)

    async def close(self) -> None:
        """Leave the group, and close the connections."""
        if self._client is not None:
            await self._client.close()
