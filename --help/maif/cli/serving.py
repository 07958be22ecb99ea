"""`maif serve`: files, and what a live stream brings, searched over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

from maif.cli.live import LiveOptions, processor_of
from maif.cli.terminal import counted, say
from maif.errors import InvalidArgumentError
from maif.semantic import Document, SearchIndex
from maif.streaming import MAIFStreamReader

if TYPE_CHECKING:
    from maif.realtime import Message, StreamProcessor


def run_server(files: list[Path], live: Path | None, host: str, port: int, token: str | None) -> None:
    """Index files, and serve them until somebody stops it."""
    from maif.serve import Server

    if not files and live is None:
        raise InvalidArgumentError("there is nothing to search: name a file, or a live stream with --live")
    index = SearchIndex()
    with ExitStack() as opened:
        for path in files:
            index.add_many(_texts_in(opened.enter_context(MAIFStreamReader(path))))
        processor = None if live is None else searchable(processor_of(LiveOptions().over(live)), index)
        server = Server(index, live=processor, host=host, port=port, token=token)
        server.run(lambda: say(f"{counted(len(index), 'text')} to be searched at {server.url} (Ctrl-C ends it)"))


def _texts_in(reader: MAIFStreamReader) -> Iterator[Document]:
    for block in reader:
        if block.block_type == "TEXT":
            yield Document(block.block_id, block.text, source=str(reader.path), block=block)


def searchable(processor: StreamProcessor, index: Any) -> StreamProcessor:
    """Have each text of a live stream added to an index as it comes; returns the processor."""

    @processor.on_text_message
    def add(message: Message) -> None:
        if message.content:
            index.add(
                f"{message.source_id}/{message.partition}/{message.offset}", message.content, source=message.source_id
            )

    return processor
