class AwaitedCore:
    def __init__(self, core, clock=None):
        self.core = core

    async def close(self):
        self.core.closed = True

    async def offer(self, item, patience=None):
        while not self.core.has_room():
            await asyncio.sleep(0)
        return self.core.offer(item)

    async def ready(self, count, patience=None):
        while not self.core.is_ready(count):
            await asyncio.sleep(0)

    async def take(self, count, patience=None):
        await self.ready(count)
        return self.core.take(count)
