"""Writing one output by many tasks: each attempt writes a file of its own aside, and one task, the last, picks.

A task may run twice, since its worker died or only seemed to. So no attempt writes under a final name: `commit` gets
one file for each part, puts these in their places, writes the manifest, and removes what other attempts have left.
"""

from __future__ import annotations

import contextlib
import json
import os
import posixpath
import uuid
from collections.abc import Iterable
from typing import Any, NamedTuple

from maif.block_storage import BlockStorage
from maif.distributed.folders import MANIFEST, Folder, folder_at
from maif.errors import FileAlreadyExistsError, FileChangedError, InvalidTypeError, RemoteError
from maif.file.block import Block
from maif.file.lock import StrPath
from maif.remote.upload import Upload
from maif.remote.urls import is_url
from maif.streaming.writer import MAIFStreamWriter


class Part(NamedTuple):
    """A file that an attempt has written: the number of its part, where it lies, and what it holds."""

    number: int
    path: str
    blocks: int
    bytes: int
    file_id: str
    merkle_root: str


def staging_folder(folder: StrPath) -> str:
    """Return a place for the files of a new output, which nobody has made yet.

    Raises `FileAlreadyExistsError` where the folder holds an output, and `InvalidArgumentError` for a web server's.
    """
    place = folder_at(folder)
    if found := place.output():
        raise FileAlreadyExistsError(
            f"{place.path} holds an output already: {min(found)}. Remove it, or choose another"
        )
    return posixpath.join(place.path, f".writing-{uuid.uuid4().hex}")


def write_part(items: Iterable[Any], number: int, staging: str, settings: dict[str, Any]) -> Part:
    """Write items into a file of this attempt's own, and return what it holds; `settings` are the writer's."""
    folder_at(staging).prepare(staging)
    return write_beside_others(items, number, staging, settings)


def write_beside_others(items: Iterable[Any], number: int, staging: str, settings: dict[str, Any]) -> Part:
    """Write as `write_part` does, in a folder that is there: where it was removed, nobody waits for this any more."""
    path = posixpath.join(staging, f"{number:05}-{uuid.uuid4().hex}.maif")
    upload = Upload(path) if is_url(path) else None
    try:
        with MAIFStreamWriter(upload or path, **settings) as writer:
            for item in items:
                write_item(writer, item)
    except RemoteError:
        raise  # it says where the file is that could not be stored
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            upload.discard() if upload else os.unlink(path)
        raise
    with BlockStorage(path) as storage:
        info = storage.info
    return Part(number, path, info.blocks, info.size, info.file_id, info.merkle_root)


def write_item(writer: MAIFStreamWriter, item: Any) -> None:
    """Write a block as it is, a text, bytes, or `(data, block_type, metadata)`; raise `InvalidTypeError` for others."""
    match item:
        case Block():
            writer.copy_block(item)
        case str():
            writer.write_text_chunk(item)
        case bytes() | bytearray() | memoryview():
            writer.write_binary_chunk(item)
        case (data, block_type, metadata):
            writer.write_chunk(data, block_type, metadata)
        case _:
            raise InvalidTypeError(
                f"an item is a block, a text, bytes, or (data, block_type, metadata), not {type(item).__name__}"
            )


def commit(parts: Iterable[Part], folder: str, staging: str) -> list[str]:
    """Give the parts their names, list them in the manifest, and remove what else was written; return the names.

    It may be called again after it was cut short, with the same parts. Raises `FileChangedError` where one is gone.
    """
    ordered, place = sorted(parts), folder_at(folder)
    names = [_put_in_place(part, place) for part in ordered]
    files = [
        {"name": name} | {field: getattr(part, field) for field in ("blocks", "bytes", "merkle_root")}
        for name, part in zip(names, ordered, strict=True)
    ]
    manifest = {"blocks": sum(part.blocks for part in ordered), "files": files}
    place.write(MANIFEST, json.dumps(manifest, indent=1) + "\n")
    place.remove(staging)
    return names


def _put_in_place(part: Part, place: Folder) -> str:
    name = f"part-{part.number:05}.maif"
    try:
        place.take(part.path, name)
    except FileNotFoundError:
        if _file_id(path := posixpath.join(place.path, name)) != part.file_id:
            raise FileChangedError(f"{part.path} is gone, and {path} is not what it was") from None
    return name


def _file_id(path: str) -> str:
    """Return the id of a finished file, and nothing where there is none."""
    with contextlib.suppress(FileNotFoundError), BlockStorage(path) as storage:
        return storage.info.file_id
    return ""
