"""Whatever a file claims, reading it stays within bounds, and a table has a row for each block."""

from __future__ import annotations

import json
import os
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import oracle
from maif.block_storage import BlockStorage
from maif.errors import FormatError, LimitError, MAIFError
from maif.file.format import FileHeader
from maif.file.metadata import Limits, decode_metadata, encode_metadata, strict_json
from maif.streaming import MAIFStreamReader, MAIFStreamWriter

# Metadata


@pytest.mark.parametrize("raw", [b"[%s]", b'{"a": [%s]}', b"[[%s]]"])
def test_metadata_of_too_many_values_is_refused_before_it_is_parsed(raw: bytes) -> None:
    many = raw % b",".join([b"1"] * 3_000_000)
    tracemalloc.start()
    with pytest.raises(LimitError, match="values"):
        decode_metadata(many)
    held = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert held < 3 * len(many)


def test_a_long_text_is_one_value_whatever_is_in_it() -> None:
    text = {"text": 'a, "quoted", [bracketed] \\ ' * 100_000}
    assert decode_metadata(encode_metadata(text)) == text


JSON = st.recursive(
    st.text() | st.floats() | st.none(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
)


@given(value=JSON)
def test_no_value_is_refused_that_is_within_the_limits(value: Any) -> None:
    raw = json.dumps(value).encode()
    assert strict_json(decode_metadata(raw, Limits(nodes=10_000))) == strict_json(value)
    json.loads(strict_json(value), parse_constant=lambda name: pytest.fail(name))


# Numbers of blocks that are only claimed


def test_a_sparse_file_does_not_make_a_lookup_ask_for_gigabytes(path: Path) -> None:
    with MAIFStreamWriter(path) as writer:
        writer.write_text_chunk("a")
    raw = path.read_bytes()
    count, start = 2**32 - 1, 1 << 41
    header = FileHeader.unpack(raw)._replace(
        block_count=count, provenance_offset=start, security_offset=start + 8, index_offset=start + 16
    )
    with open(path, "r+b") as file:
        file.write(header.pack())
        file.truncate(start + 16 + count * 24 + 48)
    with BlockStorage(path) as storage:
        tracemalloc.start()
        with pytest.raises(FormatError, match="index"):
            storage.get_block("0" * 32)
        held = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert held < 10_000_000


# Tables


@given(
    times=st.lists(
        st.integers(0, 2**64 - 1) | st.sampled_from([2**63 - 1, 2**63, 253_402_300_800_000_000]), max_size=4
    ),
    data=st.binary(max_size=8),
    kind=st.sampled_from(["TEXT", "BINA", "????"]),
    metadata=st.sampled_from([None, b"[1]", b'"text"', b'{"a": NaN}', b'{"a": "\\ud800"}', b"{", b"\xff"]),
)
def test_every_block_is_a_row_or_an_error_of_ours(
    tmp_path_factory: pytest.TempPathFactory, times: list[int], data: bytes, kind: str, metadata: bytes | None
) -> None:
    pytest.importorskip("pandas")
    pytest.importorskip("pyarrow")
    path = tmp_path_factory.mktemp("table") / "file.maif"
    file = oracle.parse(oracle.write([("TEXT", data, None)] * len(times), key=oracle.KEY))
    for block, time in zip(file.blocks, times, strict=True):
        block.timestamp, block.type = time, kind
        if metadata is not None:
            block.size += len(metadata) - block.metadata_size
            block.metadata, block.metadata_size = metadata, len(metadata)
    oracle.sign(file, oracle.KEY)
    path.write_bytes(oracle.join(file))
    with MAIFStreamReader(path) as reader:
        for table in (lambda: len(reader.to_pandas()), lambda: sum(batch.num_rows for batch in reader.iter_arrow())):
            try:
                assert table() == len(times)
            except MAIFError:
                assert metadata in (b"{", b"\xff")
    os.unlink(path)


def test_a_text_that_is_no_utf_8_is_a_row_without_text(path: Path) -> None:
    pytest.importorskip("pandas")
    with MAIFStreamWriter(path) as writer:
        for data in (b"one", b"caf\xe9", b"three"):
            writer.write_chunk(data, "TEXT")
    with MAIFStreamReader(path) as reader:
        frame = reader.to_pandas()
    assert list(frame.text.fillna("missing")) == ["one", "missing", "three"]
    assert list(frame.data) == [b"one", b"caf\xe9", b"three"]


def test_an_empty_file_has_a_schema(path: Path) -> None:
    pa = pytest.importorskip("pyarrow")
    MAIFStreamWriter(path).close()
    with MAIFStreamReader(path) as reader:
        table = pa.Table.from_batches(reader.iter_arrow())
        assert (table.num_rows, table.column_names) == (0, list(reader.to_pandas().columns))


def test_metadata_in_a_table_is_json_that_every_program_reads(path: Path) -> None:
    pytest.importorskip("pyarrow")
    with MAIFStreamWriter(path) as writer:
        writer.write_text_chunk("a", {"score": float("nan"), "n": [1, float("inf")]})
    with MAIFStreamReader(path) as reader:
        assert next(reader.iter_arrow())["metadata"][0].as_py() == '{"n": [1, null], "score": null}'
