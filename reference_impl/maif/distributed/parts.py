"""Writing one output by many tasks: each attempt writes a file of its own aside, and one task, the last, picks.

A task may run twice, since its worker died or only seemed to. So no attempt writes under a final name: `commit` gets
one file for each part, renames these, writes the manifest, and removes what other attempts have left.
"""

from __future__ import annotations

import contextlib
import glob
import json
import os
import shutil
import uuid
from collections.abc import Iterable
from typing import Any, NamedTuple

from maif.block_storage import BlockStorage
from maif.errors import FileAlreadyExistsError, FileChangedError, InvalidArgumentError, InvalidTypeError
from maif.file.block import Block
from maif.file.lock import StrPath
from maif.file.output import sync_folder
from maif.remote.urls import is_url, local_path
from maif.streaming.writer import MAIFStreamWriter

MANIFEST = "manifest.json"


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

    Raises `FileAlreadyExistsError` where the folder holds an output, and `InvalidArgumentError` for a URL.
    """
    folder = local_path(folder)
    if is_url(folder):
        raise InvalidArgumentError(f"{folder!r} is a URL: files are renamed at the end, give a folder that all share")
    found = [*glob.glob("part-*.maif", root_dir=folder), *glob.glob(MANIFEST, root_dir=folder)]
    if found:
        raise FileAlreadyExistsError(f"{folder} holds an output already: {min(found)}. Remove it, or choose another")
    return os.path.join(folder, f".writing-{uuid.uuid4().hex}")


def write_part(items: Iterable[Any], number: int, staging: str, settings: dict[str, Any]) -> Part:
    """Write items into a file of this attempt's own, and return what it holds; `settings` are the writer's."""
    os.makedirs(staging, exist_ok=True)
    path = os.path.join(staging, f"{number:05}-{uuid.uuid4().hex}.maif")
    try:
        with MAIFStreamWriter(path, **settings) as writer:
            for item in items:
                write_item(writer, item)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(path)
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
    ordered = sorted(parts)
    os.makedirs(folder, exist_ok=True)
    paths = [_put_in_place(part, os.path.join(folder, f"part-{part.number:05}.maif")) for part in ordered]
    files = [
        {"name": os.path.basename(path)} | {name: getattr(part, name) for name in ("blocks", "bytes", "merkle_root")}
        for path, part in zip(paths, ordered, strict=True)
    ]
    manifest = {"blocks": sum(part.blocks for part in ordered), "files": files}
    _write_whole(os.path.join(folder, MANIFEST), json.dumps(manifest, indent=1) + "\n")
    shutil.rmtree(staging, ignore_errors=True)
    return [os.path.basename(path) for path in paths]


def _put_in_place(part: Part, path: str) -> str:
    try:
        os.replace(part.path, path)
    except FileNotFoundError:
        if not (os.path.exists(path) and _file_id(path) == part.file_id):
            raise FileChangedError(f"{part.path} is gone, and {path} is not what it was") from None
    return path


def _file_id(path: str) -> str:
    with BlockStorage(path) as storage:
        return storage.info.file_id


def _write_whole(path: str, text: str) -> None:
    """Write a small file that appears at once, and durably."""
    temporary = f"{path}.{uuid.uuid4().hex}"
    with open(temporary, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    os.replace(temporary, path)
    sync_folder(os.path.dirname(path) or ".")
