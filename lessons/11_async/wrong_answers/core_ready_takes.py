"""Makes `ready` another `take`."""

TASK, FAILS = "11.3", {"11.3.waits", "11.3.patience"}
CAUSE = {"11.3.waits": "ready-takes"}
INSTEAD_OF = """            await self._until(lambda: self.core.is_ready(count), patience)

"""
WRITES = """            await self._until(lambda: self.core.is_ready(count), patience)
            return self.core.take(count)

"""
