"""Files piece by piece: bytes in chunks of one size, lines and JSON Lines that span chunks, tables in chunks of rows.

What comes in pages already, from a database or over HTTP, `iter_pages` turns into a stream of items.

A source is a path, a file open for reading bytes (also a socket's: `socket.makefile("rb")`), or anything that holds
bytes, such as an `mmap`. A path is opened at the first pull and closed at the end, however that comes. A file that you
opened stays open. Memory holds one chunk, and the line that goes on in the next.
"""

from maif.chunks.json_lines import iter_jsonl
from maif.chunks.lines import iter_lines
from maif.chunks.pages import iter_pages
from maif.chunks.reading import iter_chunks
from maif.chunks.tables import read_csv_chunks

__all__ = ["iter_chunks", "iter_jsonl", "iter_lines", "iter_pages", "read_csv_chunks"]
