"""Looks once a second whether the item is there."""

TASK, FAILS, CAUSE = "11.2", {"11.2.beats"}, "late"
INSTEAD_OF = "                await asyncio.wait([coming], timeout=patience)"
WRITES = """                waited = 0
                while waited < patience and not coming.done():
                    await asyncio.sleep(1)
                    waited += 1"""
