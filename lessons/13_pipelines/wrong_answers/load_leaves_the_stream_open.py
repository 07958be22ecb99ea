"""Passes on what a stream gives, and does not close it."""

TASK, FAILS, CAUSE = "13.3", {"13.3.held"}, "left-running"


class IfBusy(ErrorHandler):
    def handle_error(self, error, item, task_name, attempt):
        return isinstance(error, ConnectionError), None


async def load(rows, look_up, store):
    @single_task
    def flight(row):
        carrier, tail = row.split(",")
        return (carrier, tail) if tail else None

    @single_task(retry_attempts=3, retry_delay=0.5, error_handler=IfBusy())
    async def record(flight):
        try:
            return flight[0], await look_up(flight[1])
        except KeyError:
            return None

    async for number in (flight | record | batch_task(store, max_size=3)).with_context(max_parallelism=4)(rows):
        yield number
