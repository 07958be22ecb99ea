from itertools import islice


async def load(rows, look_up, store):
    async def record(row):
        carrier, tail = row.split(",")
        for pause in (0.5, 1, 0) if tail else ():
            try:
                return carrier, await look_up(tail)
            except KeyError:
                return None
            except ConnectionError:
                await asyncio.sleep(pause)
        return None

    source, records = iter(rows), []
    try:
        while four := list(islice(source, 4)):
            records += filter(None, await asyncio.gather(*map(record, four)))
            while len(records) >= 3:
                for number in await store(records[:3]):
                    yield number
                del records[:3]
        if records:
            for number in await store(records):
                yield number
    finally:
        if hasattr(source, "close"):
            source.close()
