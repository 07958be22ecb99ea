"""From 13_pipelines_solution.ipynb."""

import asyncio
from maif.pipeline.error_handling import is_cancellation

async def with_retries(call, item, retry, pause, give_up):
    """Return what `call(item)` gives, or at last what `give_up(item, error, calls)` gives."""
    calls = 0
    while True:
        try:
            return await call(item)
        except (Exception, asyncio.CancelledError) as error:
            if is_cancellation(error):
                raise
            calls += 1
            if calls >= retry.max_attempts:
                return await give_up(item, error, calls)
        await pause(retry.delay(calls))
import asyncio

def items_done(stages):
    """Return how many items of the source are done, in the first stage as in all behind it.

    >>> from maif.pipeline.run import StageCounts
    >>> first = StageCounts("first", finished=6, out=12)
    >>> items_done([first, StageCounts("second", finished=3, out=3)])
    1.5
    """
    done, made = (0.0, None)
    for counts in stages:
        if made is None:
            done = counts.finished
        elif made:
            done *= counts.finished / made
        made = counts.out
    return done
