"""Collects each stage before the next begins."""

TASK, FAILS = "13.3", {"13.3.mistake", "13.3.held"}
CAUSE = {"13.3.mistake": "results-lost", "13.3.held": "runaway"}


class IfBusy(ErrorHandler):
    def handle_error(self, error, item, task_name, attempt):
        return isinstance(error, ConnectionError), None


async def load(rows, look_up, store):
    @single_task
    def flight(row):
        carrier, tail = row.split(",")
        return (carrier, tail) if tail else None

    @single_task(concurrency_limit=4, retry_attempts=3, retry_delay=0.5, error_handler=IfBusy())
    async def record(flight):
        try:
            return flight[0], await look_up(flight[1])
        except KeyError:
            return None

    flights = await flight(rows).collect()
    records = await record(flights).collect()
    for number in await batch_task(store, max_size=3)(records).collect():
        yield number
