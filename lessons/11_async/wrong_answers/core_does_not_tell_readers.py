"""Offers, and tells nobody."""

TASK, FAILS = "11.3", {"11.3.waits", "11.3.patience", "11.3.cancelled", "11.3.asks"}
CAUSE = {"11.3.waits": "late", "11.3.patience": "not-told", "11.3.cancelled": "not-told", "11.3.asks": "for-ever"}
INSTEAD_OF = "            self.changed.notify_all()  # nobody runs before the block is left\n"
WRITES = ""
