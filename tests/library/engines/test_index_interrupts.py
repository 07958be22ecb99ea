"""An index that is interrupted at any line: it answers as before or after the change, or says that it is broken."""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from interrupting import Interrupt, apart, interrupted_at
from maif.errors import ClosedError
from maif.semantic import Document, GraphIndex, HashingEmbedder, SearchIndex, VectorIndex

VECTORS = np.random.default_rng(0).standard_normal((7, 4))


def vectors(kind: Callable[..., Any], **settings: Any) -> Callable[[], Any]:
    def make() -> Any:
        index = kind(4, **settings)
        index.add(range(5), VECTORS[:5])
        return index

    return make


def texts() -> SearchIndex:
    index = SearchIndex(HashingEmbedder(8))
    index.add_many([Document("a", "to be"), Document("b", "or not to be")])
    return index


def nearest(index: Any) -> Any:
    ids, scores = index.search(VECTORS, 7)
    return len(index), ids, np.round(scores, 5).tolist()


def found(index: Any) -> Any:
    hits = [[(hit.id, hit.text) for hit in index.search("to be that", mode=mode)] for mode in ("words", "meaning")]
    return len(index), hits


Change = tuple[Callable[[], Any], Callable[[Any], object], Callable[[Any], Any]]
CHANGES: dict[str, Change] = {
    "add vectors": (vectors(VectorIndex), lambda index: index.add([1, 5, 6], VECTORS[4:7]), nearest),
    "add the vector that asks for bits": (
        vectors(VectorIndex, exact_up_to=5),
        lambda index: index.add([5, 6], VECTORS[5:]),
        nearest,
    ),
    "remove vectors": (vectors(VectorIndex), lambda index: index.remove([0, 4]), nearest),
    "add to a graph": (vectors(GraphIndex), lambda index: index.add([1, 5], VECTORS[5:]), nearest),
    "remove from a graph": (vectors(GraphIndex), lambda index: index.remove([0, 4]), nearest),
    "add texts": (texts, lambda index: index.add_many([Document("a", "that is"), Document("c", "to that")]), found),
    "remove texts": (texts, lambda index: index.remove(["a"]), found),
}


@pytest.mark.parametrize("change", CHANGES)
@apart
def test_an_interrupted_change_was_made_or_was_not_or_is_told(change: str) -> None:
    make, apply, answers = CHANGES[change]
    changed = make()
    apply(changed)
    allowed, outcomes = {repr(answers(make())): "before", repr(answers(changed)): "after"}, set[str]()
    for number in itertools.count(1):
        index = make()
        try:
            with interrupted_at(number):
                apply(index)
        except Interrupt:
            try:
                outcomes.add(allowed[repr(answers(index))])
            except ClosedError:
                outcomes.add("told")
                for use in (apply, answers):
                    with pytest.raises(ClosedError):
                        use(index)
        else:
            break
    assert number > 3
    assert {"before", "told"} <= outcomes


@apart
def test_an_interrupted_save_leaves_the_old_file_or_the_new_one(tmp_path: Path) -> None:
    old, new = vectors(VectorIndex)(), vectors(VectorIndex)()
    new.remove([0])
    path = tmp_path / "index.maif"
    sizes = set()
    for number in itertools.count(1, 5):
        old.save(path)
        try:
            with interrupted_at(number):
                new.save(path)
        except Interrupt:
            sizes.add(len(VectorIndex.load(path)))
            assert os.listdir(tmp_path) == ["index.maif"]
        else:
            break
    assert 5 in sizes
    assert sizes <= {4, 5}
