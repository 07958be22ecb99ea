"""Arrays as blocks of a MAIF file, each in one piece, so that reading one maps it and copies nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from maif.errors import FormatError, InvalidArgumentError
from maif.file.block import Block
from maif.file.format import BlockType
from maif.file.metadata import encode_metadata
from maif.semantic.vector_rows import CHUNK
from maif.streaming.writer import MAIFStreamWriter

ALIGNED = 8  # bytes; the largest number that is stored
_DTYPES = ("<f4", "<u4", "<u8", "|u1")


def write_array(writer: MAIFStreamWriter, name: str, array: np.ndarray[Any, Any]) -> None:
    """Write an array of float32, uint32, uint64 or uint8 as a block; raise `InvalidArgumentError` for another type.

    A file's header and a block's are 4 bytes more than a multiple of 8. So numbers lie where a processor likes them, if
    each block's data and metadata are that as well: the metadata is padded.
    """
    array = np.ascontiguousarray(array)
    if array.dtype.str not in _DTYPES:
        raise InvalidArgumentError(f"an array of {array.dtype} cannot be stored: it is none of {', '.join(_DTYPES)}")
    metadata = {"array": name, "dtype": array.dtype.str, "shape": list(array.shape), "pad": ""}
    metadata["pad"] = " " * ((ALIGNED // 2 - array.nbytes - len(encode_metadata(metadata))) % ALIGNED)
    writer.write_chunk(array.reshape(-1).view(np.uint8).data, BlockType.BINARY, metadata)


def vectors_fit(
    chunks: Sequence[np.ndarray[Any, Any]], bits: np.ndarray[Any, Any], count: int, dimensions: object
) -> bool:
    """Say whether arrays of a file are so many vectors, in chunks as `VectorRows` has them, and the signs of each."""
    return (
        sum(map(len, chunks)) == count
        and all(chunk.dtype == np.float32 and chunk.shape[1:] == (dimensions,) for chunk in chunks)
        and all(len(chunk) == CHUNK for chunk in chunks[:-1])
        and (bits.dtype, bits.ndim) == (np.uint64, 2)
        and (not len(bits) or bits.shape[1] == count)
    )


def array_in(block: Block) -> np.ndarray[Any, Any]:
    """Return the array in a block, a read-only view of the file; raise `FormatError` where it holds none.

    >>> from maif.streaming import MAIFStreamReader
    >>> with MAIFStreamWriter("arrays.maif") as writer:
    ...     write_array(writer, "numbers", np.arange(6, dtype=np.uint32).reshape(2, 3))
    >>> with MAIFStreamReader("arrays.maif") as reader:
    ...     array_in(reader[0]).tolist()
    [[0, 1, 2], [3, 4, 5]]
    """
    metadata = block.metadata
    dtype, shape = metadata.get("dtype"), metadata.get("shape")
    if dtype in _DTYPES and isinstance(shape, list) and all(type(size) is int and size >= 0 for size in shape):
        view = block.view
        if len(view) == np.dtype(dtype).itemsize * int(np.prod(shape, dtype=object)):
            array: np.ndarray[Any, Any] = np.ndarray(shape, dtype, view)
            array.flags.writeable = False
            return array
    raise FormatError("the block holds no array", block=block.index, offset=block.offset)
