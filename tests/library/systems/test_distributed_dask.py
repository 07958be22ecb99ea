"""Files as Dask bags and data frames, and bags as files: on a real cluster, whose workers may die."""

from __future__ import annotations

import itertools
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("distributed", reason="the extra dask is not installed")

import dask
import dask.bag
from distributed import Client

import maif.distributed
from dask_cluster import two_processes
from maif.batch_processor import DistributedBatchProcessor
from maif.distributed import bags, read_blocks, read_dataframe, write_blocks
from maif.distributed import dataframes as frames
from maif.distributed.parts import Part, commit, staging_folder, write_beside_others, write_part
from maif.errors import (
    FileAlreadyExistsError,
    FileChangedError,
    FormatError,
    IntegrityError,
    InvalidArgumentError,
    InvalidTypeError,
)
from maif.file.block import Block
from maif.streaming import MAIFStreamReader, MAIFStreamWriter, tables
from maif.verification import verify_file


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    with two_processes() as client:
        yield client


@pytest.fixture
def here() -> Iterator[None]:
    """Have this process do the work, one task after the other."""
    with dask.config.set(scheduler="synchronous"):
        yield


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """Three files of 0, 25 and 40 blocks."""
    paths = [tmp_path / f"{name}.maif" for name in "abc"]
    for path, count in zip(paths, (0, 25, 40), strict=True):
        with MAIFStreamWriter(path, compression="zstd") as writer:
            for number in range(count):
                writer.write_text_chunk(f"{path.stem} {number} " * 9, {"number": number})
    return paths


def as_read(paths: Iterable[Path]) -> list[bytes]:
    """Return the bytes of all blocks, as a reader gives them."""
    return [bytes(block.frame) for path in paths for block in MAIFStreamReader(path)]


def frame_of(block: Block) -> bytes:
    return bytes(block.frame)


# Reading


@pytest.mark.parametrize("verify", [False, True, "first"])
def test_a_bag_holds_all_blocks_in_order(files: list[Path], here: None, verify: Any) -> None:
    bag = read_blocks(files, 10, verify=verify)
    assert bag.npartitions == 1 + 3 + 4
    assert bag.map(frame_of).compute() == as_read(files)
    assert bag.count().compute() == 65
    assert bag.map(lambda block: block.metadata["number"]).max().compute() == 39


@pytest.mark.parametrize("verify", [False, True])
def test_a_worker_that_dies_in_the_middle_costs_no_block_and_doubles_none(
    client: Client, files: list[Path], tmp_path: Path, verify: bool
) -> None:
    mark = tmp_path / "died"

    def be_killed_once(block: Block) -> bytes:
        if block.metadata["number"] == 23 and not mark.exists():
            mark.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return bytes(block.frame)

    assert read_blocks(files, 5, verify=verify).map(be_killed_once).compute() == as_read(files)
    assert mark.exists()


def test_large_blocks_make_small_partitions(files: list[Path], here: None) -> None:
    with MAIFStreamReader(files[1]) as reader:
        size = len(reader[20].frame)
    assert read_blocks(files[1], 1000, bytes_per_partition=4 * size).npartitions >= 25 // 4


def change_data(path: Path, number: int) -> None:
    with MAIFStreamReader(path) as reader:
        block = reader[number]
    data = bytearray(path.read_bytes())
    data[block.offset + len(block.frame) - 1] ^= 1
    path.write_bytes(data)


def test_tampering_is_noticed_by_who_verifies(client: Client, files: list[Path]) -> None:
    change_data(files[2], 17)
    assert read_blocks(files, 10).count().compute() == 65
    with pytest.raises(IntegrityError, match=r"c\.maif, block 17, offset \d+: the content"):
        read_blocks(files, 10, verify=True).count().compute()
    with pytest.raises(IntegrityError, match=r"c\.maif, block 17"):
        read_blocks(files, 10, verify="first")


@pytest.mark.parametrize("verify", [True, "first"])
def test_a_verified_frame_is_the_frame(files: list[Path], here: None, verify: Any) -> None:
    given, columns = [*files, files[1]], ["text", "metadata"]
    frame = read_dataframe(given, columns, blocks_per_partition=10, verify=verify)
    plain = read_dataframe(given, columns, blocks_per_partition=10)
    assert frame.divisions == plain.divisions
    assert frame.compute().equals(plain.compute())
    assert frame.text.loc[23:27].compute().equals(plain.text.loc[23:27].compute())
    assert read_dataframe(files[0], verify=verify).compute().empty


def test_tampering_is_noticed_in_frames(files: list[Path], here: None) -> None:
    key = verify_file(files[1]).public_key
    change_data(files[2], 17)
    frame = read_dataframe(files, ["block_id"], blocks_per_partition=10, verify=True)
    assert len(frame.get_partition(0)) == 10
    with pytest.raises(IntegrityError, match=r"c\.maif, block 17, offset \d+: the content"):
        frame.compute()
    with pytest.raises(IntegrityError, match=r"c\.maif, block 17"):
        read_dataframe(files, verify="first")
    with pytest.raises(IntegrityError, match="not the trusted one"):
        read_dataframe([files[0], files[1]], trusted_key=key).compute()
    with pytest.raises(InvalidArgumentError, match="verify is"):
        read_dataframe(files, verify="last")  # type: ignore[arg-type]


def test_a_frames_last_partition_answers_for_the_file(files: list[Path], here: None) -> None:
    data = bytearray(files[1].read_bytes())
    data[170] ^= 1  # in the Merkle root
    files[1].write_bytes(data)
    with pytest.raises(IntegrityError, match="signature does not hold"):
        read_dataframe(files[1], blocks_per_partition=10, verify=True).compute()


def test_a_file_that_somebody_signed_anew_is_noticed_by_who_knows_the_key(files: list[Path], here: None) -> None:
    key = verify_file(files[1]).public_key
    assert key
    assert read_blocks(files[1], 10, trusted_key=key).count().compute() == 25
    with MAIFStreamWriter(files[1]) as forger:
        forger.write_text_chunk("forged")
    assert read_blocks(files[1], 10, verify=True).count().compute() == 1
    with pytest.raises(IntegrityError, match="not the trusted one"):
        read_blocks(files[1], 10, trusted_key=key).count().compute()
    with pytest.raises(IntegrityError, match="not the trusted one"):
        read_blocks(files[1], 10, verify="first", trusted_key=key)


def test_the_last_partition_alone_answers_for_the_file(files: list[Path], here: None) -> None:
    """What is wrong with the file as a whole does not hide the partitions before, and does not pass with the last."""
    data = bytearray(files[1].read_bytes())
    data[170] ^= 1  # in the Merkle root
    files[1].write_bytes(data)
    bag = read_blocks(files[1], 10, verify=True)
    assert len(bag.take(3)) == 3
    with pytest.raises(IntegrityError, match="signature does not hold"):
        bag.compute()


def test_a_file_that_is_replaced_meanwhile_is_noticed(files: list[Path], here: None) -> None:
    bag = read_blocks(files, 10)
    with MAIFStreamWriter(files[1]) as writer:
        writer.write_text_chunk("another")
    with pytest.raises(FileChangedError):
        bag.compute()


@pytest.mark.parametrize(
    ("arguments", "settings"),
    [((0,), {}), ((10,), {"verify": "last"}), ((10,), {"bytes_per_partition": "many"}), (("ten",), {})],
)
def test_what_makes_no_sense_is_refused(
    files: list[Path], here: None, arguments: tuple[Any, ...], settings: Any
) -> None:
    with pytest.raises((InvalidArgumentError, InvalidTypeError)):
        read_blocks(files, *arguments, **settings)


def test_what_is_no_maif_file_is_named(tmp_path: Path, here: None) -> None:
    (tmp_path / "a.maif").write_bytes(b"RIFF" + bytes(600))
    with pytest.raises(FormatError, match=r"a\.maif.*not a MAIF file"):
        read_blocks(tmp_path / "a.maif")


# Data frames


def test_a_frame_has_a_row_for_each_block_and_knows_its_divisions(files: list[Path], here: None) -> None:
    frame = read_dataframe(files, blocks_per_partition=10)
    assert frame.divisions == (0, 10, 20, 25, 35, 45, 55, 64)
    whole = frame.compute()
    assert list(whole.index) == list(range(65))
    assert dict(frame.dtypes) == dict(whole.dtypes)
    with MAIFStreamReader(files[2]) as reader:
        rows = [row for batch in reader.iter_arrow() for row in batch.to_pylist()]
    assert whole.iloc[25:].to_dict("records") == rows


def test_a_frame_reads_the_columns_that_are_asked_for(
    files: list[Path], here: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def record_batch(blocks: Iterable[Block], columns: Any) -> Any:
        asked.append(list(columns))
        return tables.record_batch(blocks, columns)

    frame = read_dataframe(files, blocks_per_partition=10)
    some = read_dataframe(files, ["block_type", "text"])
    monkeypatch.setattr(frames, "record_batch", record_batch)
    assert frame.block_type.compute().tolist() == ["TEXT"] * 65
    assert asked == [["block_type"]] * 7
    asked.clear()
    assert list(some.compute().columns) == ["block_type", "text"]
    assert asked == [["block_type", "text"]] * 2
    asked.clear()
    assert list(frame.loc[22:26].text.str[:4].compute()) == ["b 22", "b 23", "b 24", "c 0 ", "c 1 "]
    assert asked == [["text"]] * 2
    assert len(frame) == 65


def test_a_frame_of_no_blocks_has_its_columns(files: list[Path], here: None) -> None:
    frame = read_dataframe(files[0])
    assert (len(frame), list(frame.compute().columns)) == (0, list(frame.columns))


def test_unknown_columns_are_refused(files: list[Path], here: None) -> None:
    with pytest.raises(InvalidArgumentError, match=r"\['texts'\]; known are \['block_id'"):
        read_dataframe(files, ["text", "texts"])


def test_a_frame_is_computed_by_a_cluster(client: Client, files: list[Path]) -> None:
    frame = read_dataframe(files, blocks_per_partition=10)
    assert frame.text.str.len().sum().compute() == sum(
        len(block.text) for path in files for block in MAIFStreamReader(path)
    )


# Writing


def test_a_bag_is_written_a_file_a_partition(client: Client, files: list[Path], tmp_path: Path) -> None:
    paths = write_blocks(read_blocks(files, 10, verify=True), tmp_path / "out", agent_id="writer")
    assert [os.path.basename(path) for path in paths] == [f"part-{number:05}.maif" for number in range(8)]
    assert as_read(map(Path, paths)) != as_read(files)  # linked anew
    texts = [block.text for path in paths for block in MAIFStreamReader(path)]
    assert texts == [block.text for path in files for block in MAIFStreamReader(path)]
    assert all(verify_file(path).ok for path in paths)
    manifest = json.loads((tmp_path / "out/manifest.json").read_text())
    assert manifest["blocks"] == 65
    assert [file["name"] for file in manifest["files"]] == [os.path.basename(path) for path in paths]
    assert [file["bytes"] for file in manifest["files"]] == [os.path.getsize(path) for path in paths]
    assert sorted(os.listdir(tmp_path / "out")) == ["manifest.json", *map(os.path.basename, paths)]


def test_a_worker_that_dies_while_it_writes_leaves_no_doubles(client: Client, tmp_path: Path) -> None:
    mark = tmp_path / "died"

    def be_killed_once(number: int) -> str:
        if number == 13 and not mark.exists():
            mark.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return f"text {number}"

    bag = dask.bag.from_sequence(range(40), npartitions=4).map(be_killed_once)
    paths = write_blocks(bag, tmp_path / "out")
    assert [block.text for block in read_blocks(paths).compute()] == [f"text {number}" for number in range(40)]
    assert mark.exists()
    assert len(os.listdir(tmp_path / "out")) == 5


def test_what_fails_leaves_nothing_under_a_final_name(tmp_path: Path, here: None) -> None:
    bag = dask.bag.from_sequence([b"a", ("b", "TEXT", None), 3], npartitions=3)
    with pytest.raises(InvalidTypeError):
        write_blocks(bag, tmp_path / "out")
    assert not os.path.exists(tmp_path / "out") or os.listdir(tmp_path / "out") == []


def test_an_output_is_not_written_over(tmp_path: Path, here: None) -> None:
    bag = dask.bag.from_sequence(["a"])
    write_blocks(bag, tmp_path)
    with pytest.raises(FileAlreadyExistsError, match=r"manifest\.json"):
        write_blocks(bag, tmp_path)
    with pytest.raises(InvalidArgumentError, match="a web server's"):
        write_blocks(bag, "https://host/folder")


# Parts, attempts, and the end


def texts_in(folder: Path) -> list[str]:
    return [block.text for path in sorted(folder.glob("*.maif")) for block in MAIFStreamReader(path)]


def attempts(folder: Path) -> tuple[list[Part], str]:
    """Write two parts, the first one twice."""
    staging = staging_folder(folder)
    write_part(["first"], 0, staging, {})
    return [write_part([text], number, staging, {}) for number, text in enumerate(["first", "second"])], staging


def test_of_two_attempts_one_is_taken(tmp_path: Path) -> None:
    parts, staging = attempts(tmp_path)
    assert commit(reversed(parts), str(tmp_path), staging) == ["part-00000.maif", "part-00001.maif"]
    assert texts_in(tmp_path) == ["first", "second"]
    assert sorted(os.listdir(tmp_path)) == ["manifest.json", "part-00000.maif", "part-00001.maif"]


@pytest.mark.parametrize("renamed", [0, 1, 2])
def test_a_commit_that_was_cut_short_can_be_made_again(tmp_path: Path, renamed: int) -> None:
    parts, staging = attempts(tmp_path)
    for part in parts[:renamed]:
        os.rename(part.path, tmp_path / f"part-{part.number:05}.maif")
    for _ in range(2):
        commit(parts, str(tmp_path), staging)
        assert texts_in(tmp_path) == ["first", "second"]


def test_a_part_that_is_gone_ends_the_commit(tmp_path: Path) -> None:
    parts, staging = attempts(tmp_path)
    os.unlink(parts[1].path)
    with pytest.raises(FileChangedError, match="is gone"):
        commit(parts, str(tmp_path), staging)
    assert not (tmp_path / "manifest.json").exists()


def test_an_attempt_that_fails_leaves_no_file(tmp_path: Path) -> None:
    staging = staging_folder(tmp_path)
    with pytest.raises(InvalidTypeError, match="not int"):
        write_part(["a", 3], 0, staging, {})
    assert os.listdir(staging) == []


# What is not installed


@pytest.mark.parametrize(
    ("missing", "name", "extra"),
    [("dask", "read_blocks", "dask"), ("dask", "read_dataframe", "dask"), ("apache_beam", "ReadFromMAIF", "beam")],
)
def test_an_engine_that_is_missing_is_named_with_its_extra(missing: str, name: str, extra: str) -> None:
    program = f"""
import sys
sys.modules[{missing!r}] = None
import maif.distributed
from maif.errors import MissingExtraError
try:
    maif.distributed.{name}
except MissingExtraError as error:
    print(error)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.endswith(f"pip install 'maif-streaming[{extra}]'\n")


def test_the_package_alone_loads_no_engine() -> None:
    program = "import sys, maif.distributed; print({'dask', 'apache_beam', 'numpy'} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout == (
        "set()\n"
    )


def test_a_name_that_is_not_there_is_said_so() -> None:
    with pytest.raises(AttributeError, match="no attribute 'read_block'"):
        _ = maif.distributed.read_block


# One program, three engines


def test_processes_dask_and_beam_give_the_same_output_to_the_byte(
    client: Client, files: list[Path], tmp_path: Path
) -> None:
    beam = pytest.importorskip("apache_beam", reason="the extra beam is not installed")
    from apache_beam.options.pipeline_options import PipelineOptions
    from apache_beam.runners.portability.fn_api_runner import FnApiRunner

    def summary(block: Block) -> str:
        return json.dumps({"of": block.metadata, "words": len(block.text.split()), "id": block.block_id}) + "\n"

    def summaries(blocks: list[Block]) -> list[str]:
        return [summary(block) for block in blocks]

    def save(lines: list[str], name: str) -> None:
        (tmp_path / name).write_text("".join(sorted(lines)))

    blocks = itertools.chain.from_iterable(map(MAIFStreamReader, files))
    processor = DistributedBatchProcessor(10, 2, process=summaries)
    save([line for lines in processor.stream(blocks) for line in lines], "processes")
    on_dask = DistributedBatchProcessor(10, 2, process=summaries, backend="dask", client=client)
    blocks = itertools.chain.from_iterable(map(MAIFStreamReader, files))
    save([line for lines in on_dask.stream(blocks) for line in lines], "batches on dask")
    save(read_blocks(files, 10, verify=True).map(summary).compute(), "dask")
    with beam.Pipeline(
        runner=FnApiRunner(), options=PipelineOptions(direct_running_mode="multi_threading", direct_num_workers=2)
    ) as pipeline:
        lines = pipeline | maif.distributed.ReadFromMAIF(files) | beam.Map(summary) | beam.combiners.ToList()
        _ = lines | beam.Map(save, "beam")
    outputs = {(tmp_path / name).read_bytes() for name in ("processes", "batches on dask", "dask", "beam")}
    assert len(outputs) == 1
    assert len(outputs.pop().splitlines()) == 65


def test_a_task_that_goes_on_when_another_has_failed_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failed = threading.Event()

    def fail_or_go_on(items: Iterable[str], number: int, *settings: Any) -> Part:
        if number == 0:
            raise OSError("the disk is gone")
        assert failed.wait(60)
        return write_beside_others(items, number, *settings)

    monkeypatch.setattr(bags, "write_beside_others", fail_or_go_on)
    with ThreadPoolExecutor(2) as pool:
        with dask.config.set(scheduler="threads", pool=pool), pytest.raises(OSError, match="gone"):
            write_blocks(dask.bag.from_sequence(["early", "late"], npartitions=2), tmp_path / "out")
        failed.set()
    assert os.listdir(tmp_path / "out") == []


def test_what_is_no_bag_and_no_column_is_told(tmp_path: Path, files: list[Path], here: None) -> None:
    with pytest.raises(InvalidTypeError, match=r"a dask\.bag\.Bag"):
        write_blocks(["text"], tmp_path / "out")
    for columns, told in (([], "at least one"), ("text", "several"), ([7, "text", []], "unknown columns")):
        with pytest.raises(maif.MAIFError, match=told):
            read_dataframe(files, columns)  # type: ignore[arg-type]
