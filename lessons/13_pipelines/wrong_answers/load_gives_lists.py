"""Makes lists by hand, and has a single task store them: what the last single task returns is delivered whole."""

TASK, FAILS = "13.3", {"13.3.records", "13.3.mistake", "13.3.held"}
CAUSE = {"13.3.records": "lists-out", "13.3.mistake": "", "13.3.held": ""}


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

    @batch_task(max_size=3)
    def three(records):
        yield records

    return (flight | record | three | single_task(store)).with_context(max_parallelism=4)(rows)
