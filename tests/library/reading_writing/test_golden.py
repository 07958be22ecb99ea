"""Files that another program wrote: the library reads and verifies them, field by field."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

import oracle
from maif.core import verify_maif
from maif.file.format import BlockType
from maif.streaming import MAIFStreamReader, MAIFStreamWriter
from maif.verification import verify_file

GOLDEN = Path(__file__).parents[2] / "golden"
EXPECTED = json.loads((GOLDEN / "expected.json").read_text())

pytestmark = [
    pytest.mark.piece("maif.streaming.MAIFStreamReader"),
    pytest.mark.parametrize("name", EXPECTED),
]


def test_the_copy_here_is_the_original(name: str) -> None:
    assert hashlib.sha256((GOLDEN / f"{name}.maif").read_bytes()).hexdigest() == EXPECTED[name]["file_sha256"]


def test_it_verifies(name: str) -> None:
    report = verify_file(GOLDEN / f"{name}.maif", trusted_key=EXPECTED[name]["public_key"])
    assert (report.ok, report.trusted, report.errors) == (True, True, [])
    assert report.blocks == len(EXPECTED[name]["blocks"])
    assert verify_maif(GOLDEN / f"{name}.maif")[0]


def test_the_header_says_what_it_should(name: str) -> None:
    header = EXPECTED[name]["header"]
    with MAIFStreamReader(GOLDEN / f"{name}.maif") as reader:
        info = reader.info
    assert info.agent_did.rstrip("\ufffd") == header["agent_did"]
    assert (info.file_id, info.version, info.blocks) == (header["file_id"], header["version"], header["block_count"])
    assert (round(info.created * 1e6), round(info.modified * 1e6)) == (header["created"], header["modified"])
    assert (info.merkle_root, info.finalized) == (header["merkle_root"], header["is_finalized"])


@pytest.mark.parametrize("options", [{}, {"verify": True}, {"follow": True}, {"enable_mmap": False}])
def test_every_field_of_every_block_is_what_it_should_be(name: str, options: dict[str, Any]) -> None:
    with MAIFStreamReader(GOLDEN / f"{name}.maif", **options) as reader:
        found = [
            {
                "content_hash": block.header.content_hash.hex(),
                "data_sha256": hashlib.sha256(block.data).hexdigest(),
                "data_size": len(block.view),
                "id": block.block_id,
                "metadata": block.metadata,
                "timestamp": block.header.timestamp,
                "type": BlockType(block.block_type).name,
            }
            for block in reader.read_blocks()
        ]
    assert found == EXPECTED[name]["blocks"]


def test_provenance_and_security_are_read(name: str) -> None:
    with MAIFStreamReader(GOLDEN / f"{name}.maif") as reader:
        entries = list(reader.provenance())
        security = reader.security()
    assert len(entries) == EXPECTED[name]["provenance_entries"]
    assert (entries[0]["action"], entries[-1]["action"]) == ("genesis", "finalize")
    assert security["public_key"] == EXPECTED[name]["public_key"]
    assert security["key_algorithm"] == EXPECTED[name]["header"]["key_algorithm"]


def test_its_blocks_can_be_found_by_number_and_id(name: str) -> None:
    with MAIFStreamReader(GOLDEN / f"{name}.maif") as reader:
        for number, block in enumerate(EXPECTED[name]["blocks"]):
            assert reader[number].block_id == block["id"]
            assert reader.get_block(block["id"]).index == number


def test_a_copy_written_by_this_library_holds_for_an_independent_reading(name: str, tmp_path: Path) -> None:
    with (
        MAIFStreamReader(GOLDEN / f"{name}.maif") as reader,
        MAIFStreamWriter(tmp_path / "copy.maif", sign="block") as writer,
    ):
        for block in reader:
            writer.write_chunk(block.view, block.block_type, block.metadata)
    raw = (tmp_path / "copy.maif").read_bytes()
    assert oracle.problems(raw) == []
    found = [
        (block.type, hashlib.sha256(block.data).hexdigest(), json.loads(block.metadata))
        for block in oracle.parse(raw).blocks
    ]
    expected = EXPECTED[name]["blocks"]
    assert found == [(BlockType[b["type"]].value, b["data_sha256"], b["metadata"]) for b in expected]
