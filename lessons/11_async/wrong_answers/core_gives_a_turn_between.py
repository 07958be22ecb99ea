"""Waits until the core is ready, gives the others a turn, and takes what is left."""

TASK, FAILS, CAUSE = "11.3", {"11.3.cancelled"}, "did-not-ask"
INSTEAD_OF = """        async with self.changed:
            await self._until(lambda: self.core.is_ready(count), patience)
            self.changed.notify_all()"""
WRITES = """        await self.ready(count, patience)
        await asyncio.sleep(0)
        async with self.changed:
            self.changed.notify_all()"""
