"""`maif.core`: the older interface, on the new files."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import oracle
from maif.core import BlockType, MAIFDecoder, MAIFEncoder, create_maif, verify_maif
from maif.errors import ClosedError, FileLockedError, FormatError, InvalidArgumentError, InvalidTypeError
from maif.streaming import MAIFStreamWriter


@pytest.mark.parametrize("with_path", [True, False], ids=["with a path", "without a path"])
@pytest.mark.parametrize("options", [{}, {"enable_mmap": True}, {"enable_compression": True}, {"sign": "merkle"}])
def test_what_is_encoded_is_decoded(path: Path, with_path: bool, options: dict[str, Any]) -> None:
    encoder = MAIFEncoder(path if with_path else None, "scribe", **options)
    ids = [
        encoder.add_text_block("hello " * 50, {"lang": "en"}),
        encoder.add_binary_block(b"\0", block_type="IMAG", metadata={"name": "dot"}),
        encoder.add_embeddings_block([[1.0, 2.0]]),
        encoder.add_block(b"sound", BlockType.AUDIO),
    ]
    assert encoder.finalize(path) == str(path)
    with MAIFDecoder(path) as decoder:
        blocks = decoder.blocks
        assert [block.block_id for block in blocks] == ids
        assert [block.block_type for block in blocks] == ["TEXT", "IMAG", "EMBD", "AUDI"]
        assert (decoder.get_text_content(0), blocks[0].metadata) == ("hello " * 50, {"lang": "en"})
        np.testing.assert_array_equal(blocks[2].array, [[1, 2]])
        assert decoder.verify_integrity() == (True, [])
        assert not decoder.is_tampered()
        assert decoder.get_tampered_blocks() == []
    assert oracle.problems(path.read_bytes()) == []
    assert list(path.parent.iterdir()) == [path]


def test_nothing_is_added_after_the_end(path: Path) -> None:
    encoder = MAIFEncoder(path)
    encoder.finalize()
    assert encoder.finalize() == str(path)
    with pytest.raises(ClosedError, match="append"):
        encoder.add_text_block("late")


def test_an_encoder_without_a_path_needs_one_in_the_end(path: Path) -> None:
    encoder = MAIFEncoder()
    with pytest.raises(InvalidArgumentError, match="path"):
        encoder.finalize()
    encoder.finalize(path)


def test_an_encoder_with_a_path_takes_no_other(path: Path, tmp_path: Path) -> None:
    encoder = MAIFEncoder(path)
    with pytest.raises(InvalidArgumentError):
        encoder.finalize(tmp_path / "other.maif")
    encoder.finalize(path)


def test_an_encoder_does_not_replace_a_file_that_is_being_written(path: Path) -> None:
    encoder = MAIFEncoder()
    encoder.add_text_block("mine")
    with MAIFStreamWriter(path) as writer:
        writer.write_text_chunk("theirs")
        with pytest.raises(FileLockedError):
            encoder.finalize(path)
    assert MAIFDecoder(path).get_text_content(0) == "theirs"
    encoder.finalize(path)
    assert MAIFDecoder(path).get_text_content(0) == "mine"


def test_an_encoder_is_a_context_manager(path: Path) -> None:
    with MAIFEncoder(path) as encoder:
        encoder.add_text_block("x")
    assert verify_maif(path)[0]


def test_an_encoder_left_by_an_error_leaves_no_finished_file(path: Path) -> None:
    with pytest.raises(ZeroDivisionError), MAIFEncoder(path):
        1 / 0  # noqa: B018
    assert not verify_maif(path)[0]


def test_a_decoder_does_not_hold_what_it_does_not_use(path: Path) -> None:
    create_maif(path, "scribe", {"texts": ["x"] * 100})
    before = len(os.listdir("/proc/self/fd"))
    for number in range(100):
        assert MAIFDecoder(path).get_text_content(number) == "x"
    assert len(os.listdir("/proc/self/fd")) <= before + 1


def test_blocks_are_chosen_by_type(path: Path) -> None:
    create_maif(path, "scribe", {"texts": ["a", "b"], "binaries": [b"c"]})
    decoder = MAIFDecoder(path)
    assert decoder.load() is True
    assert [block.text for block in decoder.get_blocks("text")] == ["a", "b"]
    assert len(decoder.get_blocks()) == 3
    with pytest.raises(InvalidTypeError, match="binary"):
        decoder.get_text_content(2)
    with pytest.raises(IndexError):
        decoder.get_block(3)


def test_tampered_blocks_are_named(path: Path) -> None:
    create_maif(path, "scribe", {"texts": ["pay 100", "pay 200", "pay 300"]})
    raw = path.read_bytes()
    path.write_bytes(raw.replace(b"pay 200", b"pay 999"))
    with MAIFDecoder(path) as decoder:
        ok, errors = decoder.verify_integrity()
        assert not ok
        assert any("block 1" in error and "content" in error for error in errors)
        assert decoder.is_tampered()
        assert [block.text for block in decoder.get_tampered_blocks()] == ["pay 999"]


def test_a_decoder_tells_all_there_is_to_know_as_json(path: Path) -> None:
    create_maif(path, "scribe", {"texts": ["a"]}, private_key=bytes(range(32)))
    with MAIFDecoder(path) as decoder:
        manifest = json.loads(json.dumps(decoder.export_manifest()))
        assert decoder.get_security_info()["signer_id"] == "scribe"
        assert [entry["action"] for entry in decoder.get_provenance()] == ["genesis", "add_text_block", "finalize"]
    assert manifest["file"]["agent_did"] == "did:maif:scribe"
    assert [block["type"] for block in manifest["blocks"]] == ["text"]
    assert manifest["security"]["public_key"] == oracle.KEY.public_key().public_bytes_raw().hex()


def test_a_file_is_made_from_lists(path: Path) -> None:
    content: dict[str, Any] = {"texts": ["a", "b"], "embeddings": np.ones((3, 2)), "binaries": [b"x", bytearray(b"y")]}
    assert create_maif(path, "scribe", content) == str(path)
    decoder = MAIFDecoder(path)
    assert [block.block_type for block in decoder.blocks] == ["TEXT", "TEXT", "EMBD", "BINA", "BINA"]
    assert decoder.get_block(2).array.shape == (3, 2)


def test_content_of_another_kind_is_refused(path: Path) -> None:
    with pytest.raises(InvalidArgumentError, match="videos"):
        create_maif(path, "scribe", {"videos": []})
    assert not path.exists()


def test_a_single_text_is_not_taken_for_a_list_of_letters(path: Path) -> None:
    with pytest.raises(InvalidTypeError, match="texts"):
        create_maif(path, "scribe", {"texts": "hello"})
    assert not path.exists()


def test_a_report_is_a_dict(path: Path) -> None:
    create_maif(path, "scribe", {"texts": ["a"]})
    ok, report = verify_maif(path)
    assert (ok, report["ok"], report["blocks"], report["errors"]) == (True, True, 1, [])
    os.truncate(path, 500)
    ok, report = verify_maif(path)
    assert (ok, report["errors"][0]["kind"]) == (False, "unfinished")
    json.dumps(report)


def test_loading_what_is_no_maif_file_raises(path: Path) -> None:
    path.write_bytes(b"something else")
    with pytest.raises(FormatError):
        MAIFDecoder(path).load()
