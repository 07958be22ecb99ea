"""URLs: what is one, how it is told without its secrets, and which file system it leads to."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from typing import Any

from maif.arguments import path_text
from maif.errors import InvalidArgumentError, MissingExtraError, MissingModuleError, RemoteError

_URL = re.compile(r"(?:[a-z][a-z0-9+.-]*::)*([a-z][a-z0-9+.-]*)://", re.IGNORECASE)
_LOCAL = ("file", "local")
_NO_RETRIES = {"retries": {"total_max_attempts": 1}}  # botocore's: ours name the range, and wait on a clock


def is_url(path: object) -> bool:
    """Say whether a path is a URL, chained ones included; a URL of a local file is none, see `local_path`.

    >>> is_url("s3://bucket/a.maif"), is_url("simplecache::https://host/a.maif")
    (True, True)
    >>> is_url("a.maif"), is_url("C:/a.maif"), is_url("file:///tmp/a.maif")
    (False, False, False)
    """
    return isinstance(path, str) and (match := _URL.match(path)) is not None and match[0].lower()[:-3] not in _LOCAL


def local_path(path: str | os.PathLike[str]) -> str:
    """Return a path as it is, and of a URL of a local file the path that it means.

    >>> local_path("file:///tmp/a.maif"), local_path("a.maif")
    ('/tmp/a.maif', 'a.maif')
    """
    text = path_text(path)
    scheme, separator, rest = text.partition("://")
    return rest if separator and scheme.lower() in _LOCAL else text


def without_secrets(url: str) -> str:
    """Return a URL as errors and reports may show it: without a password, and without a query, which may sign.

    >>> without_secrets("https://me:secret@host/a.maif?X-Amz-Signature=0f3a")
    'https://me:…@host/a.maif?…'
    """
    return re.sub(r"\?.*", "?…", re.sub(r"(://[^/@:]*):[^/@]*@", r"\1:…@", url))


def scheme(url: str) -> str:
    """Return what a URL begins with; of a chained one, the whole chain.

    >>> scheme("s3://bucket/key"), scheme("simplecache::s3://bucket/key")
    ('s3', 'simplecache::s3')
    """
    return url.partition("://")[0].lower()


def file_system(url: str, storage_options: Mapping[str, Any]) -> tuple[Any, str]:
    """Return the file system of a URL, as fsspec makes it with these options, and what the file is called there.

    Raises `MissingExtraError` where the package for such URLs is not installed, `InvalidArgumentError` where nobody
    knows them.
    """
    try:
        from fsspec.core import url_to_fs
    except ImportError:
        raise MissingExtraError("fsspec", extra="remote", needed_for=without_secrets(url)) from None
    options = dict(storage_options)
    on_s3 = scheme(url) in ("s3", "s3a")
    if on_s3:
        options["config_kwargs"] = _NO_RETRIES | options.get("config_kwargs", {})
    try:
        system, name = url_to_fs(url, **options)
    except ImportError as error:
        raise MissingModuleError(f"{without_secrets(url)}: {error}") from error
    except (ValueError, TypeError) as error:
        raise InvalidArgumentError(f"{without_secrets(url)} cannot be opened: {error}") from error
    if on_s3:
        system.retries = 1  # an instance of our own, by its options
    return system, name


def urls_in(folder: str, storage_options: Mapping[str, Any] | None = None) -> list[str]:
    """Return the URLs of the files in a folder far away, in order; raise `RemoteError` where that cannot be listed."""
    system, name = file_system(folder, storage_options or {})
    system.invalidate_cache(name)
    try:
        found = system.ls(name, detail=True)
    except Exception as error:
        raise RemoteError(f"{without_secrets(folder)}: cannot be listed: {error or type(error).__name__}") from error
    return sorted(system.unstrip_protocol(entry["name"]) for entry in found if entry["type"] == "file")
