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
    for left in range(retries, -1, -1):
        try:
            return call(list(items))
        except CancelledError:
            raise
        except WorkerDiedError as error:
            raise BatchError(number, items, error) from error
        except Exception as error:
            if not left:
                raise BatchError(number, items, error) from error
