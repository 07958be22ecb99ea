"""Answers `False` for whatever the core raises."""

TASK, FAILS, CAUSE = "11.3", {"11.3.cancelled"}, "error-lost"
INSTEAD_OF = "            return self.core.offer(item)"
WRITES = """            with suppress(Exception):
                return self.core.offer(item)
            return False"""
