"""How stores are asked for a range of one version of an object, each in the way that it can tell versions apart.

HTTP servers say with each answer which version and which range it is. S3 is asked for one version, and refuses if there
is another. Of every other store the state is looked at again after each range: one request more.
"""

from __future__ import annotations

import mimetypes
import os
import re
from collections.abc import Coroutine, Generator, Iterable
from contextlib import closing
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar, cast

from maif.errors import FileChangedError, RemoteError, RemoteFileNotFoundError
from maif.remote.failures import BadAnswerError

if TYPE_CHECKING:
    from aiohttp import ClientResponse

_TAGS = ["ETag", "etag", "generation", "md5", "Last-Modified", "LastModified", "last_modified", "mtime", "created"]
_CONTENT_RANGE = re.compile(r"bytes (\d+)-(\d+)/(\d+|\*)", re.ASCII)
Result = TypeVar("Result")


class State(NamedTuple):
    """Which version of an object it is: its size in bytes, and what the store tells it by (None: by nothing)."""

    size: int
    tag: str | None


class Store:
    """A file of any file system of fsspec: `system` and `key` as fsspec has them, `name` as errors tell it."""

    def __init__(self, system: Any, key: str, name: str) -> None:
        self.system, self.key, self.name = system, key, name

    @property
    def asynchronous(self) -> bool:
        """Whether the questions below await answers, on `system.loop`, and several may be asked at a time."""
        return bool(self.system.async_impl)

    async def state(self) -> State:
        """Return what the object is now.

        Raises `RemoteFileNotFoundError` for a folder, and `RemoteError` where the server hands out no ranges, or does
        not say how large the object is.
        """
        info = await self._info()
        if info.get("type") == "directory":
            raise RemoteFileNotFoundError(f"{self.name} is a folder, no file")
        if info.get("partial") is False:
            raise RemoteError(f"{self.name}: the server hands out no ranges: download the file")
        if (size := info.get("size")) is None:
            raise RemoteError(f"{self.name}: the server does not say how large the file is: download it")
        return State(int(size), next((str(info[tag]) for tag in _TAGS if info.get(tag)), None))

    async def range(self, start: int, end: int, state: State) -> bytes:
        """Return the bytes from `start` up to `end`.

        Raises `FileChangedError` where the object has another state, `BadAnswerError` where fewer or more bytes come.
        """
        data = await self._range(start, end, state)
        if len(data) != end - start:
            raise BadAnswerError(f"{len(data)} bytes came, not {end - start}")
        return data

    def changed(self) -> FileChangedError:
        """Return the error that tells of another version."""
        return FileChangedError(f"{self.name}: the object was changed since it was opened: open it again")

    async def put(self, path: str, *, create: bool, progress: Any) -> None:
        """Store a file of this machine as the object; with `create`, stores that can refuse to replace another."""
        await _awaited(self.system, "put_file", path, self.key, callback=progress)

    async def _info(self) -> dict[str, Any]:
        self.system.invalidate_cache()  # what fsspec has listed it does not list again
        found: dict[str, Any] = await _awaited(self.system, "info", self.key)
        return found

    async def _range(self, start: int, end: int, state: State) -> bytes:
        data = bytes(await _awaited(self.system, "cat_file", self.key, start=start, end=end))
        if await self.state() != state:
            raise self.changed()
        return data


async def _awaited(system: Any, method: str, *args: Any, **options: Any) -> Any:
    if system.async_impl:
        return await getattr(system, f"_{method}")(*args, **options)
    return getattr(system, method)(*args, **options)


def at_once(question: Coroutine[Any, Any, Result]) -> Result:
    """Return the answer of a store that is not asynchronous: a coroutine that awaits nothing ends at the first step."""
    try:
        question.send(None)
    except StopIteration as end:
        answer: Result = end.value
        return answer
    raise AssertionError("a file system that is not asynchronous awaits nothing")


def _read_parts(path: str, size: int, count: int) -> Generator[list[bytes]]:
    """Yield a file in parts of `size` bytes, `count` of them at a time."""
    with open(path, "rb") as file:
        while parts := [data for _ in range(count) if (data := file.read(size))]:
            yield parts


async def _all_ended(questions: Iterable[Coroutine[Any, Any, Result]]) -> list[Result]:
    """Return the answers; raise what one has failed with when none is on its way any more."""
    import asyncio  # 50 ms, which nobody should wait for who opens a file on a disk

    answers = await asyncio.gather(*questions, return_exceptions=True)
    for answer in answers:
        if isinstance(answer, BaseException):
            raise answer
    return cast(list[Result], answers)


class HTTPStore(Store):
    """A file of a web server. An answer is looked at before its body comes, which may be the whole file."""

    async def put(self, path: str, *, create: bool, progress: Any) -> None:
        """Store a file of this machine, with a PUT."""
        await self.system._put_file(path, self.key, callback=progress, method="put")

    async def _info(self) -> dict[str, Any]:
        found: dict[str, Any] = await self.system._info(self.key)
        return found

    async def _range(self, start: int, end: int, state: State) -> bytes:
        async def check(answer: ClientResponse) -> None:
            try:
                self._check(answer, start, end, state)
            except BaseException:
                answer.close()
                raise

        headers = self.system.kwargs.get("headers", {}) | {"Accept-Encoding": "identity"}
        data: bytes = await self.system._cat_file(
            self.key, start=start, end=end, headers=headers, raise_for_status=check
        )
        return data

    def _check(self, answer: ClientResponse, start: int, end: int, state: State) -> None:
        answer.raise_for_status()
        tags = [answer.headers[name] for name in ("ETag", "Last-Modified") if name in answer.headers]
        if tags and state.tag is not None and state.tag not in tags:
            raise self.changed()
        if answer.status != 206:
            raise BadAnswerError(f"the server ignores ranges: it answered with status {answer.status}, not 206")
        self.check_extent(answer.headers.get("Content-Range", ""), start, end, state)

    def check_extent(self, content_range: str, start: int, end: int, state: State) -> None:
        """Hold what an answer says of its range to what was asked."""
        if (match := _CONTENT_RANGE.fullmatch(content_range)) is None:
            raise BadAnswerError(f"the answer does not say which range it is: {content_range!r}")
        if match[3] not in ("*", str(state.size)):
            raise self.changed()
        if (int(match[1]), int(match[2])) != (start, end - 1):
            raise BadAnswerError(f"another range came: {content_range}")


class S3Store(HTTPStore):
    """An object in S3, or in a store that speaks like it."""

    async def put(self, path: str, *, create: bool, progress: Any) -> None:
        """Store a file of this machine; what fails half way leaves no parts behind."""
        from s3fs import core

        size = os.stat(path).st_size
        part_size = core.calculate_chunksize(size, chunksize=None)
        if size < 2 * part_size:
            await self.system._put_file(path, self.key, callback=progress, mode="create" if create else "overwrite")
        else:
            await self._put_parts(path, part_size, {"IfNoneMatch": "*"} if create else {}, progress)

    async def _put_parts(self, path: str, part_size: int, conditions: dict[str, str], progress: Any) -> None:
        """Store a file in parts, several at a time.

        s3fs takes an upload back as soon as one part fails, while others are on their way: those may stay in the store.
        """
        ask = self.system._call_s3
        bucket, key, _ = self.system.split_path(self.key)
        kind = mimetypes.guess_type(path)[0]
        upload = {"Bucket": bucket, "Key": key}
        begun = await ask("create_multipart_upload", **upload, **({"ContentType": kind} if kind else {}))
        upload["UploadId"] = begun["UploadId"]

        async def put_part(number: int, data: bytes) -> dict[str, Any]:
            answer = await ask("upload_part", **upload, PartNumber=number, Body=data)
            progress.relative_update(len(data))
            return {"PartNumber": number, "ETag": answer["ETag"]}

        parts: list[dict[str, Any]] = []
        try:
            with closing(_read_parts(path, part_size, self.system.max_concurrency)) as read:
                for some in read:
                    parts += await _all_ended(
                        put_part(number, data) for number, data in enumerate(some, len(parts) + 1)
                    )
            await ask("complete_multipart_upload", **upload, MultipartUpload={"Parts": parts}, **conditions)
        except BaseException:  # a cancelled upload, too
            await ask("abort_multipart_upload", **upload)
            raise
        self.system.invalidate_cache(self.key)

    async def _info(self) -> dict[str, Any]:
        found: dict[str, Any] = await self.system._info(self.key, refresh=True)
        return found

    async def _range(self, start: int, end: int, state: State) -> bytes:
        bucket, key, version = self.system.split_path(self.key)
        conditions = {} if state.tag is None else {"IfMatch": state.tag}
        conditions |= {"VersionId": version} if version else {}
        answer = await self.system._call_s3(
            "get_object", Bucket=bucket, Key=key, Range=f"bytes={start}-{end - 1}", **conditions
        )
        async with answer["Body"] as body:
            self.check_extent(answer.get("ContentRange", ""), start, end, state)
            data: bytes = await body.read()
        return data


STORES: dict[str, type[Store]] = {"http": HTTPStore, "https": HTTPStore, "s3": S3Store, "s3a": S3Store}
"""The kinds of store that are known better, by what a URL begins with."""
