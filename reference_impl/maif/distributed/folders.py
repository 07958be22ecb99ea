"""Where an output is put together: a folder that all workers share, or one of an object store.

Both hold files aside until they are complete, and then give them their names: a folder renames them, one after the
other; a store, which knows no renaming, copies them, and its clients move no byte.
"""

from __future__ import annotations

import glob
import os
import posixpath
import shutil
import uuid
from collections.abc import Callable
from typing import Any, Protocol, TypeVar

from maif.clock import SYSTEM_CLOCK
from maif.errors import InvalidArgumentError, RemoteError
from maif.file.lock import StrPath
from maif.file.output import sync_folder
from maif.remote.failures import is_gone
from maif.remote.objects import Connection, Patience
from maif.remote.urls import is_url, local_path, scheme

MANIFEST = "manifest.json"
PARTS = "part-*.maif"

_PATIENCE = Patience(60.0, 5, SYSTEM_CLOCK)
Result = TypeVar("Result")


class Folder(Protocol):
    """A folder for an output: `path` is what every worker may call it."""

    path: str

    def output(self) -> list[str]:
        """Return the names of what an output has left here."""

    def prepare(self, aside: str) -> None:
        """Make a folder `aside` for files that are being written."""

    def take(self, path: str, name: str) -> str:
        """Give a file from aside its name, and return its path; raise `FileNotFoundError` if it is gone."""

    def write(self, name: str, text: str) -> None:
        """Write a small file that appears at once."""

    def remove(self, aside: str) -> None:
        """Remove a folder aside with all that is in it."""


def folder_at(path: StrPath) -> Folder:
    """Return the folder at a path or URL; raise `InvalidArgumentError` where files cannot be put together."""
    path = local_path(path)
    return FarFolder(path) if is_url(path) else NearFolder(path)


class NearFolder:
    """A folder of a file system."""

    def __init__(self, path: str) -> None:
        self.path = os.path.abspath(path)

    def output(self) -> list[str]:
        """Return the names of what an output has left here."""
        return [*glob.glob(PARTS, root_dir=self.path), *glob.glob(MANIFEST, root_dir=self.path)]

    def prepare(self, aside: str) -> None:
        """Make a folder `aside` for files that are being written."""
        os.makedirs(aside, exist_ok=True)

    def take(self, path: str, name: str) -> str:
        """Give a file from aside its name, and return its path; raise `FileNotFoundError` if it is gone."""
        os.makedirs(self.path, exist_ok=True)
        os.replace(path, target := os.path.join(self.path, name))
        return target

    def write(self, name: str, text: str) -> None:
        """Write a small file that appears at once, and durably."""
        os.makedirs(self.path, exist_ok=True)
        temporary = os.path.join(self.path, f"{name}.{uuid.uuid4().hex}")
        with open(temporary, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, os.path.join(self.path, name))
        sync_folder(self.path)

    def remove(self, aside: str) -> None:
        """Remove a folder aside with all that is in it."""
        shutil.rmtree(aside, ignore_errors=True)


class FarFolder:
    """A folder of an object store: what its objects' names begin with. Storage options are those of fsspec's `conf`."""

    def __init__(self, url: str) -> None:
        if scheme(url) in ("http", "https"):
            raise InvalidArgumentError(f"{url!r} is a web server's, which lists and copies nothing: give a store")
        self.path = url.rstrip("/")
        self._connection = Connection(self.path, {}, _PATIENCE)

    def output(self) -> list[str]:
        """Return the names of what an output has left here."""
        found: list[str] = self._ask("cannot be listed", lambda system, key: _listed(system, key))
        return [posixpath.basename(name) for name in found]

    def prepare(self, aside: str) -> None:
        """Do nothing: in a store, folders come with their objects."""

    def take(self, path: str, name: str) -> str:
        """Copy an object from aside to its name, and return its URL; raise `FileNotFoundError` if it is gone."""

        def copy(system: Any, key: str) -> None:
            system.copy(system._strip_protocol(path), f"{key}/{name}", on_error="raise")

        try:
            self._ask(f"{name} cannot be copied to its place", copy)
        except RemoteError as error:
            if error.__cause__ is not None and is_gone(error.__cause__):
                raise FileNotFoundError(path) from error
            raise
        return f"{self.path}/{name}"

    def write(self, name: str, text: str) -> None:
        """Write a small object, which appears at once."""
        self._ask(
            f"{name} cannot be written", lambda system, key: system.pipe_file(f"{key}/{name}", text.encode("utf-8"))
        )

    def remove(self, aside: str) -> None:
        """Remove a folder aside with all that is in it, as far as the store does."""

        def remove(system: Any, key: str) -> None:
            system.invalidate_cache()
            if system.exists(inside := system._strip_protocol(aside)):
                system.rm(inside, recursive=True)

        try:
            self._ask("cannot be cleared", remove)
        except RemoteError:
            return  # nobody reads what lies there

    def _ask(self, what: str, question: Callable[[Any, str], Result]) -> Result:
        name = self._connection.name
        return self._connection.patiently(f"{name}: {what}", lambda store: question(store.system, store.key))


def _listed(system: Any, key: str) -> list[str]:
    system.invalidate_cache()
    return [*system.glob(f"{key}/{PARTS}"), *([f"{key}/{MANIFEST}"] if system.exists(f"{key}/{MANIFEST}") else [])]
