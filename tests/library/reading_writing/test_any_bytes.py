"""Any file is safe to open: whatever its bytes, the outcome is a value or a `MAIFError`, in bounded time and memory."""

from __future__ import annotations

import contextlib
import json
import os
import random
import struct
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import zstandard
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import oracle
from maif.block_storage import BlockStorage
from maif.core import MAIFDecoder, verify_maif
from maif.errors import FormatError, LimitError, MAIFError
from maif.file.metadata import Limits
from maif.recovery import recover, scan
from maif.streaming import Block, MAIFStreamReader, MAIFStreamWriter
from maif.verification import verify_file

pytestmark = pytest.mark.usefixtures("no_waiting_for_the_disk")

GOLDEN = Path(__file__).parents[2] / "golden"


@pytest.fixture(scope="module")
def sound_files(tmp_path_factory: pytest.TempPathFactory) -> list[bytes]:
    """The bytes of files of every kind."""
    folder = tmp_path_factory.mktemp("sound")
    for sign in ("merkle", "block"):
        with MAIFStreamWriter(folder / sign, sign=sign, compression="zstd") as writer:
            writer.write_text_chunk("a text " * 20, {"deep": [{"a": [1, {}]}]})
            writer.write_embeddings_chunk([[1.0, 2.0], [3.0, 4.0]])
            writer.write_binary_chunk(bytes(1000))
    return [path.read_bytes() for path in (*sorted(folder.iterdir()), GOLDEN / "empty.maif", GOLDEN / "mixed.maif")]


MANY = int(os.environ.get("MAIF_FUZZ_EXAMPLES", "60"))
"""How many examples: more of them on a quiet afternoon."""

fuzzing = settings(
    max_examples=MANY,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)

FIELDS = (
    "block_id",
    "block_type",
    "type_name",
    "timestamp",
    "metadata",
    "view",
    "data",
    "text",
    "array",
    "raw_metadata",
)


def use_everything(path: Path) -> None:
    """Do with a file whatever the library can do with it."""
    ways: list[dict[str, Any]] = [{}, {"verify": True}, {"allow_unfinished": True}]
    for options in [*ways, {"allow_unfinished": True, "enable_mmap": False}]:
        with contextlib.suppress(MAIFError), MAIFStreamReader(path, **options) as reader:
            for part in (reader.security, lambda: list(reader.provenance()), reader.public_key, lambda: reader.info):
                with contextlib.suppress(MAIFError):
                    part()
            with contextlib.suppress(MAIFError):
                for block in reader:
                    use_block(block)
            for number in range(min(len(reader), 5)):
                with contextlib.suppress(MAIFError):
                    use_block(reader[number])
                    use_block(reader.get_block(reader[number].block_id))
            with contextlib.suppress(MAIFError):
                reader.get_block("00" * 16)
            reader.verify()
    with contextlib.suppress(MAIFError), MAIFDecoder(path) as decoder:
        decoder.get_tampered_blocks()
        decoder.export_manifest()
    verify_maif(path)
    with contextlib.suppress(MAIFError):
        scan(path)
    output = f"{path}.recovered"
    with contextlib.suppress(MAIFError):
        recover(path, output)
        assert verify_file(output).errors == []
    with contextlib.suppress(FileNotFoundError):
        os.unlink(output)


def use_block(block: Block) -> None:
    repr(block)
    for field in FIELDS:
        with contextlib.suppress(MAIFError):
            getattr(block, field)


FIELDS_AT = (8, 124, 128, 136, 144, 152, 184, 440, 444, 448, 452, 468, 484, 516, 548, 804, 808)
"""Where fields of the file header, and of the first block's header, begin."""

numbers = st.sampled_from([0, 1, 371, 372, 373, 2**31 - 1, 2**31, 2**32 - 1]) | st.integers(0, 2**32 - 1)


@st.composite
def mutations(draw: st.DrawFn, sound: bytes) -> bytes:
    """Change some bytes, put in extreme numbers, cut out, double or move pieces."""
    raw = bytearray(sound)
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.sampled_from(FIELDS_AT) | st.integers(0, max(0, len(raw) - 1)))
        match draw(st.integers(0, 5)):
            case 0 if at < len(raw):
                raw[at] = draw(st.integers(0, 255))
            case 1:
                raw[at : at + 4] = draw(numbers).to_bytes(4, "big")
            case 2:
                raw[at : at + 8] = draw(st.integers(0, 2**64 - 1)).to_bytes(8, "big")
            case 3:
                del raw[at : at + draw(st.integers(1, 2000))]
            case 4:
                piece = raw[at : at + draw(st.integers(1, 2000))]
                to = draw(st.integers(0, len(raw)))
                raw[to:to] = piece
            case 5:
                raw[at : at + 1] = draw(st.binary(max_size=20))
    return bytes(raw)


@settings(
    max_examples=int(os.environ.get("FUZZ", 60)),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_whatever_changes_in_a_file_only_this_librarys_errors_come(
    tmp_path: Path, sound_files: list[bytes], data: st.DataObject
) -> None:
    path = tmp_path / "changed.maif"
    path.write_bytes(data.draw(mutations(data.draw(st.sampled_from(sound_files)))))
    use_everything(path)


@settings(
    max_examples=int(os.environ.get("FUZZ", 60)),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(raw=st.binary(max_size=600) | st.binary(min_size=440, max_size=1200).map(lambda raw: b"MAIF\0\2\0\1" + raw))
def test_bytes_out_of_nowhere_only_raise_this_librarys_errors(tmp_path: Path, raw: bytes) -> None:
    path = tmp_path / "random.maif"
    path.write_bytes(raw)
    use_everything(path)


def test_random_changes_only_raise_this_librarys_errors(tmp_path: Path, sound_files: list[bytes]) -> None:
    dice = random.Random(1)
    path = tmp_path / "changed.maif"
    for _ in range(MANY):
        raw = bytearray(dice.choice(sound_files))
        for _ in range(dice.choice([1, 3, 30])):
            raw[dice.randrange(len(raw))] = dice.randrange(256)
        path.write_bytes(raw)
        use_everything(path)


# Files made to exhaust who reads them


def file_with(path: Path, data: bytes = b"", metadata: bytes = b"{}", flags: int = 0, **fields: dict[str, int]) -> Path:
    """Write a file of one block that is what somebody wants it to be, and that its hashes vouch for."""
    file = oracle.parse(oracle.write([("TEXT", data, None)], key=oracle.KEY, sign_blocks=False))
    block = file.blocks[0]
    block.metadata, block.metadata_size, block.flags = metadata, len(metadata), flags
    block.size = 372 + len(data) + len(metadata)
    block.content_hash = oracle.content_hash(data, metadata)
    vars(block).update(fields)
    oracle.sign(file, oracle.KEY)
    path.write_bytes(oracle.join(file))
    return path


def compressed_file(path: Path, frame: bytes, declared: float | None, name: str = "zstd") -> Path:
    codec = json.dumps({"_codec": {"name": name, "size": declared}}).encode()
    return file_with(path, frame, codec, flags=8)


@contextlib.contextmanager
def little_memory(most: int = 40 << 20) -> Iterator[None]:
    tracemalloc.start()
    try:
        yield
        assert tracemalloc.get_traced_memory()[1] < most
    finally:
        tracemalloc.stop()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "hostile.maif"


ZEROS = zstandard.ZstdCompressor()


@pytest.mark.parametrize(
    ("frame", "declared", "error"),
    [
        (ZEROS.compress(bytes(100 << 20)), 100 << 20, LimitError),  # a bomb that says so
        (ZEROS.compress(bytes(100 << 20)), 1000, FormatError),  # one whose block does not
        (zstandard.ZstdCompressor(write_content_size=False).compress(bytes(100 << 20)), 1000, FormatError),
        (ZEROS.compress(bytes(1000)) * 2, 1000, FormatError),  # more than one frame
        (ZEROS.compress(bytes(1000))[:-1], 1000, FormatError),
        (b"no frame at all", 1000, FormatError),
        (b"", 0, FormatError),
        (ZEROS.compress(bytes(1000)), 999, FormatError),
        (ZEROS.compress(bytes(1000)), -1, FormatError),
        (ZEROS.compress(bytes(1000)), 1e3, FormatError),
        (ZEROS.compress(bytes(1000)), None, FormatError),
        (ZEROS.compress(bytes(1000)), 10**30, LimitError),
    ],
)
def test_a_block_expands_to_what_it_declares_or_not_at_all(
    path: Path, frame: bytes, declared: float | None, error: type[MAIFError]
) -> None:
    compressed_file(path, frame, declared)
    with little_memory(), BlockStorage(path, limits=Limits(decompressed=50 << 20)) as storage, pytest.raises(error):
        storage[0].data  # noqa: B018
    use_everything(path) if declared != 100 << 20 else None


def test_another_codec_is_refused_and_its_stored_bytes_stay_at_hand(path: Path) -> None:
    compressed_file(path, b"bytes", 5, name="lzma")
    with BlockStorage(path) as storage:
        with pytest.raises(FormatError, match="lzma"):
            storage[0].data  # noqa: B018
        assert bytes(storage[0].view) == b"bytes"


def test_the_reserved_key_counts_only_with_the_flag(path: Path) -> None:
    file_with(path, b"plain", b'{"_codec": {"name": "zstd", "size": 9}}')
    with BlockStorage(path) as storage:
        assert (storage[0].data, "_codec" in storage[0].metadata) == (b"plain", True)
    file_with(path, b"plain", flags=8)
    with BlockStorage(path) as storage:
        assert (storage[0].data, storage[0].metadata) == (b"plain", {})


DEEP = b"[" * 100_000 + b"]" * 100_000


@pytest.mark.parametrize(
    ("metadata", "error"),
    [
        (DEEP, MAIFError),
        (b'{"a":' * 101 + b"1" + b"}" * 101, LimitError),
        (b"[" * 500 + b"]" * 500, LimitError),
        (b'{"a": ', FormatError),
        (b"\xff\xfe", FormatError),
        (b"", FormatError),
        (b"9" * 10_000, FormatError),
        (b'"' + b"a" * (16 << 20) + b'"', LimitError),
    ],
    ids=["far too deep", "too deep", "deep lists", "cut off", "not text", "nothing", "a long number", "too large"],
)
def test_metadata_beyond_the_limits_raises_when_it_is_asked_for(
    path: Path, metadata: bytes, error: type[MAIFError]
) -> None:
    file_with(path, b"data", metadata)
    with BlockStorage(path) as storage:
        with pytest.raises(error):
            storage[0].metadata  # noqa: B018
        assert storage[0].data == b"data"
    assert "block" in {problem.kind for problem in verify_file(path).errors}


@pytest.mark.parametrize("value", [[1, 2], "text", 5, None, float("nan"), {"deep": [{"a": [1]}]}])
def test_any_json_value_is_read_as_metadata(path: Path, value: Any) -> None:
    file_with(path, b"", json.dumps(value).encode())
    with BlockStorage(path) as storage:
        assert json.dumps(storage[0].metadata) == json.dumps(value)
    use_everything(path)


def test_a_hundred_levels_of_metadata_are_read(path: Path) -> None:
    file_with(path, b"", b'{"a":' * 100 + b"1" + b"}" * 100)
    with BlockStorage(path) as storage:
        assert "a" in storage[0].metadata


@pytest.mark.parametrize(
    "fields",
    [
        {"metadata_size": 2**32 - 1},
        {"metadata_size": 3},
        {"size": 2**32 - 1},
        {"size": 0},
        {"size": 371},
        {"timestamp": 2**64 - 1},
    ],
    ids=str,
)
def test_sizes_are_checked_before_anything_is_allocated(path: Path, fields: dict[str, int]) -> None:
    file = oracle.parse(oracle.write([("TEXT", b"", None)], key=oracle.KEY))
    vars(file.blocks[0]).update(fields)
    path.write_bytes(oracle.join(file))
    with little_memory():
        use_everything(path)


@pytest.mark.parametrize("name", ["block_count", "provenance_at", "security_at", "index_at"])
@pytest.mark.parametrize("value", [0, 1, 443, 2**31, 2**32 - 1, 2**60, 2**64 - 1])
def test_counts_and_offsets_are_checked_against_the_file(path: Path, name: str, value: int) -> None:
    if name == "block_count" and value >= 2**32:
        return
    file = oracle.parse(oracle.write([("TEXT", b"", None)] * 3, key=oracle.KEY))
    raw = oracle.join(file)
    setattr(file.header, name, value)
    path.write_bytes(oracle.pack_file_header(file.header) + raw[444:])
    with little_memory():
        use_everything(path)


def with_section(path: Path, name: str, content: bytes) -> None:
    """Write a file of which one section is what somebody wants it to be."""
    file = oracle.parse(oracle.write([("TEXT", b"", None)], key=oracle.KEY))
    sections = {"provenance": json.dumps(file.provenance).encode(), "security": json.dumps(file.security).encode()}
    sections[name] = content
    header = file.header
    header.security_at = header.provenance_at + 4 + len(sections["provenance"])
    header.index_at = header.security_at + 4 + len(sections["security"])
    header.signature = oracle.signature_field(oracle.KEY, oracle.pack_file_header(header)[:-260])
    parts = [len(section).to_bytes(4, "big") + section for section in sections.values()]
    raw = oracle.pack_file_header(header) + oracle.pack_block(file.blocks[0]) + b"".join(parts)
    raw += struct.pack(">QQ4sI", 444, file.blocks[0].size, b"TEXT", 3)
    path.write_bytes(raw + struct.pack(">4sQ32sI", b"FIAM", len(raw) + 48, oracle.sha256(raw), 0))


HOSTILE_JSON = [
    b"",
    b"[",
    b"[]",
    b"{}",
    b"null",
    b"[1, 2]",
    b'["a"]',
    b"[{}]",
    b'[{"action": [1]}]',
    DEEP,
    b"[" + b'{"a":' * 900,
    b'[{"a": ' + b"[" * 990 + b"]" * 990 + b"}]",
    b'{"public_key": 5}',
    b'{"public_key": "xyz"}',
    b"\xff" * 100,
    b'[{"agent_id": "\\ud800"}]',
    b'[{"chain_position": 1e999}]',
    b"[" + b"9" * 10_000 + b"]",
    b" " * 200_000,
    b'[{"signature": 5, "metadata": "x", "timestamp": {}}]',
    b"[" + b"{}," * 500 + b"{}]",
    b'{"a": "' + b"x" * 200_000,
]


@pytest.mark.parametrize("content", HOSTILE_JSON, ids=lambda content: repr(content[:20]))
@pytest.mark.parametrize("name", ["provenance", "security"])
def test_a_section_of_any_content_is_a_problem_and_no_crash(path: Path, name: str, content: bytes) -> None:
    with_section(path, name, content)
    with little_memory():
        use_everything(path)
    assert not verify_file(path).ok


@pytest.mark.parametrize("dimensions", [0, -1, 3, 2**40, 10**30, True, "2", None, 1.0])
def test_embeddings_that_do_not_fit_their_dimensions_raise(path: Path, dimensions: Any) -> None:
    for data in (bytes(8), b""):
        file_with(path, data, json.dumps({"dimensions": dimensions}).encode())
        if data or dimensions != 3:
            with BlockStorage(path) as storage, pytest.raises(FormatError, match="dimensions"):
                storage[0].array  # noqa: B018
