"""From 03_writing_solution.ipynb."""

import struct
HEAD = struct.Struct('>IIIIQ16s32s32s')
UNSIGNED = bytes(256)
TAIL = struct.Struct('>I8s')

def frame_block(data, metadata, type_code, flags, timestamp, block_id, previous_hash, content_hash):
    """Return the parts of a block: head, signature, tail, data, metadata.

    >>> parts = frame_block(b"316.1", b"{}", TEXT, 0, 0, bytes(16), bytes(32), bytes(32))
    >>> [len(part) for part in parts]
    [104, 256, 12, 5, 2]
    """
    size = HEAD.size + len(UNSIGNED) + TAIL.size + len(data) + len(metadata)
    head = HEAD.pack(size, type_code, flags, 1, timestamp, block_id, previous_hash, content_hash)
    tail = TAIL.pack(len(metadata), b'')
    return (head, UNSIGNED, tail, data, metadata)
import os
import tempfile

class Spill:
    """Bytes that are written once and read back at the end.

    >>> spill = Spill()
    >>> spill.write(b"316.1 ")
    >>> spill.write(b"317.3")
    >>> spill.size, b"".join(spill)
    (11, b'316.1 317.3')
    """

    def __init__(self, folder=None):
        self.size = 0
        self._file = tempfile.SpooledTemporaryFile(1 << 20, dir=folder)

    def write(self, data):
        self._file.seek(0, os.SEEK_END)
        self._file.write(data)
        self.size += len(data)

    def __iter__(self):
        for position in range(0, self.size, 1 << 16):
            self._file.seek(position)
            yield self._file.read(1 << 16)

    def close(self):
        self._file.close()

def commit(output, footer_at, footer, header):
    """Finish a file: its footer comes last in it, its header last in time. Both are on the disk when this returns."""
    output.write_at(footer_at, footer)
    output.finish(footer_at + len(footer))
    output.sync()
    output.write_at(0, header)
    output.sync()
