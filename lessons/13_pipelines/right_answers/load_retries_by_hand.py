"""Tries again inside the function, and is an async generator around the pipeline."""

TASK = "13.3"


async def load(rows, look_up, store):
    def flight(row):
        carrier, tail = row.split(",")
        if tail:
            yield carrier, tail

    async def record(flight):
        carrier, tail = flight
        for pause in (0.5, 1, 0):
            try:
                return carrier, await look_up(tail)
            except ConnectionError:
                await asyncio.sleep(pause)
            except KeyError:
                return None
        return None

    pipeline = Pipeline().add(single_task(flight), single_task(record), batch_task(store, min_size=1, max_size=3))
    async with pipeline.with_context(max_parallelism=4)(rows) as numbers:
        async for number in numbers:
            yield number
