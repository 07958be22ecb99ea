from collections import deque
from itertools import islice


async def load(rows, look_up, store):
    async def record(carrier, tail):
        for pause in (0.5, 1, 0):
            try:
                return carrier, await look_up(tail)
            except KeyError:
                return None
            except ConnectionError:
                await asyncio.sleep(pause)
        return None

    flights = (row.split(",") for row in rows if not row.endswith(","))
    under_way, records = deque(), []
    while True:
        for flight in islice(flights, 4 - len(under_way)):
            under_way.append(asyncio.create_task(record(*flight)))
        if not under_way:
            break
        if answer := await under_way.popleft():
            records.append(answer)
        if len(records) == 3:
            for number in await store(records):
                yield number
            records = []
    if records:
        for number in await store(records):
            yield number
