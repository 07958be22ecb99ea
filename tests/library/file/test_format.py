"""`maif.file.format`: records are the bytes they say, and the walk over blocks takes whole ones and nothing else."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import oracle
from maif.errors import FormatError, InvalidArgumentError, InvalidTypeError, LimitError
from maif.file.format import (
    BLOCK_HEADER,
    FILE_HEADER,
    FOOTER,
    INDEX_ENTRY,
    BlockHeader,
    BlockType,
    FileHeader,
    Footer,
    announced_size,
    frame_block,
    read_index,
    type_name,
    walk,
)
from maif.file.metadata import decode_metadata, encode_metadata

GOLDEN = oracle.write([("TEXT", b"one", {"n": 1}), ("BINA", b"", None), ("KNOW", bytes(99), None)], key=oracle.KEY)
PARSED = oracle.parse(GOLDEN)


def test_records_have_the_sizes_of_the_layout() -> None:
    assert (FILE_HEADER.size, BLOCK_HEADER.size, INDEX_ENTRY.size, FOOTER.size) == (444, 372, 24, 48)


def test_a_file_header_reads_as_it_was_written() -> None:
    header = FileHeader.unpack(GOLDEN)
    assert header.pack() == GOLDEN[:444] == oracle.pack_file_header(PARSED.header)
    assert (header.block_count, header.merkle_root, header.did) == (3, PARSED.header.root, "did:maif:oracle")
    assert header.signed_part == GOLDEN[:184]


def test_a_block_header_reads_as_it_was_written() -> None:
    header = BlockHeader.unpack(GOLDEN, 444)
    assert header.pack() == GOLDEN[444 : 444 + 372]
    assert (header.block_type, header.metadata_size) == ("TEXT", 8)
    block = PARSED.blocks[0]
    assert header.signed_part + block.data + block.metadata == oracle.block_message(block)


@pytest.mark.piece("maif.file.format.frame_block")
@given(st.binary(max_size=99), st.sampled_from([b"{}", b'{"n": 1}']), st.binary(min_size=16, max_size=16))
def test_the_parts_of_a_block_join_to_a_block_without_signature(data: bytes, metadata: bytes, block_id: bytes) -> None:
    parts = frame_block(data, metadata, 0x54455854, 8, 5, block_id, bytes(range(32)), bytes(range(32, 64)))
    frame = b"".join(parts)
    assert frame[372:] == data + metadata
    assert BlockHeader.unpack(frame) == BlockHeader(
        len(frame), 0x54455854, 8, 1, 5, block_id, bytes(range(32)), bytes(range(32, 64)), bytes(256), len(metadata)
    )


@pytest.mark.piece("maif.file.format.frame_block")
def test_the_parts_of_a_block_are_head_signature_tail_and_what_was_given() -> None:
    data, metadata = memoryview(bytes(1000)), b"{}"
    head, signature, tail, *content = frame_block(data, metadata, 1, 0, 0, bytes(16), bytes(32), bytes(32))
    assert (len(head), len(signature), len(tail)) == (104, 256, 12)
    assert content[0] is data
    assert content[1] is metadata


def test_a_footer_reads_as_it_was_written() -> None:
    assert Footer.unpack(GOLDEN[-48:]).pack() == GOLDEN[-48:]
    assert tuple(Footer.unpack(GOLDEN[-48:])) == PARSED.footer


@pytest.mark.parametrize("raw", [b"", b"MAI", b"MAIF", GOLDEN[:443], b"PK\3\4" + bytes(500)])
def test_what_is_no_file_header_is_refused(raw: bytes) -> None:
    with pytest.raises(FormatError, match="offset 0"):
        FileHeader.unpack(raw)


def test_an_agents_name_that_was_cut_in_a_character_is_read_all_the_same() -> None:
    header = FileHeader.unpack(GOLDEN)._replace(agent_did=("x" * 63 + "ü").encode()[:64])
    assert header.did == "x" * 63 + "\ufffd"


@pytest.mark.parametrize("block_type", BlockType)
def test_a_type_is_known_by_code_and_name(block_type: BlockType) -> None:
    known = {BlockType.of(block_type), BlockType.of(block_type.value), BlockType.of(block_type.name.lower())}
    assert known == {block_type}
    assert type_name(block_type.value) == oracle.TYPES[block_type.value]


@pytest.mark.parametrize("unknown", ["", "TEX", "text ", 5, None, b"TEXT"])
def test_an_unknown_type_is_refused(unknown: Any) -> None:
    with pytest.raises(InvalidArgumentError, match="known are"):
        BlockType.of(unknown)


BLOCKS = GOLDEN[444 : PARSED.header.provenance_at]
SIZES = [block.size for block in PARSED.blocks]


@given(cut=st.integers(0, len(BLOCKS)))
def test_a_walk_yields_the_whole_blocks(cut: int) -> None:
    found = list(walk(BLOCKS[:cut]))
    assert [size for _, size in found] == [size for number, size in enumerate(SIZES) if sum(SIZES[: number + 1]) <= cut]
    assert [position for position, _ in found] == [sum(SIZES[:number]) for number in range(len(found))]


@given(junk=st.binary(max_size=1000))
def test_a_walk_ends_at_bytes_that_begin_no_block(junk: bytes) -> None:
    found = list(walk(BLOCKS + junk))
    assert found[:3] == list(walk(BLOCKS))


def test_a_walk_passes_unknown_types_only_where_it_may() -> None:
    unknown = bytes(BLOCKS[:4]) + b"XYZW" + BLOCKS[8 : SIZES[0]]
    assert (list(walk(unknown)), list(walk(unknown, any_type=True))) == ([], [(0, SIZES[0])])
    assert (announced_size(unknown), announced_size(unknown, any_type=True)) == (0, SIZES[0])


def test_an_index_is_read_without_a_copy() -> None:
    raw = GOLDEN[PARSED.header.index_at : -48]
    index = read_index(raw)
    assert list(zip(index["offset"].tolist(), index["size"].tolist(), strict=True)) == [e[:2] for e in PARSED.index]
    assert not index.flags.owndata


# Metadata

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda children: st.lists(children, max_size=4) | st.dictionaries(st.text(), children, max_size=4),
)


@given(st.dictionaries(st.text().filter(lambda key: key not in ("_codec", "_group")), json_values, max_size=5))
def test_metadata_is_decoded_as_it_was_encoded(metadata: Any) -> None:
    assert decode_metadata(encode_metadata(metadata)) == metadata


@pytest.mark.parametrize("nothing", [None, {}])
def test_no_metadata_are_two_bytes(nothing: Any) -> None:
    assert encode_metadata(nothing) == b"{}"


def test_keys_are_sorted_at_every_level() -> None:
    assert encode_metadata({"b": {"z": 1, "a": 2}, "a": 3}) == b'{"a": 3, "b": {"a": 2, "z": 1}}'


def test_a_hundred_levels_are_the_limit() -> None:
    deep: Any = 1
    for _ in range(100):
        deep = {"a": deep}
    assert decode_metadata(encode_metadata(deep)) == deep
    with pytest.raises(LimitError):
        encode_metadata({"a": deep})


@pytest.mark.parametrize(
    "wrong", [[], "text", 5, {1: 1}, {None: 1}, {"a": {"b": {2: 2}}}, {"a": object()}, {"a": b"b"}]
)
def test_what_is_no_json_object_is_refused(wrong: Any) -> None:
    with pytest.raises(InvalidTypeError):
        encode_metadata(wrong)
