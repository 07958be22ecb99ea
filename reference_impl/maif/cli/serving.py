"""`maif serve`: files, and what a live stream brings, searched over HTTP."""

from __future__ import annotations

import sys
import threading
from collections import OrderedDict
from pathlib import Path
from typing import TYPE_CHECKING

from maif.cli.live import LiveOptions, processor_of
from maif.cli.searching import told
from maif.cli.terminal import counted, say
from maif.errors import InvalidArgumentError
from maif.semantic import SearchIndex

if TYPE_CHECKING:
    from rich.console import Console

    from maif.realtime import Message, StreamProcessor

LATEST = 100_000  # texts of a live stream that can be found


def run_server(files: list[Path], live: Path | None, host: str, port: int, token: str | None) -> None:
    """Index files, and serve them until somebody stops it; raise `InvalidArgumentError` where there are none."""
    from maif.serve import Server

    if not files and live is None:
        raise InvalidArgumentError("there is nothing to search: name a file, or a live stream with --live")
    with SearchIndex() as index:
        processor = None if live is None else searchable(processor_of(LiveOptions().over(live)), index)
        server = Server(index, live=processor, host=host, port=port, token=token)
        for built in index.build(files, console=_console()):
            if built.why:
                say(told(built))
        server.run(lambda: say(f"{counted(len(index), 'text')} to be searched at {server.url} (Ctrl-C ends it)"))


def _console() -> Console | None:
    """Return where progress is shown: on a terminal, or nowhere."""
    if not sys.stderr.isatty():
        return None
    from rich.console import Console

    return Console(stderr=True)


def searchable(processor: StreamProcessor, index: SearchIndex, latest: int = LATEST) -> StreamProcessor:
    """Have the latest texts of a live stream found, each as soon as it is there; returns the processor."""
    kept: OrderedDict[str, None] = OrderedDict()  # in the order in which they came, though threads take them in
    changing = threading.Lock()

    @processor.on_text_message
    def add(message: Message) -> None:
        if message.content is None:
            return
        key = f"{message.source_id}/{message.partition}/{message.offset}"
        with changing:
            kept[key] = None
            gone = [kept.popitem(last=False)[0]] if len(kept) > latest else []
        index.add(key, message.content, source=message.source_id)
        with changing:
            index.remove(gone if key in kept else [*gone, key])

    return processor
