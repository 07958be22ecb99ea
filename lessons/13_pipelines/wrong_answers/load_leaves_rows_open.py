"""Hides the rows from the pipeline, which then cannot close them."""

TASK, FAILS, CAUSE = "13.3", {"13.3.held"}, "left-open"


class Rows:
    def __init__(self, rows):
        self.rows = rows

    def __iter__(self):
        return self

    def __next__(self):
        return next(self.rows)


class IfBusy(ErrorHandler):
    def handle_error(self, error, item, task_name, attempt):
        return isinstance(error, ConnectionError), None


def load(rows, look_up, store):
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

    return (flight | record | batch_task(store, max_size=3)).with_context(max_parallelism=4)(Rows(iter(rows)))
