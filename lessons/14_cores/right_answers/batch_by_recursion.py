"""Calls itself with a retry less."""

TASK = "14.2"


def numbered(batches):
    with closing(batches) as source:
        yield from zip(range(10**9), source, strict=False)


def process_batch(call, retries, numbered_batch):
    number, items = numbered_batch
    try:
        return call(items[:])
    except Exception as error:
        if isinstance(error, CancelledError):
            raise
        if isinstance(error, WorkerDiedError) or retries < 1:
            raise BatchError(number, items, error) from error
    return process_batch(call, retries - 1, numbered_batch)
