"""One Zstandard frame a block, where it pays, and never more out of it than it declares.

A compressed block has flag bit 3, and says its original size in its metadata, under the reserved key `_codec`.
Hashes and signatures cover what is stored: a file can be verified without decompressing it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from maif.errors import FormatError, InvalidArgumentError, LimitError

WORTHWHILE = 0.9  # a frame must save a tenth of the data, or the data is stored as it is
SMALLEST = 64  # bytes; below, the `_codec` entry in the metadata costs more than the frame saves


def shrunk(data: bytes | memoryview, compress: Callable[[bytes | memoryview], bytes]) -> bytes | None:
    """Return what `compress` makes of the data; None where that does not pay.

    >>> shrunk(bytes(100), lambda data: b"100 zeros")
    b'100 zeros'
    >>> shrunk(bytes(100), bytes) is None
    True
    """
    if len(data) < SMALLEST:
        return None
    frame = compress(data)
    return frame if len(frame) <= WORTHWHILE * len(data) else None


def expanded(
    frame: bytes | memoryview,
    size: object,
    limit: int,
    declares: Callable[[bytes | memoryview], int],
    expand: Callable[[bytes | memoryview], bytes],
) -> bytes:
    """Return what `expand` makes of a frame: exactly `size` bytes, which are at most `limit`.

    `declares(frame)` reads the size that the frame itself declares. Raises `FormatError` where the two sizes are not
    one, and `LimitError` where that is more than `limit` bytes, before anything is expanded.

    >>> expanded(b"3a", 3, 10, declares=lambda frame: 3, expand=lambda frame: b"aaa")
    b'aaa'
    """
    if type(size) is not int or size < 0:
        raise FormatError(f"the block declares {size!r} as its original size")
    if size > limit:
        raise LimitError(f"the block expands to {size} bytes, more than the limit of {limit}")
    if declares(frame) != size:
        raise FormatError(f"the compressed frame does not declare the {size} bytes that the block declares")
    data = expand(frame)
    if len(data) != size:
        raise FormatError(f"the compressed frame gave {len(data)} bytes, not {size}")
    return data


class Compressor:
    """Compresses blocks at a Zstandard level (1 fastest … 22 smallest).

    >>> frame, codec = Compressor("zstd").compress(b"abc" * 1000)
    >>> len(frame) < 100, codec
    (True, {'name': 'zstd', 'size': 3000})
    >>> decompress(frame, codec) == b"abc" * 1000
    True

    Where it does not pay, there is no frame:

    >>> Compressor("zstd").compress(bytes(range(100))) is None
    True
    """

    def __init__(self, compression: str | int | bool) -> None:
        from zstandard import ZstdCompressor

        if compression is True or compression == "zstd":
            level = 1
        elif isinstance(compression, int) and 1 <= compression <= 22:
            level = compression
        else:
            raise InvalidArgumentError(f"compression is None, 'zstd', or a level from 1 to 22, not {compression!r}")
        self._compressor = ZstdCompressor(level=level)

    def compress(self, data: bytes | memoryview) -> tuple[bytes, dict[str, Any]] | None:
        """Return the frame and the block's `_codec` entry; None where compressing does not pay."""
        frame = shrunk(data, self._compressor.compress)
        return None if frame is None else (frame, {"name": "zstd", "size": len(data)})


def decompress(frame: bytes | memoryview, codec: object, limit: int = 1 << 30) -> bytes:
    """Return a block's original data, from its frame and its `_codec` entry.

    Raises `FormatError` unless the frame gives exactly as many bytes as both it and the entry declare, and `LimitError`
    where that is more than `limit` bytes; nothing of that size is allocated before.

    >>> frame, codec = Compressor("zstd").compress(bytes(1000))
    >>> decompress(frame, codec) == bytes(1000)
    True
    >>> decompress(frame, codec, limit=999)
    Traceback (most recent call last):
    maif.errors.LimitError: the block expands to 1000 bytes, more than the limit of 999
    """
    from zstandard import ZstdDecompressor, ZstdError, get_frame_parameters

    if not isinstance(codec, dict) or codec.get("name") != "zstd":
        raise FormatError(f"the block is compressed by {codec!r}, not by zstd")
    try:
        return expanded(
            frame,
            codec.get("size"),
            limit,
            declares=lambda frame: get_frame_parameters(frame).content_size,
            expand=lambda frame: ZstdDecompressor().decompress(frame, allow_extra_data=False),
        )
    except ZstdError as error:
        raise FormatError(f"the Zstandard frame is damaged: {error}") from None
