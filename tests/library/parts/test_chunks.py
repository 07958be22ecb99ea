"""`maif.chunks`: bytes, lines, JSON Lines and tables, piece by piece."""

from __future__ import annotations

import io
import json
import mmap
import os
import pickle
import socket
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from maif.chunks import iter_chunks, iter_jsonl, iter_lines, iter_pages, read_csv_chunks
from maif.errors import InvalidArgumentError, InvalidTypeError, LimitError, LineError, MissingExtraError
from recorders import Census, CountedItem, RecordedSource

piece = pytest.mark.piece
chunks_piece = piece("maif.chunks.reading.full_chunks")
lines_piece = piece("maif.chunks.lines.cut_at_newlines")
pages_piece = pytest.mark.piece("maif.chunks.pages.items_of_pages")
jsonl_piece = piece("maif.chunks.json_lines.parsed_lines")


class Dribble(io.RawIOBase):
    """A raw file that gives at most `most` bytes a read, as a pipe or a socket may; it counts what was read."""

    def __init__(self, data: bytes, most: int = 3) -> None:
        self._left, self._most, self.given = data, most, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        part = self._left[: min(self._most, len(buffer))]
        self._left = self._left[len(part) :]
        buffer[: len(part)] = part
        self.given += len(part)
        return len(part)


class EndlessFile:
    """Repeats a pattern for ever, and counts the bytes it gave."""

    def __init__(self, pattern: bytes) -> None:
        self._pattern, self.given = pattern, 0

    def read(self, size: int) -> bytes:
        part = (self._pattern * (size // len(self._pattern) + 1))[:size]
        self.given += size
        return part


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data"


@chunks_piece
@given(st.binary(max_size=60), st.integers(1, 20), st.integers(1, 9))
def test_chunks_are_the_slices_of_the_bytes_whatever_the_source(data: bytes, size: int, most: int) -> None:
    slices = [data[start : start + size] for start in range(0, len(data), size)]
    for source in (lambda: data, lambda: bytearray(data), lambda: io.BytesIO(data), lambda: Dribble(data, most)):
        assert list(iter_chunks(source(), size)) == slices
        assert [bytes(view) for view in iter_chunks(source(), size, reuse=True)] == slices


@chunks_piece
@pytest.mark.parametrize("reuse", [False, True])
def test_chunks_come_from_a_path_given_as_text_or_path(path: Path, reuse: Literal[True, False]) -> None:
    path.write_bytes(b"abcdefg")
    assert [bytes(chunk) for chunk in iter_chunks(path, 4, reuse=reuse)] == [b"abcd", b"efg"]
    assert [bytes(chunk) for chunk in iter_chunks(str(path), "4B", reuse=reuse)] == [b"abcd", b"efg"]


@chunks_piece
def test_chunks_come_from_a_sockets_file() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs, theirs.makefile("rb") as file:
        ours.sendall(b"abcdefg")
        ours.shutdown(socket.SHUT_WR)
        assert list(iter_chunks(file, 3)) == [b"abc", b"def", b"g"]


@chunks_piece
@pytest.mark.parametrize("reuse", [False, True])
def test_a_map_can_be_closed_after_its_chunks_even_if_the_last_name_lives(
    path: Path, reuse: Literal[True, False]
) -> None:
    path.write_bytes(b"abcdefg")
    with open(path, "rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
        seen = []
        for chunk in iter_chunks(mapped, 3, reuse=reuse):
            seen.append(bytes(chunk))
    assert seen == [b"abc", b"def", b"g"]


@chunks_piece
def test_views_share_the_memory_of_a_source_in_memory() -> None:
    array: Any = np.arange(6, dtype=np.uint8)
    for view in iter_chunks(array, 4, reuse=True):
        assert np.shares_memory(np.frombuffer(view, np.uint8), array)


@chunks_piece
def test_views_of_a_file_share_one_buffer() -> None:
    addresses = {
        np.frombuffer(view, np.uint8).ctypes.data for view in iter_chunks(io.BytesIO(bytes(90)), 10, reuse=True)
    }
    assert len(addresses) == 1


def test_a_view_kept_for_too_long_says_so_instead_of_showing_other_bytes() -> None:
    first, _ = iter_chunks(io.BytesIO(b"abcd"), 2, reuse=True)
    with pytest.raises(ValueError, match="released"):
        bytes(first)


def test_an_array_made_of_a_view_does_not_stop_the_chunks() -> None:
    arrays = [np.frombuffer(view, np.uint8) for view in iter_chunks(io.BytesIO(b"abcd"), 2, reuse=True)]
    assert len(arrays) == 2


@chunks_piece
@pytest.mark.parametrize("reuse", [False, True])
def test_a_chunk_is_read_when_it_is_asked_for(reuse: Literal[True, False]) -> None:
    source = Dribble(bytes(100))
    chunks = iter_chunks(source, 10, reuse=reuse)
    assert source.given == 0
    next(chunks)
    assert source.given == 10


@chunks_piece
def test_an_endless_source_gives_chunks() -> None:
    assert next(iter_chunks(EndlessFile(b"ab"), 5)) == b"ababa"


def open_files() -> set[str]:
    folder = Path("/proc/self/fd")
    if not folder.exists():
        pytest.skip("this system does not list a process's open files")
    return {os.readlink(entry) for entry in folder.iterdir() if entry.exists()}


@pytest.mark.parametrize(
    "read",
    [
        lambda path: iter_chunks(path, 2),
        lambda path: iter_chunks(path, 2, reuse=True),
        iter_lines,
        lambda path: iter_lines(path, encoding=None),
        iter_jsonl,
        lambda path: read_csv_chunks(path, 1),
    ],
)
def test_leaving_early_closes_the_file_that_was_opened(read: Callable[[Path], Any], path: Path) -> None:
    path.write_text("1\n2\n3\n4\n")
    items = read(path)
    next(items)
    assert str(path) in open_files()
    items.close()
    assert str(path) not in open_files()


@pytest.mark.parametrize("read", [lambda file: iter_chunks(file, 2), iter_lines, iter_jsonl])
def test_a_file_opened_by_the_caller_stays_open(read: Callable[[Any], Any]) -> None:
    file = io.BytesIO(b"1\n2\n3\n4\n")
    items = read(file)
    next(items)
    items.close()
    assert not file.closed


@pytest.mark.parametrize("read", [lambda source: iter_chunks(source, 2), iter_lines, iter_jsonl])
@pytest.mark.parametrize("source", [io.StringIO("text"), 5, None, ["line"]])
def test_a_source_without_bytes_is_refused_at_the_call(read: Callable[[Any], Any], source: Any) -> None:
    with pytest.raises(InvalidTypeError):
        read(source)


@pytest.mark.parametrize("size", [0, -1, "0KB", "much"])
def test_a_size_that_makes_no_sense_is_refused_at_the_call(size: Any) -> None:
    with pytest.raises(InvalidArgumentError):
        iter_chunks(b"", size)
    with pytest.raises(InvalidArgumentError):
        iter_lines(b"", max_line=size)
    with pytest.raises(InvalidArgumentError):
        iter_jsonl(b"", chunk_size=size)


@pytest.mark.parametrize("reuse", [False, True])
def test_a_source_that_would_have_to_be_waited_for_is_not_taken_for_finished(reuse: Literal[True, False]) -> None:
    reading, writing = os.pipe()
    os.set_blocking(reading, False)
    with (
        open(reading, "rb", buffering=0) as file,
        open(writing, "wb"),
        pytest.raises(InvalidTypeError, match="non-blocking"),
    ):
        next(iter_chunks(file, 2, reuse=reuse))


def test_a_wrapped_text_file_is_found_out_at_the_first_read() -> None:
    with (
        tempfile.NamedTemporaryFile("w+", suffix=".txt") as file,
        pytest.raises(InvalidTypeError, match="open it in binary mode"),
    ):
        next(iter_chunks(file, 2))


def test_reuse_needs_a_file_that_can_read_into_a_buffer() -> None:
    with pytest.raises(InvalidTypeError, match="readinto"):
        next(iter_chunks(EndlessFile(b"ab"), 2, reuse=True))


texts = st.text(st.sampled_from("ab é€😀\x0b\x1c\x85\u2028\r\n"), max_size=40)


@lines_piece
@given(texts, st.integers(1, 9))
def test_lines_are_those_of_pythons_own_text_files(text: str, chunk_size: int) -> None:
    data = text.encode()
    expected = [line.removesuffix("\n") for line in io.TextIOWrapper(io.BytesIO(data), "utf-8", newline=None)]
    assert list(iter_lines(io.BytesIO(data), chunk_size=chunk_size)) == expected
    assert list(iter_lines(data, encoding=None, chunk_size=chunk_size)) == [line.encode() for line in expected]


@lines_piece
@pytest.mark.parametrize(
    ("data", "lines"),
    [
        (b"", []),
        (b"\n", [""]),
        (b"a", ["a"]),
        (b"a\n", ["a"]),
        (b"a\n\nb", ["a", "", "b"]),
        (b"a\rb\r\nc\n\rd\r", ["a", "b", "c", "", "d"]),
    ],
)
@pytest.mark.parametrize("chunk_size", [1, 2, 100])
def test_every_newline_ends_a_line_across_chunk_borders(data: bytes, lines: list[str], chunk_size: int) -> None:
    assert list(iter_lines(data, chunk_size=chunk_size)) == lines


@lines_piece
@pytest.mark.parametrize("encoding", ["latin-1", "cp1252", "shift_jis", "gb18030"])
def test_other_encodings_are_read_too(encoding: str) -> None:
    lines = ["表計", "ソ ァ"] if encoding in ("shift_jis", "gb18030") else ["é", "ü"]
    assert list(iter_lines("\n".join(lines).encode(encoding), encoding, chunk_size=1)) == lines


def test_a_byte_order_mark_is_left_out_where_the_encoding_says_so() -> None:
    data = b"\xef\xbb\xbfa\n\xef\xbb\xbfb\n"
    assert list(iter_lines(data, "utf-8-sig", chunk_size=2)) == ["a", "\ufeffb"]
    assert list(iter_lines(data)) == ["\ufeffa", "\ufeffb"]


@pytest.mark.parametrize(("encoding", "said"), [("utf-16", "no single bytes"), ("klingon", "unknown encoding")])
def test_an_encoding_that_cannot_be_split_is_refused_at_the_call(encoding: str, said: str) -> None:
    with pytest.raises(InvalidArgumentError, match=said):
        iter_lines(b"", encoding)


@lines_piece
def test_a_line_of_a_live_source_comes_as_soon_as_it_is_there() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs, theirs.makefile("rb") as file:
        lines = iter_lines(file)
        ours.sendall(b"first\nsec")
        assert next(lines) == "first"
        ours.sendall(b"ond\n")
        assert next(lines) == "second"


@lines_piece
def test_lines_of_an_endless_source_pull_one_chunk() -> None:
    source = EndlessFile(b"line\n")
    lines = iter_lines(source, chunk_size=50)
    assert [next(lines) for _ in range(10)] == ["line"] * 10
    assert source.given == 50


def failing(items: Iterator[Any]) -> tuple[list[Any], Exception]:
    """Return what came, and the error after it."""
    seen: list[Any] = []
    with pytest.raises((LineError, LimitError)) as caught:
        seen.extend(items)
    return seen, caught.value


@lines_piece
@given(st.lists(st.text("aé", max_size=6), min_size=1, max_size=6), st.data(), st.integers(1, 30))
def test_an_undecodable_line_is_named_by_line_and_byte_after_those_before_it(
    lines: list[str], data: st.DataObject, chunk_size: int
) -> None:
    bad = data.draw(st.integers(0, len(lines) - 1))
    raw = [line.encode() for line in lines]
    before = b"".join(line + b"\n" for line in raw[:bad]) + raw[bad]
    seen, error = failing(iter_lines(before + b"\xff" + b"\n" + b"\n".join(raw[bad + 1 :]), chunk_size=chunk_size))
    assert seen == lines[:bad]
    assert isinstance(error, LineError)
    assert (error.line, error.offset) == (bad + 1, len(before))


def test_a_line_error_names_the_file(path: Path) -> None:
    path.write_bytes(b"fine\n\xff\n")
    assert str(failing(iter_lines(path))[1]).startswith(f"{path}, line 2, byte 5: ")
    with open(path, "rb") as file:
        assert str(failing(iter_lines(file))[1]).startswith(f"{path}, line 2, byte 5: ")


def test_a_line_error_can_travel_between_processes() -> None:
    error = LineError("bad", 3, 17, "a.txt")
    assert str(pickle.loads(pickle.dumps(error))) == str(error)


@lines_piece
@pytest.mark.parametrize("encoding", ["utf-8", None])
@pytest.mark.parametrize("chunk_size", [1, 4, 100])
@pytest.mark.parametrize("newline", [b"\n", b"\r\n", b"\r"])
def test_a_line_too_long_is_named_after_those_before_it(encoding: str | None, chunk_size: int, newline: bytes) -> None:
    data = newline.join([b"12345", b"", b"123456", b"1"])
    seen, error = failing(iter_lines(data, encoding, max_line=5, chunk_size=chunk_size))
    assert len(seen) == 2
    assert isinstance(error, LimitError)
    assert f"line 3, from byte {5 + 2 * len(newline)} on: longer than 5 bytes" in str(error)


@lines_piece
def test_a_line_without_end_is_given_up_when_it_is_too_long() -> None:
    source = EndlessFile(b"x")
    assert failing(iter_lines(source, max_line=1000, chunk_size=100))[0] == []
    assert source.given <= 1100


@pytest.mark.parametrize("chunks", [100, 1000])
@pytest.mark.parametrize(
    "read",
    [
        pytest.param(lambda source: iter_lines(source, chunk_size=64), marks=lines_piece),
        pytest.param(lambda source: iter_lines(source, encoding=None, chunk_size=64), marks=lines_piece),
        pytest.param(lambda source: iter_jsonl(source, chunk_size=64), marks=jsonl_piece),
    ],
)
def test_bytes_read_ahead_do_not_grow_with_the_file(read: Callable[[Any], Iterator[Any]], chunks: int) -> None:
    source = Dribble(b"1234567\n" * chunks, most=64)
    ahead = 0
    for number, _ in enumerate(read(source), start=1):
        ahead = max(ahead, source.given - 8 * number)
    assert ahead <= 64


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=5,
)


@jsonl_piece
@given(st.lists(json_values, max_size=6), st.integers(1, 20), st.sampled_from(["\n", "\r\n", "\n \t\n"]))
def test_json_lines_come_back_as_they_were_written(values: list[Any], chunk_size: int, newline: str) -> None:
    data = newline.join(json.dumps(value, ensure_ascii=False) for value in values).encode()
    assert list(iter_jsonl(data, chunk_size=chunk_size)) == values


BAD = '1\n{"é": }\n\n3\n'.encode() + b'"\xff"\n5'


@jsonl_piece
def test_a_bad_json_line_is_named_by_line_and_byte() -> None:
    seen, error = failing(iter_jsonl(BAD))
    assert seen == [1]
    assert isinstance(error, LineError)
    assert (error.line, error.offset) == (2, 2 + len('{"é": '.encode()))
    assert isinstance(error.__cause__, json.JSONDecodeError)


@jsonl_piece
def test_bad_json_lines_can_be_skipped() -> None:
    assert list(iter_jsonl(BAD, on_error="skip")) == [1, 3, 5]


@jsonl_piece
@pytest.mark.parametrize("chunk_size", [1, 5, 100])
def test_bad_json_lines_can_be_handed_to_a_function(chunk_size: int) -> None:
    errors: list[LineError] = []
    assert list(iter_jsonl(BAD, on_error=errors.append, chunk_size=chunk_size)) == [1, 3, 5]
    assert [(error.line, BAD[error.offset : error.offset + 1]) for error in errors] == [(2, b"}"), (5, b"\xff")]


@jsonl_piece
def test_json_nested_too_deeply_is_a_bad_line() -> None:
    depth = 100 * sys.getrecursionlimit()
    assert list(iter_jsonl(b"[" * depth + b"\n2", on_error="skip")) == [2]


def test_a_byte_order_mark_before_json_is_left_out() -> None:
    data = b'\xef\xbb\xbf{"a": 1}\n2 x'
    seen, error = failing(iter_jsonl(data))
    assert seen == [{"a": 1}]
    assert isinstance(error, LineError)
    assert data[error.offset :] == b"x"


@jsonl_piece
def test_a_json_line_too_long_raises_even_where_bad_lines_are_skipped() -> None:
    seen, error = failing(iter_jsonl(b"1\n[1, 2, 3]\n", on_error="skip", max_line=5))
    assert seen == [1]
    assert isinstance(error, LimitError)


def test_another_on_error_is_refused_at_the_call() -> None:
    with pytest.raises(InvalidArgumentError, match="on_error must be"):
        iter_jsonl(b"", on_error="ignore")  # type: ignore[arg-type]


@piece("maif.chunks.read_csv_chunks")
def test_csv_comes_in_frames_of_so_many_rows(path: Path) -> None:
    path.write_text("origin,delay\n" + "".join(f"EWR,{n}\n" for n in range(7)))
    assert [list(frame["delay"]) for frame in read_csv_chunks(path, 3)] == [[0, 1, 2], [3, 4, 5], [6]]


@piece("maif.chunks.read_csv_chunks")
def test_csv_read_ahead_does_not_grow_with_the_file() -> None:
    ahead = []
    for lines in (100_000, 1_000_000):
        source = Dribble(b"x\n" + b"123456\n" * lines, most=1 << 20)
        next(read_csv_chunks(source, 1000))
        ahead.append(source.given)
    assert ahead[0] == ahead[1] < 500_000


@piece("maif.chunks.read_csv_chunks")
def test_csv_options_are_those_of_pandas() -> None:
    (frame,) = read_csv_chunks(io.StringIO("a;b\n01;2\n"), 5, sep=";", dtype=str)
    assert frame.iloc[0].to_dict() == {"a": "01", "b": "2"}


def test_frames_of_no_rows_are_refused_at_the_call() -> None:
    with pytest.raises(InvalidArgumentError, match="rows"):
        read_csv_chunks("flights.csv", 0)


def test_without_pandas_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(MissingExtraError, match=r"maif-streaming\[pandas\]"):
        read_csv_chunks("flights.csv", 1)


class Service:
    """Hands out pages, each a list or a recorded source, and remembers what it was asked for."""

    def __init__(self, *pages: Any) -> None:
        self.pages, self.asked = pages, list[Any]()

    def fetch(self, after: int) -> tuple[Any, int | None]:
        self.asked.append(after)
        return self.pages[after], after + 1 if after + 1 < len(self.pages) else None


@pages_piece
@given(st.lists(st.lists(st.sampled_from([0, "", None, 5]), max_size=3), min_size=1, max_size=5), st.data())
def test_pages_give_their_items_in_order_from_any_page_on(pages: list[list[Any]], data: st.DataObject) -> None:
    first = data.draw(st.integers(0, len(pages) - 1))
    assert list(iter_pages(Service(*pages).fetch, first)) == [item for page in pages[first:] for item in page]


@pages_piece
def test_a_page_is_fetched_when_its_first_item_is_asked_for() -> None:
    service = Service([1, 2], [], [3])
    items = iter_pages(service.fetch, 0)
    assert service.asked == []
    assert [next(items), next(items)] == [1, 2]
    assert service.asked == [0]
    assert next(items) == 3
    assert service.asked == [0, 1, 2]


@pages_piece
def test_nothing_of_a_page_is_held_when_the_next_is_fetched() -> None:
    census, held = Census(), []

    def fetch(after: int) -> tuple[list[CountedItem], int | None]:
        held.append(census.alive)
        return list(census.items(10)), after + 1 if after < 4 else None

    assert sum(1 for _ in iter_pages(fetch, 0)) == 50
    assert held == [0, 1, 1, 1, 1], "but the item that the reader has in hand"


@pages_piece
def test_leaving_early_closes_the_page_and_fetches_no_other() -> None:
    service = Service(page := RecordedSource(), [])
    items = iter_pages(service.fetch, 0)
    next(items)
    items.close()
    assert (page.pulled, page.closed > 0, service.asked) == (1, True, [0])


@pages_piece
def test_an_error_of_the_service_goes_up() -> None:
    with pytest.raises(IndexError):
        list(iter_pages(Service([1]).fetch, 7))


@pytest.mark.parametrize("page", [None, [1, 2], ([1], 2, 3), "ab"])
def test_what_is_no_page_is_refused(page: Any) -> None:
    with pytest.raises(InvalidTypeError, match="fetch must return"):
        next(iter_pages(lambda after: page))


def test_a_service_that_goes_in_circles_is_refused() -> None:
    items = iter_pages(lambda after: ([1], after), 5)
    with pytest.raises(InvalidArgumentError, match="after 5"):
        next(items)


def test_what_cannot_be_called_is_refused_at_the_call() -> None:
    with pytest.raises(InvalidTypeError, match="fetch"):
        iter_pages([[1, 2]])  # type: ignore[arg-type]
