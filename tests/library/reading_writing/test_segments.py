"""An artifact's folder where files are taken: `SegmentFolder`, `Dataset`, `maif ls`, `cat` and `verify`."""

from __future__ import annotations

import json
import pickle
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from maif.cli import app
from maif.dataset import Dataset
from maif.errors import BlockNotFoundError, FormatError, IntegrityError, MAIFError, OutOfRangeError
from maif.realtime.client import Client
from maif.segments import SegmentFolder, SegmentReader, segment_paths

TEXTS = [f"text {n}" for n in range(60)]
SECRET = "ada@example.org"


@pytest.fixture
def client(tmp_path: Path) -> Iterator[Client]:
    with Client(root=tmp_path / "data", segment_size="8KB") as client:
        yield client


@pytest.fixture
def folder(client: Client) -> Path:
    """Return an artifact's folder with several finished segments, and one that is being written."""
    artifact = client.artifact("a")
    for text in TEXTS:
        artifact.add_text(text)
    artifact.flush(sync=True)
    assert len(segment_paths(artifact.folder)) > 2
    return Path(artifact.folder)


def maif(*arguments: object, code: int = 0) -> Result:
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    assert result.exit_code == code, result.output
    return result


def test_a_folder_is_one_sequence_of_blocks(folder: Path) -> None:
    with SegmentFolder(folder) as blocks:
        assert [block.text for block in blocks] == TEXTS
        assert [block.index for block in blocks] == [*range(60)]
        assert len(blocks) == 60
        assert not blocks.finished
        assert [blocks[number].text for number in (0, 31, 59, -1, -60)] == [TEXTS[n] for n in (0, 31, 59, 59, 0)]
        assert [block.text for block in blocks[5:50:7]] == TEXTS[5:50:7]
        for start, end in [(0, None), (7, 44), (-5, None), (3, -3), (44, 7), (58, 999)]:
            assert [block.text for block in blocks.read_blocks_range(start, end)] == TEXTS[start:end]
        assert blocks.get_block(blocks[33].block_id).text == TEXTS[33]
        assert list(blocks.read_blocks_by_type("EMBD")) == []
        for number in (60, -61):
            with pytest.raises(OutOfRangeError):
                blocks[number]
        with pytest.raises(BlockNotFoundError):
            blocks.get_block("0" * 32)


def test_a_folder_without_segments_is_no_artifact(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="no artifact"):
        SegmentFolder(tmp_path)


def test_each_segment_is_verified_if_asked_for(folder: Path, client: Client) -> None:
    key = client.shelf.writing.key.public_key().public_bytes_raw().hex()
    client.close()
    with SegmentFolder(folder, trusted_key=key) as blocks:
        assert [block.text for block in blocks] == TEXTS
    with pytest.raises(IntegrityError):
        SegmentFolder(folder, trusted_key="00" * 32)


def test_a_segment_tells_what_it_holds_without_what_it_says_of_itself(folder: Path) -> None:
    first = segment_paths(folder)[0]
    with SegmentReader(first) as reader:
        count = len(reader)
        assert len(reader.storage) == count + 1
        assert [block.text for block in reader] == TEXTS[:count]
        assert [block.text for block in reader.iterate(3)] == TEXTS[3:count]
        assert list(reader.iterate(count)) == []
        with pytest.raises(BlockNotFoundError):
            reader.get_block(reader.storage[-1].block_id)


@pytest.mark.parametrize("lazy", [True, False])
def test_a_dataset_takes_the_folder(folder: Path, client: Client, lazy: bool) -> None:
    data = Dataset(folder, lazy=lazy)
    assert [block.text for block in data] == TEXTS
    assert (len(data), data[-1].text, [block.text for block in data[10:40:9]]) == (60, TEXTS[-1], TEXTS[10:40:9])
    client.artifact("a").add_text("after")
    client.close()
    assert [block.text for block in data] == TEXTS
    assert data[59].text == TEXTS[59]
    data.close()
    assert len(Dataset(folder)) == 61
    assert [block.text for block in pickle.loads(pickle.dumps(Dataset(folder)))] == [*TEXTS, "after"]


def test_what_is_masked_meanwhile_is_not_handed_out(client: Client) -> None:
    artifact = client.artifact("a")
    block_id = artifact.add_text(f"write to {SECRET}")
    artifact.flush()
    data = Dataset(artifact.folder)
    assert SECRET in data[0].text
    client.anonymize(block_id)
    assert data[0].text == "write to [EMAIL]"
    assert [block.text for block in data] == ["write to [EMAIL]"]
    assert SECRET not in maif("cat", artifact.folder).stdout
    client.close()
    assert data[0].text == "write to [EMAIL]"


def test_the_command_lists_and_writes_out_the_folder(folder: Path) -> None:
    listed = maif("ls", folder)
    assert "not finished" in listed.stderr
    assert len(listed.stdout.splitlines()) == 61
    assert json.loads(maif("ls", "--json", folder).stdout)[42]["index"] == 42
    assert maif("cat", "-n", folder).stdout.splitlines() == TEXTS
    assert maif("cat", folder, "-1").stdout == TEXTS[-1]
    assert maif("cat", "-n", folder, "3:5", "TEXT").stdout.splitlines() == TEXTS[3:5] + TEXTS


def test_the_command_verifies_each_segment(folder: Path, client: Client) -> None:
    assert maif("verify", folder).stderr.endswith("being written, not verified\n")
    client.close()
    paths = segment_paths(folder)
    report = maif("verify", folder)
    assert report.stdout.count(": valid: ") == len(paths)
    assert [each["ok"] for each in json.loads(maif("verify", "--json", folder).stdout)] == [True] * len(paths)
    content = bytearray(Path(paths[1]).read_bytes())
    content[900] ^= 1
    Path(paths[1]).write_bytes(content)
    assert "INVALID" in maif("verify", folder, code=1).stdout
    assert maif("cat", "--verify", folder, code=2).stderr.startswith("maif: ")


def test_a_folder_that_is_no_artifact_is_refused(tmp_path: Path) -> None:
    for command in ("ls", "cat", "verify"):
        assert "no artifact" in maif(command, tmp_path, code=2).stderr


def test_a_damaged_segment_is_told_of(folder: Path, client: Client) -> None:
    client.close()
    Path(segment_paths(folder)[0]).write_bytes(b"no MAIF file")
    with pytest.raises(MAIFError):
        list(Dataset(folder))
    with pytest.raises(MAIFError):
        SegmentFolder(folder)
