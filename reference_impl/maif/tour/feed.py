"""The tour's other process: it writes documents into a growing file, one after the other, until it is killed.

    python -m maif.tour.feed ROOT FILE STOP_AT PATH...

The private key comes by standard input. A file that is there is gone on with: the documents that it has are passed
over, so whoever starts this again after a kill loses none and repeats none. At document STOP_AT it waits for its end.
"""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Sequence
from itertools import islice
from pathlib import Path

from maif.file.format import BlockType
from maif.streaming.writer import MAIFStreamWriter
from maif.tour.documents import SourceParser
from maif.tour.writing import as_entry, having_text

PAUSE = 0.0005  # seconds between two documents


def main(arguments: Sequence[str]) -> None:
    """Write the documents of some source files, and say when the file is there."""
    root, output, stop_at, *paths = arguments
    parser = SourceParser(Path(root))
    documents = (each for path in paths for each in parser.parse(Path(path)) if having_text(each))
    key = bytes.fromhex(sys.stdin.readline())
    with MAIFStreamWriter(output, agent_id="feed", mode="a", private_key=key) as writer:
        print("writing", flush=True)
        for document in islice(documents, writer.stats.blocks, None):
            if writer.stats.blocks == int(stop_at):
                signal.pause()
            entry = as_entry(document)
            writer.write_chunk(entry.data, BlockType.TEXT, entry.metadata)
            writer.flush()
            time.sleep(PAUSE)


if __name__ == "__main__":
    main(sys.argv[1:])
