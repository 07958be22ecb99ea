"""`maif.dataset`: files and folders as sequences that read an item when it is asked for."""

from __future__ import annotations

import csv
import gc
import io
import json
import multiprocessing
import operator
import os
import pickle
import subprocess
import sys
import tempfile
import tracemalloc
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import cloudpickle
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from maif.chunks import iter_jsonl
from maif.dataset import Dataset, View
from maif.errors import (
    ClosedError,
    FileChangedError,
    FormatError,
    InvalidArgumentError,
    InvalidTypeError,
    LimitError,
    LineError,
    UnfinishedFileError,
)
from maif.parallel import map_ordered
from maif.streaming import MAIFStreamReader, MAIFStreamWriter

SUFFIXES = [".jsonl", ".csv", ".npy", ".bin", ".maif"]


def write_numbers(path: Path, count: int) -> dict[str, Any]:
    """Write 0, 1, 2, … into a file of the kind that its name says; return what `Dataset` must be told."""
    if path.suffix == ".jsonl":
        path.write_text("".join(f"{number}\n" for number in range(count)))
    elif path.suffix == ".csv":
        path.write_text("".join(f"{number}\n" for number in ["number", *range(count)]))
    elif path.suffix == ".npy":
        np.save(path, np.arange(count))
    elif path.suffix == ".bin":
        np.arange(count).tofile(path)
        return {"dtype": int}
    else:
        with MAIFStreamWriter(path) as writer:
            for number in range(count):
                writer.write_text_chunk(str(number))
    return {}


def number_of(item: Any) -> int:
    """Return the number that an item of such a file stands for."""
    if isinstance(item, dict):
        return int(item["number"])
    return int(item.text if hasattr(item, "text") else item)


def numbers_of(items: Sequence[Any]) -> list[int]:
    return [number_of(item) for item in items]


@pytest.fixture(params=SUFFIXES)
def path(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    return tmp_path / f"numbers{request.param}"


@pytest.fixture(params=[True, False], ids=["lazy", "eager"])
def ten(request: pytest.FixtureRequest, path: Path) -> Iterator[Dataset]:
    """The numbers from 0 to 9, in a file of each kind."""
    with Dataset(path, request.param, **write_numbers(path, 10)) as dataset:
        yield dataset


def test_items_are_found_by_number_from_either_end(ten: Dataset) -> None:
    assert len(ten) == 10
    assert [number_of(ten[index]) for index in (3, 0, 9, -1, -10, np.int64(4))] == [3, 0, 9, 9, 0, 4]


@pytest.mark.parametrize("index", [10, -11])
def test_a_number_beyond_either_end_is_an_index_error(ten: Dataset, index: int) -> None:
    with pytest.raises(IndexError, match=f"10 items, none has the number {index}"):
        ten[index]
    with pytest.raises(IndexError, match="3 items"):
        ten[4:7][index]


def test_items_are_iterated_in_order_as_often_as_asked(ten: Dataset) -> None:
    assert numbers_of(ten) == numbers_of(ten) == list(range(10))
    assert numbers_of(list(reversed(ten))) == list(reversed(range(10)))


slices = st.builds(slice, *[st.none() | st.integers(-12, 12)] * 2, st.sampled_from([None, 1, 2, 3, -1, -2]))


@given(slices, slices)
def test_slices_of_slices_are_those_of_a_list(first: slice, second: slice) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "numbers.jsonl")
        write_numbers(path, 10)
        with Dataset(path) as dataset:
            view, expected = dataset[first][second], list(range(10))[first][second]
            assert list(view) == [view[index] for index in range(len(view))] == expected
            assert [view[index] for index in range(-len(view), 0)] == expected


def test_a_slice_of_each_kind_is_a_view(ten: Dataset) -> None:
    view = ten[2:8]
    assert isinstance(view, View)
    assert numbers_of(view) == [2, 3, 4, 5, 6, 7]
    assert numbers_of(view[::-2]) == [7, 5, 3]


def test_a_data_set_of_no_items_is_empty(path: Path) -> None:
    options = write_numbers(path, 0)
    for lazy in (True, False):
        with Dataset(path, lazy, **options) as dataset:
            assert len(dataset) == 0
            assert list(dataset) == list(dataset[:5]) == []


def test_an_empty_text_file_is_empty(tmp_path: Path) -> None:
    for name in ("empty.jsonl", "empty.csv"):
        (tmp_path / name).touch()
        assert len(Dataset(tmp_path / name)) == 0


@pytest.mark.parametrize("index", ["3", 1.0, None])
def test_an_index_that_is_no_whole_number_is_refused(ten: Dataset, index: Any) -> None:
    for items in (ten, ten[:5]):
        with pytest.raises(InvalidTypeError, match="whole number"):
            items[index]


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=5,
)
newlines = st.sampled_from(["\n", "\r\n", "\r", "\n\n", "\n \t\r\n"])


@given(st.lists(st.tuples(json_values, newlines), max_size=6), st.sampled_from(["", "\n\n"]), st.booleans())
def test_json_lines_are_those_that_reading_all_gives(lines: list[Any], start: str, last_newline: bool) -> None:
    text = start + "".join(json.dumps(value, ensure_ascii=False) + newline for value, newline in lines)
    data = (text if last_newline else text.rstrip("\r\n")).encode()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "values.jsonl")
        path.write_bytes(data)
        with Dataset(path) as dataset:
            expected = list(iter_jsonl(data))
            assert list(dataset) == [dataset[index] for index in range(len(dataset))] == expected


fields = st.text(st.sampled_from('ab ,"é\n\r\x0b\u2028'), max_size=4)
rows = st.integers(1, 3).flatmap(
    lambda columns: st.lists(st.lists(fields, min_size=columns, max_size=columns), max_size=6).map(
        lambda rows: [["x", "y\n", 'z"'][:columns], *rows]
    )
)


@given(rows, st.sampled_from([("\r\n", csv.QUOTE_MINIMAL), ("\n", csv.QUOTE_ALL)]))
def test_csv_rows_are_those_of_a_dict_reader(rows: list[list[str]], style: tuple[str, Any]) -> None:
    written = io.StringIO(newline="")
    csv.writer(written, lineterminator=style[0], quoting=style[1]).writerows(rows)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "rows.csv")
        path.write_bytes(written.getvalue().encode())
        with open(path, encoding="utf-8", newline="") as file:
            expected = list(csv.DictReader(file))
        with Dataset(path) as dataset:
            assert list(dataset) == [dataset[index] for index in range(len(dataset))] == expected


def test_blank_lines_and_a_byte_order_mark_are_no_part_of_csv(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_bytes("\ufeff\n\nx,y\n\n1,2\n\n\n3,4\n\n".encode())
    dataset = Dataset(path)
    assert [dataset[0], dataset[1]] == list(dataset) == [{"x": "1", "y": "2"}, {"x": "3", "y": "4"}]


@pytest.mark.parametrize("order", ["C", "F"])
@pytest.mark.parametrize("lazy", [True, False])
def test_rows_of_an_array_are_read_only_views(tmp_path: Path, order: Any, lazy: bool) -> None:
    array = np.arange(24.0, dtype="float32").reshape(4, 3, 2)
    np.save(tmp_path / "a.npy", np.asarray(array, order=order))
    dataset = Dataset(tmp_path / "a.npy", lazy)
    np.testing.assert_array_equal(list(dataset), array)
    np.testing.assert_array_equal(dataset[-2], array[-2])
    assert np.shares_memory(dataset[1], dataset[1])
    assert not dataset[1].flags.writeable


def test_a_row_outlives_its_data_set(tmp_path: Path) -> None:
    np.save(tmp_path / "a.npy", np.arange(6).reshape(2, 3))
    with Dataset(tmp_path / "a.npy") as dataset:
        row = dataset[1]
    assert row.tolist() == [3, 4, 5]


@pytest.mark.parametrize(("shape", "count"), [((), 24), (4, 6), ((3, 2), 4), ([24], 1)])
def test_a_raw_array_has_items_of_the_shape_that_was_given(tmp_path: Path, shape: Any, count: int) -> None:
    array = np.arange(24, dtype=">i2")
    array.tofile(tmp_path / "samples.pcm")
    dataset = Dataset(tmp_path / "samples.pcm", dtype=">i2", shape=shape)
    assert len(dataset) == count
    np.testing.assert_array_equal(dataset[-1], array.reshape(count, -1)[-1].reshape(dataset[-1].shape))


def test_blocks_come_from_a_maif_file_with_data_and_metadata(tmp_path: Path) -> None:
    with MAIFStreamWriter(tmp_path / "a.maif", compression="zstd") as writer:
        writer.write_text_chunk("to be " * 100, {"lang": "en"})
        writer.write_embeddings_chunk(np.ones((2, 3), "float32"))
    with Dataset(tmp_path / "a.maif") as dataset:
        first, second = dataset
    assert (first.text, first.metadata) == ("to be " * 100, {"lang": "en"})
    assert second.array.shape == (2, 3)


def test_a_folder_is_its_files_in_the_order_of_their_names(tmp_path: Path) -> None:
    for name in ("a.npy", "b.jsonl", "c.csv", "d.npy", "e.maif", "f.bin"):
        write_numbers(tmp_path / name, 0 if name == "d.npy" else 3)
    for name in ("README.txt", ".hidden.jsonl"):
        (tmp_path / name).write_text("not this")
    (tmp_path / "folder.jsonl").mkdir()
    for lazy in (True, False):
        with Dataset(tmp_path, lazy, dtype=int) as dataset:
            assert numbers_of(dataset) == [0, 1, 2] * 5
            assert len(dataset) == 15
            assert [number_of(dataset[index]) for index in range(-15, 15)] == [0, 1, 2] * 10
            assert numbers_of(dataset[5:11]) == [2, 0, 1, 2, 0, 1]


def open_files() -> list[str]:
    folder = Path("/proc/self/fd")
    if not folder.exists():
        pytest.skip("this system does not list a process's open files")
    return [os.readlink(entry) for entry in folder.iterdir() if entry.exists()]


def open_in(folder: Path) -> int:
    return sum(name.startswith(str(folder)) for name in open_files())


def mapped_in(folder: Path) -> int:
    return Path("/proc/self/maps").read_text().count(f" {folder}/")


def test_a_folder_of_many_files_keeps_few_open(tmp_path: Path) -> None:
    for number in range(70):
        for suffix in (".npy", ".jsonl"):
            write_numbers(tmp_path / f"{number:03}{suffix}", 2)
    with Dataset(tmp_path) as dataset:
        assert numbers_of([dataset[index] for index in range(len(dataset))]) == [0, 1] * 140
        assert 1 <= open_in(tmp_path) <= 64
    assert open_in(tmp_path) == 0


def test_closing_closes_the_file_and_refuses_what_comes_after(ten: Dataset, path: Path) -> None:
    view = ten[:3]
    assert number_of(ten[3]) == 3
    ten.close()
    ten.close()
    assert open_in(path.parent) == 0
    for use in (lambda: ten[0], lambda: len(ten), lambda: iter(ten), lambda: view[0], lambda: list(view)):
        with pytest.raises(ClosedError, match="is closed"):
            use()


def test_a_data_set_that_nobody_holds_closes_its_file(path: Path) -> None:
    dataset = Dataset(path, **write_numbers(path, 3))
    assert number_of(dataset[0]) == 0
    assert open_in(path.parent) + mapped_in(path.parent) > 0
    del dataset
    gc.collect()
    assert open_in(path.parent) + mapped_in(path.parent) == 0


@pytest.mark.parametrize("suffix", [".npy", ".maif"])
def test_items_that_are_kept_keep_no_file_open(tmp_path: Path, suffix: str) -> None:
    for number in range(70):
        if suffix == ".npy":
            np.save(tmp_path / f"{number:03}.npy", np.zeros((1, 2)))
        else:
            write_numbers(tmp_path / f"{number:03}{suffix}", 1)
    with Dataset(tmp_path) as dataset:
        kept = list(dataset)
    assert len(kept) == 70
    assert mapped_in(tmp_path) == 70
    assert open_in(tmp_path) == 0
    del kept
    gc.collect()
    assert mapped_in(tmp_path) == 0


@pytest.mark.parametrize("path", [".jsonl", ".csv", ".maif"], indirect=True)  # a mapping goes with its last row
@pytest.mark.parametrize("view", [lambda dataset: dataset, lambda dataset: dataset[1:9]], ids=["all", "slice"])
def test_leaving_an_iteration_early_closes_its_file(path: Path, view: Callable[[Dataset], Any]) -> None:
    with Dataset(path, **write_numbers(path, 10)) as dataset:
        len(dataset)
        before = open_in(path.parent)
        items = iter(view(dataset))
        next(items)
        assert open_in(path.parent) > before
        items.close()
        assert open_in(path.parent) == before


BAD_LINES = '{"n": 1}\n\n{"é": }\n3\n'.encode() + b'"\xff"\n5\n'


@pytest.mark.parametrize(("index", "line", "at"), [(1, 3, b"}"), (3, 5, b"\xff")])
@pytest.mark.parametrize("read", [operator.getitem, lambda dataset, index: list(dataset[index:])])
def test_a_bad_json_line_is_named_and_the_others_stay_readable(
    tmp_path: Path, index: int, line: int, at: bytes, read: Callable[[Dataset, int], Any]
) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_bytes(BAD_LINES)
    dataset = Dataset(path)
    with pytest.raises(LineError) as caught:
        read(dataset, index)
    error = caught.value
    assert (error.path, error.line, BAD_LINES[error.offset : error.offset + 1]) == (str(path), line, at)
    assert [dataset[0], dataset[2], dataset[4]] == [{"n": 1}, 3, 5]


BAD_ROWS = b'x,y\n1,2\n"a\nb",3,4\n5,"6\n7"8\n9,\xff\n10\n11,12\n'


@pytest.mark.parametrize(
    ("index", "line", "at", "said"),
    [
        (1, 3, b'"a', "3 fields, but the header names 2"),
        (2, 5, b"5", "not valid CSV"),
        (3, 7, b"\xff", "not UTF-8"),
        (4, 8, b"10", "1 fields, but the header names 2"),
    ],
)
@pytest.mark.parametrize("read", [operator.getitem, lambda dataset, index: list(dataset[index:])])
def test_a_bad_csv_row_is_named_and_the_others_stay_readable(
    tmp_path: Path, index: int, line: int, at: bytes, said: str, read: Callable[[Dataset, int], Any]
) -> None:
    path = tmp_path / "bad.csv"
    path.write_bytes(BAD_ROWS)
    dataset = Dataset(path)
    with pytest.raises(LineError, match=said) as caught:
        read(dataset, index)
    error = caught.value
    assert (error.path, error.line, BAD_ROWS[error.offset :][: len(at)]) == (str(path), line, at)
    assert [dataset[0], dataset[5]] == [{"x": "1", "y": "2"}, {"x": "11", "y": "12"}]


def test_a_quote_that_never_closes_is_an_error_not_a_long_field(tmp_path: Path) -> None:
    (tmp_path / "open.csv").write_text('x\n1\n"2\n3\n')
    dataset = Dataset(tmp_path / "open.csv")
    assert dataset[0] == {"x": "1"}
    with pytest.raises(LineError, match="line 3, byte 4: not valid CSV"):
        dataset[1]


@pytest.mark.parametrize(
    ("header", "said"), [(b"x,x", "line 1, byte 0: two columns"), (b"x\xff", "line 1, byte 1: not UTF-8")]
)
def test_a_csv_header_that_cannot_name_columns_is_refused(tmp_path: Path, header: bytes, said: str) -> None:
    (tmp_path / "a.csv").write_bytes(header + b"\n1,2\n")
    with pytest.raises(LineError, match=said):
        Dataset(tmp_path / "a.csv")[0]


def test_iterating_text_reads_no_further_than_it_came(tmp_path: Path) -> None:
    """The line that is too long lies behind the chunk that is read first."""
    path = tmp_path / "long.jsonl"
    path.write_text("1\n" * 500_000 + f'"{"x" * 2000}"\n')
    with Dataset(path, max_line=1000) as dataset:
        assert next(iter(dataset)) == 1
        with pytest.raises(LimitError, match="line 500001, from byte 1000000 on"):
            dataset[0]


def test_the_items_of_a_later_file_are_not_counted_to_find_one_of_an_earlier(tmp_path: Path) -> None:
    write_numbers(tmp_path / "a.jsonl", 3)
    (tmp_path / "b.npy").write_bytes(b"no array")
    dataset = Dataset(tmp_path)
    assert [dataset[0], dataset[2]] == [0, 2]
    with pytest.raises(FormatError, match=r"b\.npy"):
        dataset[3]


def test_an_item_is_found_with_one_read_of_its_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "numbers.jsonl"
    path.write_text("".join(f"{number:019}\n".replace("0", "1", 1) for number in range(10_000)))
    dataset = Dataset(path)
    len(dataset)
    read, sizes = os.pread, []
    monkeypatch.setattr(os, "pread", lambda file, size, at: sizes.append(size) or read(file, size, at))
    assert [dataset[number] % 10**18 for number in (0, 5000, 9999)] == [0, 5000, 9999]
    assert sizes == [20, 20, 20]


@pytest.mark.parametrize(
    ("name", "content", "options", "said"),
    [
        ("a.npy", b"", {}, "no array"),
        ("a.npy", b"no array at all", {}, "no array"),
        ("a.npy", "pickled objects", {}, "no array"),
        ("a.npy", "cut short", {}, "no array"),
        ("a.npy", "a single value", {}, "no rows"),
        ("a.bin", b"12345", {"dtype": "float32"}, "no whole number of items"),
        ("a.bin", bytes(32), {"dtype": "float32", "shape": (3,)}, "no whole number of items"),
        ("a.maif", b"no blocks", {}, "file"),
    ],
)
def test_a_file_that_is_not_what_its_name_says_is_named(
    tmp_path: Path, name: str, content: bytes | str, options: dict[str, Any], said: str
) -> None:
    path = tmp_path / name
    if content == "pickled objects":
        np.save(path, np.array([{}, []], dtype=object), allow_pickle=True)
    elif content == "cut short":
        np.save(path, np.zeros(100))
        os.truncate(path, 500)
    elif content == "a single value":
        np.save(path, np.float64(1))
    else:
        path.write_bytes(content)  # type: ignore[arg-type]
    for use in (len, lambda dataset: next(iter(dataset)), lambda dataset: dataset[0]):
        with pytest.raises(FormatError, match=said) as caught:
            use(Dataset(path, **options))
        assert str(path) in str(caught.value)


def test_an_unfinished_maif_file_says_so(tmp_path: Path) -> None:
    with MAIFStreamWriter(tmp_path / "a.maif") as writer:
        writer.write_text_chunk("text")
        writer.flush()
        with pytest.raises(UnfinishedFileError):
            len(Dataset(tmp_path / "a.maif"))


@pytest.mark.parametrize(
    ("name", "options", "error", "said"),
    [
        ("a.parquet", {}, InvalidArgumentError, "ends in none of"),
        ("a.bin", {}, InvalidArgumentError, "give the dtype"),
        ("a.jsonl", {"dtype": int}, InvalidArgumentError, "needs none"),
        ("a.bin", {"shape": 3}, InvalidArgumentError, "needs a dtype"),
        ("a.bin", {"dtype": int, "shape": (3, 0)}, InvalidArgumentError, "at least 1"),
        ("a.bin", {"dtype": int, "shape": "32"}, InvalidTypeError, "whole number"),
        ("a.bin", {"dtype": "klingon"}, InvalidTypeError, "dtype"),
        ("a.bin", {"dtype": object}, InvalidArgumentError, "fixed size"),
        ("a.bin", {"dtype": "S0"}, InvalidArgumentError, "fixed size"),
        ("a.jsonl", {"max_line": 0}, InvalidArgumentError, "max_line"),
        (".", {}, InvalidArgumentError, "holds no file"),
    ],
)
def test_a_mistake_is_found_when_the_data_set_is_made(
    tmp_path: Path, name: str, options: dict[str, Any], error: type[Exception], said: str
) -> None:
    if name != ".":
        (tmp_path / name).touch()
    with pytest.raises(error, match=said):
        Dataset(tmp_path / name, **options)


def test_a_missing_file_is_found_when_the_data_set_is_made(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        Dataset(tmp_path / "none.jsonl")


def test_a_pipe_is_refused_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.jsonl")
    with pytest.raises(InvalidArgumentError, match="neither a file nor a folder"):
        Dataset(tmp_path / "pipe.jsonl")


def change(path: Path) -> None:
    """Give a file other content of the same size, and another time."""
    status = path.stat()
    path.write_bytes(path.read_bytes()[::-1])
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns + 1))


@pytest.mark.parametrize("use", [len, lambda dataset: next(iter(dataset)), lambda dataset: dataset[0]])
def test_a_file_that_was_changed_before_it_was_opened_is_noticed(path: Path, use: Callable[[Any], Any]) -> None:
    dataset = Dataset(path, **write_numbers(path, 10))
    change(path)
    with pytest.raises(FileChangedError, match=str(path)):
        use(dataset)


@pytest.mark.parametrize("use", [lambda dataset: next(iter(dataset)), lambda dataset: dataset[0]])
def test_a_file_that_was_changed_while_it_was_open_is_noticed(path: Path, use: Callable[[Any], Any]) -> None:
    dataset = Dataset(path, **write_numbers(path, 10))
    assert number_of(dataset[3]) == 3
    change(path)
    with pytest.raises(FileChangedError, match=str(path)):
        use(dataset)


def test_a_file_that_grows_while_it_is_iterated_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "numbers.jsonl"
    path.write_text("1\n" * 500_000)
    items = iter(Dataset(path))
    next(items)
    with open(path, "a") as file:
        file.write("2\n")
    with pytest.raises(FileChangedError, match="from 1000000 bytes to 1000002"):
        sum(items)


def test_a_file_that_was_replaced_is_noticed(path: Path) -> None:
    dataset = Dataset(path, **write_numbers(path, 10))
    assert number_of(dataset[0]) == 0
    other = path.with_stem("other")
    write_numbers(other, 11)
    os.replace(other, path)
    with pytest.raises(FileChangedError):
        dataset[0]


def test_what_was_loaded_at_once_needs_its_file_no_more(path: Path) -> None:
    dataset = Dataset(path, lazy=False, **write_numbers(path, 10))
    path.unlink()
    assert numbers_of(dataset) == numbers_of(dataset[:]) == list(range(10))


@pytest.mark.parametrize("make", [lambda dataset: dataset, lambda dataset: dataset[2:]], ids=["all", "slice"])
def test_a_pickle_is_small_and_opens_the_file_itself(ten: Dataset, make: Callable[[Dataset], Any]) -> None:
    items = make(ten)
    expected = numbers_of(items)
    packed = pickle.dumps(items)
    copy = pickle.loads(packed)
    assert len(packed) < 1000
    assert numbers_of(copy) == [number_of(copy[index]) for index in range(len(copy))] == expected
    (copy.dataset if isinstance(copy, View) else copy).close()
    assert numbers_of(items) == expected


def test_a_pickle_notices_that_the_file_was_changed(tmp_path: Path) -> None:
    path = tmp_path / "numbers.jsonl"
    write_numbers(path, 10)
    packed = pickle.dumps(Dataset(path))
    change(path)
    with pytest.raises(FileChangedError):
        pickle.loads(packed)[0]


def test_a_subclass_keeps_its_own_attributes_in_a_pickle(tmp_path: Path) -> None:
    class Scaled(Dataset):
        def __init__(self, path: Path, factor: int) -> None:
            super().__init__(path)
            self.factor = factor

        def __getitem__(self, index: Any) -> Any:
            return super().__getitem__(index) * self.factor

    write_numbers(tmp_path / "numbers.jsonl", 10)
    copy = cloudpickle.loads(cloudpickle.dumps(Scaled(tmp_path / "numbers.jsonl", factor=3)))
    assert copy[4] == 12


def test_workers_in_other_processes_read_items_by_number(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a loader of training data does: indexes go out, items come back."""
    monkeypatch.chdir(tmp_path)
    for name in ("a.jsonl", "b.npy"):
        write_numbers(tmp_path / name, 10)
    dataset = Dataset(".")
    assert dataset[0] == 0  # open before it travels
    monkeypatch.chdir("/")
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as workers:
        assert list(workers.map(dataset.__getitem__, [19, 3, 12], chunksize=3)) == [9, 3, 2]


def test_threads_may_share_a_data_set(tmp_path: Path) -> None:
    for number in range(70):
        write_numbers(tmp_path / f"{number:02}.jsonl", 10)
    with Dataset(tmp_path) as dataset:
        order = [number * 7 % 700 for number in range(700)]
        assert list(map_ordered(dataset.__getitem__, order, num_workers=4)) == [number % 10 for number in order]


def peak(call: Callable[[], object]) -> int:
    """Return the most bytes that Python held at a time during a call."""
    tracemalloc.start()
    try:
        call()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def consume(items: Iterable[Any]) -> None:
    for _ in items:
        pass


@pytest.mark.parametrize("path", [".jsonl", ".csv", ".maif"], indirect=True)
def test_iterating_holds_no_more_of_a_file_ten_times_as_long(path: Path) -> None:
    peaks = []
    for count in (2_000, 20_000):
        path.unlink(missing_ok=True)
        write_text(path, count)
        dataset = Dataset(path)
        peaks.append(peak(partial(consume, dataset)))
    assert peaks[1] < 1.2 * peaks[0] + 20_000


@pytest.mark.parametrize("path", [".jsonl", ".csv"], indirect=True)
def test_a_look_up_holds_a_chunk_and_8_bytes_an_item(path: Path) -> None:
    peaks = []
    for count in (2_000, 20_000):
        write_text(path, count)
        dataset = Dataset(path)
        peaks.append(peak(partial(dataset.__getitem__, -1)))
    assert peaks[1] - peaks[0] < 18_000 * 8 * 2  # an array that grows keeps room in reserve, and is copied


def write_text(path: Path, count: int) -> None:
    """Write lines of 200 letters, so that even the shorter file is longer than a chunk."""
    if path.suffix == ".maif":
        with MAIFStreamWriter(path) as writer:
            for _ in range(count):
                writer.write_text_chunk("x" * 200)
    else:
        path.write_text(f'"{"x" * 200}"\n' * (count + 1))


@pytest.mark.skipif(find_spec("maif._learner") is not None, reason="a learner's module may import what it likes")
def test_a_data_set_of_text_needs_no_numpy(tmp_path: Path) -> None:
    write_numbers(tmp_path / "numbers.jsonl", 10)
    write_numbers(tmp_path / "numbers.csv", 10)
    program = (
        "import sys; sys.modules['numpy'] = None; from maif.dataset import Dataset; "
        f"print(Dataset({str(tmp_path)!r})[9], len(Dataset({str(tmp_path)!r})))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "{'number': '9'} 20\n"


def test_a_maif_data_set_agrees_with_the_reader(tmp_path: Path) -> None:
    write_numbers(tmp_path / "a.maif", 20)
    with Dataset(tmp_path / "a.maif") as dataset, MAIFStreamReader(tmp_path / "a.maif") as reader:
        assert [block.block_id for block in dataset] == [block.block_id for block in reader.read_blocks()]
        assert [block.block_id for block in dataset[5:9]] == [block.block_id for block in reader[5:9]]


@pytest.mark.parametrize("field", ["w" * 140_000, "word, word\n" * 14_000, '""' * 70_000])
def test_a_field_may_be_as_long_as_a_line(tmp_path: Path, field: str) -> None:
    path = tmp_path / "notes.csv"
    path.write_text(f'id,text\n1,short\n2,"{field}"\n3,short\n', newline="")
    with Dataset(path) as data:
        assert [row["id"] for row in data] == ["1", "2", "3"]
        assert data[1]["text"] == field.replace('""', '"')


def test_behind_a_row_that_is_too_long_the_next_one_comes_out_whole(tmp_path: Path) -> None:
    path = tmp_path / "notes.csv"
    path.write_text('id,text\n1,short\n2,"' + "so, far\n" * 40 + '"\n3,"a\nb"\n')
    data = Dataset(path, max_line=100)
    with pytest.raises(LineError, match=r"line 3, byte 16: the row takes more than 100 bytes, the limit `max_line`"):
        data[1]
    assert (data[0]["id"], data[2], len(data)) == ("1", {"id": "3", "text": "a\nb"}, 3)
