"""`maif.verification`: what somebody without the key may do to a file, and how it is found out."""

from __future__ import annotations

import copy
import json
import os
import struct
import uuid
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Literal

import pytest

import oracle
from maif.errors import FormatError, IntegrityError, InvalidArgumentError
from maif.streaming import MAIFStreamReader, MAIFStreamWriter
from maif.verification import MAX_PROBLEMS, verify_file

pytestmark = pytest.mark.piece("maif.verification.verify_file")

ITEMS = [
    ("TEXT", b"pay 100 to Alice", {"lang": "en"}),
    ("BINA", b"\0\1\2", None),
    ("TEXT", b"second", {"n": 2}),
    ("IMAG", b"pixels", None),
]


def ours(path: Path, sign: Literal["merkle", "block"]) -> None:
    with MAIFStreamWriter(path, private_key=oracle.KEY, sign=sign) as writer:
        for block_type, data, metadata in ITEMS:
            writer.write_chunk(data, block_type, metadata)


@pytest.fixture(params=["merkle", "block", "block, by the other program"])
def path(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A sound file, signed in each of the three ways that there are."""
    path = tmp_path / "signed.maif"
    if request.param in ("merkle", "block"):
        ours(path, request.param)
    else:
        path.write_bytes(oracle.write(ITEMS, key=oracle.KEY))
    return path


@pytest.fixture
def merkle_path(tmp_path: Path) -> Path:
    path = tmp_path / "merkle.maif"
    ours(path, "merkle")
    return path


def attack(path: Path, change: Callable[[SimpleNamespace], object]) -> None:
    """Change a file as somebody without the key can: index and footer are made to fit."""
    file = oracle.parse(path.read_bytes())
    change(file)
    path.write_bytes(oracle.join(file))


def relink(file: SimpleNamespace) -> None:
    """Make every block follow the one before it."""
    previous = bytes(32)
    for block in file.blocks:
        block.previous_hash, previous = previous, block.content_hash


def kinds(path: Path, **options: Any) -> set[str]:
    return {problem.kind for problem in verify_file(path, **options).errors}


def is_refused(path: Path) -> bool:
    """Whether a verifying reader hands out no such file's blocks without an error."""
    try:
        with MAIFStreamReader(path, verify=True) as reader:
            list(reader)
    except FormatError:
        return True
    return False


def test_a_sound_file_is_sound(path: Path) -> None:
    report = verify_file(path, trusted_key=oracle.KEY.public_key())
    assert (report.errors, report.ok, report.trusted, report.blocks) == ([], True, True, 4)
    assert (report.bytes, report.public_key) == (path.stat().st_size, oracle.KEY.public_key().public_bytes_raw().hex())


def change_types(file: SimpleNamespace) -> None:
    for block in file.blocks:
        block.type = "VIDE"


def change_ids(file: SimpleNamespace) -> None:
    for block in file.blocks:
        block.block_id = uuid.uuid4().bytes


def change_times(file: SimpleNamespace) -> None:
    for block in file.blocks:
        block.timestamp += 1


def change_all_headers(file: SimpleNamespace) -> None:
    for change in (change_types, change_ids, change_times):
        change(file)


def change_content(file: SimpleNamespace) -> None:
    file.blocks[0].data = b"pay 999 to Mally"


def change_content_and_its_hash(file: SimpleNamespace) -> None:
    change_content(file)
    file.blocks[0].content_hash = oracle.content_hash(file.blocks[0].data, file.blocks[0].metadata)
    relink(file)


def change_content_and_all_that_follows(file: SimpleNamespace) -> None:
    change_content_and_its_hash(file)
    file.header.root = oracle.merkle_root([block.content_hash for block in file.blocks])
    file.provenance[-1]["block_hash"] = file.header.root.hex()


def change_metadata(file: SimpleNamespace) -> None:
    file.blocks[0].metadata = file.blocks[0].metadata.replace(b"en", b"fr")


def move_a_byte_from_metadata_to_data(file: SimpleNamespace) -> None:
    block = file.blocks[0]
    block.data, block.metadata = block.data + block.metadata[:1], block.metadata[1:]
    block.metadata_size -= 1


def swap_blocks(file: SimpleNamespace) -> None:
    file.blocks[0], file.blocks[2] = file.blocks[2], file.blocks[0]


def swap_blocks_and_relink(file: SimpleNamespace) -> None:
    swap_blocks(file)
    relink(file)


def drop_a_block(file: SimpleNamespace) -> None:
    del file.blocks[1]
    relink(file)


def drop_the_last_block(file: SimpleNamespace) -> None:
    del file.blocks[-1]


def double_a_block(file: SimpleNamespace) -> None:
    file.blocks.insert(1, copy.copy(file.blocks[1]))
    relink(file)


def double_the_last_block(file: SimpleNamespace) -> None:
    """An odd level of the Merkle tree repeats its last node: the count must tell four blocks from three."""
    file.blocks.append(copy.copy(file.blocks[-1]))
    relink(file)


def mark_as_compressed(file: SimpleNamespace) -> None:
    file.blocks[0].flags |= 8


def strip_signatures(file: SimpleNamespace) -> None:
    for block in file.blocks:
        block.flags, block.signature = 0, bytes(256)


def strip_signatures_and_their_entries(file: SimpleNamespace) -> None:
    strip_signatures(file)
    file.provenance = [file.provenance[0], file.provenance[-1]]


def mark_as_signed(file: SimpleNamespace) -> None:
    for block in file.blocks:
        block.flags |= 3


def fill_a_reserved_field(file: SimpleNamespace) -> None:
    file.blocks[0].reserved = b"hidden! "


BLOCK_ATTACKS = [
    change_types,
    change_ids,
    change_times,
    change_all_headers,
    change_content,
    change_content_and_its_hash,
    change_content_and_all_that_follows,
    change_metadata,
    move_a_byte_from_metadata_to_data,
    swap_blocks,
    swap_blocks_and_relink,
    drop_a_block,
    drop_the_last_block,
    double_a_block,
    double_the_last_block,
    mark_as_compressed,
]


@pytest.mark.parametrize("change", BLOCK_ATTACKS, ids=lambda change: change.__name__)
def test_who_has_no_key_cannot_change_blocks_unnoticed(path: Path, change: Callable[[SimpleNamespace], object]) -> None:
    attack(path, change)
    assert not verify_file(path).ok
    assert is_refused(path)


@pytest.mark.parametrize("change", [strip_signatures, strip_signatures_and_their_entries])
def test_signatures_of_blocks_cannot_be_taken_away_unnoticed(
    tmp_path: Path, change: Callable[[SimpleNamespace], object]
) -> None:
    path = tmp_path / "signed.maif"
    path.write_bytes(oracle.write(ITEMS, key=oracle.KEY))
    attack(path, change)
    assert not verify_file(path).ok
    assert is_refused(path)


def test_a_block_cannot_be_flagged_as_signed_without_a_signature(merkle_path: Path) -> None:
    attack(merkle_path, mark_as_signed)
    assert {"signature", "provenance"} <= kinds(merkle_path)
    assert is_refused(merkle_path)


def test_a_reserved_field_hides_nothing(path: Path) -> None:
    attack(path, fill_a_reserved_field)
    assert "block" in kinds(path)


def test_the_header_attack_on_a_merkle_signed_file_is_named(merkle_path: Path) -> None:
    """Types, ids and times are in no content hash: only the signed `finalize` entry can tell."""
    attack(merkle_path, change_all_headers)
    (problem,) = verify_file(merkle_path).errors
    assert (problem.kind, problem.block) == ("provenance", None)
    assert "types, ids or times" in problem.what
    with pytest.raises(IntegrityError, match="types, ids or times"):
        MAIFStreamReader(merkle_path, verify=True)


def test_blocks_of_another_file_by_the_same_signer_with_the_same_content_do_not_fit(
    merkle_path: Path, tmp_path: Path
) -> None:
    """The root is the same, and the signature of the other file's last entry holds: but it is of another file."""
    other = tmp_path / "other.maif"
    ours(other, "merkle")
    stolen = oracle.parse(other.read_bytes())

    def transplant(file: SimpleNamespace) -> None:
        file.blocks = stolen.blocks
        file.provenance[-1] = stolen.provenance[-1]

    attack(merkle_path, transplant)
    assert "provenance" in kinds(merkle_path)
    assert is_refused(merkle_path)


def test_the_whole_provenance_of_another_file_does_not_fit(merkle_path: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.maif"
    ours(other, "merkle")
    stolen = oracle.parse(other.read_bytes())

    def transplant(file: SimpleNamespace) -> None:
        file.blocks, file.provenance = stolen.blocks, stolen.provenance

    attack(merkle_path, transplant)
    assert "provenance" in kinds(merkle_path)
    assert is_refused(merkle_path)


def forge_agent(file: SimpleNamespace) -> None:
    file.provenance[0]["agent_id"] = "eve"


def forge_agent_and_hash(file: SimpleNamespace) -> None:
    forge_agent(file)
    previous = ""
    for entry in file.provenance:
        entry["previous_entry_hash"] = previous
        previous = entry["entry_hash"] = oracle.entry_hash(entry)


def sign_entries_with_another_key(file: SimpleNamespace) -> None:
    for entry in file.provenance:
        entry["signature"] = oracle.OTHER_KEY.sign(entry["entry_hash"].encode()).hex()


def drop_entries(file: SimpleNamespace) -> None:
    file.provenance = file.provenance[-1:]


def empty_provenance(file: SimpleNamespace) -> None:
    file.provenance = []


def change_one_signature(file: SimpleNamespace) -> None:
    file.provenance[0]["signature"] = "00" * 64


@pytest.mark.parametrize(
    "change",
    [
        forge_agent,
        forge_agent_and_hash,
        sign_entries_with_another_key,
        drop_entries,
        empty_provenance,
        change_one_signature,
    ],
    ids=lambda change: change.__name__,
)
def test_provenance_cannot_be_changed_unnoticed(path: Path, change: Callable[[SimpleNamespace], object]) -> None:
    attack(path, change)
    assert "provenance" in kinds(path)


@pytest.mark.parametrize("name", ["signer_id", "signer_did", "key_algorithm", "signature_algorithm"])
def test_the_security_section_must_say_what_signed_parts_say(path: Path, name: str) -> None:
    attack(path, lambda file: file.security.update({name: file.security[name][:-1] + "!"}))
    assert kinds(path) == {"security"}


@pytest.mark.parametrize("change", [-(10**9), 10**9])
def test_the_time_of_signing_must_lie_between_the_signed_times_around_it(path: Path, change: int) -> None:
    attack(path, lambda file: file.security.update(signed_at=file.security["signed_at"] + change))
    assert kinds(path) == {"security"}


def test_another_public_key_fits_no_signature(path: Path) -> None:
    stolen = oracle.OTHER_KEY.public_key().public_bytes_raw().hex()
    attack(path, lambda file: file.security.update(public_key=stolen))
    assert {"signature", "provenance"} <= kinds(path)
    assert is_refused(path)


@pytest.mark.parametrize("section", [[], "text", {}, {"public_key": None}, {"public_key": "é"}, {"a": [[1]] * 3}])
def test_a_security_section_of_another_shape_is_reported(path: Path, section: Any) -> None:
    attack(path, lambda file: setattr(file, "security", section))
    assert kinds(path) & {"security", "key", "unfinished"}
    assert is_refused(path)


def test_the_index_must_say_what_the_blocks_say(path: Path) -> None:
    raw = bytearray(path.read_bytes())
    index_at = oracle.parse(bytes(raw)).header.index_at
    raw[index_at : index_at + 48] = raw[index_at + 24 : index_at + 48] + raw[index_at : index_at + 24]
    raw[-36:-4] = oracle.sha256(raw[:-48])
    path.write_bytes(raw)
    assert kinds(path) == {"index"}
    assert is_refused(path)


def test_an_index_cannot_lead_a_verifying_reader_to_a_block_inside_of_a_blocks_data(tmp_path: Path) -> None:
    """The data of a block may well be a block: whoever can have it written must not be able to pass it off as one."""
    inner = oracle.parse(oracle.write([("TEXT", b"forged", None)], key=oracle.OTHER_KEY, sign_blocks=False)).blocks[0]
    forged = oracle.pack_block(inner)
    path = tmp_path / "upload.maif"
    with MAIFStreamWriter(path) as writer:
        writer.write_binary_chunk(b"an upload: " + forged)
    raw = bytearray(path.read_bytes())
    struct.pack_into(">QQ4sI", raw, oracle.parse(bytes(raw)).header.index_at, 444 + 372 + 11, len(forged), b"TEXT", 0)
    raw[-36:-4] = oracle.sha256(raw[:-48])
    path.write_bytes(raw)
    with pytest.raises(IntegrityError):
        MAIFStreamReader(path, verify=True)[0].data  # noqa: B018


def test_bytes_after_the_footer_are_found(path: Path) -> None:
    with open(path, "ab") as file:
        file.write(b"\0")
    assert kinds(path) == {"layout", "footer"}


def test_bytes_between_sections_are_found(path: Path) -> None:
    """Only the signer can do it: every offset is signed."""
    file = oracle.parse(path.read_bytes())
    raw = bytearray(oracle.join(file)[:-48])
    file.header.security_at += 1
    file.header.index_at += 1
    file.header.signature = oracle.signature_field(oracle.KEY, oracle.pack_file_header(file.header)[:-260])
    raw[:444] = oracle.pack_file_header(file.header)
    raw[file.header.security_at - 1 : file.header.security_at - 1] = b"?"
    raw += struct.pack(">4sQ32sI", b"FIAM", len(raw) + 48, oracle.sha256(raw), 0)
    path.write_bytes(raw)
    assert kinds(path) == {"layout"}


def test_a_block_more_than_the_signer_counted_is_found(path: Path) -> None:
    file = oracle.parse(path.read_bytes())
    extra = copy.copy(file.blocks[-1])
    extra.previous_hash = file.blocks[-1].content_hash
    for name in ("provenance_at", "security_at", "index_at"):
        setattr(file.header, name, getattr(file.header, name) + extra.size)
    file.header.signature = oracle.signature_field(oracle.KEY, oracle.pack_file_header(file.header)[:-260])
    raw = bytearray(oracle.join(file)[:-48])
    raw[file.header.provenance_at - extra.size : file.header.provenance_at - extra.size] = oracle.pack_block(extra)
    raw += struct.pack(">4sQ32sI", b"FIAM", len(raw) + 48, oracle.sha256(raw), 0)
    path.write_bytes(raw)
    assert kinds(path) == {"block"}


def sign_anew(path: Path, change: Callable[[SimpleNamespace], object]) -> None:
    """Change a file as somebody does who signs it with a key of their own."""
    file = oracle.parse(path.read_bytes())
    change(file)
    for block in file.blocks:
        block.content_hash = oracle.content_hash(block.data, block.metadata)
    relink(file)
    for block in file.blocks:
        if block.flags & 1:
            block.signature = oracle.signature_field(oracle.OTHER_KEY, oracle.block_message(block))
    added = [entry for entry in file.provenance if entry["action"].startswith("add_")]
    for entry, block in zip(added, file.blocks, strict=False):
        entry["block_hash"] = block.content_hash.hex()
    oracle.sign(file, oracle.OTHER_KEY)
    path.write_bytes(oracle.join(file))


def test_a_file_changed_and_signed_anew_is_caught_by_the_trusted_key_alone(path: Path) -> None:
    sign_anew(path, change_content)
    assert verify_file(path).errors == []
    assert kinds(path, trusted_key=oracle.KEY.public_key()) == {"key"}
    with pytest.raises(IntegrityError, match="not the trusted one"):
        MAIFStreamReader(path, trusted_key=oracle.KEY.public_key())


@pytest.mark.parametrize("form", ["object", "raw", "hex", "PEM", "path"])
def test_a_trusted_key_comes_in_many_forms(path: Path, tmp_path: Path, form: str) -> None:
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    public = oracle.KEY.public_key()
    pem = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    (tmp_path / "key.pem").write_bytes(pem)
    forms: dict[str, Any] = {
        "object": public,
        "raw": public.public_bytes_raw(),
        "hex": public.public_bytes_raw().hex(),
        "PEM": pem,
    }
    assert verify_file(path, forms.get(form, tmp_path / "key.pem")).trusted


def test_no_key_that_is_none_is_trusted(path: Path) -> None:
    with pytest.raises(InvalidArgumentError):
        verify_file(path, trusted_key=b"too short")


def test_a_problem_says_where_it_is(path: Path) -> None:
    attack(path, change_content)
    problem = next(problem for problem in verify_file(path).errors if problem.kind == "content")
    assert (problem.block, problem.offset) == (0, 444)
    assert str(problem) == "block 0, offset 444: the content is not what its hash says (content)"


def test_a_report_lists_a_thousand_problems_and_counts_all(tmp_path: Path) -> None:
    path = tmp_path / "many.maif"
    with MAIFStreamWriter(path) as writer:
        for number in range(MAX_PROBLEMS + 200):
            writer.write_text_chunk(str(number))
    attack(path, lambda file: [setattr(block, "version", 2) for block in file.blocks])
    report = verify_file(path)
    assert len(report.errors) == MAX_PROBLEMS
    assert report.error_count >= MAX_PROBLEMS + 200


def test_an_unfinished_file_is_reported_as_such(tmp_path: Path) -> None:
    path = tmp_path / "unfinished.maif"
    writer = MAIFStreamWriter(path)
    writer.write_text_chunk("here")
    writer.flush()
    report = verify_file(path)
    writer.close()
    assert ({problem.kind for problem in report.errors}, report.blocks) == ({"unfinished"}, 1)


@pytest.mark.parametrize("size", [0, 1, 100, 443])
def test_what_is_no_maif_file_is_reported_as_such(path: Path, size: int) -> None:
    os.truncate(path, size)
    assert kinds(path) == {"header"}


def test_a_missing_file_is_an_error_of_the_operating_system(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        verify_file(tmp_path / "nothing.maif")


def test_provenance_of_thousands_of_entries_is_read_piece_by_piece(tmp_path: Path) -> None:
    path = tmp_path / "many.maif"
    path.write_bytes(oracle.write([("TEXT", b"x", None)] * 300, key=oracle.KEY))
    with MAIFStreamReader(path) as reader:
        entries = list(reader.provenance())
    assert entries == json.loads(json.dumps(oracle.parse(path.read_bytes()).provenance))
