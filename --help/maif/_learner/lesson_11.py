"""From 11_async_solution.ipynb."""

import asyncio
from contextlib import aclosing, suppress

class AwaitedCore:
    """A `core` that tasks share: where it says that it is worth waiting, they wait.

    async def main():
        awaited = AwaitedCore(BufferCore(2, "block"))
        said = [await awaited.offer(letter, patience=0) for letter in "ABC"]
        return said, await awaited.take(5)

    await main()  # ([True, True, False], ['A', 'B'])
    """

    def __init__(self, core, clock=None):
        self.core = core
        self.changed = asyncio.Condition()

    async def close(self):
        """Accept nothing more, and wake all who wait."""
        async with self.changed:
            self.core.closed = True
            self.changed.notify_all()

    async def _until(self, predicate, patience):
        with suppress(TimeoutError):
            async with asyncio.timeout(patience):
                await self.changed.wait_for(predicate)

    async def offer(self, item, patience=None):
        async with self.changed:
            await self._until(self.core.has_room, patience)
            self.changed.notify_all()
            return self.core.offer(item)

    async def ready(self, count, patience=None):
        async with self.changed:
            await self._until(lambda: self.core.is_ready(count), patience)

    async def take(self, count, patience=None):
        async with self.changed:
            await self._until(lambda: self.core.is_ready(count), patience)
            self.changed.notify_all()
            return self.core.take(count)

async def batches_from(awaited, size, patience=None):
    """Yield batches of at most `size` items; hold none while waiting."""
    while True:
        await awaited.ready(1)
        if (batch := (await awaited.take(size, patience))):
            yield batch
        elif awaited.core.closed:
            return
