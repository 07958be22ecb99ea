"""Blocks of files as a Dask DataFrame: a row a block, and of each block only what is asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, islice, repeat
from typing import TYPE_CHECKING, Any

from maif.arguments import several
from maif.distributed.bags import Verify, planned, tasks_check, verify_first, vouched
from maif.distributed.evidence import Evidence, read_checked
from maif.distributed.partitions import Partition, iterate, opened
from maif.errors import InvalidArgumentError, MissingExtraError
from maif.file.block import Block
from maif.file.integrity import load_public_key
from maif.file.lock import StrPath
from maif.streaming.tables import COLUMNS, record_batch

try:
    import dask.dataframe
    from dask.dataframe import DataFrame
except ImportError:
    raise MissingExtraError("dask[dataframe]", extra="dask", needed_for="maif.distributed.read_dataframe") from None

if TYPE_CHECKING:
    import pandas as pd

    from maif.file.integrity import PublicKey


def read_dataframe(
    urls: StrPath | Iterable[StrPath],
    columns: Sequence[str] | None = None,
    *,
    blocks_per_partition: int = 1000,
    bytes_per_partition: int | str = "64MB",
    verify: Verify = False,
    trusted_key: PublicKey | None = None,
) -> DataFrame:
    """Return the blocks of finished files as a `dask.dataframe.DataFrame`, a row a block.

    The columns are those of `MAIFStreamReader.iter_arrow`: `block_id`, `block_type`, `timestamp` (UTC), `metadata`
    (JSON text), `text`, `data`. Asked for fewer, here or later in the program, tasks read no others: without `text` and
    `data`, nothing is decompressed. The index is the number of the block, counted through all files, so divisions are
    known, and `frame.loc[a:b]` reads only the partitions where these lie.

    Files are cut as by `read_blocks`, raise what they raise there, and are verified in the same ways. With
    `verify=True`, blocks are read whole, so that columns are left out only where `columns` says so here. Raises
    `InvalidArgumentError` for an unknown column, and for none.

    >>> from maif.streaming import MAIFStreamWriter
    >>> with MAIFStreamWriter("lines.maif") as writer:
    ...     ids = [writer.write_text_chunk(text) for text in ["to be", "or not", "to be"]]
    >>> frame = read_dataframe("lines.maif", blocks_per_partition=2)
    >>> frame.divisions, frame.text.str.upper().compute(scheduler="threads").tolist()
    ((0, 2, 2), ['TO BE', 'OR NOT', 'TO BE'])
    """
    known = list(COLUMNS)
    columns = known if columns is None else list(several(columns=columns))
    if unknown := [column for column in columns if column not in known]:
        raise InvalidArgumentError(f"unknown columns {unknown}; known are {known}")
    if not columns:
        raise InvalidArgumentError(f"columns must name at least one of {known}")
    trusted = None if trusted_key is None else load_public_key(trusted_key)
    files = planned(urls, blocks_per_partition, bytes_per_partition)
    full = [file for file in files if file[0].blocks.last] or files[:1]
    partitions = [partition for file in full for partition in file]
    ends = [*accumulate(partition.blocks.last - partition.blocks.first for partition in partitions)]
    starts = [0, *ends[:-1]]
    divisions = (*starts, max(ends[-1] - 1, 0))
    if tasks_check(files, verify, trusted):
        verify_first([file[0].path for file in files if file not in full], trusted)  # no task reads these
        frames = _checked(full, iter(starts), columns, trusted)
        return dask.dataframe.from_delayed(frames, _frame([], 0, columns), divisions, verify_meta=False)
    frame: DataFrame = dask.dataframe.from_map(
        read_frame,
        partitions,
        starts,
        columns=columns,
        meta=_frame([], 0, list(COLUMNS)),
        divisions=divisions,
        enforce_metadata=False,
    )
    return frame


def _checked(
    files: list[list[Partition]], starts: Iterator[int], columns: list[str], trusted_key: bytes | None
) -> list[Any]:
    """Return the delayed frames of files, which are numbered from `starts`; each file's last vouches for it."""
    return [
        frame
        for file in files
        for frame in vouched(
            read_checked_frame, file, trusted_key, islice(starts, len(file)), repeat(columns, len(file))
        )
    ]


def read_checked_frame(partition: Partition, start: int, columns: list[str]) -> tuple[pd.DataFrame, Evidence]:
    """Return a partition as a DataFrame of these columns, each block of it checked; and what the blocks add up to."""
    blocks, evidence = read_checked(partition)
    return _frame(blocks, start, columns), evidence


def read_frame(partition: Partition, start: int, columns: Sequence[str] | None = None) -> pd.DataFrame:
    """Return a partition as a DataFrame of these columns, or of all; its rows are numbered from `start`."""
    with opened(partition.path, partition.fingerprint) as storage:
        return _frame(iterate(storage, partition.blocks), start, list(COLUMNS) if columns is None else list(columns))


def _frame(blocks: Iterable[Block], start: int, columns: list[str]) -> pd.DataFrame:
    import pandas as pd
    import pyarrow as pa

    text = pd.StringDtype("pyarrow")
    types: dict[Any, Any] = {pa.string(): text, pa.large_string(): text}
    types[pa.large_binary()] = pd.ArrowDtype(pa.large_binary())
    frame: pd.DataFrame = record_batch(blocks, columns or ["block_type"]).to_pandas(types_mapper=types.get)
    frame.index = pd.RangeIndex(start, start + len(frame))
    return frame.reindex(columns=columns)
