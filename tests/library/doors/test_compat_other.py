"""`maif.compat.install("maif")`: code written for the other MAIF implementation runs on this engine."""

from __future__ import annotations

import dataclasses
import hashlib
import importlib
import json
import shutil
import struct
import subprocess
import sys
import tracemalloc
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import accumulate
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

import maif
import maif.core as our_core
import maif.streaming as our_streaming
import oracle
from maif import compat
from maif.clock import VirtualClock
from maif.compat import core, secure_format, streaming
from maif.compat.core import (
    BlockFlags,
    BlockType,
    FileFlags,
    MAIFBlock,
    MAIFDecoder,
    MAIFEncoder,
    MAIFHeader,
    MAIFParser,
    MAIFVersion,
    create_maif,
    quick_create,
    quick_read,
    quick_verify,
    verify_maif,
)
from maif.compat.secure_format import (
    FileFooter,
    ProvenanceEntry,
    SecureBlock,
    SecureBlockHeader,
    SecureBlockType,
    SecureFileHeader,
    SecureMAIFReader,
    SecureMAIFWriter,
)
from maif.compat.streaming import MAIFStreamReader, MAIFStreamWriter, PerformanceProfiler, StreamingConfig
from maif.errors import ClosedError, FormatError, InvalidArgumentError, MAIFError, UnfinishedFileError
from maif.file import format as layout
from maif.verification import verify_file

GOLDEN = Path(__file__).parents[2] / "golden"
EXPECTED = json.loads((GOLDEN / "expected.json").read_text())
OURS = [maif, our_streaming, our_core]


@pytest.fixture
def path(tmp_path: Path) -> str:
    return str(tmp_path / "x.maif")


@pytest.fixture
def sample(path: str) -> str:
    """Give a file of three blocks."""
    writer = SecureMAIFWriter(path, agent_id="scribe")
    writer.add_text_block("first", {"source": "test"})
    writer.add_embeddings_block([[1, 2, 3], [4, 5, 6]], {"model": "m"})
    writer.add_binary_block(b"\x00\x01", BlockType.VIDEO)
    return writer.finalize()


@pytest.fixture
def installed() -> Iterator[None]:
    compat.install("maif")
    yield
    compat.uninstall()


def damage(path: str, at: int, data: bytes) -> None:
    with open(path, "r+b") as file:
        file.seek(at)
        file.write(data)


class TestInstalling:
    def test_puts_their_names_where_their_programs_look(self, installed: None) -> None:
        for name, room in (("maif", core), ("maif", streaming), ("maif.streaming", streaming), ("maif.core", core)):
            face = importlib.import_module(name)
            assert [n for n in room.__all__ if getattr(face, n) is not getattr(room, n)] == []
            assert set(room.__all__) <= set(face.__all__)
        assert importlib.import_module("maif.core.secure_format") is secure_format
        assert importlib.import_module("maif.core").secure_format is secure_format

    def test_leaves_all_other_names_ours(self, installed: None) -> None:
        assert maif.Dataset.__module__.startswith("maif.dataset")
        assert importlib.import_module("maif.streaming.reader").MAIFStreamReader is not MAIFStreamReader

    def test_can_be_undone(self) -> None:
        before = [(vars(module).copy(), module.__all__) for module in OURS]
        compat.install("maif")
        compat.install("maif")
        compat.uninstall()
        after = [(vars(module).copy(), module.__all__) for module in OURS]
        assert [names | {"core": 0} for names, _ in after] == [names | {"core": 0} for names, _ in before]
        assert [names for _, names in after] == [names for _, names in before]
        assert sys.modules["maif.core"] is our_core is maif.core
        assert "maif.core.secure_format" not in sys.modules

    def test_of_another_package_is_refused(self) -> None:
        with pytest.raises(InvalidArgumentError, match="only other implementation is 'maif'"):
            compat.install("conveyor")  # type: ignore[arg-type]

    def test_nothing_of_the_engine_imports_from_the_faces(self) -> None:
        root = Path(maif.__file__).parent
        replaced = {*core.__all__, *streaming.__all__}
        for file in root.rglob("*.py"):
            if file.parent.name != "compat" and file != root / "__init__.py":
                for line in file.read_text().splitlines():
                    head, _, names = line.strip().partition(" import ")
                    if head in ("from maif", "from maif.core", "from maif.streaming"):
                        assert not replaced & {name.strip() for name in names.split(",")}, f"{file}: {line}"


class TestRunning:
    def run(self, *arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "maif.compat", *arguments]
        return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)

    def test_a_script_finds_theirs_and_the_older_names(self, tmp_path: Path) -> None:
        program = """
from maif import *
from maif.core.secure_format import SecureMAIFReader
import sys, conveyor
encoder = MAIFEncoder("out.maif", agent_id="scribe")
encoder.add_text_block("hello")
assert SecureMAIFReader(encoder.finalize()).verify_integrity() == (True, [])
print(hex(BlockType.TEXT), sys.argv[1:], len(MAIFParser("out.maif").blocks))
"""
        (tmp_path / "script.py").write_text(program)
        done = self.run("--for", "maif", "script.py", "a", cwd=tmp_path)
        assert (done.stdout, done.stderr) == ("0x54455854 ['a'] 1\n", "")
        (tmp_path / "module.py").write_text(program)
        assert self.run("--for", "maif", "-m", "module", "b", cwd=tmp_path).stdout == "0x54455854 ['b'] 1\n"

    @pytest.mark.parametrize("arguments", [("--for",), ("--for", "maif"), ("--for", "other", "script.py")])
    def test_nothing_else_is_taken(self, tmp_path: Path, arguments: tuple[str, ...]) -> None:
        done = self.run(*arguments, cwd=tmp_path)
        assert (done.returncode, done.stderr.count("\n")) == (2, 1)


class TestKinds:
    def test_types_are_their_four_letters_as_numbers(self) -> None:
        assert BlockType is SecureBlockType
        letters = {kind.name: kind.value.to_bytes(4, "big").decode() for kind in BlockType}
        assert letters == {kind.name: kind.value for kind in layout.BlockType}
        assert (BlockType.TEXT, isinstance(BlockType.TEXT, int)) == (0x54455854, True)

    @pytest.mark.parametrize("given", [BlockType.IMAGE, "IMAG", "image", "IMAGE", int(BlockType.IMAGE)])
    def test_a_type_is_taken_as_its_text_too(self, path: str, given: Any) -> None:
        writer = MAIFEncoder(path, "scribe")
        writer.add_binary_block(b"a", given)
        writer.add_block(b"b", given)
        blocks = MAIFDecoder(writer.finalize()).blocks
        assert [block.header.block_type for block in blocks] == [BlockType.IMAGE, BlockType.IMAGE]

    @pytest.mark.parametrize("wrong", ["picture", 7, None, ""])
    def test_what_is_no_type_is_refused(self, path: str, wrong: Any) -> None:
        with pytest.raises(InvalidArgumentError, match="known are TEXT"):
            MAIFEncoder(path, "scribe").add_block(b"a", wrong)

    def test_flags_are_the_bits_of_the_format(self) -> None:
        assert [flag.value for flag in BlockFlags] == [1, 2, 4, 8, 16, 32]
        assert [flag.value for flag in FileFlags] == [1, 2, 4, 8]
        assert (BlockFlags.NONE, FileFlags.NONE, BlockFlags(65) & BlockFlags.SIGNED) == (0, 0, 1)
        assert [flag.name for flag in FileFlags] == ["SIGNED", "FINALIZED", "HAS_PROVENANCE", "HAS_ENCRYPTION"]

    def test_constants(self) -> None:
        assert (core.MAGIC_HEADER, core.MAGIC_FOOTER) == (b"MAIF", b"FIAM")
        assert (core.FORMAT_VERSION_MAJOR, core.FORMAT_VERSION_MINOR) == (2, 1)


def records(kind: type[Any]) -> st.SearchStrategy[Any]:
    """Draw a record of this kind that the format can hold."""
    sizes = {"version_major": 2, "version_minor": 2, "provenance_offset": 8, "security_offset": 8, "index_offset": 8}
    sizes |= {"created": 8, "modified": 8, "timestamp": 8, "total_size": 8}
    drawn: dict[str, st.SearchStrategy[Any]] = {}
    for entry in dataclasses.fields(kind):
        if isinstance(entry.default, bytes):
            drawn[entry.name] = st.binary(min_size=len(entry.default), max_size=len(entry.default))
        else:
            drawn[entry.name] = st.integers(0, 256 ** sizes.get(entry.name, 4) - 1)
    return st.builds(kind, **drawn)


class TestRecords:
    @given(records(SecureFileHeader))
    def test_a_file_header_packs_and_reads_itself(self, header: SecureFileHeader) -> None:
        packed = header.pack()
        assert (len(packed), SecureFileHeader.unpack(packed + b"more")) == (SecureFileHeader.HEADER_SIZE, header)
        assert header.get_signable_data() == packed[:184]
        assert isinstance(SecureFileHeader.unpack(packed).flags, FileFlags)

    @given(records(SecureBlockHeader))
    def test_a_block_header_packs_and_reads_itself(self, header: SecureBlockHeader) -> None:
        packed = header.pack()
        assert (len(packed), SecureBlockHeader.unpack(packed + b"more")) == (SecureBlockHeader.HEADER_SIZE, header)
        fields = struct.unpack(">IIIIQ16s32s32sI", header.get_signable_data())
        assert fields[2] == header.flags & ~0b110011
        assert (fields[0], fields[4], fields[8]) == (header.size, header.timestamp, header.metadata_size)

    @given(records(FileFooter))
    def test_a_footer_packs_and_reads_itself(self, footer: FileFooter) -> None:
        packed = footer.pack()
        assert (len(packed), FileFooter.unpack(packed)) == (FileFooter.FOOTER_SIZE, footer)

    @pytest.mark.parametrize("kind", [SecureFileHeader, SecureBlockHeader, FileFooter])
    def test_too_few_bytes_are_refused(self, kind: Any) -> None:
        with pytest.raises(ValueError, match="here are 3") as caught:
            kind.unpack(b"abc")
        assert isinstance(caught.value, FormatError)

    def test_short_fields_are_filled_up(self) -> None:
        assert SecureFileHeader(agent_did="did:maif:a").pack() == SecureFileHeader(agent_did=b"did:maif:a").pack()
        assert len(SecureBlockHeader(signature=b"short").pack()) == 372
        assert SecureFileHeader.unpack(bytes(444)).magic == bytes(4)

    def test_a_type_and_flags_have_names(self) -> None:
        header = SecureBlockHeader.unpack(SecureBlockHeader(block_type=BlockType.TEXT, flags=3).pack())
        assert header.block_type is BlockType.TEXT
        assert header.flags == BlockFlags.SIGNED | BlockFlags.IMMUTABLE

    def test_a_provenance_entry_hashes_itself(self) -> None:
        entry = ProvenanceEntry(1, "a", "did:maif:a", "genesis", "00", metadata={"b": 1, "a": [2]})
        hashed = entry.to_dict()
        del hashed["entry_hash"], hashed["signature"]
        assert entry.calculate_hash() == hashlib.sha256(json.dumps(hashed, sort_keys=True).encode()).hexdigest()
        entry.signature = b"\x01\xff"
        assert entry.to_dict()["signature"] == "01ff"
        assert ProvenanceEntry.from_dict(entry.to_dict() | {"unknown": 1}) == entry

    @pytest.mark.parametrize("wrong", [{}, {"signature": "xy"}, {"timestamp": 1, "agent_id": "a"}])
    def test_what_is_no_provenance_entry_is_refused(self, wrong: dict[str, Any]) -> None:
        with pytest.raises(FormatError, match="not a provenance entry"):
            ProvenanceEntry.from_dict(wrong)

    def test_a_block_hashes_data_and_metadata(self) -> None:
        plain = SecureBlock(SecureBlockHeader(block_id=bytes(16), block_type=BlockType.EMBEDDINGS), b"abc")
        digest = hashlib.sha256(b"abc").digest()
        assert (plain.get_content_hash(), plain.metadata, plain.block_id) == (digest, None, "00" * 16)
        assert (plain.block_type, plain.block_type_name) == (BlockType.EMBEDDINGS, "EMBED")
        told = SecureBlock(SecureBlockHeader(block_type=9), b"abc", {"b": 1, "a": 2})
        assert told.get_content_hash() == hashlib.sha256(digest + b'{"a": 2, "b": 1}').digest()
        assert told.block_type_name == "UNKNOWN"

    def test_a_flat_block(self) -> None:
        block = MAIFBlock("TEXT", size=100, hash_value="abc", metadata={"a": 1})
        assert block.block_id != MAIFBlock("TEXT").block_id
        assert block.to_dict() == {
            "type": "TEXT",
            "block_type": "TEXT",
            "offset": 0,
            "size": 100,
            "hash": "abc",
            "version": 1,
            "previous_hash": None,
            "block_id": block.block_id,
            "metadata": {"a": 1},
        }
        assert MAIFBlock("TEXT", data=b"x").hash == hashlib.sha256(b"x").hexdigest()

    def test_a_version_and_a_header(self) -> None:
        version = MAIFVersion(version=1, timestamp=2.0, agent_id="a", operation="create", block_hash="h")
        assert (version.version_number, version.current_hash) == (1, "h")
        assert version.to_dict() == dataclasses.asdict(version) | {"current_hash": "h"}
        header = MAIFHeader(creator_id="a")
        assert (header.version, header.creator_id, header.root_hash) == ("2.1", "a", None)
        assert header.created_timestamp is not None


class TestWriting:
    def test_what_it_writes_is_a_file_of_the_format_to_the_byte(self, sample: str) -> None:
        assert oracle.problems(Path(sample).read_bytes()) == []
        assert verify_file(sample).errors == []
        assert [entry.action for entry in SecureMAIFReader(sample).provenance] == [
            "genesis",
            "add_text_block",
            "add_embeddings_block",
            "add_video_block",
            "finalize",
        ]
        assert [block.metadata for block in SecureMAIFReader(sample).blocks] == [
            {"source": "test"},
            {"count": 2, "dimensions": 3, "dtype": "float32", "model": "m"},
            {},
        ]

    def test_a_key_and_a_did_are_used(self, path: str) -> None:
        key = Ed25519PrivateKey.generate()
        writer = SecureMAIFWriter(path, "scribe", key, "did:web:scribe")
        assert (writer.private_key, writer.agent_id, writer.agent_did) == (key, "scribe", "did:web:scribe")
        assert writer.get_public_key_bytes() == key.public_key().public_bytes_raw()
        reader = SecureMAIFReader(writer.finalize())
        assert verify_file(path, trusted_key=key.public_key()).ok
        assert {entry.agent_did for entry in reader.provenance} == {"did:web:scribe"}
        assert reader.get_file_info()["agent_did"] == reader.security_info["signer_did"] == "did:web:scribe"

    @pytest.mark.parametrize("wrong", [7, "\ud800", "x" * 5000])
    def test_a_did_that_is_none_is_refused(self, path: str, wrong: Any) -> None:
        with pytest.raises(MAIFError, match="agent_did"):
            SecureMAIFWriter(path, "scribe", agent_did=wrong)

    def test_a_finalized_file_takes_nothing_more(self, sample: str, path: str) -> None:
        writer = SecureMAIFWriter(path, "scribe")
        writer.finalize()
        before = Path(path).read_bytes()
        calls: list[Callable[[], object]] = [
            lambda: writer.add_text_block("late"),
            lambda: writer.add_embeddings_block([[1]]),
            lambda: writer.add_embeddings_block([]),
            lambda: writer.add_binary_block(b"late"),
            writer.finalize,
        ]
        for call in calls:
            with pytest.raises(RuntimeError, match="finalized") as caught:
                call()
            assert isinstance(caught.value, ClosedError)
        writer.abandon()
        assert (writer.finalized, Path(path).read_bytes()) == (True, before)

    def test_the_old_file_stays_until_the_new_one_is_whole(self, sample: str) -> None:
        writer = SecureMAIFWriter(sample, "scribe")
        for block in SecureMAIFReader(sample).blocks:
            writer.add_block(block.data, block.block_type, block.metadata)
        writer.add_text_block("one more")
        assert len(SecureMAIFReader(sample).blocks) == 3
        writer.finalize()
        assert len(SecureMAIFReader(sample).blocks) == 4
        assert quick_verify(sample)

    @pytest.mark.parametrize("abandon", [True, False])
    def test_a_file_that_is_never_finalized_leaves_nothing(self, tmp_path: Path, abandon: bool) -> None:
        writer = SecureMAIFWriter(tmp_path / "never.maif", "scribe")
        writer.add_text_block("hello")
        if abandon:
            writer.abandon()
            with pytest.raises(ClosedError):
                writer.add_text_block("late")
        del writer
        assert list(tmp_path.iterdir()) == []

    def test_no_embeddings_are_a_block_too(self, path: str) -> None:
        writer = SecureMAIFWriter(path, "scribe")
        writer.add_embeddings_block([])
        block = SecureMAIFReader(writer.finalize()).blocks[0]
        assert (block.data, block.metadata) == (b"", {"count": 0, "dimensions": 0, "dtype": "float32"})
        assert quick_verify(path)

    def test_short_ways(self, path: str) -> None:
        content = {
            "texts": ["a", {"content": "b", "metadata": {"n": 1}}],
            "embeddings": [[1, 2]],
            "embeddings_metadata": {"model": "m"},
            "binaries": [{"data": b"c", "metadata": {"n": 2}}, b"d"],
        }
        key = Ed25519PrivateKey.generate()
        assert create_maif(path, "scribe", content, key) == path
        blocks = MAIFDecoder(path).blocks
        assert [block.block_type_name for block in blocks] == ["TEXT", "TEXT", "EMBED", "BINARY", "BINARY"]
        assert [(block.metadata or {}).get("n") for block in blocks] == [None, 1, None, 2, None]
        quick_create(path, texts=["a", "b"], embeddings=[[1, 2]], agent_id="quick", metadata={"of": "x"})
        blocks = MAIFDecoder(path).blocks
        assert [block.metadata for block in blocks][:2] == [{"index": 0, "of": "x"}, {"index": 1, "of": "x"}]
        assert quick_verify(path)
        assert [block["type"] for block in quick_read(path)["blocks"]] == ["TEXT", "TEXT", "EMBEDDINGS"]


@pytest.mark.parametrize("name", EXPECTED)
class TestGolden:
    def test_a_reader_reports_what_they_report(self, name: str) -> None:
        expected = EXPECTED[name]
        reader = SecureMAIFReader(GOLDEN / f"{name}.maif")
        assert (reader.load(), reader.verify_integrity()) == (True, (True, []))
        info = reader.get_file_info()
        assert info.pop("agent_did").rstrip("\ufffd") == expected["header"]["agent_did"]
        assert info == {key: value for key, value in expected["header"].items() if key != "agent_did"}
        assert len(reader.provenance) == expected["provenance_entries"]
        assert reader.security_info["public_key"] == expected["public_key"]
        assert reader.public_key is not None
        assert reader.public_key.public_bytes_raw().hex() == expected["public_key"]
        assert [
            {
                "content_hash": block.header.content_hash.hex(),
                "data_sha256": hashlib.sha256(block.data).hexdigest(),
                "data_size": len(block.data),
                "id": block.block_id,
                "metadata": block.metadata,
                "timestamp": block.header.timestamp,
                "type": SecureBlockType(block.header.block_type).name,
            }
            for block in reader.blocks
        ] == [block | {"type": SecureBlockType.of(block["type"]).name} for block in expected["blocks"]]

    def test_headers_and_footer_pack_to_what_stands_in_the_file(self, name: str) -> None:
        data = (GOLDEN / f"{name}.maif").read_bytes()
        reader = SecureMAIFReader(GOLDEN / f"{name}.maif")
        assert reader.file_header is not None
        assert reader.footer is not None
        assert (reader.file_header.pack(), reader.footer.pack()) == (data[:444], data[-48:])
        assert [block.get_content_hash() for block in reader.blocks] == [
            block.header.content_hash for block in reader.blocks
        ]
        for entry in reader.provenance:
            assert entry.entry_hash == entry.calculate_hash()

    def test_it_is_copied_block_by_block(self, name: str, path: str) -> None:
        with MAIFStreamWriter(path) as writer:
            for block in SecureMAIFReader(GOLDEN / f"{name}.maif").blocks:
                writer.encoder.add_block(block.data, block.block_type, block.metadata)
        hashes = [block.header.content_hash.hex() for block in SecureMAIFReader(path).blocks]
        assert hashes == [block["content_hash"] for block in EXPECTED[name]["blocks"]]
        assert verify_maif(path)[0]

    def test_a_copy_that_was_cut_off_gives_its_whole_blocks_and_no_more(self, name: str, path: str) -> None:
        data, ids = (GOLDEN / f"{name}.maif").read_bytes(), [block["id"] for block in EXPECTED[name]["blocks"]]
        ends = list(accumulate((block.size for block in oracle.parse(data).blocks), initial=444))
        cuts = {cut for end in ends for cut in (end - 1, end, end + 1)} | set(range(444, len(data), 199))
        for size in sorted(cuts - {443}):
            Path(path).write_bytes(data[:size])
            whole = sum(end <= size for end in ends) - 1
            reader, parser = SecureMAIFReader(path), MAIFParser(path)
            assert [block.block_id for block in reader.blocks] == ids[:whole], size
            assert [block.block_id for block in parser.blocks] == ids[:whole], size
            assert (reader.load(), reader.verify_integrity()[0], reader.is_tampered()) == (False, False, True)
            assert reader.get_block(whole) is None
            with pytest.raises(UnfinishedFileError):
                MAIFStreamReader(path)


class TestReading:
    def test_blocks_are_read_by_number(self, sample: str) -> None:
        reader = MAIFDecoder(sample)
        assert reader.get_text_content(0) == "first"
        assert [reader.get_text_content(number) for number in (1, 3, -1)] == [None, None, None]
        assert reader.get_embeddings_content(1) == [[1, 2, 3], [4, 5, 6]]
        assert [reader.get_embeddings_content(number) for number in (0, 3)] == [None, None]
        assert (reader.get_block(3), reader.get_block(-1)) == (None, None)
        assert reader.get_block(2) == reader.blocks[2] == reader.blocks[-1] == reader.get_blocks()[2]
        assert reader.blocks[2].header.flags == BlockFlags.SIGNED | BlockFlags.IMMUTABLE

    def test_blocks_are_as_good_as_a_list(self, sample: str) -> None:
        blocks = MAIFDecoder(sample).blocks
        assert blocks == list(blocks)
        assert blocks != [*blocks, 1]
        assert blocks[1:] == [blocks[1], blocks[2]]
        with pytest.raises(IndexError, match="there is no number 3"):
            blocks[3]
        assert not hasattr(blocks[0], "colour")

    def test_provenance_is_as_good_as_a_list(self, path: str) -> None:
        writer = SecureMAIFWriter(path, "scribe")
        for number in range(200):
            writer.add_text_block(str(number))
        reader = SecureMAIFReader(writer.finalize())
        entries, listed = reader.provenance, list(reader.provenance)
        assert (len(entries), reader.get_provenance() == listed) == (202, True)
        for number in (0, 201, 100, 99, 30, 31, -1, 150, 0):
            assert entries[number] == listed[number], number
        for number in range(1, len(entries)):
            assert entries[number].previous_entry_hash == entries[number - 1].entry_hash

    def test_the_merkle_root_is_computed_anew(self, sample: str) -> None:
        reader = SecureMAIFReader(sample)
        header = reader.file_header
        assert header is not None
        assert reader._calculate_merkle_root() == header.merkle_root  # noqa: SLF001 — their programs call it so

    def test_a_manifest_holds_all_but_the_data(self, sample: str) -> None:
        reader = SecureMAIFReader(sample)
        manifest = reader.export_manifest()
        assert manifest["integrity"] == {"verified": False, "tampering_detected": False, "tampered_blocks": []}
        reader.verify_integrity()
        manifest = reader.export_manifest()
        assert manifest["integrity"]["verified"]
        assert (manifest["maif_version"], manifest["format"]) == ("2.1", "secure")
        assert [(block["type"], block["is_signed"], block["is_tampered"]) for block in manifest["blocks"]] == [
            ("TEXT", True, False),
            ("EMBEDDINGS", True, False),
            ("VIDEO", True, False),
        ]
        assert [entry["chain_position"] for entry in manifest["provenance"]] == [0, 1, 2, 3, 4]
        assert manifest["security"]["key_algorithm"] == "Ed25519"
        assert json.loads(json.dumps(manifest)) == manifest

    def test_a_parser_loads_itself(self, sample: str) -> None:
        parser = MAIFParser(sample)
        assert [type(block) for block in parser.blocks] == [MAIFBlock] * 3
        first, second, third = parser.get_blocks()
        assert (first.block_type, first.offset, first.previous_hash) == ("TEXT", 444, None)
        assert (second.offset, second.previous_hash) == (444 + first.size, first.hash)
        assert (third.data, parser.get_block_data(2), parser.get_block_data(3)) == (b"\x00\x01", b"\x00\x01", None)
        assert parser.header is not None
        assert (parser.header.version, parser.header.agent_id) == ("2.1", "did:maif:scribe")
        assert parser.file_info["merkle_root"] == parser.header.root_hash
        assert (parser.load(), parser.verify(), parser.is_tampered()) == (True, (True, []), False)
        assert (parser.get_text_content(0), parser.provenance[0].action) == ("first", "genesis")
        assert parser.security_info == parser.export_manifest()["security"]

    def test_a_report_says_what_was_found(self, sample: str) -> None:
        ok, report = verify_maif(sample)
        assert (ok, report["is_valid"], report["errors"], report["tampered_blocks"]) == (True, True, [], [])
        assert (report["file_path"], report["block_count"], report["provenance_entries"]) == (sample, 3, 5)
        assert report["file_info"] == SecureMAIFReader(sample).get_file_info()


HEADER, BLOCK = SecureFileHeader.HEADER_SIZE, SecureBlockHeader.HEADER_SIZE


class TestTampering:
    @pytest.mark.parametrize(
        ("at", "what"),
        [
            (HEADER + BLOCK, "content"),
            (HEADER + 4, "block"),  # its type
            (HEADER + 16, "signature"),  # its time
            (HEADER + 40, "chain"),
            (HEADER + 104, "signature"),
            (HEADER + BLOCK + 5, "content"),  # its metadata
        ],
    )
    def test_in_a_block_is_found_and_shown(self, sample: str, at: int, what: str) -> None:
        original = Path(sample).read_bytes()[at]
        damage(sample, at, bytes([original ^ 0x5A]))
        reader = SecureMAIFReader(sample)
        ok, errors = reader.verify_integrity()
        assert not ok
        assert errors
        assert (reader.is_tampered(), reader.get_tampered_blocks()) == (True, [0])
        assert [bool(block.header.flags & BlockFlags.TAMPERED) for block in reader.blocks] == [True, False, False]
        integrity = {"verified": True, "tampering_detected": True, "tampered_blocks": [0]}
        if what != "content" or at == HEADER + BLOCK:
            assert reader.export_manifest()["integrity"] == integrity
        assert verify_maif(sample)[1]["tampered_blocks"] == [0]

    def test_of_several_blocks_names_each(self, sample: str) -> None:
        last = Path(sample).stat().st_size
        blocks = SecureMAIFReader(sample).blocks
        third = HEADER + blocks[0].header.size + blocks[1].header.size + BLOCK
        assert third < last
        damage(sample, HEADER + BLOCK, b"X")
        damage(sample, third, b"X")
        assert SecureMAIFReader(sample).get_tampered_blocks() == [0, 2]

    def test_of_the_merkle_root_is_named(self, sample: str) -> None:
        damage(sample, 152, b"\xff" * 32)
        reader = SecureMAIFReader(sample)
        assert reader.is_tampered()
        assert any("merkle" in error.lower() for error in reader.verify_integrity()[1])

    @pytest.mark.parametrize("where", ["signature", "provenance", "security", "index", "footer"])
    def test_where_they_look_away_is_found_too(self, sample: str, where: str) -> None:
        reader = SecureMAIFReader(sample)
        header = reader.file_header
        assert header is not None
        at = {
            "signature": 200,
            "provenance": header.provenance_offset + 30,
            "security": header.security_offset + 20,
            "index": header.index_offset + 7,
            "footer": Path(sample).stat().st_size - 20,
        }[where]
        damage(sample, at, bytes([Path(sample).read_bytes()[at] ^ 1]))
        ok, errors = SecureMAIFReader(sample).verify_integrity()
        assert (ok, any(f"({where})" in error for error in errors)) == (False, True)
        assert not quick_verify(sample)

    def test_verifying_again_sees_what_has_changed_since(self, sample: str) -> None:
        reader = SecureMAIFReader(sample)
        assert (reader.is_tampered(), reader.get_tampered_blocks()) == (False, [])
        damage(sample, HEADER + BLOCK, b"X")
        assert not reader.verify_integrity()[0]
        assert reader.get_tampered_blocks() == [0]


class TestWhatIsNoWholeFile:
    def test_a_file_that_is_cut_off_does_not_load_and_says_so(self, sample: str) -> None:
        data = Path(sample).read_bytes()
        header = SecureMAIFReader(sample).file_header
        assert header is not None
        Path(sample).write_bytes(data[: header.provenance_offset - 1])
        reader = SecureMAIFReader(sample)
        assert (reader.load(), reader.verify_integrity()[0], reader.is_tampered()) == (False, False, True)
        assert reader.blocks[0].data == b"first"
        assert len(reader.blocks) == 2
        assert (reader.file_header, reader.footer, list(reader.provenance)) == (None, None, [])
        assert (reader.security_info, reader.public_key, reader.get_file_info()) == ({}, None, {})
        assert MAIFParser(sample).header is None
        with pytest.raises(UnfinishedFileError):
            MAIFStreamReader(sample)

    @pytest.mark.parametrize("content", [None, b"", b"something else"])
    def test_neither_does_one_that_is_none(self, path: str, content: bytes | None) -> None:
        if content is not None:
            Path(path).write_bytes(content)
        reader = SecureMAIFReader(path)
        ok, errors = reader.verify_integrity()
        assert (reader.load(), ok, len(errors), reader.is_tampered()) == (False, False, 1, True)
        assert (reader.get_tampered_blocks(), list(reader.blocks), list(MAIFParser(path).blocks)) == ([], [], [])
        assert quick_read(path)["blocks"] == []
        assert not verify_maif(path)[0]
        with pytest.raises(FormatError if content is not None else FileNotFoundError):
            MAIFStreamReader(path)


class TestStreaming:
    def test_a_configuration_is_kept(self, sample: str, path: str) -> None:
        config = StreamingConfig(chunk_size=8192, max_workers=16, buffer_size=1 << 20)
        with MAIFStreamReader(sample, config) as reader:
            assert (reader.maif_path, reader.config) == (sample, config)
        with MAIFStreamWriter(path, config, agent_id="scribe") as writer:
            assert (writer.output_path, writer.config, writer.agent_id) == (path, config, "scribe")
        for name in ("chunk_size", "max_workers", "buffer_size"):
            wrong: Any = {name: 0}
            with pytest.raises(InvalidArgumentError):
                StreamingConfig(**wrong)

    @pytest.mark.parametrize("mapped", [True, False])
    def test_blocks_come_as_type_and_bytes(self, sample: str, mapped: bool) -> None:
        config = StreamingConfig(max_workers=2, use_memory_mapping=mapped)
        vectors = struct.pack("<6f", 1, 2, 3, 4, 5, 6)
        pairs = [("TEXT", b"first"), ("EMBD", vectors), ("VIDE", b"\x00\x01")]
        with MAIFStreamReader(sample, config) as reader:
            assert list(reader.stream_blocks()) == pairs == list(reader.stream_blocks_parallel())
            stats = reader.get_performance_stats()
            assert (stats["total_blocks_read"], stats["total_bytes_read"]) == (6, 2 * (5 + 24 + 2))
            assert (stats["file_size"], stats["memory_mapped"]) == (Path(sample).stat().st_size, mapped)
            assert (stats["max_workers"], stats["average_read_time"] >= 0) == (2, True)
            assert reader.blocks[0].header.block_type == BlockType.TEXT
            assert [reader.get_block_by_id(id_) for id_ in (reader.blocks[0].block_id, "0" * 32)] == [b"first", None]

    def test_an_early_exit_ends_the_threads(self, sample: str) -> None:
        with MAIFStreamReader(sample) as reader:
            stream = reader.stream_blocks_parallel()
            assert next(stream) == ("TEXT", b"first")
            stream.close()  # type: ignore[attr-defined]
            assert list(stream) == []

    def test_a_copy_has_the_same_types_and_data(self, sample: str, tmp_path: Path) -> None:
        copy = tmp_path / "copy.maif"
        with MAIFStreamReader(sample) as reader, MAIFStreamWriter(copy) as writer:
            for block_type, data in reader.stream_blocks():
                writer.write_block(data, str(block_type))
        with MAIFStreamReader(sample) as one, MAIFStreamReader(copy) as other:
            assert list(one.stream_blocks()) == list(other.stream_blocks())

    def test_what_was_written_is_counted(self, path: str) -> None:
        with MAIFStreamWriter(path, clock=VirtualClock()) as writer:
            assert writer.get_stats()["avg_write_time"] == 0
            ids = [writer.write_block(b"data", "text", {"a": 1}), writer.write_text_block("déjà"), ""]
            ids[2] = writer.write_binary_block(bytearray(3), "image")
            expected = {"blocks_written": 3, "bytes_written": 4 + 6 + 3, "avg_write_time": 0, "total_write_time": 0}
        assert writer.get_stats() == expected
        assert [block.block_id for block in SecureMAIFReader(path).blocks] == ids

    @pytest.mark.parametrize(
        ("data", "block_type", "stored"),
        [
            (b"abc", "text", "TEXT"),
            ("abc", BlockType.TEXT, "TEXT"),
            (b"\xff", "text", "BINARY"),
            ("ü".encode()[:1], "text", "BINARY"),
            (b"abc", "data", "BINARY"),
            (b"abc", "AUDI", "AUDIO"),
        ],
    )
    def test_types_are_told_as_there(self, path: str, data: Any, block_type: Any, stored: str) -> None:
        with MAIFStreamWriter(path) as writer:
            writer.write_block(data, block_type)
            raw = data.encode() if isinstance(data, str) else data
            writer.write_block_stream(block_type, (raw[at : at + 1] for at in range(len(raw))))
        assert [block.block_type_name for block in SecureMAIFReader(path).blocks] == [stored, stored]

    def test_text_may_be_cut_anywhere(self, path: str) -> None:
        data = "déjà 世界 🌍".encode()
        with MAIFStreamWriter(path) as writer:
            writer.write_block_stream("text", [data[at : at + 1] for at in range(len(data))])
            writer.write_block("é" * 100_001, "text")
        assert SecureMAIFReader(path).get_text_content(0) == "déjà 世界 🌍"
        assert SecureMAIFReader(path).get_text_content(1) == "é" * 100_001

    def test_nothing_is_no_block(self, path: str) -> None:
        with MAIFStreamWriter(path) as writer:
            assert writer.write_block_stream("text", [None]) == ""
            calls: list[Callable[[], str]] = [
                lambda: writer.write_block(b"", "text"),
                lambda: writer.write_block(b"a", ""),
                lambda: writer.write_block_stream("text", [b""]),
            ]
            for call in calls:
                with pytest.raises(ValueError, match=r"no data|needs a type") as caught:
                    call()
                assert isinstance(caught.value, MAIFError)
        assert len(SecureMAIFReader(path).blocks) == 0

    def test_a_stream_that_fails_adds_no_block(self, path: str) -> None:
        def pieces() -> Iterator[bytes]:
            yield b"some"
            raise ZeroDivisionError

        with MAIFStreamWriter(path) as writer:
            with pytest.raises(ZeroDivisionError):
                writer.write_block_stream("text", pieces())
            writer.write_block(b"more", "text")
        assert [block.data for block in SecureMAIFReader(path).blocks] == [b"more"]

    def test_left_by_an_exception_a_writer_leaves_the_old_file(self, sample: str, tmp_path: Path) -> None:
        before = Path(sample).read_bytes()

        def fail() -> None:
            with MAIFStreamWriter(sample) as writer:
                writer.write_block(b"data", "text")
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            fail()
        assert (Path(sample).read_bytes(), [file.name for file in tmp_path.iterdir()]) == (before, ["x.maif"])

    def test_finalizing_twice_is_as_good_as_once(self, path: str) -> None:
        with MAIFStreamWriter(path) as writer:
            writer.write_block(b"data", "text")
            writer.finalize()
            writer.finalize()
        assert quick_verify(path)

    def test_threads_may_share_a_writer(self, path: str) -> None:
        with MAIFStreamWriter(path) as writer, ThreadPoolExecutor(4) as pool:
            ids = list(pool.map(lambda number: writer.write_block(b"%d" % number, "text"), range(100)))
        assert sorted(ids) == sorted(block.block_id for block in SecureMAIFReader(path).blocks)
        assert (quick_verify(path), writer.get_stats()["blocks_written"]) == (True, 100)

    def test_compressed_blocks_are_handed_out_as_they_were(self, path: str) -> None:
        text = "Compress this text " * 100
        with MAIFStreamWriter(path, StreamingConfig(enable_compression=True, compression_level=6)) as writer:
            writer.write_block(text.encode(), "text", {"a": 1})
        assert Path(path).stat().st_size < 5000
        block = SecureMAIFReader(path).blocks[0]
        assert (block.data.decode(), block.metadata) == (text, {"a": 1})
        assert block.get_content_hash() == block.header.content_hash
        assert (block.header.flags & BlockFlags.COMPRESSED, quick_verify(path)) == (BlockFlags.COMPRESSED, True)


class TestProfiler:
    def test_operations_are_measured(self) -> None:
        clock = VirtualClock()
        profiler = PerformanceProfiler(clock=clock)
        assert (profiler.timings, profiler.operation_counts) == ({}, {})
        profiler.start_timer("a")
        clock.sleep(1)
        profiler.start_timing("b")
        clock.sleep(2)
        assert (profiler.end_timer("a"), profiler.end_timing("b", 10), profiler.end_timer("a")) == (3, 2, 0)
        profiler.record_timing("a", 5)
        profiler.increment_counter("c", 2)
        assert profiler.get_stats("a") == {
            "operation": "a",
            "count": 2,
            "total_time": 8,
            "avg_time": 4,
            "min_time": 3,
            "max_time": 5,
        }
        assert profiler.timings["b"][0]["bytes_processed"] == 10
        assert (profiler.operation_counts, profiler.get_stats("x")) == ({"a": 2, "b": 1}, {})
        assert profiler.get_stats()["counters"] == {"c": 2}
        profiler.reset()
        assert profiler.get_stats() == {"counters": {}}

    def test_a_with_block_is_measured_also_when_it_fails(self, capsys: pytest.CaptureFixture[str]) -> None:
        clock = VirtualClock()
        profiler = PerformanceProfiler(clock=clock)

        def fail() -> None:
            with profiler.context_timer("a"):
                clock.sleep(2)
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            fail()
        assert profiler.get_stats("a")["total_time"] == 2
        profiler.print_report()
        assert "a: count 1, total_time 2" in capsys.readouterr().out

    def test_threads_may_share_it(self) -> None:
        profiler = PerformanceProfiler()

        def measure(name: int) -> None:
            for _ in range(50):
                with profiler.context_timer(str(name)):
                    profiler.increment_counter("all")

        with ThreadPoolExecutor(4) as pool:
            list(pool.map(measure, range(8)))
        assert (set(profiler.operation_counts.values()), profiler.counters) == ({50}, {"all": 400})


class TestMemory:
    """What is in memory does not grow with the number of blocks, nor with the size of one that comes in pieces."""

    MiB = 1 << 20

    def peak(self, work: Callable[[], object]) -> float:
        tracemalloc.start()
        try:
            work()
            return tracemalloc.get_traced_memory()[1] / self.MiB
        finally:
            tracemalloc.stop()

    def test_of_many_blocks(self, path: str) -> None:
        def write() -> None:
            with MAIFStreamWriter(path) as writer:
                for _ in range(64):
                    writer.write_block(bytes(self.MiB), "binary")

        def read() -> None:
            reader = SecureMAIFReader(path)
            assert sum(len(block.data) for block in reader.blocks) == 64 * self.MiB
            assert reader.verify_integrity()[0]
            assert sum(block.size for block in MAIFParser(path).blocks) > 64 * self.MiB

        def stream() -> None:
            with MAIFStreamReader(path, StreamingConfig(max_workers=2)) as reader:
                assert sum(len(data) for _, data in reader.stream_blocks()) == 64 * self.MiB
                assert sum(len(data) for _, data in reader.stream_blocks_parallel()) == 64 * self.MiB

        assert self.peak(write) < 8
        assert self.peak(read) < 8
        assert self.peak(stream) < 24

    def test_of_one_block_in_many_pieces(self, path: str) -> None:
        def write() -> None:
            with MAIFStreamWriter(path) as writer:
                writer.write_block_stream("text", (b"x" * self.MiB for _ in range(64)))

        def verify() -> None:
            assert quick_verify(path)

        assert self.peak(write) < 8
        assert self.peak(verify) < 8
        assert SecureMAIFReader(path).blocks[0].data == b"x" * 64 * self.MiB


def test_a_golden_file_is_not_touched_by_reading(tmp_path: Path) -> None:
    copy = shutil.copy(GOLDEN / "mixed.maif", tmp_path)
    quick_read(copy)
    verify_maif(copy)
    assert hashlib.sha256(Path(copy).read_bytes()).hexdigest() == EXPECTED["mixed"]["file_sha256"]
