"""MAIF files at both ends of a pipeline: `read_maif` and `write_maif`."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterable, AsyncIterator
from typing import Any

from maif.arguments import path_text
from maif.errors import InvalidTypeError
from maif.file.block import Block
from maif.file.lock import StrPath
from maif.pipeline.tasks import BaseTask, SingleTask
from maif.streaming.reader import MAIFStreamReader
from maif.streaming.writer import MAIFStreamWriter


class MAIFSource(SingleTask):
    """The blocks of a file, as a first stage or as data; `read_maif` makes one."""

    def __aiter__(self) -> AsyncIterator[Block]:
        blocks: AsyncIterator[Block] = self.func()
        return blocks


def read_maif(path: StrPath, **settings: Any) -> MAIFSource:
    """Return a source of the blocks of a MAIF file, which it opens when a pipeline reads it.

    It is a first stage, and an async iterable to call a pipeline with. `settings` are those of `MAIFStreamReader`:
    `verify=True` checks each block, `follow=True` waits for what is still being written.

    >>> import asyncio
    >>> from maif.pipeline import single_task
    >>> @single_task
    ... def shout(block):
    ...     return block.text.upper()
    >>> pipeline = read_maif("words.maif") | shout | write_maif("shouts.maif")
    >>> with MAIFStreamWriter("words.maif") as writer:
    ...     ids = [writer.write_text_chunk(word) for word in ["to", "be"]]
    >>> len(asyncio.run(pipeline().collect()))
    2
    >>> asyncio.run(shout(read_maif("shouts.maif")).collect())
    ['TO', 'BE']
    """

    async def blocks() -> AsyncGenerator[Block]:
        with MAIFStreamReader(path, **settings) as reader:
            async for block in reader.aread_blocks():
                yield block

    return MAIFSource(blocks, task_name=f"read_maif({path_text(path)!r})")


class MAIFSink(BaseTask):
    """Writes what it gets into a file; `write_maif` makes one."""

    def __init__(self, path: StrPath, settings: dict[str, Any]) -> None:
        super().__init__(task_name=f"write_maif({path_text(path)!r})")
        self._path, self._settings = path, settings

    async def process(self, items: AsyncIterable[Any]) -> AsyncIterator[str]:
        """Return the stream of the block ids."""
        return self._ids(items)

    async def _ids(self, items: AsyncIterable[Any]) -> AsyncGenerator[str]:
        with MAIFStreamWriter(self._path, **self._settings) as writer:
            async for item in items:
                yield _write(writer, item)


def write_maif(path: StrPath, **settings: Any) -> MAIFSink:
    """Return a stage that writes each item as a block, one after the other, and gives the blocks' ids.

    A `str` becomes a text block, bytes-like objects binary blocks, arrays embeddings; it copies a `Block` as it is.
    A pair `(data, metadata)` has metadata too. `settings` are those of `MAIFStreamWriter`. If the run fails or is left
    early, the file stays unfinished: `maif.recovery.recover` makes it whole. Raises `InvalidTypeError` for other items.
    """
    return MAIFSink(path, settings)


def _write(writer: MAIFStreamWriter, item: Any) -> str:
    if isinstance(item, Block):
        writer.copy_block(item)
        return item.block_id
    data, metadata = item if isinstance(item, tuple) and len(item) == 2 else (item, None)
    if isinstance(data, str):
        return writer.write_text_chunk(data, metadata)
    if hasattr(data, "__array__"):
        return writer.write_embeddings_chunk(data, metadata)
    if isinstance(data, (bytes, bytearray, memoryview)):
        return writer.write_binary_chunk(data, metadata)
    raise InvalidTypeError(f"expected text, bytes, an array, a Block, or a pair of data and metadata, got {item!r}")
