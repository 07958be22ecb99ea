"""What an artifact's folder is called: its source id, percent-encoded, or a hash of it where that is too long."""

from __future__ import annotations

import hashlib
import os
from urllib.parse import quote, unquote

from maif.errors import InvalidArgumentError, InvalidTypeError

LONGEST = 200  # bytes of a folder's name
ID_NAME = "source.id"  # a file in folders that are named by a hash: the id itself
_HASHED = "sha256="


def folder_name(source_id: str) -> str:
    """Return the name of the folder for a source id. No two ids have the same, and no id leads out of the root.

    Raises `InvalidArgumentError` for an empty id, or one that is no valid text, `InvalidTypeError` for what is no text.

    >>> folder_name("sensors/attic 1"), folder_name(".."), folder_name("clicks.maif")
    ('sensors%2Fattic%201', '%2E%2E', 'clicks%2Emaif')
    >>> folder_name("x" * 201)[:16]
    'sha256=84a0678c9'
    """
    if not isinstance(source_id, str):
        raise InvalidTypeError(f"a source id is text, not {source_id!r}")
    if not source_id:
        raise InvalidArgumentError("a source id has at least one character")
    try:  # a dot stays out: no hidden folder, no way up, and no name like that of a file beside
        name = quote(source_id, safe="").replace(".", "%2E")
    except UnicodeEncodeError as error:
        raise InvalidArgumentError(f"the source id {source_id!r} cannot be written as UTF-8: {error}") from None
    return name if len(name) <= LONGEST else _HASHED + hashlib.sha256(source_id.encode()).hexdigest()


def is_hashed(name: str) -> bool:
    """Say whether a folder's name is a hash: its id then stands in a file inside."""
    return name.startswith(_HASHED)


def source_id_of(folder: str) -> str:
    """Return the source id of an artifact's folder.

    >>> source_id_of("maif-data/sensors%2Fattic%201")
    'sensors/attic 1'
    """
    name = os.path.basename(folder)
    if is_hashed(name):
        with open(os.path.join(folder, ID_NAME), encoding="utf-8") as file:
            return file.read()
    return unquote(name)
