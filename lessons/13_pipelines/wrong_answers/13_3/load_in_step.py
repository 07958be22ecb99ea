async def load(rows, look_up, store):
    async def ask(row):
        carrier, tail = row.split(",")
        for pause in (0.5, 1, None):
            try:
                return carrier, await look_up(tail)
            except KeyError:
                return None
            except ConnectionError:
                if pause is None:
                    return None
                await asyncio.sleep(pause)
        return None

    source, waiting, error = iter(rows), [], None
    try:
        while error is None:
            four = []
            for row in source:
                if row.split(",")[1]:
                    four.append(row)
                    if len(four) == 4:
                        break
            if not four:
                break
            for record in await asyncio.gather(*map(ask, four), return_exceptions=True):
                if isinstance(record, BaseException):
                    error = record
                    break
                if record:
                    waiting.append(record)
            while len(waiting) >= 3:
                for number in await store(waiting[:3]):
                    yield number
                del waiting[:3]
        if error:
            raise error
        if waiting:
            for number in await store(waiting):
                yield number
    finally:
        if hasattr(source, "close"):
            source.close()
