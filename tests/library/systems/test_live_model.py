"""A processor against a model: whatever fails, is revoked or crashes, nothing is lost, doubled or out of order."""

from __future__ import annotations

import asyncio
from collections import Counter, defaultdict
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field

from hypothesis import given, settings
from hypothesis import strategies as st

from brokers import Broker, BrokerSource
from maif.clock import run
from maif.realtime.message import Message, Partition
from maif.realtime.processor import StreamProcessor
from storages import Disk, MemoryStorage, write

RETRIES = 2
LONGEST = 3600.0  # seconds of virtual time in which any of these must have ended


@dataclass(frozen=True)
class Plan:
    """What happens to a message: how long its handler takes, how often it fails before it succeeds, and then."""

    key: str | None
    seconds: float
    failures: int
    spoils_batches: bool


@dataclass
class World:
    """What is outside of a process, and so survives its end."""

    broker: Broker
    plans: dict[str, Plan]
    disk: Disk = field(default_factory=Disk)
    failed: Counter[str] = field(default_factory=Counter)  # how often each message has failed

    committed_too_early: list[tuple[Partition, int]] = field(default_factory=list)

    def is_settled(self, partition: Partition, offset: int) -> bool:
        origins = [origin for origin, _ in self.disk.blocks] + [letter.origin for letter in self.disk.letters]
        return any(origin[2:] == (partition, offset) for origin in origins)


class CheckedSource(BrokerSource):
    """Sees to it that no position is committed before it and all before it are settled."""

    def __init__(self, world: World, rebalances: Mapping[int, tuple[Partition, float]], pause: float) -> None:
        super().__init__(world.broker, rebalances, pause)
        self.world = world

    async def commit(self, positions: Mapping[Partition, int]) -> None:
        for partition, position in positions.items():  # an error here would be taken for one of a broker
            unsettled = [offset for offset in range(position) if not self.world.is_settled(partition, offset)]
            self.world.committed_too_early += [(partition, offset) for offset in unsettled]
        await super().commit(positions)


@dataclass(frozen=True)
class Setup:
    """How a processor works, and the world around it."""

    parallelism: int
    max_unfinished: int
    batch_size: int | None
    spacing: float
    """Seconds between two messages."""
    writing: float
    """Seconds that a write takes."""


plans = st.builds(
    Plan,
    st.sampled_from(["a", "b", None]),
    st.sampled_from([0.0, 0.3, 1.0, 7.0]),
    st.sampled_from([0, 0, 0, 1, 2, 3]),
    st.sampled_from([False] * 9 + [True]),
)
setups = st.builds(
    Setup,
    st.integers(1, 5),
    st.sampled_from([2, 10_000]),
    st.sampled_from([None, 1, 3]),
    st.sampled_from([0.0, 0.4]),
    st.sampled_from([0.0, 0.2]),
)
topics = st.lists(st.lists(plans, max_size=12), min_size=1, max_size=3)
rebalances = st.dictionaries(
    st.integers(0, 20), st.tuples(st.integers(0, 2), st.sampled_from([0.0, 0.5, 5.0])), max_size=3
)
lives = st.lists(st.floats(0.05, 20), max_size=3)  # after how many seconds a process is killed, one after the other


@given(topics, rebalances, lives, setups)
@settings(max_examples=250)
def test_each_message_is_settled_once_in_the_order_of_its_key(
    topic: list[list[Plan]], rebalances: dict[int, tuple[int, float]], lives: list[float], setup: Setup
) -> None:
    world = World(
        Broker({p: [(plan.key, f"{p}/{o}") for o, plan in enumerate(plans)] for p, plans in enumerate(topic)}),
        {f"{p}/{o}": plan for p, plans in enumerate(topic) for o, plan in enumerate(plans)},
    )
    known = {number: (p, timeout) for number, (p, timeout) in rebalances.items() if p < len(topic)}
    for life in [*lives, None]:
        world = live(world, known, setup, life)
    check(world, setup)


def live(world: World, rebalances: Mapping[int, tuple[Partition, float]], setup: Setup, life: float | None) -> World:
    """Run a process to the end, or kill it after `life` seconds; return the world as it is then."""
    config = {
        "parallelism": setup.parallelism,
        "max_unfinished": setup.max_unfinished,
        "retries": RETRIES,
        "commit_interval": "2s",
    }
    processor = StreamProcessor("test", MemoryStorage(world.disk, setup.writing), config)
    processor.add_source(CheckedSource(world, rebalances, setup.spacing))

    @processor.on_text_message
    async def handler(message: Message) -> None:
        text = str(message.content)
        plan = world.plans[text]
        write(text)
        await asyncio.sleep(plan.seconds)
        if world.failed[text] < plan.failures:
            world.failed[text] += 1
            raise ValueError(text)

    if setup.batch_size is not None:

        @processor.batch_processor(batch_size=setup.batch_size, max_wait="3s")
        async def batch(messages: list[Message]) -> None:
            for message in messages:
                with message.scope():
                    write(f"batch {message.content}")
            await asyncio.sleep(0.5)
            if any(world.plans[str(message.content)].spoils_batches for message in messages):
                raise ValueError("one of these")

    async def main() -> World:
        running = asyncio.create_task(processor.run())
        done, _ = await asyncio.wait([running], timeout=life or LONGEST)
        assert done or life, "it never ends"
        if done:
            await running
            return world
        left = deepcopy(world)  # what happens after this moment happens to a process that is dead
        running.cancel()
        await asyncio.wait([running])
        return left

    return run(main())


def check(world: World, setup: Setup) -> None:
    assert not world.committed_too_early
    letters = Counter(letter.origin[2:] for letter in world.disk.letters)
    blocks = Counter((origin.partition, origin.position, entry) for origin, entry in world.disk.blocks)
    assert all(count == 1 for count in (letters | blocks).values())
    for partition, messages in world.broker.partitions.items():
        assert world.broker.committed.get(partition, 0) == len(messages)
        for offset, (_, text) in enumerate(messages):
            written = {entry for p, o, entry in blocks if (p, o) == (partition, offset)}
            expected = {text} if setup.batch_size is None else {text, f"batch {text}"}
            assert written == (set() if (partition, offset) in letters else expected)
            plan = world.plans[text]
            if plan.failures <= RETRIES and not (setup.batch_size and plan.spoils_batches):
                assert (partition, offset) not in letters
    orders = defaultdict(list)
    for origin, _ in world.disk.blocks:
        if (key := world.broker.partitions[origin.partition][origin.position][0]) is not None:
            orders[origin.partition, key].append(origin.position)
    assert all(positions == sorted(positions) for positions in orders.values())
