"""Writing to a URL: nothing is there before all of it is, and what cannot be stored is not lost."""

from __future__ import annotations

import asyncio
import os
import signal
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import fsspec
import pytest
import s3fs
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

import object_store
from maif.block_storage import BlockStorage
from maif.clock import VirtualClock
from maif.core import MAIFDecoder, MAIFEncoder, verify_maif
from maif.errors import ClosedError, FileAlreadyExistsError, FileChangedError, RemoteError
from maif.recovery import recover
from maif.remote import RangedFile, Upload
from maif.remote.upload import stoppable_progress
from maif.streaming import MAIFStreamReader, MAIFStreamWriter
from object_store import ObjectStore

KEY = Ed25519PrivateKey.generate()
MiB = 1 << 20


@pytest.fixture(scope="module")
def store() -> Iterator[ObjectStore]:
    with object_store.store() as store:
        yield store


@pytest.fixture
def bucket(store: ObjectStore) -> ObjectStore:
    for name in store.names():
        store.system.rm_file(f"{store.bucket}/{name}")
    return store


def upload(bucket: ObjectStore, folder: Path, **options: Any) -> Upload:
    return Upload(bucket.url(), folder=folder, storage_options=bucket.options, clock=VirtualClock(), **options)


def texts(bucket: ObjectStore) -> list[str]:
    with MAIFStreamReader(RangedFile(bucket.url(), storage_options=bucket.options), verify=True) as reader:
        return [block.text for block in reader]


def spools(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def failing(monkeypatch: pytest.MonkeyPatch, method: str, what: Callable[[dict[str, Any]], None]) -> None:
    """Have something happen before the store is asked this."""
    original = vars(s3fs.S3FileSystem)["_call_s3"]

    async def call(self: Any, name: str, *args: Any, **options: Any) -> Any:
        if name == method:
            what(options)
        return await original(self, name, *args, **options)

    monkeypatch.setattr(s3fs.S3FileSystem, "_call_s3", call)


def refuse(_: object) -> None:
    raise PermissionError("you may not")


def test_nothing_is_there_before_the_writer_is_closed(bucket: ObjectStore, tmp_path: Path) -> None:
    with MAIFStreamWriter(upload(bucket, tmp_path)) as writer:
        writer.write_text_chunk("hello")
        writer.flush(sync=True)
        assert bucket.names() == []
    assert texts(bucket) == ["hello"]
    assert spools(tmp_path) == []


def test_a_plain_url_is_enough() -> None:
    with MAIFStreamWriter("memory://shelf/plain.maif") as writer:
        writer.write_text_chunk("hello")
        assert not fsspec.filesystem("memory").exists("/shelf/plain.maif")
    with BlockStorage("memory://shelf/plain.maif") as storage:
        assert storage[0].text == "hello"


def test_the_older_interface_writes_to_urls_too() -> None:
    for url, encoder in (
        ("memory://shelf/b.maif", MAIFEncoder("memory://shelf/b.maif")),
        ("memory://shelf/c.maif", MAIFEncoder()),
    ):
        encoder.add_text_block("hello")
        assert encoder.finalize(url) == url
        assert MAIFDecoder(url).get_text_content(0) == "hello"
        assert verify_maif(url)[0]


def test_a_url_of_a_local_file_is_that_file(tmp_path: Path) -> None:
    with MAIFStreamWriter(f"file://{tmp_path}/a.maif") as writer:
        writer.write_text_chunk("hello")
    with BlockStorage(tmp_path / "a.maif") as storage:
        assert storage[0].text == "hello"


def test_an_upload_that_fails_for_a_moment_is_made_again(
    bucket: ObjectStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failures = iter([ConnectionResetError("reset"), TimeoutError()])

    def fail_twice(_: object) -> None:
        for failure in failures:
            raise failure

    failing(monkeypatch, "put_object", fail_twice)
    with MAIFStreamWriter(upload(bucket, tmp_path)) as writer:
        writer.write_text_chunk("hello")
    assert texts(bucket) == ["hello"]


def test_what_cannot_be_stored_is_kept_and_told(
    bucket: ObjectStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing(monkeypatch, "put_object", refuse)
    writer = MAIFStreamWriter(upload(bucket, tmp_path))
    writer.write_text_chunk("hello")
    with pytest.raises(RemoteError, match=r"you may not; what was written is kept in .*a\.maif"):
        writer.close()
    for call in (writer.close, lambda: writer.write_text_chunk("more")):
        with pytest.raises(ClosedError, match="kept in"):
            call()
    assert bucket.names() == []
    (kept,) = spools(tmp_path)
    with MAIFStreamReader(kept, trusted_key=writer.public_key) as reader:
        assert reader[0].text == "hello"


def test_a_writer_that_is_left_by_an_exception_stores_nothing(bucket: ObjectStore, tmp_path: Path) -> None:
    def leave(writer: MAIFStreamWriter) -> None:
        with writer:
            writer.write_text_chunk("hello")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError) as left:
        leave(MAIFStreamWriter(upload(bucket, tmp_path)))
    assert bucket.names() == []
    (kept,) = spools(tmp_path)
    assert str(kept) in left.value.__notes__[0]
    assert recover(kept).blocks == 1


def test_a_file_that_is_there_is_refused_replaced_or_gone_on_with(bucket: ObjectStore, tmp_path: Path) -> None:
    for mode, text in (("x", "first"), ("w", "second"), ("a", "third")):
        with MAIFStreamWriter(upload(bucket, tmp_path), mode=mode, private_key=KEY) as writer:  # type: ignore[arg-type]
            writer.write_text_chunk(text)
    assert texts(bucket) == ["second", "third"]
    with pytest.raises(FileAlreadyExistsError, match=bucket.url()):
        MAIFStreamWriter(upload(bucket, tmp_path), mode="x")
    assert spools(tmp_path) == []


def test_a_file_that_comes_meanwhile_is_not_replaced(
    bucket: ObjectStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing(monkeypatch, "put_object", lambda _: bucket.put_by_another(b"other"))
    with pytest.raises(FileAlreadyExistsError, match="kept in"):
        MAIFStreamWriter(upload(bucket, tmp_path), mode="x").close()
    assert bucket.get() == b"other"


def test_a_file_that_changes_while_it_is_gone_on_with_is_not_replaced(bucket: ObjectStore, tmp_path: Path) -> None:
    MAIFStreamWriter(upload(bucket, tmp_path), private_key=KEY).close()
    writer = MAIFStreamWriter(upload(bucket, tmp_path), mode="a", private_key=KEY)
    bucket.put(b"other")
    with pytest.raises(FileChangedError, match="kept in"):
        writer.close()
    assert bucket.get() == b"other"


def large(bucket: ObjectStore, folder: Path, monkeypatch: pytest.MonkeyPatch) -> MAIFStreamWriter:
    """Return a writer whose file is stored in parts."""
    monkeypatch.setattr(s3fs.core, "calculate_chunksize", lambda size, chunksize: 5 * MiB)
    writer = MAIFStreamWriter(upload(bucket, folder, retries=0))
    for _ in range(16):
        writer.write_binary_chunk(bytes(MiB))
    return writer


def test_a_large_file_is_stored_in_parts(bucket: ObjectStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    large(bucket, tmp_path, monkeypatch).close()
    with MAIFStreamReader(RangedFile(bucket.url(), storage_options=bucket.options), verify=True) as reader:
        assert len(reader) == 16
    assert bucket.unfinished_uploads() == 0


def test_an_upload_that_fails_half_way_leaves_no_parts(
    bucket: ObjectStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing(monkeypatch, "upload_part", lambda options: refuse(options) if options["PartNumber"] == 2 else None)
    with pytest.raises(RemoteError, match="kept in"):
        large(bucket, tmp_path, monkeypatch).close()
    assert bucket.unfinished_uploads() == 0
    assert bucket.names() == []


def test_an_upload_is_taken_back_when_no_part_is_on_its_way_any_more(
    bucket: ObjectStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    original, done = vars(s3fs.S3FileSystem)["_call_s3"], list[str]()

    async def call(self: Any, name: str, *args: Any, **options: Any) -> Any:
        if options.get("PartNumber") == 2:
            raise PermissionError("you may not")
        answer = await original(self, name, *args, **options)
        done.append(name)
        return answer

    monkeypatch.setattr(s3fs.S3FileSystem, "_call_s3", call)
    with pytest.raises(RemoteError, match="kept in"):
        large(bucket, tmp_path, monkeypatch).close()
    assert done == ["create_multipart_upload", *["upload_part"] * 3, "abort_multipart_upload"]


def test_an_upload_that_is_cancelled_leaves_no_parts(
    bucket: ObjectStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = vars(s3fs.S3FileSystem)["_call_s3"]

    async def call(self: Any, name: str, *args: Any, **options: Any) -> Any:
        if options.get("PartNumber") == 2:
            raise asyncio.CancelledError
        return await original(self, name, *args, **options)

    monkeypatch.setattr(s3fs.S3FileSystem, "_call_s3", call)
    with pytest.raises(RemoteError, match="kept in"):
        large(bucket, tmp_path, monkeypatch).close()
    assert bucket.unfinished_uploads() == 0


def test_an_upload_that_is_interrupted_leaves_no_parts(
    bucket: ObjectStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    progress = stoppable_progress()
    monkeypatch.setattr("maif.remote.upload.stoppable_progress", lambda: progress)

    def interrupt(options: dict[str, Any]) -> None:
        if options["PartNumber"] == 2:
            signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)
            assert progress.stopped.wait(60)

    failing(monkeypatch, "upload_part", interrupt)
    writer = large(bucket, tmp_path, monkeypatch)
    with pytest.raises(KeyboardInterrupt):
        writer.close()
    assert bucket.unfinished_uploads() == 0
    assert bucket.names() == []
    with pytest.raises(ClosedError, match="kept in"):
        writer.close()


def test_opening_in_s3_takes_two_requests_and_a_block_two_more(
    bucket: ObjectStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with MAIFStreamWriter(upload(bucket, tmp_path)) as writer:
        for number in range(100):
            writer.write_text_chunk(str(number))
    asked: list[str] = []
    for method in ("head_object", "get_object", "list_objects_v2"):
        failing(monkeypatch, method, lambda _, method=method: asked.append(method))  # type: ignore[misc]
    with BlockStorage(RangedFile(bucket.url(), storage_options=bucket.options)) as storage:
        assert asked == ["head_object", "get_object"]
        assert storage[50].text == "50"
    assert asked[2:] == ["get_object"] * 2


def test_an_object_in_s3_that_changes_is_told(bucket: ObjectStore, tmp_path: Path) -> None:
    for text in ("first", "other"):
        with MAIFStreamWriter(upload(bucket, tmp_path)) as writer:
            writer.write_text_chunk(text)
        if text == "first":
            storage = BlockStorage(RangedFile(bucket.url(), storage_options=bucket.options))
    with storage, pytest.raises(FileChangedError, match=bucket.url()):
        storage[0]


def test_the_spool_needs_a_folder_that_is_there(bucket: ObjectStore, tmp_path: Path) -> None:
    with pytest.raises(OSError, match="nowhere"):
        MAIFStreamWriter(upload(bucket, tmp_path / "nowhere"))
    assert not os.path.exists(tmp_path / "nowhere")
