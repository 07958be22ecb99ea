"""Embedders, and the index of their vectors: against brute force, on real text, and through every order of changes."""

from __future__ import annotations

import inspect
import pickle
import sys
import threading
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maif.errors import InvalidArgumentError, InvalidTypeError, MissingExtraError
from maif.semantic import (
    Embedder,
    GraphIndex,
    HashingEmbedder,
    Hit,
    SentenceTransformerEmbedder,
    VectorIndex,
    WordLlamaEmbedder,
    as_embedder,
    default_embedder,
    merge_and_rank_results,
    vector_rows,
)
from maif.semantic.recall import sample_with_nearest, share_found
from maif.semantic.sign_bits import hamming_distances, nearest_by_bits, random_rotation, sign_bits
from maif.semantic.vector_rows import VectorRows

HASHED = [0.4, -0.2, 0.2, 0.8, 0.0, 0.2, 0.2, 0.2]
BITS = pytest.mark.piece("maif.semantic.sign_bits.hamming_distances", "maif.semantic.sign_bits.nearest_by_bits")


@cache
def sentences() -> list[str]:
    """Return real text: the sentences of the standard library's docstrings and comments."""
    folder = Path(inspect.getfile(threading)).parent
    found: dict[str, None] = {}
    for path in sorted(folder.glob("*.py")):
        for paragraph in path.read_text(encoding="utf-8", errors="replace").split("\n\n"):
            text = " ".join(paragraph.split())
            if 60 < len(text) < 400:
                found[text] = None
    return list(found)


def embedders() -> list[Embedder]:
    return [HashingEmbedder(), WordLlamaEmbedder()]


@pytest.mark.parametrize("embedder", embedders(), ids=lambda embedder: embedder.name)
def test_vectors_have_length_one_and_depend_on_their_text_alone(embedder: Embedder) -> None:
    texts = ["a cat", "", "ein Satz mit Umlauten: ä, und \ud800", "x" * 20_000, "a cat"]
    vectors = embedder.embed(texts)
    assert vectors.shape == (5, embedder.dimensions)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 0, 1, 1, 1], abs=1e-5)
    assert (vectors[0] == vectors[4]).all()
    alone = np.concatenate([embedder.embed([text]) for text in texts])
    assert alone == pytest.approx(vectors, abs=1e-5)
    assert embedder.embed([]).shape == (0, embedder.dimensions)
    assert pickle.loads(pickle.dumps(embedder)).embed(["a cat"])[0] == pytest.approx(vectors[0])


@pytest.mark.parametrize("embedder", embedders(), ids=lambda embedder: embedder.name)
def test_like_texts_have_like_vectors(embedder: Embedder) -> None:
    late, delayed, soup = embedder.embed(
        ["The flight to Chicago is delayed.", "flights to Chicago were delayed", "This soup needs salt."]
    )
    assert late @ delayed > 0.5 > late @ soup


def test_hashing_is_the_same_in_every_process() -> None:
    vector = HashingEmbedder(8).embed(["streaming"])[0]
    assert vector == pytest.approx(HASHED, abs=1e-6)


def test_the_default_says_what_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    assert default_embedder().name == "wordllama-256"
    from maif.semantic import models

    def missing() -> Any:
        raise MissingExtraError("wordllama", extra="semantic", needed_for="WordLlamaEmbedder")

    monkeypatch.setattr(models, "_wordllama", missing)
    assert default_embedder().name == "hashing-256"
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    with pytest.raises(MissingExtraError):
        SentenceTransformerEmbedder()


class Tensor:
    """What a tensor of PyTorch has, as far as it matters: it comes to numpy by steps."""

    def __init__(self, values: Any) -> None:
        self._values = values
        self.steps: list[str] = []

    def detach(self) -> Tensor:
        return self

    def cpu(self) -> Tensor:
        return self

    def numpy(self) -> Any:
        return np.array(self._values)


class Encoder:
    name = "an encoder"

    def encode(self, texts: list[str]) -> Tensor:
        return Tensor([[len(text), 1.0, 0.0] for text in texts])


def test_whatever_encodes_is_an_embedder() -> None:
    embedder = as_embedder(Encoder())
    assert (embedder.name, embedder.dimensions) == ("an encoder", 3)
    assert embedder.embed(["", "abc"])[0].tolist() == [0, 1, 0]
    assert embedder.embed([]).shape == (0, 3)
    assert SentenceTransformerEmbedder(Encoder()).embed(["a"]).shape == (1, 3)
    hashing = HashingEmbedder()
    assert as_embedder(hashing) is hashing
    with pytest.raises(InvalidTypeError, match="encode"):
        as_embedder(7)
    with pytest.raises(InvalidArgumentError, match="1 vectors for 2 texts"):
        as_embedder(lambda texts: [[1.0]]).embed(["a", "b"])
    with pytest.raises(InvalidArgumentError, match="not finite"):
        as_embedder(lambda texts: [[float("nan")]]).embed(["a"])


keys = st.integers(0, 12)
changes = st.lists(
    st.one_of(
        st.tuples(st.just("add"), st.lists(keys, min_size=1, max_size=6)),
        st.tuples(st.just("remove"), st.lists(keys, max_size=4)),
    ),
    max_size=12,
)


@given(changes, st.integers(0, 4), st.sampled_from([0, 3, 10_000]))
def test_an_index_finds_what_brute_force_finds(changes: list[Any], k: int, exact_up_to: int) -> None:
    generator = np.random.default_rng(1)
    index, model = VectorIndex(5, exact_up_to=exact_up_to), dict[int, Any]()
    for change, ids in changes:
        if change == "add":
            vectors = generator.standard_normal((len(ids), 5))
            index.add(ids, vectors)
            model.update(zip(ids, vectors, strict=True))
        else:
            index.remove(ids)
            for key in ids:
                model.pop(key, None)
        assert len(index) == len(model)
        assert all((key in index) == (key in model) for key in range(13))
    query = generator.standard_normal(5)
    cosines = {key: query @ v / np.linalg.norm(v) / np.linalg.norm(query) for key, v in model.items()}
    ids, scores = index.search(query, k)
    assert sorted(cosines, key=lambda key: -cosines[key])[:k] == ids
    assert scores == pytest.approx([cosines[key] for key in ids], abs=1e-5)


@given(changes, st.integers(0, 4))
def test_a_graph_of_few_finds_what_brute_force_finds(changes: list[Any], k: int) -> None:
    generator = np.random.default_rng(1)
    index, exact = GraphIndex(5), VectorIndex(5)
    for change, ids in changes:
        vectors = generator.standard_normal((len(ids), 5))
        for each in (index, exact):
            if change == "add":
                each.add(ids, vectors)
            else:
                each.remove(ids)
        assert len(index) == len(exact)
        assert all((key in index) == (key in exact) for key in range(13))
    queries = generator.standard_normal((2, 5))
    ids, scores = index.search(queries, k)
    expected, expected_scores = exact.search(queries, k)
    assert ids == expected
    assert scores == pytest.approx(expected_scores, abs=1e-5)
    assert index.recall_at(3) == 1


def test_a_graph_finds_most_of_real_text_and_says_how_much() -> None:
    vectors = real_vectors("wordllama-256")[:5000]
    index = GraphIndex(256)
    index.add(range(5000), vectors)
    assert 0.8 < index.recall_at(10) <= 1
    assert index.search(vectors[7], 1)[0] == [7]
    with pytest.raises(InvalidArgumentError, match="256 dimensions, a vector has 2"):
        index.search([1, 2])
    with pytest.raises(InvalidArgumentError, match="1 ids were given for 2 vectors"):
        index.add(["a"], vectors[:2])


def test_a_graph_needs_its_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "usearch.index", None)
    with pytest.raises(MissingExtraError, match=r"maif-streaming\[ann\]"):
        GraphIndex(2)


@cache
def real_vectors(name: str) -> Any:
    embedder = next(each for each in embedders() if each.name == name)
    return embedder.embed(sentences()[:10_700])


@pytest.mark.parametrize("name", [embedder.name for embedder in embedders()])
def test_real_text_is_found_by_its_bits(name: str) -> None:
    vectors = real_vectors(name)
    assert len(vectors) > 10_000
    index = VectorIndex(256)
    for start in range(0, len(vectors), 500):
        index.add(range(start, start + len(vectors[start : start + 500])), vectors[start : start + 500])
        assert (index.method == "exact") == (len(index) <= 10_000)
    assert index.method.endswith("sign bits")
    assert index.recall_at(10, sample=200) >= 0.97
    ids, scores = index.search(vectors[:50], k=1)
    assert [found for (found,) in ids] == [*range(50)]
    assert scores[:, 0] == pytest.approx(1, abs=1e-4)
    index.remove(range(50))
    assert not {found for row in index.search(vectors[:50], k=5)[0] for found in row} & {*range(50)}
    assert index.recall_at(10, sample=200) >= 0.97


def test_vectors_whose_signs_say_nothing_are_compared_one_by_one() -> None:
    generator = np.random.default_rng(0)
    vectors = 1e-4 * generator.standard_normal((6000, 8)) + generator.standard_normal(8)  # all nearly the same
    index = VectorIndex(8, exact_up_to=100)
    index.add(range(6000), vectors)
    assert index.method == "exact"
    assert index.recall_at(10) == 1


few_directions = st.lists(st.sampled_from([(1.0, 0.0), (0.0, 1.0), (0.6, 0.8), (-1.0, 0.0)]), min_size=1, max_size=30)


@given(few_directions, st.integers(1, 6), st.integers(1, 40))
def test_a_sample_knows_its_nearest_and_of_equal_ones_the_earlier(
    directions: list[tuple[float, float]], k: int, size: int
) -> None:
    vectors = np.array(directions, np.float32)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(vector_rows, "CHUNK", 4)
        rows = VectorRows(2)
        rows.write(np.arange(len(vectors)), vectors)
        queries, nearest = sample_with_nearest(rows, len(vectors), k, size, seed=0)
    chosen = np.random.default_rng(0).choice(len(vectors), min(size, len(vectors)), replace=False)
    assert (queries == vectors[chosen]).all()
    cosines = queries.astype(np.float64) @ vectors.astype(np.float64).T
    for row, of_query, found in zip(chosen.tolist(), cosines, nearest.tolist(), strict=True):
        others = [other for other in range(len(vectors)) if other != row]
        assert found == sorted(others, key=lambda other: -of_query[other])[:k]


def test_a_higher_recall_takes_more_bits() -> None:
    vectors = real_vectors("hashing-256")
    bits = []
    for recall in (0.5, 0.9999):
        index = VectorIndex(256, recall=recall)
        index.add(range(len(vectors)), vectors)
        bits.append(10_000 if index.method == "exact" else int(index.method.split()[0]))
    assert bits[0] < bits[1]


@BITS
@given(st.integers(2, 40), st.integers(1, 130), st.integers(1, 20))
@settings(max_examples=30)
def test_bits_differ_where_signs_do(dimensions: int, bits: int, count: int) -> None:
    generator = np.random.default_rng(3)
    vectors = generator.standard_normal((count, dimensions)).astype(np.float32)
    rotation = random_rotation(dimensions, bits)
    signs = vectors @ rotation.T > 0
    packed = sign_bits(vectors, rotation)
    assert hamming_distances(packed, packed[:, 0]).tolist() == (signs != signs[0]).sum(1).tolist()


@BITS
def test_more_than_255_bits_may_differ() -> None:
    bits = np.array([[0, 2**64 - 1]] * 5, np.uint64)
    assert hamming_distances(bits, bits[:, 0]).tolist() == [0, 320]


@BITS
@given(st.lists(st.integers(0, 15), min_size=1, max_size=40), st.integers(1, 50))
def test_the_nearest_are_those_at_a_distance_at_most(numbers: list[int], count: int) -> None:
    distances = [number.bit_count() for number in numbers]
    furthest = sorted(distances)[min(count, len(numbers)) - 1]
    nearer = [at for at, distance in enumerate(distances) if distance < furthest]
    as_near = [at for at, distance in enumerate(distances) if distance == furthest]
    nearest = nearest_by_bits(np.array([numbers], np.uint64), np.array([0], np.uint64), count)
    assert nearest.tolist() == sorted(nearer + as_near[: 2 * count - len(nearer)])


def test_the_share_found_is_that_of_all_queries() -> None:
    bits = np.array([[0, 1, 3, 7, 15, 31]], np.uint64)
    signs = np.array([[0, 31]], np.uint64)
    nearest = np.array([[0, 1], [0, 5]])
    assert share_found(bits, signs, nearest, 1) == 0.5
    assert share_found(bits, signs, nearest, 2) == 0.75
    assert share_found(bits, signs, nearest, 6) == 1
    assert share_found(bits, signs, nearest[:, :0], 1) == 1


def test_what_does_not_fit_is_refused_and_changes_nothing() -> None:
    index = VectorIndex(2)
    index.add(["a"], [[1, 0]])
    with pytest.raises(InvalidArgumentError, match="2 dimensions, a vector has 3"):
        index.add(["b"], [[1, 0, 0]])
    with pytest.raises(InvalidArgumentError, match="2 ids were given for 1 vectors"):
        index.add(["b", "c"], [[1, 0]])
    with pytest.raises(InvalidArgumentError, match="vector 1 is not finite"):
        index.add(["b", "c"], [[1, 0], [float("inf"), 0]])
    with pytest.raises(InvalidArgumentError, match="3"):
        index.search([1, 2, 3])
    with pytest.raises(InvalidArgumentError, match="'b'"):
        index.vector("b")
    with pytest.raises(InvalidArgumentError):
        VectorIndex(2, recall=0)
    assert len(index) == 1
    assert index.vector("a").tolist() == [1, 0]
    assert VectorIndex(2).search([1, 0])[0] == []


def test_threads_may_add_search_and_remove_at_once() -> None:
    index = VectorIndex(16, exact_up_to=500)
    vectors = np.random.default_rng(0).standard_normal((4000, 16))
    errors: list[BaseException] = []

    def work(first: int) -> None:
        try:
            for start in range(first, 4000, 400):
                index.add(range(start, start + 100), vectors[start : start + 100])
                ids, _ = index.search(vectors[start], 3)
                assert ids[0] == start
                index.remove(range(start, start + 50))
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=work, args=(first,)) for first in (0, 100, 200, 300)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert len(index) == 2000


def test_results_are_merged_the_best_first_each_once() -> None:
    low, high, other = Hit("a", 0.2, "a", "x"), Hit("a", 0.8, "a", "y"), Hit("b", 0.5, "b", "x")
    assert merge_and_rank_results([[low, other], [high], []]) == [high, other]
    assert merge_and_rank_results(iter([iter([low, other])]), max_results=1) == [other]
    assert merge_and_rank_results([]) == []
