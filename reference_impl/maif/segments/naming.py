"""Which files of a folder are segments: `000001.maif`, `000002.maif`, … in the order in which they were begun."""

from __future__ import annotations

import os
import re

from maif.arguments import path_text

_NAME = re.compile(r"\d{6,}\.maif", re.ASCII)


def is_segment(path: str) -> bool:
    """Say whether a path is named like a segment.

    >>> is_segment("data/clicks/000001.maif"), is_segment("data/notes.maif")
    (True, False)
    """
    return _NAME.fullmatch(os.path.basename(path)) is not None


def segment_path(folder: str, number: int) -> str:
    """Return the path of a segment by its number, from 1.

    >>> segment_path("clicks", 12)
    'clicks/000012.maif'
    """
    return os.path.join(folder, f"{number:06}.maif")


def segment_number(path: str) -> int:
    """Return the number in a segment's name.

    >>> segment_number("clicks/000012.maif")
    12
    """
    return int(os.path.basename(path).removesuffix(".maif"))


def segment_paths(folder: str | os.PathLike[str]) -> list[str]:
    """Return the paths of a folder's segments, the oldest first; none if there is no such folder."""
    try:
        names = os.listdir(folder := path_text(folder))
    except (FileNotFoundError, NotADirectoryError):
        return []
    paths = [os.path.join(folder, name) for name in names if _NAME.fullmatch(name)]
    return sorted(paths, key=segment_number)
