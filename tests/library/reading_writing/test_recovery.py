"""`maif.recovery`: what is left is found, kept, and finished; what it was made of is never lost."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import oracle
from maif.clock import VirtualClock
from maif.errors import FileAlreadyExistsError, FileLockedError, FormatError
from maif.recovery import recover, scan
from maif.recovery.examining import lookalikes
from maif.streaming import MAIFStreamReader, MAIFStreamWriter
from maif.verification import verify_file

pytestmark = [
    pytest.mark.piece("maif.recovery.examining.lookalikes"),
    pytest.mark.usefixtures("no_waiting_for_the_disk"),
]

KEY = bytes(range(32))


def finished(path: Path, *texts: str, **options: Any) -> list[str]:
    with MAIFStreamWriter(path, private_key=KEY, **options) as writer:
        return [writer.write_text_chunk(text) for text in texts]


def unfinished(path: Path, *texts: str, **options: Any) -> list[str]:
    writer = MAIFStreamWriter(path, private_key=KEY, **options)
    ids = [writer.write_text_chunk(text) for text in texts]
    writer.__exit__(KeyboardInterrupt, None, None)
    return ids


def texts_in(path: Path) -> list[str]:
    with MAIFStreamReader(path, verify=True) as reader:
        return [block.text for block in reader]


def change(path: Path, offset: int, data: bytes = b"!") -> None:
    with open(path, "r+b") as file:
        file.seek(offset)
        file.write(data)


def names_in(path: Path) -> list[str]:
    return sorted(entry.name for entry in path.parent.iterdir())


def test_a_sound_file_is_left_alone(path: Path) -> None:
    finished(path, "a")
    before = path.stat()
    report = recover(path)
    assert (report.changed, report.signed_anew, report.original, report.blocks) == (False, False, None, 1)
    assert (path.stat().st_ino, path.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_a_sound_file_is_copied_to_an_output(path: Path, tmp_path: Path) -> None:
    finished(path, "a")
    report = recover(path, tmp_path / "copy.maif")
    assert (tmp_path / "copy.maif").read_bytes() == path.read_bytes()
    assert (report.changed, report.output) == (True, str(tmp_path / "copy.maif"))


@pytest.mark.parametrize("sign", ["merkle", "block"])
def test_with_its_key_a_file_keeps_its_signer_and_its_way_of_signing(path: Path, sign: str) -> None:
    unfinished(path, "a", "b", sign=sign)
    report = recover(path, private_key=KEY)
    assert (report.signed_anew, report.public_key) == (False, oracle.KEY.public_key().public_bytes_raw().hex())
    assert verify_file(path, trusted_key=report.public_key).errors == []
    assert oracle.problems(path.read_bytes()) == []
    assert [block.flags & 1 for block in oracle.parse(path.read_bytes()).blocks] == [int(sign == "block")] * 2


@pytest.mark.parametrize("sign", ["merkle", "block"])
def test_without_its_key_a_file_is_signed_anew_and_says_so(path: Path, sign: str) -> None:
    unfinished(path, "a", "b", sign=sign)
    report = recover(path)
    assert report.signed_anew
    assert report.public_key != oracle.KEY.public_key().public_bytes_raw().hex()
    file = oracle.parse(path.read_bytes())
    assert [(block.flags & 3, block.signature) for block in file.blocks] == [(0, bytes(256))] * 2
    assert file.security["public_key"] == report.public_key
    (entry,) = [entry for entry in file.provenance if entry["action"] == "recover"]
    assert entry["metadata"] == {
        "blocks": 2,
        "damaged": 0,
        "signed_anew": True,
        "previous_public_key": oracle.KEY.public_key().public_bytes_raw().hex(),
    }


def test_a_recovered_file_keeps_its_identity_and_its_blocks_as_they_were(path: Path) -> None:
    clock = VirtualClock(1000)
    unfinished(path, "a" * 1000, "b", agent_id="scribe", compression="zstd", clock=clock)
    before = path.read_bytes()
    clock.advance(50)
    recover(path, clock=clock)
    with MAIFStreamReader(path) as reader:
        assert (reader.info.agent_did, reader.info.created, reader.info.modified) == ("did:maif:scribe", 1000, 1050)
        assert reader.header.file_id == before[28:44]
        assert reader[0].timestamp == 1000
        assert b"".join(bytes(block.frame) for block in reader) == before[444:]


def test_a_recovered_file_can_be_appended_to(path: Path) -> None:
    unfinished(path, "a")
    recover(path, private_key=KEY)
    finished(path, "b", mode="a")
    assert texts_in(path) == ["a", "b"]


def test_the_original_stays_where_it_holds_bytes_that_the_new_file_does_not(path: Path) -> None:
    unfinished(path, "a", "b")
    with open(path, "ab") as file:
        file.write(b"half a block")
    original = path.read_bytes()
    report = recover(path)
    assert (report.blocks, report.original) == (2, f"{path}.damaged")
    assert (path.parent / "file.maif.damaged").read_bytes() == original
    assert names_in(path) == ["file.maif", "file.maif.damaged"]


def test_an_earlier_original_is_not_overwritten(path: Path) -> None:
    for number in range(3):
        unfinished(path, str(number))
        with open(path, "ab") as file:
            file.write(b"half a block")
        recover(path)
    assert names_in(path) == ["file.maif", "file.maif.damaged", "file.maif.damaged-2", "file.maif.damaged-3"]


def test_nothing_is_left_beside_where_nothing_was_lost(path: Path) -> None:
    unfinished(path, "a")
    assert recover(path).original is None
    assert names_in(path) == ["file.maif"]


def test_damaged_blocks_are_left_out_and_told(path: Path) -> None:
    finished(path, "a", "b", "c")
    change(path, 444 + 375 + 372)
    found = scan(path)
    assert (found.blocks, [(problem.block, problem.offset) for problem in found.damaged]) == (2, [(1, 444 + 375)])
    report = recover(path)
    assert (report.blocks, [problem.block for problem in report.damaged]) == (2, [1])
    assert texts_in(path) == ["a", "c"]


def test_a_block_that_hides_those_after_it_is_passed_by_the_index(path: Path) -> None:
    finished(path, "a", "b", "c")
    change(path, 444 + 375, bytes(8))
    assert recover(path).blocks == 2
    assert texts_in(path) == ["a", "c"]


@pytest.mark.parametrize("offset", [8, 130, 140, 150, 160, 200], ids=lambda offset: f"header byte {offset}")
def test_a_file_whose_header_or_sections_are_damaged_keeps_all_its_blocks(path: Path, offset: int) -> None:
    finished(path, "a", "b", "c")
    change(path, offset)
    assert recover(path).blocks == 3
    assert texts_in(path) == ["a", "b", "c"]


def test_a_file_without_blocks_is_recovered_as_one(path: Path) -> None:
    unfinished(path)
    assert recover(path).blocks == 0
    assert texts_in(path) == []


def test_an_append_that_wrote_nothing_is_undone_to_the_byte(path: Path) -> None:
    finished(path, "a")
    before = path.read_bytes()
    MAIFStreamWriter(path, private_key=KEY, mode="a").__exit__(KeyboardInterrupt, None, None)
    report = recover(path)
    assert (report.changed, report.signed_anew) == (True, False)
    assert path.read_bytes() == before
    assert names_in(path) == ["file.maif"]


def test_an_append_that_died_keeps_the_old_provenance_and_the_new_blocks(path: Path) -> None:
    finished(path, "a", agent_id="first")
    unfinished(path, "b", mode="a", agent_id="second")
    recover(path, private_key=KEY)
    assert texts_in(path) == ["a", "b"]
    actions = [entry["action"] for entry in oracle.parse(path.read_bytes()).provenance]
    assert actions == ["genesis", "finalize", "recover", "finalize"]


def test_what_an_older_file_of_this_name_left_beside_is_not_used(path: Path) -> None:
    finished(path, "old")
    unfinished(path, "new in the old file", mode="a")
    path.unlink()
    unfinished(path, "another file")
    recover(path)
    assert texts_in(path) == ["another file"]
    assert names_in(path) == ["file.maif"]


def test_a_file_that_is_being_written_is_refused(path: Path) -> None:
    writer = MAIFStreamWriter(path)
    with pytest.raises(FileLockedError):
        recover(path)
    writer.close()


def test_an_output_that_exists_is_refused(path: Path, tmp_path: Path) -> None:
    unfinished(path, "a")
    (tmp_path / "there").write_text("precious")
    with pytest.raises(FileAlreadyExistsError):
        recover(path, tmp_path / "there")
    assert (tmp_path / "there").read_text() == "precious"


def test_an_output_leaves_the_original_as_it_was(path: Path, tmp_path: Path) -> None:
    unfinished(path, "a")
    before = path.read_bytes()
    recover(path, tmp_path / "recovered.maif")
    assert path.read_bytes() == before
    assert texts_in(tmp_path / "recovered.maif") == ["a"]


def test_what_is_no_maif_file_is_refused_and_left_alone(path: Path) -> None:
    path.write_bytes(b"PK" + bytes(1000))
    with pytest.raises(FormatError):
        recover(path)
    assert names_in(path) == ["file.maif"]


def test_a_scan_tells_what_is_left_and_where_it_ends(path: Path) -> None:
    unfinished(path, "a", "b")
    assert scan(path) == (str(path), False, 2, [], 444 + 2 * 375, "the blocks end here", 0)
    finished(path, "a")
    assert (scan(path).finished, scan(path).blocks) == (True, 1)


def test_a_scan_does_not_wait_for_a_writer(path: Path) -> None:
    with MAIFStreamWriter(path) as writer:
        writer.write_text_chunk("a")
        writer.flush()
        assert scan(path).blocks == 1


def test_a_file_of_the_other_program_is_recovered_without_its_key(path: Path) -> None:
    path.write_bytes(oracle.write([("TEXT", b"a", None), ("BINA", b"b", {"n": 1})], key=oracle.KEY)[:-200])
    report = recover(path)
    assert (report.blocks, report.signed_anew) == (2, True)
    assert verify_file(path).errors == []
    assert oracle.problems(path.read_bytes()) == []


# Behind damage


def blocks_of(path: Path) -> list[tuple[int, int]]:
    with MAIFStreamReader(path) as reader:
        return [(block.offset, len(block.frame)) for block in reader]


@pytest.mark.parametrize("finish", [True, False], ids=["finished", "unfinished"])
@pytest.mark.parametrize("damage", [bytes(512), b"\xff" * 512, b"TEXT" * 128], ids=["zeros", "ones", "letters"])
def test_whatever_sector_is_lost_the_blocks_around_it_are_kept(path: Path, finish: bool, damage: bytes) -> None:
    texts = [f"{number} " * 60 for number in range(20)]
    finished(path, *texts)
    places = blocks_of(path)
    raw = path.read_bytes()
    end = places[-1][0] + places[-1][1]
    for start in range(512, end - 512, 512):
        path.write_bytes(raw if finish else raw[:8] + bytes(4) + raw[12:end])
        change(path, start, damage)
        hit = {n for n, (at, size) in enumerate(places) if at < start + 512 and start < at + size}
        report = recover(path, private_key=KEY)
        kept = [text for number, text in enumerate(texts) if number not in hit]
        assert texts_in(path) == kept
        assert (report.blocks, report.changed, verify_file(path).errors) == (len(kept), True, [])
        assert not recover(path, private_key=KEY).changed
        for entry in path.parent.iterdir():
            entry.unlink()


@pytest.mark.parametrize("finish", [True, False], ids=["finished", "unfinished"])
def test_a_lost_file_header_is_made_anew(path: Path, finish: bool) -> None:
    finished(path, "a", "b", agent_id="scribe")
    raw = path.read_bytes()
    path.write_bytes(bytes(444) + (raw[444:] if finish else raw[444 : 444 + 2 * 375]))
    report = recover(path)
    assert (report.blocks, texts_in(path)) == (2, ["a", "b"])
    assert report.original == f"{path}.damaged"
    with MAIFStreamReader(path) as reader:
        assert (reader.header.file_id == raw[28:44]) is finish
        assert (reader.info.agent_did == "did:maif:scribe") is finish
    assert not recover(path).changed


@pytest.mark.parametrize("whole", [True, False], ids=["whole", "cut off"])
def test_blocks_of_a_file_inside_of_a_lost_block_do_not_become_blocks_of_this_one(
    path: Path, tmp_path: Path, whole: bool
) -> None:
    finished(tmp_path / "inner", "not", "of", "this", "file")
    inner = (tmp_path / "inner").read_bytes()
    writer = MAIFStreamWriter(path, private_key=KEY)
    writer.write_text_chunk("a")
    writer.write_binary_chunk(inner)
    if whole:
        writer.write_text_chunk("b")
    writer.__exit__(KeyboardInterrupt, None, None)
    change(path, 444 + 375, bytes(372))
    recover(path)
    assert texts_in(path) == (["a", "b"] if whole else ["a"])


def test_a_block_whose_metadata_cannot_be_read_is_damaged(path: Path) -> None:
    file = oracle.parse(oracle.write([("TEXT", b"a", None), ("TEXT", b"b", None)], key=oracle.KEY))
    block = file.blocks[0]
    block.metadata = b'{"a": '
    block.metadata_size = len(block.metadata)
    block.size = 372 + 1 + len(block.metadata)
    block.content_hash = oracle.content_hash(block.data, block.metadata)
    file.blocks[1].previous_hash = block.content_hash
    oracle.sign(file, oracle.KEY)
    path.write_bytes(oracle.join(file))
    first = recover(path, private_key=oracle.KEY)
    assert first.damaged
    assert verify_file(path).errors == []
    assert [recover(path, private_key=oracle.KEY).changed for _ in range(3)] == [False] * 3
    assert names_in(path) == ["file.maif", "file.maif.damaged"]


def test_a_hostile_file_does_not_keep_recovery_busy(path: Path) -> None:
    """Thousands of headers, each of which claims all the rest of the file."""
    size = 2_000_000
    raw = bytearray(size)
    for at in range(444, size - 400, 400):
        raw[at : at + 4] = (size - at).to_bytes(4, "big")
        raw[at + 4 : at + 16] = b"TEXT" + bytes(4) + (1).to_bytes(4, "big")
    raw[:12] = b"MAIF\0\2\0\1" + bytes(4)
    path.write_bytes(raw)
    assert scan(path).blocks == 0


CHARACTERS = st.sampled_from([b"TEXT", b"EMBD", b"NONE", bytes(3), b"\1", b"\0\0\0\1", b"x", b"\n"])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(CHARACTERS, max_size=40), st.integers(1, 30), st.integers(0, 20))
def test_places_that_look_like_a_block_are_found_whatever_is_read_at_a_time(
    parts: list[bytes], stride: int, start: int
) -> None:
    data, most = b"".join(parts), 0

    def window(offset: int, size: int) -> bytes:
        nonlocal most
        assert offset + size <= len(data)
        most = max(most, size)
        return data[offset : offset + size]

    found = list(lookalikes(window, start, len(data), stride))
    looks = [
        data[at + 4 : at + 8] in (b"TEXT", b"EMBD") and data[at + 12 : at + 16] == b"\0\0\0\1"
        for at in range(len(data))
    ]
    assert found == [at for at in range(start, len(data)) if looks[at]]
    assert most <= stride + 16
