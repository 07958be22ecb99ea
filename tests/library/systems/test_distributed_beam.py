"""Files as Beam collections, and collections as files; the runner splits what is read, and repeats what is written."""

from __future__ import annotations

import json
import os
import random
import threading
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("apache_beam", reason="the extra beam is not installed")

import apache_beam as beam
from apache_beam.io.restriction_trackers import OffsetRange
from apache_beam.options.pipeline_options import PipelineOptions
from apache_beam.pvalue import TaggedOutput
from apache_beam.runners.portability.fn_api_runner import FnApiRunner
from apache_beam.runners.portability.fn_api_runner.fn_runner import split_manager
from apache_beam.transforms.environments import EmbeddedPythonGrpcEnvironment
from apache_beam.transforms.window import FixedWindows

from maif.clock import VirtualClock
from maif.distributed import ReadFromMAIF, WriteToMAIF
from maif.distributed.beam import ReadBlocks, ReadCheckedBlocks, check_ranges, files_of
from maif.errors import FileAlreadyExistsError, IntegrityError, InvalidArgumentError
from maif.file.block import Block
from maif.streaming import MAIFStreamReader, MAIFStreamWriter
from maif.verification import verify_file


def write(path: Path, count: int) -> Path:
    """Write a file, whose blocks were written at odd times."""
    times = VirtualClock()
    with MAIFStreamWriter(path, clock=times) as writer:
        for number in range(count):
            writer.write_text_chunk(f"{path.stem} {number} " * (number % 5), {"number": number})
            times.sleep(1.5)
    return path


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("files")
    return [write(folder / f"{name}.maif", count) for name, count in {"a": 0, "b": 60, "c": 25}.items()]


def frame_of(block: Block) -> bytes:
    return bytes(block.frame)


def as_read(paths: list[Path]) -> list[bytes]:
    """Return the bytes of all blocks, as a reader gives them, sorted: a collection has no order."""
    return sorted(bytes(block.frame) for path in paths for block in MAIFStreamReader(path))


def collected(reading: Any, runner: Any = None, options: PipelineOptions | None = None) -> list[bytes]:
    """Return the bytes of all blocks that a pipeline reads, sorted."""
    found: list[bytes] = []
    with Keeping(found) as name, beam.Pipeline(runner=runner or FnApiRunner(), options=options) as pipeline:
        _ = pipeline | "Read" >> reading | beam.Map(frame_of) | beam.Map(keep, name)
    return sorted(found)


KEPT: dict[str, list[bytes]] = {}  # what pipelines of this process have found


class Keeping:
    def __init__(self, found: list[bytes]) -> None:
        self._name, self._found = str(id(found)), found

    def __enter__(self) -> str:
        KEPT[self._name] = self._found
        return self._name

    def __exit__(self, *_: object) -> None:
        del KEPT[self._name]


def keep(item: bytes, name: str) -> None:
    KEPT[name].append(item)


# Reading


@pytest.mark.parametrize("per_bundle", [7, 1000])
def test_a_collection_holds_each_block_once(files: list[Path], per_bundle: int) -> None:
    reading = ReadFromMAIF(files, blocks_per_bundle=per_bundle)
    assert collected(reading) == as_read(files)


def test_the_direct_runner_reads_a_pattern(files: list[Path]) -> None:
    options = PipelineOptions(update_compatibility_version="2.77.0")  # keeps it from fetching another runner
    assert collected(ReadFromMAIF(f"{files[0].parent}/*.maif"), "DirectRunner", options) == as_read(files)


def test_elements_carry_the_times_of_their_blocks(files: list[Path]) -> None:
    counts: list[bytes] = []
    with Keeping(counts) as name, beam.Pipeline(runner=FnApiRunner()) as pipeline:
        _ = (
            pipeline
            | ReadFromMAIF(files[1])
            | beam.WindowInto(FixedWindows(15))
            | beam.combiners.Count.Globally().without_defaults()
            | beam.Map(lambda count: str(count).encode())
            | beam.Map(keep, name)
        )
    assert counts == [b"10"] * 6


@given(data=st.data(), count=st.integers(1, 40))
def test_a_range_that_is_split_at_random_is_read_once(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject, count: int
) -> None:
    path = tmp_path_factory.getbasetemp() / f"split-{count}.maif"
    if not path.exists():
        write(path, count)
    reading = ReadBlocks(data.draw(st.integers(1, 20)), 100_000)
    (file,) = files_of([str(path)])
    waiting = list(reading.split(file, reading.initial_restriction(file)))
    numbers = []
    while waiting:
        tracker = reading.create_tracker(waiting.pop())
        for element in reading.process(file, tracker):
            numbers.append(element.value.index)
            assert element.timestamp.micros == element.value.header.timestamp
            if data.draw(st.booleans()):
                parts = tracker.try_split(data.draw(st.floats(0, 0.9)))
                waiting += [] if parts is None else [parts[1]]
        tracker.check_done()
    assert sorted(numbers) == list(range(count))


# Verifying


def changed(path: Path, position: int, folder: Path) -> Path:
    """Return a copy of a file in which a bit at this position is another one."""
    data = bytearray(path.read_bytes())
    data[position] ^= 1
    (copy := folder / path.name).write_bytes(data)
    return copy


@pytest.mark.parametrize("per_bundle", [7, 1000])
def test_verified_blocks_are_the_blocks_however_often_a_file_is_read(files: list[Path], per_bundle: int) -> None:
    urls = [*files, files[1]]
    reading = ReadFromMAIF(urls, blocks_per_bundle=per_bundle, verify=True)
    assert collected(reading) == as_read(urls)


def test_what_was_changed_ends_a_pipeline_that_verifies(files: list[Path], tmp_path: Path) -> None:
    with MAIFStreamReader(files[1]) as reader:
        block = reader[17]
    content = changed(files[1], block.offset + len(block.frame) - 1, tmp_path)
    assert len(collected(ReadFromMAIF(content, blocks_per_bundle=7))) == 60
    with pytest.raises(Exception, match=r"b\.maif, block 17, offset \d+: the content"):
        collected(ReadFromMAIF(content, blocks_per_bundle=7, verify=True))
    root = changed(files[1], 170, tmp_path)
    with pytest.raises(Exception, match="signature does not hold"):
        collected(ReadFromMAIF(root, blocks_per_bundle=7, verify=True))


def test_another_signer_is_refused_where_one_is_trusted(files: list[Path]) -> None:
    key = verify_file(files[1]).public_key
    assert len(collected(ReadFromMAIF(files[1], trusted_key=key))) == 60
    with pytest.raises(Exception, match="not the trusted one"):
        collected(ReadFromMAIF(files[0], trusted_key=key))  # it has no blocks, and is verified all the same


@given(data=st.data())
def test_ranges_that_were_split_at_random_add_up_to_the_file(files: list[Path], data: st.DataObject) -> None:
    reading = ReadCheckedBlocks(data.draw(st.integers(1, 70)), 100_000)
    (file,) = files_of([str(files[1])])
    waiting, told = list(reading.split(file, reading.initial_restriction(file))), []
    while waiting:
        tracker = reading.create_tracker(waiting.pop())
        for element in reading.process(file, tracker):
            if isinstance(element, TaggedOutput):
                told.append(element.value[1])
            elif data.draw(st.booleans()):
                parts = tracker.try_split(data.draw(st.floats(0, 0.9)))
                waiting += [] if parts is None else [parts[1]]
    check_ranges(file, ([None], told), None)
    told.pop(data.draw(st.integers(0, len(told) - 1)))
    with pytest.raises(IntegrityError):
        check_ranges(file, ([None], told), None)


HELD, LET_GO = threading.Semaphore(0), threading.Semaphore(0)


def hold(block: Block) -> Block:
    """Hold a block until it may go on."""
    HELD.release()
    assert LET_GO.acquire(timeout=10)
    return block


@pytest.mark.parametrize("seed", range(3))
def test_a_runner_that_splits_while_blocks_are_read_reads_each_once(
    files: list[Path], seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HELD", "LET_GO"):
        monkeypatch.setitem(globals(), name, threading.Semaphore(0))
    rng = random.Random(seed)
    splits: list[Any] = []

    def twice_at_random(elements: int) -> Generator[float | None, Any, None]:
        if not splits:
            yield None  # the bundle begins
            for _ in range(2):
                for _ in range(rng.randrange(4)):
                    assert HELD.acquire(timeout=10)
                    LET_GO.release()
                assert HELD.acquire(timeout=10)
                splits.append((yield rng.uniform(0.4, 0.8)))
                LET_GO.release()
        LET_GO.release(1000)

    found: list[bytes] = []
    with (
        split_manager("Read/Read blocks", twice_at_random),
        Keeping(found) as name,
        beam.Pipeline(runner=FnApiRunner(EmbeddedPythonGrpcEnvironment.default())) as pipeline,
    ):
        _ = (
            pipeline
            | "Read" >> ReadFromMAIF(files, blocks_per_bundle=1000)
            | beam.Map(hold)
            | beam.Map(frame_of)
            | beam.Map(keep, name)
        )
    assert sorted(found) == as_read(files)
    assert len(splits) == 2
    assert None not in splits


def test_a_range_of_another_range_is_cut_where_the_index_suggests(files: list[Path]) -> None:
    (file,) = files_of([str(files[1])])
    assert list(ReadBlocks(20, 1_000_000).split(file, OffsetRange(10, 45))) == [
        OffsetRange(10, 20),
        OffsetRange(20, 40),
        OffsetRange(40, 45),
    ]


def test_a_time_beyond_what_beam_knows_is_its_last(tmp_path: Path) -> None:
    from apache_beam.utils.timestamp import MAX_TIMESTAMP

    path = write(tmp_path / "late.maif", 1)
    data = bytearray(path.read_bytes())
    data[444 + 16 : 444 + 24] = b"\xff" * 8
    path.write_bytes(data)
    reading = ReadBlocks(10, 10_000)
    (file,) = files_of([str(path)])
    (element,) = reading.process(file, reading.create_tracker(OffsetRange(0, 1)))
    assert element.timestamp == MAX_TIMESTAMP


@pytest.mark.parametrize(
    ("urls", "message"), [("nothing-*.maif", "no files"), (__file__, "not a MAIF file")], ids=["none", "other"]
)
def test_what_cannot_be_read_ends_the_pipeline(urls: str, message: str) -> None:
    with pytest.raises(Exception, match=message):
        collected(ReadFromMAIF(urls))


# Writing


def texts_in(folder: Path) -> list[str]:
    return sorted(block.text for path in folder.glob("part-*.maif") for block in MAIFStreamReader(path))


@pytest.mark.parametrize("repeats", [0, 2])
def test_a_collection_is_written_once_however_often_its_bundles_run(
    files: list[Path], tmp_path: Path, repeats: int
) -> None:
    with beam.Pipeline(runner=FnApiRunner(bundle_repeat=repeats)) as pipeline:
        blocks = pipeline | ReadFromMAIF(files, blocks_per_bundle=7)
        _ = blocks | WriteToMAIF(tmp_path / "out", shards=3, agent_id="writer")
    expected = sorted(block.text for path in files for block in MAIFStreamReader(path))
    assert texts_in(tmp_path / "out") == expected
    names = [f"part-{number:05}.maif" for number in range(3)]
    assert sorted(os.listdir(tmp_path / "out")) == ["manifest.json", *names]
    manifest = json.loads((tmp_path / "out/manifest.json").read_text())
    assert [file["name"] for file in manifest["files"]] == names
    assert manifest["blocks"] == 85
    assert all(verify_file(tmp_path / "out" / name).ok for name in names)


def test_items_of_any_window_end_in_the_same_files(files: list[Path], tmp_path: Path) -> None:
    paths: list[bytes] = []
    with Keeping(paths) as name, beam.Pipeline(runner=FnApiRunner()) as pipeline:
        texts = pipeline | ReadFromMAIF(files) | beam.WindowInto(FixedWindows(15)) | beam.Map(lambda block: block.text)
        written = texts | WriteToMAIF(tmp_path / "out")
        _ = written | beam.Map(os.fsencode) | beam.Map(keep, name)
    assert paths == [os.fsencode(tmp_path / "out" / "part-00000.maif")]
    assert len(texts_in(tmp_path / "out")) == 85


def test_a_pipeline_that_fails_leaves_nothing_under_a_final_name(tmp_path: Path) -> None:
    with pytest.raises(Exception, match="an item is a block"), beam.Pipeline(runner=FnApiRunner()) as pipeline:
        _ = pipeline | beam.Create(["a", 3]) | WriteToMAIF(tmp_path / "out")
    assert list((tmp_path / "out").glob("*.*")) in ([], [*(tmp_path / "out").glob(".writing-*")])


def test_an_empty_collection_is_an_output_without_files(tmp_path: Path) -> None:
    with beam.Pipeline(runner=FnApiRunner()) as pipeline:
        _ = pipeline | beam.Create([]) | WriteToMAIF(tmp_path / "out", shards=2)
    assert json.loads((tmp_path / "out/manifest.json").read_text()) == {"blocks": 0, "files": []}


def test_an_output_is_not_written_over(tmp_path: Path) -> None:
    write(tmp_path / "part-00000.maif", 1)
    with pytest.raises(FileAlreadyExistsError, match="part-00000"):
        WriteToMAIF(tmp_path)
    with pytest.raises(InvalidArgumentError, match="shards"):
        WriteToMAIF(tmp_path / "out", shards=0)
