"""Puts the item in, and complains afterwards."""

TASK, FAILS = "09.2", {"09.2.full", "09.2.counts", "09.2.held"}
CAUSE = {"09.2.full": "error-keeps", "09.2.counts": "other-items"}
INSTEAD_OF = """            if self.policy == "error":
                raise BufferFullError("""
WRITES = """            if self.policy == "error":
                self._items.append(item)
                raise BufferFullError("""
