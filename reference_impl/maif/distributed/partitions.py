"""Cutting files into partitions: which blocks a task reads, and where they lie.

A file may be cut wherever a block ends, and its index says where that is. It is read once, when the partitions are
planned; a partition then knows its bytes, and nobody reads a byte of another one's.
"""

from __future__ import annotations

import glob
import hashlib
import os
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from maif.arguments import path_text, whole_number
from maif.block_storage import BlockStorage
from maif.distributed.ranges import BlockRange
from maif.errors import FileChangedError, FormatError, InvalidArgumentError, InvalidTypeError
from maif.file.block import Block
from maif.file.lock import StrPath
from maif.remote.urls import file_system, is_url, local_path, scheme
from maif.units import parse_size


def plan_partitions(bounds: Sequence[int], max_blocks: int, max_bytes: int) -> Iterator[BlockRange]:
    """Yield the ranges into which a file is cut: in each at most so many blocks and bytes, or one block alone.

    `bounds` are the offsets of all blocks, and at last the offset where they end.

    >>> [range[:2] for range in plan_partitions([0, 10, 20, 30, 90, 100], max_blocks=3, max_bytes=50)]
    [(0, 3), (3, 4), (4, 5)]
    >>> list(plan_partitions([444], max_blocks=3, max_bytes=50))
    []
    """
    first, count = 0, len(bounds) - 1
    while first < count:
        most = min(first + max_blocks, count)
        fitting = bisect_right(bounds, bounds[first] + max_bytes, first, most + 1) - 1
        last = max(fitting, first + 1)
        yield BlockRange(first, last, bounds[first], bounds[last])
        first = last


class Partition(NamedTuple):
    """A range of blocks of a file, and what the file was like when the range was planned."""

    path: str
    fingerprint: bytes
    blocks: BlockRange


def paths_of(urls: StrPath | Iterable[StrPath]) -> list[str]:
    """Return the paths or URLs that are given: one, several, or patterns such as `"logs/*.maif"`, each sorted.

    Raises `InvalidArgumentError` where there are none.
    """
    given = given_urls(urls)
    paths = [path for url in given for path in _matches(url)]
    if not paths:
        raise InvalidArgumentError(f"no files: nothing matches {given!r}")
    return paths


def given_urls(urls: StrPath | Iterable[StrPath]) -> list[str]:
    """Return one URL or several as texts; raise `InvalidTypeError` for what is neither."""
    try:
        return [path_text(url) for url in ([urls] if isinstance(urls, (str, os.PathLike)) else urls)]
    except TypeError:
        raise InvalidTypeError(f"urls are paths, URLs or patterns, got {urls!r}") from None


def _matches(path: str) -> list[str]:
    if not is_url(path):
        path = os.path.abspath(local_path(path))  # workers may have another folder as theirs
        return sorted(glob.glob(path)) if glob.has_magic(path) and not os.path.exists(path) else [path]
    if scheme(path) in ("http", "https") or "*" not in path:  # a web server lists nothing, a query has marks like these
        return [path]
    store, pattern = file_system(path, {})
    return sorted(map(store.unstrip_protocol, store.glob(pattern)))


def bounds_on(blocks_per_partition: int, bytes_per_partition: int | str) -> tuple[int, int]:
    """Return both bounds on a partition as numbers; raise what is wrong with them."""
    return whole_number(1, blocks_per_partition=blocks_per_partition), max(1, parse_size(bytes_per_partition))


def plan_file(path: str, max_blocks: int, max_bytes: int) -> list[Partition]:
    """Return the partitions of a finished file, one without blocks if it has none. Reads its header and its index."""
    import numpy as np

    with BlockStorage(path) as storage:
        bounds = np.append(storage.offsets(), storage.blocks_end).data  # 8 bytes a block, and plain numbers
        fingerprint = fingerprint_of(storage)
    ranges = list(plan_partitions(bounds, max_blocks, max_bytes))
    return [Partition(path, fingerprint, blocks) for blocks in ranges or [BlockRange(0, 0, bounds[0], bounds[0])]]


def fingerprint_of(storage: BlockStorage) -> bytes:
    """Return what tells a file from what it was before it was appended to, or replaced."""
    return hashlib.sha256(storage.header.pack()).digest()


@contextmanager
def opened(path: str, fingerprint: bytes) -> Iterator[BlockStorage]:
    """Open a file; raise `FileChangedError` if it is not the one that was planned with."""
    with BlockStorage(path) as storage:
        if fingerprint_of(storage) != fingerprint:
            raise FileChangedError(f"{storage.path} has changed since its partitions were planned: plan them anew")
        yield storage


def iterate(storage: BlockStorage, blocks: BlockRange) -> Iterator[Block]:
    """Yield the blocks of a range; raise `FormatError` where they are not what the index said."""
    position, number = blocks.begin, blocks.first
    for block in storage.whole_blocks(blocks.begin, blocks.first, blocks.end):
        position, number = block.offset + len(block.frame), block.index + 1
        yield block
    if (number, position) != (blocks.last, blocks.end):
        what = f"the blocks do not lie here as the index says: number {blocks.last} begins at {blocks.end}"
        raise FormatError(what, path=storage.path, block=number, offset=position)


def read_partition(partition: Partition) -> list[Block]:
    """Return the blocks of a partition."""
    with opened(partition.path, partition.fingerprint) as storage:
        return list(iterate(storage, partition.blocks))
