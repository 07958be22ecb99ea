"""Takes the first change for the one that it waits for."""

TASK, FAILS = "11.3", {"11.3.waits", "11.3.patience", "11.3.cancelled"}
CAUSE = {"11.3.waits": "too-soon", "11.3.patience": "asked-once", "11.3.cancelled": "did-not-ask"}
INSTEAD_OF = "                await self.changed.wait_for(predicate)"
WRITES = """                if not predicate():
                    await self.changed.wait()"""
