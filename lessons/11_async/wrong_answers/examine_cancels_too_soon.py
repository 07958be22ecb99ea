"""Cancels the reader before it has run at all."""

TASK, FAILS, CAUSE = "11.4", {"11.4.verdicts"}, "spares-mutant"
INSTEAD_OF = "    await asyncio.sleep(0)  # the reader runs until it waits\n"
WRITES = ""
