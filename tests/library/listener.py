"""What a processor is to its source, without a processor: it keeps what it is told, and reads the messages."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from contextlib import aclosing, asynccontextmanager, suppress
from pathlib import Path


class Listener:
    """The context of a source that is read by a test."""

    def __init__(self, root, *, clock=None, to_present_end=False, listens=(), name="p", connect_timeout=30.0):
        self.root, self.name = Path(root), name
        self.clock = clock or asyncio.get_running_loop().clock
        self.connect_timeout, self.revoke_timeout, self.to_present_end = connect_timeout, None, to_present_end
        self.events, self.assignments, self.revocations = [], [], []
        self.messages = []
        self.on_revoked = None
        self.on_message = None
        self._listens = listens
        self._changed = asyncio.Event()

    async def assigned(self, committed):
        self.assignments.append(dict(committed))
        self._changed.set()

    async def revoked(self, partitions, timeout=None):
        self.revocations.append((set(partitions), timeout))
        if self.on_revoked:
            await self.on_revoked(partitions)

    def emit(self, name, payload=None):
        self.events.append((name, payload))
        self._changed.set()

    def listens_to(self, event):
        return event in self._listens

    @property
    def contents(self):
        return [message.content for message in self.messages]

    def named(self, name):
        """Return the payloads of the events of a name."""
        return [payload for event, payload in self.events if event == name]

    def ends(self):
        """Return, a partition, where its last message that has come ends: all can be committed."""
        ends = defaultdict(int)
        for message in self.messages:
            ends[message.partition] = max(ends[message.partition], message.next_offset)
        return dict(ends)

    async def read(self, source):
        """Read messages until the source ends."""
        async with aclosing(source.messages()) as messages:
            async for message in messages:
                self.messages.append(message)
                if self.on_message:
                    self.on_message(message)
                self._changed.set()
                if source.any_paused and not source.pauses_itself:
                    await source.resumed()

    async def come(self, count):
        """Wait until so many messages have come, in all."""
        await self.until(lambda: len(self.messages) >= count)

    async def hear(self, name):
        """Wait for an event of a name."""
        await self.until(lambda: self.named(name))

    async def until(self, predicate):
        """Wait until something is true, which messages, events or assignments make true."""
        while not predicate():
            self._changed.clear()
            await self._changed.wait()


@asynccontextmanager
async def reading(source, listener):
    """Open a source, read it in a task of its own, and close it."""
    try:
        await source.open(listener)
        task = asyncio.create_task(listener.read(source))
        try:
            yield listener
            if task.done():
                task.result()
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
    finally:
        await source.close()


async def read_all(source, root, **options):
    """Read a source to its present end; return the listener."""
    listener = Listener(root, to_present_end=True, **options)
    try:
        await source.open(listener)
        await listener.read(source)
    finally:
        await source.close()
    return listener
