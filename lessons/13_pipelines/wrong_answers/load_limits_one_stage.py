"""Limits the stage that asks, and forgets the one that cuts rows up."""

TASK, FAILS, CAUSE = "13.3", {"13.3.held"}, "reads-ahead"


class IfBusy(ErrorHandler):
    def handle_error(self, error, item, task_name, attempt):
        return isinstance(error, ConnectionError), None


def load(rows, look_up, store):
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

    return (flight | record | batch_task(store, max_size=3))(rows)
