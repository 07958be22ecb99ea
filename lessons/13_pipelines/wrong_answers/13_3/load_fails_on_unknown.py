def load(rows, look_up, store):
    @single_task
    def flight(row):
        carrier, tail = row.split(",")
        return (carrier, tail) if tail else None

    @single_task
    async def record(flight):
        for pause in (0.5, 1, 0):
            try:
                return flight[0], await look_up(flight[1])
            except ConnectionError:
                await asyncio.sleep(pause)
        return None

    return (flight | record | batch_task(store, max_size=3)).with_context(max_parallelism=4)(rows)
