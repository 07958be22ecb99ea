"""Reading and writing MAIF files in Apache Beam pipelines.

Reading is a splittable `DoFn`: its restriction is a range of block numbers, which a runner may split wherever it likes,
also while it is read. So one large file keeps many workers busy. Writing gathers elements into shards, each of which is
a file; see `maif.distributed.parts` for what happens when a bundle runs again.
"""

from __future__ import annotations

import os
import random
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from maif.arguments import path_text, whole_number
from maif.block_storage import BlockStorage
from maif.distributed.evidence import Checking, Evidence, check_file
from maif.distributed.folders import folder_at
from maif.distributed.partitions import Partition, bounds_on, fingerprint_of, given_urls, opened, paths_of, plan_file
from maif.distributed.parts import Part, commit, staging_folder, write_part
from maif.distributed.ranges import BlockRange
from maif.errors import MissingExtraError
from maif.file.block import Block
from maif.file.integrity import load_public_key
from maif.file.lock import StrPath

try:
    import apache_beam as beam
    from apache_beam.io.restriction_trackers import OffsetRange, OffsetRestrictionTracker
    from apache_beam.pvalue import TaggedOutput
    from apache_beam.transforms.core import RestrictionProvider
    from apache_beam.transforms.window import GlobalWindows, TimestampedValue
    from apache_beam.utils.timestamp import MAX_TIMESTAMP, Timestamp
except ImportError:
    raise MissingExtraError("apache-beam", extra="beam", needed_for="maif.distributed.ReadFromMAIF") from None

if TYPE_CHECKING:
    from maif.file.integrity import PublicKey

File = tuple[str, bytes]  # path, and fingerprint
Told = tuple[BlockRange, Evidence]
EVIDENCE = "evidence"


class ReadFromMAIF(beam.PTransform):
    """Reads the blocks of finished files: a collection of `Block`s, each with its own time as timestamp.

    `urls`: paths, URLs, or patterns, which are looked up when the pipeline runs. A file is cut into ranges of at most
    `blocks_per_bundle` blocks and `bytes_per_bundle`, which a runner may cut further at any block. Nothing is said of a
    watermark, since blocks need not come in the order of their times: this is for bounded pipelines.

    `verify=True` checks each block as a verifying reader does, and at the end that the blocks of a file follow each
    other and are what its key signed; until then, what was read is not vouched for, and where it is not so, the
    pipeline fails with `IntegrityError`. 148 bytes a block are gathered for that. `trusted_key` asks for it too, and
    refuses any other signer.

    Where no file matches, or a file cannot be read, has changed meanwhile, or has a block that is not where the index
    says, the pipeline fails with the error that `read_blocks` would raise. Runs on `FnApiRunner`, and on those that it
    stands for; the older `BundleBasedDirectRunner` knows no splittable `DoFn`.

    >>> from apache_beam.runners.portability.fn_api_runner import FnApiRunner
    >>> from maif.streaming import MAIFStreamWriter
    >>> with MAIFStreamWriter("verses.maif") as writer:
    ...     ids = [writer.write_text_chunk(text) for text in ["to be", "or not", "to be"]]
    >>> with beam.Pipeline(runner=FnApiRunner()) as pipeline:
    ...     texts = pipeline | ReadFromMAIF("verses.maif") | beam.Map(lambda block: block.text)
    ...     done = texts | WriteToMAIF("verses", shards=1)
    >>> with BlockStorage("verses/part-00000.maif") as storage:
    ...     sorted(block.text for block in storage)
    ['or not', 'to be', 'to be']
    """

    def __init__(
        self,
        urls: StrPath | Iterable[StrPath],
        *,
        blocks_per_bundle: int = 10_000,
        bytes_per_bundle: int | str = "64MB",
        verify: bool = False,
        trusted_key: PublicKey | None = None,
    ) -> None:
        super().__init__()
        self._urls = given_urls(urls)
        self._bounds = bounds_on(blocks_per_bundle, bytes_per_bundle)
        self._trusted_key = None if trusted_key is None else load_public_key(trusted_key)
        self._verify = verify or trusted_key is not None

    def expand(self, pbegin: Any) -> Any:
        """Add the steps to a pipeline."""
        files = (
            pbegin
            | "Urls" >> beam.Create([self._urls])
            | "Find files" >> beam.FlatMap(files_of)
            | "Spread files" >> beam.Reshuffle()
        )
        if not self._verify:
            return files | "Read blocks" >> beam.ParDo(ReadBlocks(*self._bounds)).with_output_types(Block)
        read = files | "Read and check blocks" >> beam.ParDo(ReadCheckedBlocks(*self._bounds)).with_outputs(
            EVIDENCE, main="blocks"
        )
        whole = files | "Whole files" >> beam.Map(lambda file: (file, None))
        evidence = read[EVIDENCE] | "One window" >> beam.WindowInto(GlobalWindows())
        told = (whole, evidence) | "What blocks add up to" >> beam.CoGroupByKey()
        _ = told | "Check files" >> beam.MapTuple(partial(check_ranges, trusted_key=self._trusted_key))
        return read["blocks"]


def files_of(urls: list[str]) -> Iterator[File]:
    """Yield the files that are meant, each as it is now."""
    for path in paths_of(urls):
        with BlockStorage(path) as storage:
            yield path, fingerprint_of(storage)


class ReadBlocks(beam.DoFn, RestrictionProvider):
    """Reads ranges of blocks of files; what is read is claimed first, so that the runner may take back the rest."""

    def __init__(self, max_blocks: int, max_bytes: int) -> None:
        super().__init__()
        self._bounds = max_blocks, max_bytes

    def process(self, element: File, tracker: Any = beam.DoFn.RestrictionParam()) -> Iterator[Any]:  # noqa: B008
        """Yield the blocks of a range, up to where its rest was given to somebody else."""
        numbers = tracker.current_restriction()
        with opened(*element) as storage:
            for block in storage.iterate(numbers.start, numbers.stop):
                if not tracker.try_claim(block.index):
                    return
                yield TimestampedValue(block, time_of(block))

    def initial_restriction(self, element: File) -> OffsetRange:
        """Return the numbers of all blocks of a file."""
        with opened(*element) as storage:
            return OffsetRange(0, len(storage))

    def split(self, element: File, restriction: OffsetRange) -> Iterator[OffsetRange]:
        """Yield the ranges in which a range is first handed out: those of the file's partitions."""
        for _, _, blocks in plan_file(element[0], *self._bounds):
            first, last = max(blocks.first, restriction.start), min(blocks.last, restriction.stop)
            if first < last:
                yield OffsetRange(first, last)

    def create_tracker(self, restriction: OffsetRange) -> OffsetRestrictionTracker:
        """Return what says which numbers of a range may still be read."""
        return OffsetRestrictionTracker(restriction)

    def restriction_size(self, element: File, restriction: OffsetRange) -> int:
        """Return how many blocks a range has."""
        return int(restriction.size())


class ReadCheckedBlocks(ReadBlocks):
    """Reads ranges of blocks and checks them; what those of a range add up to comes as `EVIDENCE`, when it is read."""

    def process(self, element: File, tracker: Any = beam.DoFn.RestrictionParam()) -> Iterator[Any]:  # noqa: B008
        """Yield the blocks of a range, up to where its rest was given to somebody else, and then their evidence."""
        numbers = tracker.current_restriction()
        with opened(*element) as storage:
            checking = Checking(storage, numbers.start)
            bounds = [numbers.start, numbers.start, 0, 0]
            for block in storage.iterate(numbers.start, numbers.stop):
                if not tracker.try_claim(block.index):
                    break
                yield TimestampedValue(checking.check(block), time_of(block))
                bounds = [numbers.start, block.index + 1, bounds[2] or block.offset, block.offset + len(block.frame)]
        if bounds[1] > bounds[0]:
            yield TaggedOutput(EVIDENCE, (element, (BlockRange(*bounds), checking.evidence())))


def check_ranges(file: File, told: tuple[Iterable[None], Iterable[Told]], trusted_key: bytes | None) -> None:
    """Raise `IntegrityError` unless the ranges of a file add up to what its key signed, as often as it was read."""
    readings, ranges = told
    waiting = defaultdict[int, list[Told]](list)
    for blocks, evidence in ranges:
        waiting[blocks.first].append((blocks, evidence))
    for _ in readings:
        found, number = list[Told](), 0
        while waiting[number]:
            found.append(waiting[number].pop())
            number = found[-1][0].last
        found = found or [(BlockRange(0, 0, 0, 0), Evidence(b"", b"", 0))]
        check_file([Partition(*file, blocks) for blocks, _ in found], [evidence for _, evidence in found], trusted_key)


def time_of(block: Block) -> Timestamp:
    """Return a block's time, or the last that Beam knows of, for times beyond."""
    return Timestamp(micros=min(block.header.timestamp, MAX_TIMESTAMP.micros))


class WriteToMAIF(beam.PTransform):
    """Writes a bounded collection into a folder that all workers share, as files; gives the paths of the files.

    An item is a `Block`, which is copied as it is, a text, bytes, or `(data, block_type, metadata)`. They are spread
    over at most `shards` files, in no order: Beam's collections have none. `settings` are those of `MAIFStreamWriter`,
    such as `private_key` (as bytes: it travels). The files appear as `part-00000.maif`, … when all are complete, with
    `manifest.json`, which lists their blocks, bytes and Merkle roots. Bundles may run twice: their other attempts leave
    nothing. A pipeline that fails leaves its unfinished files in a folder `.writing-…`, and no other. `folder` may be a
    URL of an object store, as for `write_blocks`.

    Raises `FileAlreadyExistsError` where the folder holds an output.
    """

    def __init__(self, folder: StrPath, shards: int = 1, **settings: Any) -> None:
        super().__init__()
        self._folder = path_text(folder)
        self._staging = staging_folder(folder)
        self._shards = whole_number(1, shards=shards)
        self._settings = settings

    def expand(self, input_or_inputs: Any) -> Any:
        """Add the steps to a pipeline."""
        parts = (
            input_or_inputs
            | "One window" >> beam.WindowInto(GlobalWindows())
            | "Choose shards" >> beam.ParDo(Deal(self._shards))
            | "Gather shards" >> beam.GroupByKey()
            | "Write shards" >> beam.Map(_write, self._staging, self._settings)
        )
        once = input_or_inputs.pipeline | "Once" >> beam.Create([folder_at(self._folder).path])
        names = once | "Rename shards" >> beam.FlatMap(_commit, beam.pvalue.AsIter(parts), self._staging)
        return names | "Paths" >> beam.Map(lambda name, folder: os.path.join(folder, name), self._folder)


class Deal(beam.DoFn):
    """Deals items out to shards in turn; each bundle begins with another shard."""

    def __init__(self, shards: int) -> None:
        super().__init__()
        self._shards = shards
        self._next = 0

    def start_bundle(self) -> None:
        """Begin anywhere: small bundles would all fill the first shards."""
        self._next = random.randrange(self._shards)

    def process(self, element: Any) -> Iterator[tuple[int, Any]]:
        """Yield the item with the number of its shard."""
        self._next = (self._next + 1) % self._shards
        yield self._next, element


def _write(shard: tuple[int, Iterable[Any]], staging: str, settings: dict[str, Any]) -> Part:
    number, items = shard
    return write_part(items, number, staging, settings)


def _commit(folder: str, parts: Iterable[Part], staging: str) -> list[str]:
    return commit(parts, folder, staging)
