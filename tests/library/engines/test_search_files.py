"""Indexes of files: made once, used while they fit, noticed when they do not; and of files that are still growing."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from maif.errors import FormatError, IntegrityError, InvalidTypeError, UnfinishedFileError
from maif.segments.masking import Span, add_mask
from maif.semantic import HashingEmbedder, SearchIndex, VectorIndex
from maif.semantic.arrays import array_in, write_array
from maif.semantic.search_index import Mode
from maif.semantic.stored import index_path
from maif.streaming import MAIFStreamReader, MAIFStreamWriter

TEXTS = [
    "merge sorted streams",
    "a queue of blocks",
    "sign each block",
    "sorted, sorting and to sort",
    "a window in time",
]
MODES: tuple[Mode, ...] = ("hybrid", "words", "meaning")


def write(path: Path, texts: list[str], **settings: Any) -> list[str]:
    with MAIFStreamWriter(path, **settings) as writer:
        return [writer.write_text_chunk(text, {"name": f"{text} name{number}"}) for number, text in enumerate(texts)]


def answers(index: SearchIndex) -> list[Any]:
    return [
        [(hit.id, round(hit.score, 5), hit.text) for hit in index.search(query, 10, mode=mode)]
        for query in ("sorted queue", "name1", "blocks in time")
        for mode in MODES
    ]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    write(tmp_path / "texts.maif", TEXTS)
    return tmp_path / "texts.maif"


def built(path: Path, dimensions: int = 64) -> tuple[str, list[Any]]:
    """Build an index of a file; return why it was made anew, and what it answers."""
    with SearchIndex(HashingEmbedder(dimensions)) as index:
        (result,) = index.build([path])
        assert result.documents == len(index)
        return result.why, answers(index)


def test_an_index_is_made_once_and_answers_as_one_in_memory_does(path: Path) -> None:
    why, first = built(path)
    assert why == "there is no index yet"
    assert built(path) == ("", first)
    in_memory = SearchIndex(HashingEmbedder(64))
    with MAIFStreamReader(path) as reader:
        for block in reader:
            in_memory.add(block.block_id, block.text, title=block.metadata["name"])
    assert answers(in_memory) == first
    assert sorted(os.listdir(path.parent)) == ["texts.maif", "texts.maif.index.maif"]


def test_a_hit_says_where_it_is(path: Path) -> None:
    with SearchIndex(HashingEmbedder(64)) as index:
        index.build([path])
        (hit,) = index.search("window", 1)
        assert (hit.text, hit.source) == ("a window in time", str(path))
        assert hit.block is not None
        assert (hit.block.index, hit.block.block_id, hit.block.metadata) == (
            4,
            hit.id,
            {"name": "a window in time name4"},
        )


def other_texts(path: Path) -> None:
    write(path, ["other texts"])


def more_texts(path: Path) -> None:
    key = bytes(range(32))
    write(path, TEXTS, private_key=key)
    built(path)
    write(path, ["one more"], private_key=key, mode="a")


def flipped_byte(path: Path) -> None:
    stored = Path(index_path(path))
    data = bytearray(stored.read_bytes())
    data[len(data) // 3] ^= 1
    stored.write_bytes(data)


def cut_off(path: Path) -> None:
    stored = Path(index_path(path))
    stored.write_bytes(stored.read_bytes()[:-100])


def no_maif_file(path: Path) -> None:
    Path(index_path(path)).write_text("not an index")


def no_index(path: Path) -> None:
    shutil.copy(path, index_path(path))


def index_of_another(path: Path) -> None:
    write(path.parent / "other.maif", TEXTS)
    built(path.parent / "other.maif")
    os.replace(index_path(path.parent / "other.maif"), index_path(path))


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (other_texts, "of another file, or of the file as it was"),
        (more_texts, "of another file, or of the file as it was"),
        (index_of_another, "of another file, or of the file as it was"),
        (flipped_byte, "damaged"),
        (cut_off, "cannot be read"),
        (no_maif_file, "cannot be read"),
        (no_index, "no search index"),
    ],
)
def test_an_index_that_does_not_fit_is_noticed_and_made_anew(
    path: Path, change: Callable[[Path], None], why: str
) -> None:
    built(path)
    change(path)
    told, found = built(path)
    assert why in told
    os.unlink(index_path(path))
    assert built(path)[1] == found
    assert built(path) == ("", found)


def test_another_embedder_makes_an_index_of_its_own(path: Path) -> None:
    built(path)
    assert "made by the embedder 'hashing-64'" in built(path, 32)[0]


@pytest.fixture(scope="module")
def indexed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bytes, object]:
    """A file, the bytes of its index, and what it answers."""
    path = tmp_path_factory.mktemp("index") / "texts.maif"
    write(path, TEXTS)
    _, expected = built(path)
    return path, Path(index_path(path)).read_bytes(), expected


@given(data=st.data())
def test_whatever_byte_of_an_index_changes_it_answers_the_same(
    data: st.DataObject, indexed: tuple[Path, bytes, object]
) -> None:
    path, whole, expected = indexed
    stored, content = Path(index_path(path)), bytearray(whole)
    for _ in range(data.draw(st.integers(1, 3))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    stored.write_bytes(content)
    assert built(path)[1] == expected


@pytest.mark.parametrize("name", ["numbers", "lengths", "words", "word_ends", "pairs", "pair_ends", "bits", "vectors"])
def test_an_index_whose_parts_lead_nowhere_is_made_anew(path: Path, name: str) -> None:
    _, expected = built(path)
    stored = Path(index_path(path))
    forged = stored.with_name("forged.maif")
    with MAIFStreamReader(stored) as reader, MAIFStreamWriter(forged) as writer:
        for block in reader:
            if block.metadata.get("array") == name:
                array = array_in(block)
                write_array(writer, name, np.concatenate([array, array]) if len(array) else np.ones((7, 7), "<f4"))
            else:
                writer.copy_block(block)
    os.replace(forged, stored)
    assert built(path) == ("the parts of the index do not fit together", expected)


def test_what_is_no_text_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "mixed.maif"
    with MAIFStreamWriter(path, compression="zstd") as writer:
        writer.write_binary_chunk(b"queue")
        writer.write_chunk(b"queue \xff", "TEXT")
        writer.write_embeddings_chunk([[1.0, 0.0]])
        writer.write_text_chunk("queue " * 200, {"title": 7})
    with SearchIndex(HashingEmbedder(64)) as index:
        assert index.build([path])[0].documents == 1
        assert [hit.text for hit in index.search("queue")] == ["queue " * 200]


def test_an_empty_file_has_an_index(tmp_path: Path) -> None:
    write(tmp_path / "empty.maif", [])
    assert built(tmp_path / "empty.maif")[1] == [[]] * 9
    assert built(tmp_path / "empty.maif")[0] == ""


def test_several_files_and_memory_answer_like_one(tmp_path: Path) -> None:
    ids = write(tmp_path / "one.maif", TEXTS[:2]) + write(tmp_path / "two.maif", TEXTS[2:4])
    with SearchIndex(HashingEmbedder(64)) as several, SearchIndex(HashingEmbedder(64)) as one:
        several.build([tmp_path / "one.maif", tmp_path / "two.maif"])
        several.add("memory", TEXTS[4], title=TEXTS[4])
        titles = [f"{text} name{number}" for text, number in zip(TEXTS, (0, 1, 0, 1), strict=False)]
        for text_id, text, title in zip([*ids, "memory"], TEXTS, [*titles, TEXTS[4]], strict=True):
            one.add(text_id, text, title=title)
        assert answers(several) == answers(one)
        several.remove([ids[1], ids[1], "memory", "nowhere"])
        one.remove([ids[1], "memory"])
        assert (len(several), ids[1] in several, ids[0] in several) == (3, False, True)
        assert [sorted(each) for each in answers(several)] == [sorted(each) for each in answers(one)]
        several.add(ids[0], "another text under the same id")
        one.add(ids[0], "another text under the same id")
        assert [sorted(each) for each in answers(several)] == [sorted(each) for each in answers(one)]


def test_a_path_that_is_given_again_is_looked_at_again(path: Path) -> None:
    with SearchIndex(HashingEmbedder(64)) as index:
        index.build([path])
        write(path, ["other texts"])
        index.build([path])
        assert [hit.text for hit in index.search("texts queue")] == ["other texts"]
        assert len(index) == 1


def test_nothing_is_left_open_or_lying_about(path: Path) -> None:
    before = set(os.listdir("/proc/self/fd"))
    built(path)
    Path(path.parent / "bad.maif").write_text("no MAIF file")
    with SearchIndex(HashingEmbedder(64)) as index, pytest.raises(FormatError):
        index.build([path, path.parent / "bad.maif"])
    assert set(os.listdir("/proc/self/fd")) == before


def test_an_embedder_that_fails_half_way_leaves_no_file(path: Path) -> None:
    class Failing(HashingEmbedder):
        def embed(self, texts: Any) -> Any:
            raise IntegrityError("out of order")

    with SearchIndex(Failing(64)) as index, pytest.raises(IntegrityError):
        index.build([path])
    assert os.listdir(path.parent) == ["texts.maif"]
    assert len(index) == 0


def test_a_damaged_file_gets_no_index(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content.replace(b"a queue of blocks", b"a queue of BLOCKS"))
    with SearchIndex(HashingEmbedder(64)) as index, pytest.raises(IntegrityError, match="hash"):
        index.build([path])
    assert os.listdir(path.parent) == ["texts.maif"]


def test_where_nothing_can_be_written_the_index_goes_with_the_object(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, expected = built(path)
    os.unlink(index_path(path))
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert built(path) == ("there is no index yet", expected)
    assert os.listdir(path.parent) == ["texts.maif"]


def test_an_artifact_is_found_by_its_segments_without_what_was_masked(tmp_path: Path) -> None:
    (text_id, _) = write(tmp_path / "000001.maif", ["write to ada@example.org today", "a queue of blocks"])
    write(tmp_path / "000002.maif", ["sign each block"])
    with SearchIndex(HashingEmbedder(64)) as index:
        assert [result.documents for result in index.build([tmp_path])] == [2, 1]
        assert len(index.search("ada", mode="words")) == 1
        with MAIFStreamReader(tmp_path / "000001.maif") as reader:
            add_mask(str(tmp_path), reader.get_block(text_id), [Span(9, 24, "email")])
        assert "as it was" in index.build([tmp_path])[0].why
        assert index.search("ada", mode="words") == []
        assert index.search("write today", 1)[0].text == "write to [EMAIL] today"


def test_an_unfinished_file_is_found_in_memory_as_far_as_it_goes(tmp_path: Path) -> None:
    path = tmp_path / "open.maif"
    with MAIFStreamWriter(path) as writer, SearchIndex(HashingEmbedder(64)) as index:
        writer.write_text_chunk("a queue of blocks")
        writer.flush()
        (result,) = index.build([path])
        assert (result.documents, result.stored, result.why) == (1, None, "the file is not finished")
        writer.write_text_chunk("sign each block")
        writer.flush()
        index.build([path])
        assert len(index) == 2


def test_a_growing_file_is_found_while_it_grows(tmp_path: Path) -> None:
    path = tmp_path / "growing.maif"
    index = SearchIndex(HashingEmbedder(64))
    writer = MAIFStreamWriter(path)
    writer.write_text_chunk(TEXTS[0])
    writer.flush()
    found = []
    for block in index.follow(path):
        found.append([hit.text for hit in index.search(block.text, 1, mode="words")])
        if len(found) < len(TEXTS):
            writer.write_text_chunk(TEXTS[len(found)])
            writer.flush()
        else:
            writer.close()
    assert found == [[text] for text in TEXTS]


def test_when_the_writer_dies_an_index_goes_on_where_it_was(tmp_path: Path) -> None:
    path = tmp_path / "growing.maif"
    program = f"""
import os
from maif.streaming import MAIFStreamWriter
writer = MAIFStreamWriter({str(path)!r}, sign="block")
writer.write_text_chunk("a queue of blocks")
os.kill(os.getpid(), 9)
"""
    subprocess.run([sys.executable, "-c", program], check=False)
    index = SearchIndex(HashingEmbedder(64))
    with pytest.raises(UnfinishedFileError, match="mend it with"):
        list(index.follow(path))
    assert [hit.text for hit in index.search("queue")] == ["a queue of blocks"]
    with pytest.raises(UnfinishedFileError):
        list(index.follow(path))
    assert len(index) == 1


vectors = st.integers(0, 40).map(lambda count: np.random.default_rng(count).standard_normal((count, 6)))


@given(vectors=vectors, exact_up_to=st.sampled_from([5, 10_000]))
def test_a_stored_vector_index_answers_and_changes_as_the_one_that_was_saved(
    vectors: Any, exact_up_to: int, tmp_path_factory: Any
) -> None:
    path = tmp_path_factory.mktemp("vectors") / "vectors.maif"
    index = VectorIndex(6, exact_up_to=exact_up_to)
    index.add([f"id{number}" for number in range(len(vectors))], vectors)
    index.save(path)
    loaded = VectorIndex.load(path)
    assert (len(loaded), loaded.method, loaded.dimensions) == (len(index), index.method, 6)
    for change in (lambda index: None, lambda index: index.remove(["id3"]), lambda index: index.add(["x"], [[1] * 6])):
        change(index)
        change(loaded)
        ids, scores = index.search([1, 2, 3, 4, 5, 6], 5)
        loaded_ids, loaded_scores = loaded.search([1, 2, 3, 4, 5, 6], 5)
        assert loaded_ids == ids
        assert loaded_scores == pytest.approx(scores)
    assert len(VectorIndex.load(path)) == len(vectors)


def test_a_vector_index_that_cannot_be_stored_or_read_says_so(tmp_path: Path) -> None:
    index = VectorIndex(2)
    index.add([("a", 1)], [[1, 0]])
    with pytest.raises(InvalidTypeError, match="text or whole numbers"):
        index.save(tmp_path / "index.maif")
    write(tmp_path / "texts.maif", TEXTS)
    with pytest.raises(FormatError, match="no vector index"):
        VectorIndex.load(tmp_path / "texts.maif")
    assert os.listdir(tmp_path) == ["texts.maif"]


VECTORS = [("vectors", np.eye(2, dtype=np.float32)), ("bits", np.empty((0, 2), np.uint64))]
DESCRIBED = {"dimensions": 2, "settings": {"recall": 0.98, "exact_up_to": 10_000, "seed": 0}, "ids": ["a", "b"]}


def forged(path: Path, described: object, arrays: Any = VECTORS) -> Path:
    with MAIFStreamWriter(path) as writer:
        for name, array in arrays:
            write_array(writer, name, array)
        raw = described if isinstance(described, bytes) else json.dumps(described).encode()
        writer.write_chunk(raw, "META", {"content": "vector index"})
    return path


@pytest.mark.parametrize(
    "described",
    [
        *[
            DESCRIBED | {"ids": ids}
            for ids in (["a"], ["a", "b", "c"], "ab", None, ["a", "a"], [["a"], ["b"]], [1.5, 2])
        ],
        *[DESCRIBED | {"dimensions": dimensions} for dimensions in (3, "2", -1, None, 2.0)],
        *[DESCRIBED | {"settings": settings} for settings in (None, {"x": 1}, {"recall": "x"}, {"seed": None})],
        *[{}, [1], None, b"{", b"[" * 100_000, b"9" * 5000, b"\xff"],
    ],
    ids=lambda described: repr(described)[:50],
)
def test_a_vector_index_that_says_what_cannot_be_is_refused(tmp_path: Path, described: object) -> None:
    with pytest.raises(FormatError, match="cannot be read"):
        VectorIndex.load(forged(tmp_path / "index.maif", described))


@pytest.mark.parametrize(
    "arrays",
    [
        [],
        VECTORS[1:],
        [("vectors", np.eye(2, dtype=np.uint32)), VECTORS[1]],
        [("vectors", np.ones(2, dtype=np.float32)), VECTORS[1]],
        [("vectors", np.eye(2, dtype=np.float32)[:1]), ("vectors", np.eye(2, dtype=np.float32)[1:]), VECTORS[1]],
        [VECTORS[0], ("bits", np.zeros((1, 1), np.uint64))],
        [VECTORS[0], ("bits", np.zeros((1, 2), np.float32))],
        [VECTORS[0], ("bits", np.zeros(2, np.uint64))],
    ],
)
def test_a_vector_index_whose_parts_do_not_fit_is_refused(tmp_path: Path, arrays: Any) -> None:
    with pytest.raises(FormatError, match="cannot be read"):
        VectorIndex.load(forged(tmp_path / "index.maif", DESCRIBED, arrays))


def test_ids_of_numpy_are_stored_as_whole_numbers(tmp_path: Path) -> None:
    index = VectorIndex(2)
    index.add(np.array([1 << 63, 7], np.uint64), np.eye(2))
    index.add([np.int32(9)], [[-1, 0]])
    index.save(tmp_path / "index.maif")
    loaded = VectorIndex.load(tmp_path / "index.maif")
    assert [loaded.search(vector, 1)[0] for vector in ([1, 0], [0, 1], [-1, 0])] == [[1 << 63], [7], [9]]
    assert (1 << 63) in index


def as_kind(kind: str) -> Callable[[Any], Any]:
    return lambda array: array.astype(kind)


ARRAYS: dict[str, list[Callable[[Any], Any]]] = {
    "numbers": [lambda array: array[::-1], lambda array: array + 1000, lambda array: array * 0],
    "bits": [lambda array: array.reshape(-1)],
    "pairs": [lambda array: array.reshape(-1)],
    "word_ends": [lambda array: np.array([2**64 - 5, *array[1:]], np.uint64), lambda array: array.reshape(-1, 1)],
}


@pytest.mark.parametrize("name", ["numbers", "lengths", "words", "word_ends", "pairs", "pair_ends", "bits", "vectors"])
def test_an_index_whose_parts_are_of_another_kind_is_made_anew(path: Path, name: str) -> None:
    _, expected = built(path)
    stored = Path(index_path(path))
    whole = stored.read_bytes()
    for change in [
        *map(as_kind, ("<f4", "<u4", "<u8", "|u1")),
        lambda array: array.reshape(1, *array.shape),
        *ARRAYS.get(name, []),
    ]:
        stored.write_bytes(whole)
        replacement = stored.with_name("forged.maif")
        with MAIFStreamReader(stored) as reader, MAIFStreamWriter(replacement) as writer:
            for block in reader:
                if block.metadata.get("array") == name:
                    write_array(writer, name, change(array_in(block)))
                else:
                    writer.copy_block(block)
        os.replace(replacement, stored)
        assert built(path)[1] == expected


@pytest.mark.parametrize("raw", [b"[" * 100_000, b"null", b"[]", b'{"version": 1}', b"9" * 5000])
def test_an_index_that_describes_itself_as_nothing_is_made_anew(path: Path, raw: bytes) -> None:
    _, expected = built(path)
    with MAIFStreamWriter(index_path(path)) as writer:
        writer.write_chunk(raw, "META", {"content": "search index"})
    assert built(path)[1] == expected


def test_one_path_is_enough(path: Path) -> None:
    with SearchIndex(HashingEmbedder(64)) as index:
        assert [each.path for each in index.build(path)] == [str(path)]
        assert [each.path for each in index.build(str(path))] == [str(path)]
