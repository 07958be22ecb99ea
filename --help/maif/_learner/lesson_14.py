"""From 14_cores_solution.ipynb."""

from concurrent.futures import CancelledError
from contextlib import closing
from maif.errors import BatchError, WorkerDiedError

def numbered(batches):
    """Yield batches with their numbers, from 0, and close their source at the end."""
    with closing(batches):
        yield from enumerate(batches)

def process_batch(call, retries, numbered_batch):
    """Return `call(items)`, tried `retries` times more if it fails."""
    number, batch = numbered_batch
    while True:
        try:
            return call(batch.copy())
        except CancelledError:
            raise
        except Exception as error:
            if retries == 0 or isinstance(error, WorkerDiedError):
                raise BatchError(number, batch, error) from error
            retries -= 1
from bisect import bisect_right
from typing import NamedTuple

class BlockRange(NamedTuple):
    """The blocks from number `first` up to `last`, which is excluded: the bytes from `begin` up to `end`."""
    first: int
    last: int
    begin: int
    end: int

def plan_partitions(bounds, max_blocks, max_bytes):
    """Yield the ranges into which a file is cut.

    >>> [range[:2] for range in plan_partitions([0, 10, 20, 30, 90, 100], max_blocks=3, max_bytes=50)]
    [(0, 3), (3, 4), (4, 5)]
    """
    first, count = (0, len(bounds) - 1)
    while first < count:
        most = min(first + max_blocks, count)
        fitting = bisect_right(bounds, bounds[first] + max_bytes, first, most + 1) - 1
        last = max(fitting, first + 1)
        yield BlockRange(first, last, bounds[first], bounds[last])
        first = last
