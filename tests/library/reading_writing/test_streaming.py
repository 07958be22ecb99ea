"""`maif.streaming`: what is written is read, in every mode; what cannot be written is refused before it does harm."""

from __future__ import annotations

import errno
import gc
import json
import math
import os
import tempfile
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Literal, Never

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import oracle
from leftovers import leaves_nothing
from maif.clock import VirtualClock, run
from maif.errors import (
    ClosedError,
    FileAlreadyExistsError,
    FileLockedError,
    FormatError,
    IntegrityError,
    InvalidArgumentError,
    InvalidTypeError,
    LimitError,
    MAIFError,
    UnfinishedFileError,
    WriteError,
)
from maif.file.format import BlockType
from maif.streaming import MAIFStreamReader, MAIFStreamWriter, pending
from maif.verification import verify_file

pytestmark = pytest.mark.usefixtures("no_waiting_for_the_disk")

KEY = bytes(range(32))


def write(path: Path, *texts: str, **options: Any) -> list[str]:
    with MAIFStreamWriter(path, private_key=KEY, **options) as writer:
        return [writer.write_text_chunk(text) for text in texts]


def texts_in(path: Path, **options: Any) -> list[str]:
    with MAIFStreamReader(path, **options) as reader:
        return [block.text for block in reader]


# Round trips

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda children: st.lists(children, max_size=3) | st.dictionaries(st.text(), children, max_size=3),
    max_leaves=8,
)
metadata = st.none() | st.dictionaries(
    st.text().filter(lambda key: key not in ("_codec", "_group")), json_values, max_size=4
)
data = st.binary(max_size=300) | st.integers(0, 5000).map(lambda size: b"abc" * size)
items = st.lists(st.tuples(st.sampled_from(BlockType), data, metadata), max_size=8)


def as_text(value: object) -> str:
    """JSON, in which NaN equals NaN."""
    return json.dumps(value, sort_keys=True, default=repr)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    sessions=st.lists(items, min_size=1, max_size=3),
    sign=st.sampled_from(["merkle", "block"]),
    compression=st.sampled_from([None, "zstd", 19]),
    buffer_size=st.sampled_from([0, 500, "1MB"]),
    first_mode=st.sampled_from("wxa"),
    mmap=st.booleans(),
)
def test_what_is_written_is_read_whatever_the_options(
    tmp_path: Path,
    sessions: list[list[tuple[BlockType, bytes, dict[str, Any] | None]]],
    sign: Literal["merkle", "block"],
    compression: int | str | None,
    buffer_size: int | str,
    first_mode: Literal["w", "x", "a"],
    mmap: bool,
) -> None:
    path = tmp_path / "round_trip.maif"
    path.unlink(missing_ok=True)
    written = []
    for number, session in enumerate(sessions):
        with MAIFStreamWriter(
            path,
            private_key=KEY,
            sign=sign,
            compression=compression,
            buffer_size=buffer_size,
            enable_mmap=mmap,
            mode="a" if number else first_mode,
        ) as writer:
            for block_type, content, described in session:
                block_id = writer.write_chunk(content, block_type, described)
                written.append((block_id, block_type.value, content, described or {}))
    for options in ({}, {"enable_mmap": False}, {"trusted_key": writer.public_key}):
        with MAIFStreamReader(path, **options) as reader:
            found = [(block.block_id, block.block_type, block.data, block.metadata) for block in reader]
            assert as_text(found) == as_text(written)
            assert [reader.get_block(block_id).index for block_id, *_ in written] == list(range(len(written)))
    assert verify_file(path, trusted_key=writer.public_key).errors == []
    assert oracle.problems(path.read_bytes()) == []


def test_times_and_types_are_kept(path: Path) -> None:
    clock = VirtualClock(1000.25)
    with MAIFStreamWriter(path, clock=clock) as writer:
        writer.write_chunk(b"", "knowledge")
    with MAIFStreamReader(path) as reader:
        (block,) = reader
        assert (block.timestamp, block.block_type, block.type_name) == (1000.25, "KNOW", "knowledge")
        assert reader.info.created == 1000.25


@pytest.mark.parametrize(
    "value",
    [
        b"abcd",
        bytearray(b"abcd"),
        memoryview(b"abcd"),
        memoryview(b"a.b.c.d")[::2],
        np.frombuffer(b"abcd", "u1"),
        np.frombuffer(b"abcd", ">u2"),
        np.frombuffer(b"abcd", "u1").reshape(2, 2),
        np.asfortranarray([[97, 98], [99, 100]], "u1"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_any_bytes_like_object_is_taken(path: Path, value: Any) -> None:
    with MAIFStreamWriter(path) as writer:
        writer.write_binary_chunk(value)
    with MAIFStreamReader(path) as reader:
        assert reader[0].data == b"abcd"


def test_a_block_keeps_what_it_was_given_though_the_buffer_is_used_again(path: Path) -> None:
    buffer = bytearray(b"first")
    with MAIFStreamWriter(path) as writer:
        writer.write_binary_chunk(buffer)
        buffer[:] = b"other"
    with MAIFStreamReader(path) as reader:
        assert reader[0].data == b"first"


@pytest.mark.parametrize("shape", [(2, 3), (0, 3), (1, 1), (3,)])
def test_embeddings_are_kept_as_float32(path: Path, shape: tuple[int, ...]) -> None:
    vectors = np.random.default_rng(1).random(shape)
    with MAIFStreamWriter(path) as writer:
        writer.write_embeddings_chunk(vectors, {"model": "toy"})
    with MAIFStreamReader(path) as reader:
        found = reader[0]
        assert found.block_type == "EMBD"
        np.testing.assert_array_equal(found.array, np.atleast_2d(vectors).astype(np.float32))
        count, dimensions = np.atleast_2d(vectors).shape
        assert found.metadata == {"model": "toy", "count": count, "dimensions": dimensions, "dtype": "float32"}


def test_compression_is_skipped_where_it_does_not_pay(path: Path) -> None:
    with MAIFStreamWriter(path, compression="zstd") as writer:
        writer.write_binary_chunk(os.urandom(1000))
        writer.write_binary_chunk(bytes(1000), {"kept": True})
    with MAIFStreamReader(path) as reader:
        assert [block.compressed for block in reader] == [False, True]
        assert (reader[1].data, reader[1].metadata) == (bytes(1000), {"kept": True})
        assert len(reader[1].view) < 100


def test_a_block_is_in_the_file_as_soon_as_it_is_flushed(path: Path) -> None:
    with MAIFStreamWriter(path) as writer:
        writer.write_text_chunk("here")
        assert texts_in(path, allow_unfinished=True) == []
        writer.flush()
        assert texts_in(path, allow_unfinished=True) == ["here"]


def test_a_block_does_not_wait_for_more_than_a_fifth_of_a_second(path: Path) -> None:
    clock = VirtualClock(100)
    with MAIFStreamWriter(path, clock=clock) as writer:
        writer.write_text_chunk("first")
        clock.advance(0.2)
        writer.write_text_chunk("second")
        assert texts_in(path, allow_unfinished=True) == ["first", "second"]


def test_a_full_buffer_is_flushed(path: Path) -> None:
    with MAIFStreamWriter(path, buffer_size="1KB", clock=VirtualClock()) as writer:
        for _ in range(3):
            writer.write_text_chunk("x")
        assert len(texts_in(path, allow_unfinished=True)) == 3


def test_statistics_tell_blocks_bytes_and_speed(path: Path) -> None:
    clock = VirtualClock()
    with MAIFStreamWriter(path, clock=clock) as writer:
        writer.write_text_chunk("four")
        clock.advance(2)
        assert writer.stats == (1, 444 + 372 + 4 + 2, 2, (444 + 372 + 4 + 2) / 2)
    assert writer.stats.bytes == path.stat().st_size


def test_a_note_goes_into_the_provenance(path: Path) -> None:
    with MAIFStreamWriter(path) as writer:
        writer.write_text_chunk("reviewed")
        writer.note("review", {"by": "somebody"})
    with MAIFStreamReader(path) as reader:
        noted = list(reader.provenance())[1]
        assert (noted["action"], noted["metadata"]) == ("review", {"by": "somebody"})
        assert noted["block_hash"] == reader[0].header.content_hash.hex()
    assert verify_file(path).ok


# What is refused, and leaves no trace


@pytest.mark.parametrize(
    ("call", "error"),
    [
        (lambda w: w.write_text_chunk(b"bytes"), InvalidTypeError),
        (lambda w: w.write_text_chunk("\ud800"), InvalidArgumentError),
        (lambda w: w.write_binary_chunk("text"), InvalidTypeError),
        (lambda w: w.write_binary_chunk(np.array(["2020"], "M8[D]")), InvalidTypeError),
        (lambda w: w.write_chunk(b"", "NONE"), InvalidArgumentError),
        (lambda w: w.write_chunk(b"", 7), InvalidArgumentError),
        (lambda w: w.write_binary_chunk(b"", ["a list"]), InvalidTypeError),
        (lambda w: w.write_binary_chunk(b"", {1: "number"}), InvalidTypeError),
        (lambda w: w.write_binary_chunk(b"", {"a": [{2: 3}]}), InvalidTypeError),
        (lambda w: w.write_binary_chunk(b"", {"a": {1, 2}}), InvalidTypeError),
        (lambda w: w.write_binary_chunk(b"", {"_codec": 1}), InvalidArgumentError),
        (lambda w: w.write_binary_chunk(b"", {"x": "y" * (16 << 20)}), LimitError),
        (lambda w: w.write_embeddings_chunk([[1.0], [2.0, 3.0]]), InvalidTypeError),
        (lambda w: w.write_embeddings_chunk([["word"]]), InvalidTypeError),
        (lambda w: w.write_embeddings_chunk([[[1.0]]]), InvalidArgumentError),
        (lambda w: w.write_embeddings_chunk([1.0], ["a list"]), InvalidTypeError),
        (lambda w: w.note("finalize", {}), InvalidArgumentError),
        (lambda w: w.note("add_text_block", {}), InvalidArgumentError),
        (lambda w: w.note("review", {1: 2}), InvalidTypeError),
        (lambda w: w.note(b"review", {}), InvalidTypeError),
        (lambda w: w.note(None), InvalidTypeError),
        (lambda w: w.note(""), InvalidTypeError),
        (lambda w: w.write_chunk(b"", ["TEXT"]), InvalidArgumentError),
        (lambda w: w.write_binary_chunk(np.array([object()])), InvalidTypeError),
        (lambda w: w.write_embeddings_chunk(None), InvalidTypeError),
        (lambda w: w.write_embeddings_chunk([1.0, None]), InvalidTypeError),
        (lambda w: w.write_embeddings_chunk(5), InvalidArgumentError),
        (lambda w: w.write_embeddings_chunk([1e300]), InvalidArgumentError),
        (lambda w: w.write_embeddings_chunk(np.array([3.5e38])), InvalidArgumentError),
        (lambda w: w.write_embeddings_chunk([10**400]), InvalidArgumentError),
        (lambda w: w.write_group(None), InvalidTypeError),
        (lambda w: w.write_group([3]), InvalidTypeError),
        (lambda w: w.write_group([(b"a", "TEXT")]), InvalidTypeError),
        (lambda w: w.write_group([(b"a", "TEXT", None, None, "more")]), InvalidTypeError),
        (lambda w: w.copy_block(b"a block"), InvalidTypeError),
    ],
)
def test_a_wrong_argument_raises_and_harms_nothing(
    path: Path, call: Callable[[MAIFStreamWriter], object], error: type[MAIFError]
) -> None:
    with MAIFStreamWriter(path) as writer:
        with pytest.raises(error):
            call(writer)
        writer.write_text_chunk("after")
    assert texts_in(path, verify=True) == ["after"]
    assert verify_file(path).ok


def test_metadata_that_contains_itself_is_refused(path: Path) -> None:
    endless: dict[str, Any] = {}
    endless["self"] = endless
    with MAIFStreamWriter(path) as writer, pytest.raises(LimitError):
        writer.write_text_chunk("", endless)


@pytest.mark.parametrize(
    ("options", "error"),
    [
        ({"sign": "all"}, InvalidArgumentError),
        ({"mode": "r"}, InvalidArgumentError),
        ({"compression": "gzip"}, InvalidArgumentError),
        ({"compression": 23}, InvalidArgumentError),
        ({"compression": 0}, InvalidArgumentError),
        ({"compression": ""}, InvalidArgumentError),
        ({"agent_did": 0}, InvalidTypeError),
        ({"buffer_size": "9" * 400}, InvalidArgumentError),
        ({"buffer_size": "1 lot"}, InvalidArgumentError),
        ({"private_key": b"short"}, InvalidArgumentError),
        ({"private_key": 7}, InvalidTypeError),
        ({"agent_id": None}, InvalidTypeError),
        ({"agent_id": "\ud800"}, InvalidArgumentError),
        ({"agent_id": "a" * 5000}, LimitError),
    ],
)
def test_a_wrong_option_raises_and_makes_no_file(path: Path, options: dict[str, Any], error: type[MAIFError]) -> None:
    with pytest.raises(error):
        MAIFStreamWriter(path, **options)
    assert list(path.parent.iterdir()) == []


@pytest.mark.parametrize("name", ["write_text_chunk", "write_binary_chunk", "flush", "note"])
def test_a_closed_writer_refuses(path: Path, name: str) -> None:
    with MAIFStreamWriter(path) as writer:
        pass
    arguments: dict[str, list[Any]] = {"write_text_chunk": ["x"], "write_binary_chunk": [b"x"], "note": ["x", {}]}
    with pytest.raises(ClosedError):
        getattr(writer, name)(*arguments.get(name, []))
    writer.close()


# Limits of the format's fields


def test_a_block_beyond_what_its_size_field_can_say_is_refused(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pending, "MAX_UINT32", 1000)
    with MAIFStreamWriter(path) as writer:
        writer.write_binary_chunk(bytes(1000 - 372 - 2))
        with pytest.raises(LimitError, match="split it"):
            writer.write_binary_chunk(bytes(1000 - 372 - 1))
    assert verify_file(path).blocks == 1


def test_a_file_takes_no_more_blocks_than_its_header_can_count(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pending, "MAX_UINT32", 1500)
    with MAIFStreamWriter(path) as writer:
        for _ in range(1500):
            writer.write_binary_chunk(b"")
        with pytest.raises(LimitError, match="go on in another"):
            writer.write_binary_chunk(b"")
    assert (verify_file(path).ok, verify_file(path).blocks) == (True, 1500)


def test_provenance_is_full_before_its_length_field_is(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("maif.file.provenance.MAX_UINT32", 80_000)
    with MAIFStreamWriter(path, sign="block") as writer:
        with pytest.raises(LimitError, match="provenance section is full"):  # noqa: PT012
            for number in range(100):
                writer.write_text_chunk(str(number))
        assert writer.stats.blocks == number
    assert (verify_file(path).ok, verify_file(path).blocks) == (True, number)
    assert path.stat().st_size - oracle.parse(path.read_bytes()).header.provenance_at < 80_000


# Modes, and two who want the same file


def test_mode_x_refuses_a_file_that_is_there(path: Path) -> None:
    write(path, "old")
    with pytest.raises(FileAlreadyExistsError):
        MAIFStreamWriter(path, mode="x")
    assert texts_in(path) == ["old"]
    assert list(path.parent.iterdir()) == [path]


def test_mode_w_does_not_cut_off_a_reader_of_the_old_file(path: Path) -> None:
    ids = write(path, *"abc" * 1000)
    with MAIFStreamReader(path) as reader:
        blocks = iter(reader)
        first = next(blocks)
        write(path, "new")
        assert [first.text, *(block.text for block in blocks)] == [*"abc" * 1000]
        assert reader.get_block(ids[2999]).text == "c"
    assert texts_in(path) == ["new"]


def test_mode_w_keeps_the_permissions_of_the_file(path: Path) -> None:
    write(path, "old")
    path.chmod(0o640)
    write(path, "new")
    assert path.stat().st_mode & 0o777 == 0o640


def test_a_link_to_a_file_stays_one(path: Path, tmp_path: Path) -> None:
    write(path, "old")
    link = tmp_path / "link.maif"
    link.symlink_to(path)
    write(link, "new")
    assert link.is_symlink()
    assert texts_in(path) == ["new"]


@pytest.mark.parametrize("mode", ["w", "a"])
def test_a_second_writer_is_refused(path: Path, mode: Literal["w", "x", "a"]) -> None:
    write(path, "old")
    with MAIFStreamWriter(path, private_key=KEY, mode="a") as first:
        with pytest.raises(FileLockedError):
            MAIFStreamWriter(path, private_key=KEY, mode=mode)
        first.write_text_chunk("new")
    assert texts_in(path) == ["old", "new"]
    assert list(path.parent.iterdir()) == [path]


def test_a_writer_that_nobody_holds_any_more_frees_its_file(path: Path) -> None:
    writer = MAIFStreamWriter(path)
    writer.flush()
    with pytest.warns(ResourceWarning):  # noqa: PT031
        del writer
        gc.collect()
    write(path, "new")
    assert texts_in(path) == ["new"]


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(InvalidArgumentError):
        MAIFStreamWriter(tmp_path)
    with pytest.raises(FormatError):
        MAIFStreamReader(tmp_path)


def test_a_named_pipe_is_refused_instead_of_waited_for(path: Path) -> None:
    os.mkfifo(path)
    with pytest.raises(FormatError, match="regular"):
        MAIFStreamReader(path)


def test_a_missing_file_is_an_error_of_the_operating_system(path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        MAIFStreamReader(path)


# Appending


@pytest.mark.parametrize("sign", ["merkle", "block"])
def test_appending_goes_on_as_the_file_was_signed(path: Path, sign: Literal["merkle", "block"]) -> None:
    write(path, "one", sign=sign)
    write(path, "two", mode="a")
    with MAIFStreamReader(path, verify=True) as reader:
        assert [block.text for block in reader] == ["one", "two"]
        assert {block.header.flags & 1 for block in reader} == {int(sign == "block")}
    assert oracle.problems(path.read_bytes()) == []
    assert list(path.parent.iterdir()) == [path]


def test_appending_nothing_is_fine(path: Path) -> None:
    for _ in range(3):
        write(path, mode="a")
    assert verify_file(path).ok


def test_appending_with_another_key_raises_before_anything_is_written(path: Path) -> None:
    write(path, "one")
    raw = path.read_bytes()
    with pytest.raises(InvalidArgumentError, match="private key"):
        MAIFStreamWriter(path, mode="a")
    assert path.read_bytes() == raw
    assert list(path.parent.iterdir()) == [path]


def test_appending_to_a_file_of_the_other_program_keeps_what_it_signed(path: Path) -> None:
    path.write_bytes(oracle.write([("TEXT", b"one", {"n": 1}), ("BINA", b"two", None)], key=oracle.KEY))
    write(path, "three", mode="a")
    assert oracle.problems(path.read_bytes()) == []
    assert verify_file(path).errors == []


def damaged(path: Path, change: Callable[[SimpleNamespace], object]) -> None:
    file = oracle.parse(path.read_bytes())
    change(file)
    path.write_bytes(oracle.join(file))


@pytest.mark.parametrize(
    "change",
    [
        lambda file: [setattr(block, "type", "VIDE") for block in file.blocks],
        lambda file: [setattr(block, "block_id", bytes(16)) for block in file.blocks],
        lambda file: setattr(file.blocks[-1], "data", b"2wo"),
        lambda file: setattr(file.blocks[-1], "previous_hash", bytes(32)),
        lambda file: file.blocks.pop(),
        lambda file: setattr(file.header, "created", 7),
        lambda file: file.provenance[0].update(agent_id="eve"),
        lambda file: file.provenance[-1].update(signature="00" * 64),
        lambda file: file.provenance[0].pop("action"),
    ],
)
@pytest.mark.parametrize("sign", ["merkle", "block", "oracle"])
def test_appending_to_a_file_that_does_not_hold_raises_before_anything_is_written(
    path: Path, sign: str, change: Callable[[SimpleNamespace], object]
) -> None:
    """Otherwise it would sign anew what somebody without the key has changed."""
    if sign == "oracle":
        path.write_bytes(
            oracle.write([("TEXT", b"one", None), ("TEXT", b"two", None)], key=oracle.KEY, sign_blocks=False)
        )
    else:
        write(path, "one", "two", sign=sign)
    damaged(path, change)
    raw = path.read_bytes()
    with pytest.raises(FormatError):
        MAIFStreamWriter(path, private_key=KEY, mode="a")
    assert path.read_bytes() == raw
    assert list(path.parent.iterdir()) == [path]


def test_appending_does_not_sign_blocks_whose_signatures_were_taken_away(path: Path) -> None:
    path.write_bytes(oracle.write([("TEXT", b"one", None), ("TEXT", b"two", None)], key=oracle.KEY))

    def strip(file: SimpleNamespace) -> None:
        for block in file.blocks:
            block.flags, block.signature, block.type = 0, bytes(256), "VIDE"

    damaged(path, strip)
    with pytest.raises(IntegrityError):
        MAIFStreamWriter(path, private_key=KEY, mode="a")


def test_appending_to_an_unfinished_file_asks_for_a_recovery(path: Path) -> None:
    writer = MAIFStreamWriter(path, private_key=KEY)
    writer.__exit__(KeyboardInterrupt, None, None)
    with pytest.raises(UnfinishedFileError, match="recover"):
        MAIFStreamWriter(path, private_key=KEY, mode="a")


def test_appending_after_blocks_that_a_follower_cannot_pass_is_refused(path: Path) -> None:
    path.write_bytes(oracle.write([("XYZW", b"one", None)], key=oracle.KEY))
    with pytest.raises(InvalidArgumentError, match="unknown type"):
        MAIFStreamWriter(path, private_key=KEY, mode="a")


@pytest.mark.parametrize("options", [{}, {"verify": True}, {"enable_mmap": False}])
@pytest.mark.parametrize("sign", ["merkle", "block"])
def test_a_reader_opened_before_an_append_goes_on_during_and_after_it(
    path: Path, sign: Literal["merkle", "block"], options: dict[str, Any]
) -> None:
    ids = write(path, *map(str, range(50)), sign=sign, agent_id="an agent with a long name " * 40)
    with MAIFStreamReader(path, **options) as reader, MAIFStreamReader(path, **options) as other:
        blocks = iter(reader)
        held = [next(blocks) for _ in range(3)]
        views = [block.view for block in held]
        writer = MAIFStreamWriter(path, private_key=KEY, mode="a", agent_id="a")
        writer.write_text_chunk("x" * 100)
        writer.flush()
        for moment in ("during", "after"):
            assert [bytes(view) for view in views] == [b"0", b"1", b"2"], moment
            assert next(blocks).text == {"during": "3", "after": "4"}[moment]
            assert (reader[49].text, reader[-50].text, len(reader)) == ("49", "0", 50), moment
            assert [block.text for block in reader[10:12]] == ["10", "11"], moment
            assert reader.get_block(ids[30]).text == "30", moment
            assert [block.text for block in reader] == [*map(str, range(50))], moment
            assert list(reader.block_ids) == ids, moment
            writer.close()
        assert other[7].text == "7"
        assert other.get_block(ids[8]).text == "8"
        assert [block.text for block in blocks] == [*map(str, range(5, 50))]
    assert len(texts_in(path)) == 51


def test_appending_never_makes_a_file_smaller(path: Path) -> None:
    """A reader may have mapped it up to its end."""
    write(path, "one", agent_id="an agent with a long name " * 100)
    size = path.stat().st_size
    write(path, mode="a", agent_id="a")
    assert path.stat().st_size >= size
    assert verify_file(path).errors == []
    assert oracle.problems(path.read_bytes()) == []


# Failing writes


def test_a_failing_write_is_what_the_caller_sees(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*arguments: object) -> Never:
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(WriteError) as caught, MAIFStreamWriter(path) as writer:  # noqa: PT012
        writer.write_text_chunk("lost")
        monkeypatch.setattr(os, "pwrite", full)
        writer.flush()
    assert (caught.value.errno, caught.value.filename) == (errno.ENOSPC, str(path))
    with pytest.raises(ClosedError) as refused:
        writer.write_text_chunk("after")
    assert refused.value.__cause__ is caught.value


def test_a_writer_that_failed_cannot_be_closed_as_if_nothing_had_happened(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    writer = MAIFStreamWriter(path)
    with monkeypatch.context() as patched:
        patched.setattr(os, "pwrite", lambda *arguments: (_ for _ in ()).throw(OSError(errno.EIO, "I/O error")))
        writer.write_text_chunk("lost")
        with pytest.raises(WriteError):
            writer.flush()
    with pytest.raises(ClosedError, match="earlier write failed"):
        writer.close()
    assert texts_in(path, allow_unfinished=True) == []
    write(path, "the file is free again")


@pytest.mark.parametrize("sign", ["merkle", "block"])
def test_a_temporary_file_that_fails_is_told_like_any_other(
    path: Path, monkeypatch: pytest.MonkeyPatch, sign: Literal["merkle", "block"]
) -> None:
    class Full:
        def __init__(self, *size: object, **options: Any) -> None:
            pass

        def seek(self, *place: object) -> None:
            pass

        def write(self, data: object) -> list[str]:
            raise OSError(errno.ENOSPC, "No space left on device")

        def close(self) -> None:
            pass

    monkeypatch.setattr("tempfile.SpooledTemporaryFile", Full)
    with pytest.raises(WriteError), MAIFStreamWriter(path, sign=sign) as writer:  # noqa: PT012
        for _ in range(5000):
            writer.write_binary_chunk(b"")
        writer.flush()


# Reading


def test_blocks_are_found_by_type(path: Path) -> None:
    with MAIFStreamWriter(path) as writer:
        writer.write_text_chunk("t")
        writer.write_binary_chunk(b"b")
        writer.write_embeddings_chunk([1.0])
    with MAIFStreamReader(path) as reader:
        types = [block.block_type for block in reader.read_blocks_by_type("TEXT", "embeddings")]
        assert types == ["TEXT", "EMBD"]
        assert [block.data for block in reader.read_blocks_by_type(BlockType.BINARY)] == [b"b"]
        with pytest.raises(InvalidArgumentError):
            reader.read_blocks_by_type("NONE")


@pytest.mark.parametrize(
    ("start", "end"), [(0, None), (2, 5), (0, 0), (7, 3), (-3, None), (0, -8), (5, 100), (100, 200)]
)
def test_ranges_are_those_of_a_list(path: Path, start: int, end: int | None) -> None:
    write(path, *"abcdefghij")
    with MAIFStreamReader(path) as reader:
        assert [block.text for block in reader.read_blocks_range(start, end)] == [*"abcdefghij"][start:end]
        assert [block.text for block in reader[start:end]] == [*"abcdefghij"][start:end]


def test_a_closed_reader_refuses_but_its_blocks_live_on(path: Path) -> None:
    write(path, "alive", *"abc")
    reader = MAIFStreamReader(path)
    block, view = reader[0], reader[1].view
    reader.close()
    reader.close()
    assert (block.text, bytes(view)) == ("alive", b"a")
    with pytest.raises(ClosedError):
        reader[0]


def test_readers_that_nobody_holds_any_more_keep_no_file_open(path: Path) -> None:
    write(path, "x")
    with leaves_nothing():
        for _ in range(50):
            MAIFStreamReader(path)[0].text  # noqa: B018


def test_a_reader_that_cannot_be_opened_keeps_no_file_open(path: Path) -> None:
    path.write_bytes(b"MAIF" + bytes(500))
    with leaves_nothing():
        for _ in range(50):
            with pytest.raises(MAIFError):
                MAIFStreamReader(path)


@pytest.mark.parametrize("number", [0, 3, 4])
def test_a_verifying_reader_hands_out_nothing_that_is_damaged(path: Path, number: int) -> None:
    with MAIFStreamWriter(path) as writer:
        for size in (10, 300_000, 300_000, 300_000, 10):  # large ones are hashed ahead of their turn
            writer.write_binary_chunk(bytes(size))
    raw = bytearray(path.read_bytes())
    with MAIFStreamReader(path) as reader:
        raw[reader[number].offset + 372] ^= 1
    path.write_bytes(raw)
    seen: list[int] = []
    with MAIFStreamReader(path, verify=True) as reader:
        with pytest.raises(IntegrityError, match=f"block {number}"):
            seen.extend(block.index for block in reader)
        with pytest.raises(IntegrityError):
            reader[number]
    assert seen == list(range(number))


@pytest.mark.parametrize("sizes", [[300_000] * 40, [300_000] + [10] * 40, [10, 300_000, 300_000, 10, 10] * 8])
def test_a_verifying_reader_keeps_the_order_whatever_it_hashes_ahead(path: Path, sizes: list[int]) -> None:
    with MAIFStreamWriter(path) as writer:
        for size in sizes:
            writer.write_binary_chunk(bytes(size))
    with MAIFStreamReader(path, verify=True) as reader:
        assert [(block.index, len(block.data)) for block in reader] == list(enumerate(sizes))


def test_blocks_before_damage_are_handed_out_though_it_was_found_while_they_were_hashed(path: Path) -> None:
    with MAIFStreamWriter(path) as writer:
        for _ in range(6):
            writer.write_binary_chunk(bytes(300_000))
    seen: list[int] = []
    with MAIFStreamReader(path, verify=True) as reader:
        with open(path, "r+b") as file:
            file.seek(reader[4].offset)
            file.write(b"\xff" * 4)  # its size
        with pytest.raises(FormatError, match="block 4"):
            seen.extend(block.index for block in reader)
    assert seen == [0, 1, 2, 3]


def test_a_frame_that_ends_early_raises_instead_of_ending_quietly(path: Path) -> None:
    write(path, *"abc")
    raw = bytearray(path.read_bytes())
    raw[444 + 375 : 444 + 379] = (2**31).to_bytes(4, "big")  # the second block's size
    path.write_bytes(raw)
    with MAIFStreamReader(path) as reader, pytest.raises(FormatError, match="block 1"):
        list(reader)


def test_a_data_frame_has_a_row_for_each_block(path: Path) -> None:
    pd = pytest.importorskip("pandas")
    with MAIFStreamWriter(path, clock=VirtualClock(1.5)) as writer:
        writer.write_text_chunk("hello", {"lang": "en"})
        writer.write_binary_chunk(b"\0")
    with MAIFStreamReader(path) as reader:
        frame = reader.to_pandas()
    assert list(frame.columns) == ["block_id", "block_type", "timestamp", "metadata", "text", "data"]
    assert list(frame.block_type) == ["TEXT", "BINA"]
    assert list(frame.data) == [b"hello", b"\0"]
    assert frame.text[0] == "hello"
    assert pd.isna(frame.text[1])
    assert frame.timestamp[0] == pd.Timestamp(1.5, unit="s", tz="UTC")
    assert frame.metadata[0] == {"lang": "en"}


def test_an_empty_file_is_a_frame_without_rows(path: Path) -> None:
    pytest.importorskip("pandas")
    write(path)
    with MAIFStreamReader(path) as reader:
        assert len(reader.to_pandas()) == 0


def test_arrow_batches_come_as_they_are_asked_for(path: Path) -> None:
    pytest.importorskip("pyarrow")
    write(path, *"abcde")
    with MAIFStreamReader(path) as reader:
        batches = list(reader.iter_arrow(batch_size=2))
        assert [batch.num_rows for batch in batches] == [2, 2, 1]
        assert [text for batch in batches for text in batch["text"].to_pylist()] == [*"abcde"]
        with pytest.raises(InvalidArgumentError):
            reader.iter_arrow(batch_size=0)


def test_blocks_are_read_from_async_code(path: Path) -> None:
    write(path, *map(str, range(200)))

    async def read() -> list[str]:
        with MAIFStreamReader(path, verify=True) as reader:
            return [block.text async for block in reader.aread_blocks()]

    assert run(read()) == [*map(str, range(200))]


# Memory


def peak(work: Callable[[], object]) -> int:
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(("sign", "count"), [("merkle", 1_000), ("block", 100)])
def test_memory_does_not_grow_with_the_number_of_blocks(
    tmp_path: Path, sign: Literal["merkle", "block"], count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    spooled = tempfile.SpooledTemporaryFile
    monkeypatch.setattr("tempfile.SpooledTemporaryFile", lambda size, **options: spooled(1 << 15, **options))

    def work(count: int) -> None:
        path = tmp_path / f"{count}.maif"
        with MAIFStreamWriter(path, sign=sign, buffer_size="16KB") as writer:
            for _ in range(count):
                writer.write_binary_chunk(bytes(50))
        with MAIFStreamReader(path) as reader:
            for block in reader:
                block.data  # noqa: B018
        verify_file(path)

    work(10)  # whatever is loaded or remembered once
    small, large = peak(lambda: work(count)), peak(lambda: work(10 * count))
    assert large - small < 250_000, (small, large)


def test_a_file_that_is_read_ahead_while_it_is_hashed_holds(path: Path) -> None:
    with MAIFStreamWriter(path) as writer:
        for number in range(17):
            writer.write_binary_chunk(bytes([number]) * (1 << 20))
    assert verify_file(path).ok


def test_reading_holds_no_block_that_was_read(path: Path) -> None:
    with MAIFStreamWriter(path) as writer:
        for _ in range(20):
            writer.write_binary_chunk(bytes(1 << 20))

    def work() -> None:
        for enable_mmap, verify in ((True, False), (False, False), (True, True)):
            with MAIFStreamReader(path, enable_mmap=enable_mmap, verify=verify) as reader:
                for block in reader:
                    block.data  # noqa: B018

    assert peak(work) < 13 << 20  # three windows of 4 MiB


@pytest.mark.parametrize("moment", [-5.0, math.nan, math.inf, 1e300])
def test_a_clock_that_tells_no_time_of_a_file_is_refused(path: Path, moment: float) -> None:
    class Wrong(VirtualClock):
        def time(self) -> float:
            return moment

    with pytest.raises(InvalidArgumentError, match="the clock says"):
        MAIFStreamWriter(path, clock=Wrong())
    assert not path.exists()


@pytest.mark.parametrize("number", [1.0, "0", None, b"0"])
def test_blocks_have_whole_numbers(path: Path, number: Any) -> None:
    with MAIFStreamWriter(path) as writer:
        writer.write_text_chunk("text")
    with MAIFStreamReader(path) as reader:
        with pytest.raises(InvalidTypeError, match="has 1 blocks, with whole numbers"):
            reader[number]
        for start, end in ((number, 1), (0, number)) if number is not None else ():
            with pytest.raises(InvalidTypeError):
                list(reader.read_blocks_range(start, end))
            with pytest.raises(InvalidTypeError):
                reader[start:end]
