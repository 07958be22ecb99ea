class Expected(ErrorHandler):
    def handle_error(self, error, item, task_name, attempt):
        return isinstance(error, ConnectionError | KeyError), None


def load(rows, look_up, store):
    @single_task
    def flight(row):
        carrier, tail = row.split(",")
        return (carrier, tail) if tail else None

    @single_task(retry_attempts=3, retry_delay=0.5, error_handler=Expected())
    async def record(flight):
        return flight[0], await look_up(flight[1])

    return (flight | record | batch_task(store, max_size=3)).with_context(max_parallelism=4)(rows)
