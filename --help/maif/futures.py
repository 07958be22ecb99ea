"""Futures and tasks, and those who wait for them: nothing that was begun outlives its owner."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from typing import Any


async def cancel_all(tasks: Collection[asyncio.Task[None]]) -> None:
    """Cancel tasks, and wait until all have ended."""
    for task in tasks:
        task.cancel()
    await wait_for_end(tasks)


async def wait_for_end(futures: Collection[asyncio.Future[Any]]) -> None:
    """Wait until all are done; a cancellation of this wait takes effect after that."""
    cancelled = None
    while not all(future.done() for future in futures):
        try:
            await asyncio.wait(futures)
        except asyncio.CancelledError as error:
            cancelled = error
    if cancelled:
        raise cancelled


def set_done(future: asyncio.Future[None]) -> None:
    """Wake whoever waits on a future, if nobody has."""
    if not future.done():
        future.set_result(None)
