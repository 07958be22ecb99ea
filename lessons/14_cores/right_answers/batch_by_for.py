"""Counts attempts with a loop, and closes with `finally`."""

TASK = "14.2"


def numbered(batches):
    number = 0
    try:
        for batch in batches:
            yield number, batch
            number += 1
    finally:
        batches.close()


def process_batch(call, retries, numbered_batch):
    number, items = numbered_batch
    for _ in range(retries + 1):
        try:
            return call(list(items))
        except CancelledError:
            raise
        except WorkerDiedError as error:
            last = error
            break
        except Exception as error:
            last = error
    raise BatchError(number, items, last) from last
