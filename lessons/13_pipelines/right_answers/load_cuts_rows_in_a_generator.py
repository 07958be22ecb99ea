"""Cuts rows up in a generator, and has one stage ask: a limit of the task's own is enough."""

TASK = "13.3"


class OnlyBusy(ErrorHandler):
    async def handle_error(self, error, item, task_name, attempt):
        if isinstance(error, ConnectionError):
            return True, None
        return False, None


def load(rows, look_up, store):
    def flights():
        try:
            for row in rows:
                carrier, tail = row.split(",")
                if tail:
                    yield carrier, tail
        finally:
            if hasattr(rows, "close"):
                rows.close()

    async def record(flight):
        carrier, tail = flight
        try:
            seats = await look_up(tail)
        except KeyError:
            return []
        return [(carrier, seats)]

    asking = single_task(record, concurrency_limit=4, retry_attempts=3, retry_delay="500ms", error_handler=OnlyBusy())
    storing = batch_task(store, max_size=3, remainder="run")
    return Pipeline([asking, storing])(flights())
