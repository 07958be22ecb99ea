"""Counts every offer as added."""

TASK, FAILS = "09.2", {"09.2.counts"}
CAUSE = "refused-added"
INSTEAD_OF = """            self.dropped += 1
            if self.policy == "error":"""
WRITES = """            self.dropped += 1
            self.added += self.policy != "drop_oldest"
            if self.policy == "error":"""
