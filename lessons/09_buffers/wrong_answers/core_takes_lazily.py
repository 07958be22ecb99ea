"""Hands the items out one by one."""

TASK, FAILS = "09.2", {"09.2.full", "09.2.counts"}
CAUSE = {"09.2.full": "no-list", "09.2.counts": "other-items"}
INSTEAD_OF = """        batch = [self._items.popleft() for _ in range(min(max_items, len(self._items)))]
        self.taken += len(batch)
        return batch
"""
WRITES = """        for _ in range(min(max_items, len(self._items))):
            self.taken += 1
            yield self._items.popleft()
"""
