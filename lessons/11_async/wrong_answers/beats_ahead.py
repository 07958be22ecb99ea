"""Asks for the next item before it hands over the one it has."""

TASK, FAILS, CAUSE = "11.2", {"11.2.beats"}, "ahead"
INSTEAD_OF = """                    arrived, coming = coming, None
                    yield arrived.result()"""
WRITES = """                    item = coming.result()
                    coming = asyncio.ensure_future(anext(source))
                    await asyncio.sleep(0)
                    yield item"""
