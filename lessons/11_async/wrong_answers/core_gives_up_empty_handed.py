"""Returns nothing when patience is over, although something is there."""

TASK, FAILS, CAUSE = "11.3", {"11.3.patience"}, "gave-nothing"
INSTEAD_OF = """            self.changed.notify_all()
            return self.core.take(count)"""
WRITES = """            self.changed.notify_all()
            return self.core.take(count) if self.core.is_ready(count) else []"""
