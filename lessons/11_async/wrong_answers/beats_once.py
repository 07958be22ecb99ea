"""Gives one heartbeat, then waits for the item."""

TASK, FAILS, CAUSE = "11.2", {"11.2.beats"}, "one-beat"
INSTEAD_OF = """                else:
                    yield None"""
WRITES = """                else:
                    yield None
                    await asyncio.wait([coming])
                    arrived, coming = coming, None
                    yield arrived.result()"""
