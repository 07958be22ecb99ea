"""Keeps a future for each that waits, and looks after a change whose wait is over."""

TASK = "11.3"


class AwaitedCore:
    def __init__(self, core, clock=None):
        self.core = core
        self.waiting = {}

    async def close(self):
        self.core.closed = True
        self.wake()

    def wake(self):
        for future, predicate in self.waiting.items():
            if not future.done() and predicate():
                future.set_result(None)

    async def until(self, predicate, patience):
        loop = asyncio.get_running_loop()
        end = None if patience is None else loop.time() + patience
        while not predicate() and (end is None or loop.time() < end):
            future = loop.create_future()
            self.waiting[future] = predicate
            try:
                await asyncio.wait([future], timeout=None if end is None else end - loop.time())
            finally:
                del self.waiting[future]
                self.wake()

    async def offer(self, item, patience=None):
        await self.until(self.core.has_room, patience)
        said = self.core.offer(item)
        self.wake()
        return said

    async def ready(self, count, patience=None):
        await self.until(lambda: self.core.is_ready(count), patience)

    async def take(self, count, patience=None):
        await self.ready(count, patience)
        batch = self.core.take(count)
        self.wake()
        return batch
