"""Blocks of files as a Dask bag, and a bag as files."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING, Any, Literal

from maif.distributed.evidence import Evidence, check_file, read_checked
from maif.distributed.folders import folder_at
from maif.distributed.partitions import Partition, bounds_on, paths_of, plan_file, read_partition
from maif.distributed.parts import Part, commit, staging_folder, write_beside_others
from maif.errors import IntegrityError, InvalidArgumentError, InvalidTypeError, MissingExtraError
from maif.file.block import Block
from maif.file.integrity import load_public_key
from maif.file.lock import StrPath
from maif.verification import verify_file

try:
    import dask.bag
    from dask.bag import Bag
    from dask.sizeof import sizeof
except ImportError:
    raise MissingExtraError("dask", extra="dask", needed_for="maif.distributed.read_blocks") from None

if TYPE_CHECKING:
    from maif.file.integrity import PublicKey

Verify = bool | Literal["first"]


def read_blocks(
    urls: StrPath | Iterable[StrPath],
    blocks_per_partition: int = 1000,
    *,
    bytes_per_partition: int | str = "64MB",
    verify: Verify = False,
    trusted_key: PublicKey | None = None,
) -> Bag:
    """Return the blocks of finished files as a `dask.bag.Bag`, in the order of files and blocks.

    `urls`: paths, URLs, or patterns. Each file is cut where blocks end, into partitions of at most
    `blocks_per_partition` blocks and `bytes_per_partition` (a larger block is one alone). To plan them, the index of
    each file is read once, by the workers where there are some; a task then opens its file and reads its own bytes.

    `verify=True` has each task check its blocks as a verifying reader does. The task of a file's last partition waits
    for the others and checks that they follow each other and are what the file's key signed: until it has run, what
    other partitions gave is not vouched for, and where it raises, Dask raises for the whole. It holds 148 bytes a
    block. `verify="first"` reads each file once before this returns. `trusted_key` asks for `verify=True`, and
    refuses any other signer.

    Raises `InvalidArgumentError` where no file matches, `UnfinishedFileError` and other `FormatError`s for files that
    cannot be cut, `IntegrityError` where verification fails, and `MissingExtraError` without the extra `dask`. A file
    that changes later raises `FileChangedError` in its task.

    >>> from maif.streaming import MAIFStreamWriter
    >>> with MAIFStreamWriter("words.maif") as writer:
    ...     ids = [writer.write_text_chunk(word) for word in ["to", "be", "or", "not"]]
    >>> bag = read_blocks("words.maif", blocks_per_partition=3, verify=True)
    >>> bag.npartitions, bag.map(lambda block: block.text.upper()).compute(scheduler="threads")
    (2, ['TO', 'BE', 'OR', 'NOT'])
    """
    trusted = None if trusted_key is None else load_public_key(trusted_key)
    files = planned(urls, blocks_per_partition, bytes_per_partition)
    if tasks_check(files, verify, trusted):
        return dask.bag.from_delayed([blocks for file in files for blocks in vouched(read_checked, file, trusted)])
    partitions = [partition for file in files for partition in file]
    return dask.bag.from_sequence(partitions, partition_size=1).map_partitions(_read)


def planned(
    urls: StrPath | Iterable[StrPath], blocks_per_partition: int, bytes_per_partition: int | str
) -> list[list[Partition]]:
    """Return the partitions of each file; where Dask has workers, they read the indexes, side by side."""
    bounds = bounds_on(blocks_per_partition, bytes_per_partition)
    plan = dask.delayed(plan_file)
    return list(dask.compute(*[plan(path, *bounds) for path in paths_of(urls)]))


def _read(partitions: Iterable[Partition]) -> list[Block]:
    return [block for partition in partitions for block in read_partition(partition)]


def tasks_check(files: Iterable[list[Partition]], verify: Verify, trusted_key: bytes | None) -> bool:
    """Say whether tasks are to check what they read; what is to be verified first has been."""
    if verify == "first":
        verify_first([file[0].path for file in files], trusted_key)
        return False
    if not isinstance(verify, bool):
        raise InvalidArgumentError(f"verify is True, False or 'first', not {verify!r}")
    return verify or trusted_key is not None


def vouched(
    read: Callable[..., tuple[Any, Evidence]],
    partitions: list[Partition],
    trusted_key: bytes | None,
    *arguments: Iterable[Any],
) -> list[Any]:
    """Return what `read` makes of a file's partitions, delayed; the last of them vouches for them all.

    `arguments` are what `read` gets beside each partition.
    """
    checked = [dask.delayed(read, pure=True, nout=2)(*each) for each in zip(partitions, *arguments, strict=True)]
    made, evidence = map(list, zip(*checked, strict=True))
    made[-1] = dask.delayed(_after_check, pure=True)(made[-1], partitions, evidence, trusted_key)
    return made


def _after_check(made: Any, partitions: list[Partition], evidence: list[Evidence], trusted_key: bytes | None) -> Any:
    check_file(partitions, evidence, trusted_key)
    return made


def verify_first(paths: list[str], trusted_key: bytes | None) -> None:
    """Read whole files, side by side; raise the first problem that one has."""
    for report in dask.compute(*[dask.delayed(verify_file)(path, trusted_key) for path in paths]):
        for problem in report.errors:
            raise IntegrityError(problem.what, path=report.path, block=problem.block, offset=problem.offset)


def write_blocks(bag: Bag, folder: StrPath, **settings: Any) -> list[str]:
    """Write a bag into a folder that all workers share, one file for each partition; return the files' paths.

    An item is a block, which is copied as it is, a text, bytes, or `(data, block_type, metadata)`. `settings` are those
    of `MAIFStreamWriter`, such as `private_key` (as bytes: it travels). The files appear as `part-00000.maif`, … when
    all are complete, with `manifest.json`, which lists their blocks, bytes and Merkle roots. Tasks may run twice: their
    other attempts leave nothing. Raises `FileAlreadyExistsError` where the folder holds an output, `InvalidTypeError`
    for what is no bag.

    `folder` may be a URL of an object store, whose storage options stand in fsspec's `conf`. A worker uploads its files
    beside it, and at the end the store copies each to its name: the output is complete when the manifest is there.

    >>> words = dask.bag.from_sequence(["to", "be", "or", "not"], npartitions=2)
    >>> with dask.config.set(scheduler="threads"):
    ...     paths = write_blocks(words, "words")
    ...     paths, [block.text for block in read_blocks(paths).compute()]
    (['words/part-00000.maif', 'words/part-00001.maif'], ['to', 'be', 'or', 'not'])
    """
    if not isinstance(bag, Bag):
        raise InvalidTypeError(f"what is written is a dask.bag.Bag, not {bag!r:.80}")
    staging, target = staging_folder(folder), folder_at(folder)
    target.prepare(staging)  # no task does: one that goes on when all has failed would make it again
    write = partial(_write, staging=staging, settings=settings)
    numbers = dask.bag.from_sequence(range(bag.npartitions), npartitions=bag.npartitions)
    parts = bag.map_partitions(write, numbers).to_delayed()
    try:
        names = dask.delayed(_commit)(parts, target.path, staging).compute()
    except BaseException:
        target.remove(staging)
        raise
    return [os.path.join(folder, name) for name in names]


def _write(items: Iterable[Any], numbers: Iterable[int], staging: str, settings: dict[str, Any]) -> list[Part]:
    (number,) = numbers
    return [write_beside_others(items, number, staging, settings)]


def _commit(parts: Iterable[Iterable[Part]], folder: str, staging: str) -> list[str]:
    return commit([part for attempt in parts for part in attempt], folder, staging)


@sizeof.register(Block)
def _weight(block: Block) -> int:
    """Return the bytes that a block weighs in a worker's memory, which Dask asks for."""
    return len(block.frame) + object.__sizeof__(block)
