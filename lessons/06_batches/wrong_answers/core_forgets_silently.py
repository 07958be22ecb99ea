"""Bounds the deque at the size of a batch."""

TASK, FAILS = "06.3", {"06.3.full", "06.3.due"}
CAUSE = {"06.3.full": "item-lost", "06.3.due": "full-first"}
INSTEAD_OF = "self.waiting = deque()"
WRITES = "self.waiting = deque(maxlen=max_size)"
