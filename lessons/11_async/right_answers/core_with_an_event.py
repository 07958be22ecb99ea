"""Has no lock: a new event for each change."""

TASK = "11.3"


class AwaitedCore:
    def __init__(self, core, clock=None):
        self.core = core
        self._change = asyncio.Event()

    async def close(self):
        self.core.closed = True
        self._tell()

    def _tell(self):
        self._change.set()
        self._change = asyncio.Event()

    async def _until(self, predicate, patience):
        with suppress(TimeoutError):
            async with asyncio.timeout(patience):
                while not predicate():
                    await self._change.wait()

    async def offer(self, item, patience=None):
        await self._until(self.core.has_room, patience)
        self._tell()
        return self.core.offer(item)

    async def ready(self, count, patience=None):
        await self._until(lambda: self.core.is_ready(count), patience)

    async def take(self, count, patience=None):
        await self.ready(count, patience)
        batch = self.core.take(count)
        self._tell()
        return batch
