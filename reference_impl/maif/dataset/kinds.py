"""Which files a data set has, and of what kind each is."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from typing import Any, SupportsIndex

from maif.arguments import whole_number
from maif.dataset.arrays import ArrayFile, RawArrayFile
from maif.dataset.blocks import BlockFile
from maif.dataset.data_file import DataFile, Layout
from maif.dataset.far import FarBlockFile
from maif.dataset.lines import CSVFile, JSONLinesFile
from maif.dataset.segments import SegmentFile
from maif.errors import InvalidArgumentError, InvalidTypeError
from maif.remote import is_url, urls_in
from maif.segments.naming import is_segment
from maif.units import parse_size

KINDS: dict[str, type[DataFile]] = {
    ".maif": BlockFile,
    ".jsonl": JSONLinesFile,
    ".ndjson": JSONLinesFile,
    ".csv": CSVFile,
    ".npy": ArrayFile,
    ".bin": RawArrayFile,
    ".raw": RawArrayFile,
}


def layout_of(dtype: Any, shape: SupportsIndex | Sequence[SupportsIndex], max_line: int | str) -> Layout:
    """Return the layout that these arguments describe, or raise `InvalidArgumentError` or `InvalidTypeError`."""
    lengths = (shape,) if isinstance(shape, SupportsIndex) else tuple(shape)
    sizes = tuple(whole_number(1, shape=length) for length in lengths)
    most = whole_number(1, max_line=parse_size(max_line))
    if dtype is None and sizes:
        raise InvalidArgumentError(f"shape={shape!r} needs a dtype too")
    return Layout(most, None if dtype is None else _checked_dtype(dtype), sizes)


def _checked_dtype(dtype: Any) -> Any:
    import numpy as np

    try:
        checked = np.dtype(dtype)
    except TypeError as error:
        raise InvalidTypeError(f"dtype must be a type that numpy knows, got {dtype!r}") from error
    if checked.hasobject or not checked.itemsize:
        raise InvalidArgumentError(f"dtype must be one of values with a fixed size, got {dtype!r}")
    return checked


def files_at(path: str, layout: Layout) -> list[DataFile]:
    """Return the file at `path`, or the files in the folder there, sorted by name.

    Raises `OSError` where nothing can be read, `InvalidArgumentError` for what is of no kind or does not fit `layout`.
    """
    if is_url(path):
        return [*_far_files(path, layout)]
    paths = _paths_in(path) if os.path.isdir(path) else [path]
    kinds = [_kind(path, layout) for path in paths]
    if layout.dtype is not None and RawArrayFile not in kinds:
        raise InvalidArgumentError(f"dtype and shape are for raw arrays, but {path} needs none")
    return [kind(path, layout) for kind, path in zip(kinds, paths, strict=True)]


def _far_files(url: str, layout: Layout) -> Iterator[DataFile]:
    """Yield the MAIF file at a URL, or those in the folder there."""
    if layout.dtype is not None:
        raise InvalidArgumentError(f"dtype and shape are for raw arrays, but {url} is far away: only MAIF files can be")
    if (suffix := _suffix(url.partition("?")[0])) in KINDS and suffix != ".maif":
        raise InvalidArgumentError(f"{url} ends in {suffix}: of files far away, only MAIF files are read; download it")
    urls = [url] if suffix == ".maif" else [name for name in urls_in(url) if _suffix(name) == ".maif"]
    if not urls:
        raise InvalidArgumentError(f"{url} holds no file that ends in .maif")
    yield from (FarBlockFile(name, layout) for name in urls)


def _paths_in(folder: str) -> list[str]:
    with os.scandir(folder) as entries:
        names = sorted(entry.name for entry in entries if _suffix(entry.name) in KINDS and entry.is_file())
    paths = [os.path.join(folder, name) for name in names if not name.startswith(".")]
    if not paths:
        raise InvalidArgumentError(f"{folder} holds no file that ends in {', '.join(KINDS)}")
    return paths


def _kind(path: str, layout: Layout) -> type[DataFile]:
    if not stat.S_ISREG(os.stat(path).st_mode):
        raise InvalidArgumentError(f"{path} is neither a file nor a folder")
    if is_segment(path):
        return SegmentFile
    kind = KINDS.get(_suffix(path), None if layout.dtype is None else RawArrayFile)
    if kind is None:
        raise InvalidArgumentError(f"{path} ends in none of {', '.join(KINDS)}; if it is a raw array, give its dtype")
    if kind is RawArrayFile and layout.dtype is None:
        raise InvalidArgumentError(f"{path} does not say what it holds: give the dtype (and shape) of an item")
    return kind


def _suffix(path: str) -> str:
    return os.path.splitext(path)[1].lower()
