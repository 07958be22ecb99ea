"""Blocks that take a while to come, for a program of tasks: a thread waits for them, and the other tasks run."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator

from maif.file.block import Block
from maif.futures import wait_for_end
from maif.sources import closing_source

_MOST, _BYTES = 64, 1 << 20  # that are waited for together: going to a thread and back takes longer than one block


async def in_thread(blocks: Iterator[Block]) -> AsyncIterator[Block]:
    """Yield blocks that a thread waits for, a few at a time; whoever leaves early waits until the thread has ended."""
    with closing_source(blocks):
        while True:
            next_few = asyncio.get_running_loop().run_in_executor(None, _next_few, blocks)
            await wait_for_end([next_few])
            few = next_few.result()
            for block in few:
                yield block
            if not few:
                return


def _next_few(blocks: Iterator[Block]) -> list[Block]:
    few, size = [], 0
    for block in blocks:
        few.append(block)
        size += len(block.frame)
        if len(few) == _MOST or size >= _BYTES:
            break
    return few
