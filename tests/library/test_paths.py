"""Whatever takes a path says clearly what is none: no text at all, or text that no file can be called."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import maif
from maif.compat.secure_reader import SecureMAIFReader
from maif.compat.secure_writer import SecureMAIFWriter
from maif.core import create_maif
from maif.dataset import Dataset
from maif.errors import InvalidArgumentError, InvalidTypeError
from maif.pipeline import read_maif, write_maif
from maif.realtime import create_client, create_stream_processor
from maif.recovery import recover, scan
from maif.segments import SegmentFolder
from maif.semantic import SearchIndex
from maif.streaming import MAIFStreamReader, MAIFStreamWriter
from maif.verification import verify_file


def text_of(path: Any) -> Any:
    return path.decode() if isinstance(path, bytes) else path  # bytes would be what is read


PLACES: dict[str, Callable[[Any], object]] = {
    "writer": MAIFStreamWriter,
    "reader": MAIFStreamReader,
    "storage": maif.BlockStorage,
    "verify_file": verify_file,
    "recover": recover,
    "recover to": lambda path: recover("sound.maif", path or no_path),
    "scan": scan,
    "decoder": maif.MAIFDecoder,
    "encoder": lambda path: maif.MAIFEncoder(path or no_path),
    "create_maif": lambda path: create_maif(path or no_path, "me", {}),
    "private key": lambda path: MAIFStreamWriter("new.maif", private_key=path or no_path),
    "public key": lambda path: verify_file("sound.maif", path or no_path),
    "Dataset": Dataset,
    "iter_chunks": lambda path: maif.iter_chunks(text_of(path), 5),
    "iter_lines": lambda path: maif.iter_lines(text_of(path)),
    "segments": SegmentFolder,
    "index": lambda path: list(SearchIndex().build([path])),
    "read_maif": lambda path: asyncio.run(read_maif(path)().collect()),
    "write_maif": lambda path: asyncio.run(write_maif(path)(["text"]).collect()),
    "client": lambda path: create_client(root=path or no_path),
    "file source": lambda path: create_stream_processor("live").add_file_source(path, "*"),
    "MAIF source": lambda path: create_stream_processor("live").add_maif_source(path),
    "large file": lambda path: create_stream_processor("live").mmap_file(path),
    "older reader": SecureMAIFReader,
    "older writer": lambda path: SecureMAIFWriter(path, "me"),
}
no_path: Any = 0  # None means another thing there
BAD: list[Any] = [None, 3, True, 0.5, [], b"a\0b", "a\0b", "\ud800.maif"]


@pytest.mark.parametrize("place", PLACES)
def test_what_is_no_path_is_refused_clearly(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str) -> None:
    monkeypatch.chdir(tmp_path)
    with MAIFStreamWriter("sound.maif"):
        pass
    for bad in BAD:
        with pytest.raises((InvalidTypeError, InvalidArgumentError)):
            PLACES[place](bad)
    assert {path.name for path in tmp_path.iterdir()} <= {"sound.maif", "maif-data"}


def test_a_path_may_be_bytes_as_everywhere_in_python(tmp_path: Path) -> None:
    path = tmp_path / "b.maif"
    with MAIFStreamWriter(bytes(path)) as writer:  # type: ignore[arg-type]
        writer.write_text_chunk("a text")
    assert verify_file(bytes(path)).ok  # type: ignore[arg-type]
