"""Output that many tasks write into an object store: moto's, which speaks S3."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("dask", reason="the extra dask is not installed")
pytest.importorskip("moto", reason="moto is not installed")

import dask
import dask.bag
import fsspec.config

from maif.distributed import read_blocks, write_blocks
from maif.distributed.parts import Part, commit, staging_folder, write_part
from maif.errors import FileAlreadyExistsError, FileChangedError, InvalidTypeError
from object_store import ObjectStore, store

NAMES = ["manifest.json", "part-00000.maif", "part-00001.maif"]


@pytest.fixture(scope="module")
def server() -> Iterator[ObjectStore]:
    with store() as made:
        yield made


@pytest.fixture
def shelf(server: ObjectStore, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> ObjectStore:
    """An empty bucket, which fsspec finds without being told in the program; uploads grow in `tmp_path`."""
    monkeypatch.setitem(fsspec.config.conf, "s3", server.options)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    return ObjectStore(server.options["endpoint_url"])


def names_in(shelf: ObjectStore) -> list[str]:
    """Return what the output's folder holds, folders within it included."""
    shelf.system.invalidate_cache()
    return sorted(name.removeprefix(f"{shelf.bucket}/out/") for name in shelf.system.find(f"{shelf.bucket}/out"))


def attempts(shelf: ObjectStore) -> tuple[list[Part], str]:
    """Write two parts, the first one twice."""
    staging = staging_folder(shelf.url("out"))
    write_part(["first"], 0, staging, {})
    return [write_part([text], number, staging, {}) for number, text in enumerate(["first", "second"])], staging


def test_a_bag_is_written_to_a_store_and_read_from_there(shelf: ObjectStore, tmp_path: Path) -> None:
    with dask.config.set(scheduler="synchronous"):
        paths = write_blocks(dask.bag.from_sequence(["to", "be", b"or"], npartitions=2), shelf.url("out/"))
        assert [bytes(block.data) for block in read_blocks(paths, verify=True).compute()] == [b"to", b"be", b"or"]
        assert [bytes(block.data) for block in read_blocks(shelf.url("out/*.maif")).compute()] == [b"to", b"be", b"or"]
        with pytest.raises(FileAlreadyExistsError, match=r"manifest\.json"):
            write_blocks(dask.bag.from_sequence(["a"]), shelf.url("out"))
    assert names_in(shelf) == NAMES
    assert json.loads(shelf.get("out/manifest.json"))["blocks"] == 3
    assert os.listdir(tmp_path) == []


def test_what_fails_leaves_nothing_in_the_store_and_nothing_here(shelf: ObjectStore, tmp_path: Path) -> None:
    bag = dask.bag.from_sequence([b"a", "b", 3], npartitions=3)
    with dask.config.set(scheduler="synchronous"), pytest.raises(InvalidTypeError, match="not int"):
        write_blocks(bag, shelf.url("out"))
    assert names_in(shelf) == []
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize("taken", [0, 1, 2])
def test_of_several_attempts_one_is_taken_and_a_commit_can_be_made_again(shelf: ObjectStore, taken: int) -> None:
    parts, staging = attempts(shelf)
    for part in parts[:taken]:
        shelf.system.mv(part.path, shelf.url(f"out/part-{part.number:05}.maif"))
    for _ in range(2):
        assert commit(reversed(parts), shelf.url("out"), staging) == NAMES[1:]
        assert names_in(shelf) == NAMES


def test_a_part_that_is_gone_ends_the_commit(shelf: ObjectStore) -> None:
    parts, staging = attempts(shelf)
    shelf.system.rm(parts[1].path)
    with pytest.raises(FileChangedError, match="is gone"):
        commit(parts, shelf.url("out"), staging)
    assert "manifest.json" not in names_in(shelf)


def test_beam_writes_to_a_store_however_often_its_bundles_run(shelf: ObjectStore) -> None:
    beam = pytest.importorskip("apache_beam", reason="the extra beam is not installed")
    from apache_beam.runners.portability.fn_api_runner import FnApiRunner

    from maif.distributed import ReadFromMAIF, WriteToMAIF

    with beam.Pipeline(runner=FnApiRunner(bundle_repeat=1)) as pipeline:
        _ = pipeline | beam.Create(["to", "be"]) | WriteToMAIF(shelf.url("out"), shards=1)
    assert names_in(shelf) == NAMES[:2]
    with beam.Pipeline(runner=FnApiRunner()) as pipeline:
        texts = pipeline | ReadFromMAIF(shelf.url("out/*.maif")) | beam.Map(lambda block: block.text)
        texts | beam.combiners.ToList() | beam.Map(lambda found: _same(sorted(found), ["be", "to"]))


def _same(found: list[str], due: list[str]) -> None:
    assert found == due
