class AwaitedCore:
    def __init__(self, core, clock=None):
        self.core = core

    async def close(self):
        self.core.closed = True

    async def _until(self, predicate, patience):
        with suppress(TimeoutError):
            async with asyncio.timeout(patience):
                while not predicate():
                    await asyncio.sleep(0.7)

    async def offer(self, item, patience=None):
        await self._until(self.core.has_room, patience)
        return self.core.offer(item)

    async def ready(self, count, patience=None):
        await self._until(lambda: self.core.is_ready(count), patience)

    async def take(self, count, patience=None):
        await self.ready(count, patience)
        return self.core.take(count)
