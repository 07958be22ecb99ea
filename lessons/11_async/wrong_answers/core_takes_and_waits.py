"""Lets the writers go first, with the batch in its hands."""

TASK, FAILS, CAUSE = "11.3", {"11.3.cancelled"}, "lost"
INSTEAD_OF = "            return self.core.take(count)"
WRITES = """            batch = self.core.take(count)
        await asyncio.sleep(0)
        return batch"""
