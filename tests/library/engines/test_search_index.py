"""The search index: against the formulas written out, through every order of changes, and when it is interrupted."""

from __future__ import annotations

import re
import threading
from array import array
from collections.abc import Iterator, Sequence
from math import log
from typing import Any, cast

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from maif.errors import ClosedError, InvalidArgumentError, InvalidTypeError, MAIFError
from maif.semantic import (
    Document,
    GraphIndex,
    HashingEmbedder,
    Hit,
    SearchIndex,
    VectorIndex,
    merge_and_rank_results,
    reciprocal_ranks,
)
from maif.semantic import stems as stems_module
from maif.semantic import words as words_module
from maif.semantic.stems import TITLE, Stems, question_words, stem, telling_words, words_of
from maif.semantic.words import K1, B, WordIndex, best_by_words

VOCABULARY = ["stream", "merge", "sorted", "block", "signature", "queue", "the"]


def bm25(texts: dict[str, tuple[str, str]], question: str) -> dict[str, float]:
    """Return the share of the highest score of each text that has a word: the formula, for one text after the other."""
    bags = {key: [stem(w) for w in words_of(text) + TITLE * words_of(title)] for key, (text, title) in texts.items()}
    mean = sum(max(1, len(bag)) for bag in bags.values()) / max(len(bags), 1)
    scores: dict[str, float] = {}
    highest = 0.0
    for word in question_words(question):
        having = sum(word in bag for bag in bags.values())
        weight = log(1 + (len(bags) - having + 0.5) / (having + 0.5))
        highest += weight * (K1 + 1)
        for key, bag in bags.items():
            if count := bag.count(word):
                damping = K1 * (1 - B + B * len(bag) / mean)
                scores[key] = scores.get(key, 0) + weight * count * (K1 + 1) / (count + damping)
    return {key: score / highest for key, score in scores.items()}


texts = st.lists(st.sampled_from(VOCABULARY), max_size=8).map(" ".join)
changes = st.lists(
    st.one_of(
        st.tuples(st.just("add"), st.lists(st.tuples(st.sampled_from("abcdefgh"), texts, texts), max_size=4)),
        st.tuples(st.just("remove"), st.lists(st.sampled_from("abcdefgh"), max_size=4)),
    ),
    max_size=10,
)


@given(changes, texts, st.integers(0, 9))
def test_an_index_answers_as_the_formulas_do(changes: list[Any], question: str, k: int) -> None:
    embedder = HashingEmbedder(64)
    index, model = SearchIndex(embedder), dict[str, tuple[str, str]]()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(words_module, "COMPACTED", 2)
        for change, items in changes:
            if change == "add":
                index.add_many(Document(key, text, title) for key, text, title in items)
                for key, text, title in items:
                    model[key] = text, title
            else:
                index.remove(items)
                for key in items:
                    model.pop(key, None)
    assert len(index) == len(model)
    assert all((key in index) == (key in model) for key in "abcdefgh")

    by_words = bm25(model, question)
    hits = index.search(question, k, mode="words")
    assert [hit.score for hit in hits] == pytest.approx(sorted(by_words.values(), reverse=True)[:k], abs=1e-5)
    assert all(hit.score == pytest.approx(by_words[hit.id], abs=1e-5) for hit in hits)
    assert all(hit.text == model[hit.id][0] for hit in hits)

    query = embedder.embed([" ".join(telling_words(question))])[0]
    cosines = {key: float(embedder.embed([Document(key, *value).gist])[0] @ query) for key, value in model.items()}
    near = {key: cosine for key, cosine in cosines.items() if cosine > 1e-5}
    hits = [hit for hit in index.search(question, k, mode="meaning") if hit.score > 1e-5]
    assert [hit.score for hit in hits] == pytest.approx(sorted(near.values(), reverse=True)[:k], abs=1e-5)
    assert all(hit.score == pytest.approx(near[hit.id], abs=1e-5) for hit in hits)

    everything = {hit.id for mode in ("words", "meaning") for hit in index.search(question, 100, mode=mode)}
    assert {hit.id for hit in index.search(question, 100)} == everything
    assert len(index.search(question, k)) == min(k, len(everything))


RANKS = pytest.mark.piece("maif.semantic.hits.reciprocal_ranks")


@RANKS
def test_both_kinds_of_search_are_joined_by_their_ranks() -> None:
    index = SearchIndex(HashingEmbedder())
    for number, text in enumerate(
        ["merge sorted streams", "a queue of blocks", "sorted, sorting and to sort", "signs"]
    ):
        index.add(str(number), text, source="test")
    lists = [[hit.id for hit in index.search("sorted queue", mode=mode)] for mode in ("words", "meaning")]
    hits = index.search("sorted queue")
    assert [(hit.score, hit.id) for hit in hits] == reciprocal_ranks(lists)
    assert {hit.source for hit in hits} == {"test"}
    alone = SearchIndex(HashingEmbedder())
    alone.add("only", "merge sorted streams")
    assert alone.search("merge sorted streams")[0].score == pytest.approx(1)


@RANKS
def test_ranks_count_and_equal_ones_keep_their_order() -> None:
    lists = (iter(keys) for keys in ([0, "b"], [None, "b"], ["c"]))
    joined = reciprocal_ranks(lists)
    assert [key for _, key in joined] == ["b", 0, None, "c"]
    assert [score for score, _ in joined] == pytest.approx([2 / 62 * 61 / 3, 1 / 3, 1 / 3, 1 / 3])
    assert reciprocal_ranks(iter([])) == reciprocal_ranks([[], []]) == []


def test_an_embedding_that_is_known_is_taken() -> None:
    embedder = HashingEmbedder()
    index = SearchIndex(embedder)
    index.add_many([Document("a", "merge streams"), Document("b", "sign blocks")])
    (hit,) = index.search("sign blocks", 1, mode="meaning", embedding=embedder.embed(["merge streams"])[0])
    assert hit.id == "a"


def test_documents_are_taken_from_a_stream_and_found_as_they_come() -> None:
    index = SearchIndex(HashingEmbedder())
    seen: list[int] = []

    def documents() -> Iterator[Document]:
        for number in range(600):
            seen.append(len(index))
            yield Document(str(number), f"document {number}")

    index.add_many(documents())
    assert (seen[0], seen[300], seen[599], len(index)) == (0, 256, 512, 600)


def test_many_that_come_and_go_leave_no_postings() -> None:
    index = WordIndex()
    for start in range(0, 20_000, 100):
        index.add(range(start, start + 100), [f"word{number} common" for number in range(start, start + 100)])
        index.remove(range(start - 100, start))
    assert len(index) == 100
    assert len(index.lengths) <= 1300
    assert len(index.postings) <= 1301
    assert [key for _, _, key in best_by_words([index], "word19950", 3)] == [19_950]


anything = st.text(st.sampled_from("aB9_ -.\n\x1c\x7f\xa0éßİǅ٣五"), max_size=30)


@given(st.one_of(anything, st.text(st.characters(max_codepoint=127)), st.text()))
def test_words_are_runs_of_letters_and_digits(text: str) -> None:
    assert words_of(text) == re.findall(r"[^\W_]{2,}", text.lower())


@given(st.lists(st.lists(st.tuples(st.one_of(texts, anything), st.one_of(texts, anything)), max_size=4), max_size=4))
def test_postings_count_each_stem_of_each_text_in_the_order_of_the_texts(batches: list[list[tuple[str, str]]]) -> None:
    index = WordIndex()
    for number, batch in enumerate(batches):
        index.add([(number, at) for at in range(len(batch))], *([each[at] for each in batch] for at in (0, 1)))
    expected: dict[str, list[int]] = {}
    bags = [[*words_of(text), *TITLE * words_of(title)] for batch in batches for text, title in batch]
    for row, bag in enumerate(bags):
        for word in {stem(word) for word in bag}:
            expected.setdefault(word, []).extend([row, [stem(each) for each in bag].count(word)])
    assert index.postings == {word: array("I", pairs) for word, pairs in expected.items()}
    assert index.lengths.tolist() == [max(1, len(bag)) for bag in bags]


def test_few_words_are_remembered_with_their_stems(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stems_module, "REMEMBERED", 3)
    stems = Stems()
    for word in ("merged", "sorts", "b", "streams", "x" * 1000, "merging"):
        assert stems[word] == (stem(word) if len(word) > 1 else "")
        assert len(stems) <= 3
        assert "x" * 1000 not in stems


def test_several_tables_answer_like_one() -> None:
    parts: Sequence[str] = ["merge sorted streams", "sorted queue", "merge blocks", "the queue", "queue queue merge"]
    one, several = WordIndex(), [WordIndex(), WordIndex()]
    one.add(range(5), parts)
    for number, text in enumerate(parts):
        several[number % 2].add([number], [text])
    for question in ("merge", "sorted queue", "streams"):
        of_one = [(round(score, 6), key) for score, _, key in best_by_words([one], question, 5)]
        of_several = [(round(score, 6), key) for score, _, key in best_by_words(several, question, 5)]
        assert sorted(of_one) == sorted(of_several)


def test_misuse_is_told_and_changes_nothing() -> None:
    index = SearchIndex(HashingEmbedder())
    index.add("a", "text")
    with pytest.raises(InvalidArgumentError, match="'hybrid', 'words' or 'meaning', not 'both'"):
        index.search("text", mode="both")  # type: ignore[arg-type]
    with pytest.raises(InvalidTypeError, match="a query is text, not 7"):
        index.search(7)  # type: ignore[arg-type]
    with pytest.raises(InvalidArgumentError, match="k"):
        index.search("text", -1)
    wrong: Any
    for wrong in (
        *(Document("b", cast(Any, 7)), ("b", "text"), Document(cast(Any, None), "text")),
        *(Document("b", "text", title=cast(Any, None)), Document("b", "text", source=cast(Any, 7))),
    ):
        with pytest.raises(InvalidTypeError, match="a document has an id and a text"):
            index.add_many([Document("c", "text"), wrong])
    assert len(index) == 1
    assert SearchIndex(HashingEmbedder()).search("anything") == []
    assert index.search("", mode="words") == index.search("", mode="meaning") == []


def test_an_index_that_was_broken_off_while_it_changed_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    index = SearchIndex(HashingEmbedder())
    index.add("a", "text")

    def interrupted(*_: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(WordIndex, "add", interrupted)
    with pytest.raises(KeyboardInterrupt):
        index.add("b", "text")
    for use in (lambda: index.search("text"), lambda: index.add("c", "text"), lambda: len(index)):
        with pytest.raises(ClosedError, match="build it anew"):
            use()


def test_an_embedder_that_fails_leaves_the_index_as_it_was() -> None:
    class Failing(HashingEmbedder):
        def embed(self, texts: Sequence[str]) -> Any:
            if "bad" in texts:
                raise InvalidArgumentError("this text cannot be embedded")
            return super().embed(texts)

    index = SearchIndex(Failing())
    index.add("a", "text")
    with pytest.raises(InvalidArgumentError):
        index.add("a", "bad")
    assert index.search("text")[0].text == "text"


def test_threads_may_add_search_and_remove_at_once() -> None:
    index = SearchIndex(HashingEmbedder(32))
    errors: list[BaseException] = []

    def work(name: str) -> None:
        try:
            for number in range(60):
                index.add(f"{name}{number}", f"text {name}word{number}")
                assert index.search(f"{name}word{number}", 1, mode="words")[0].id == f"{name}{number}"
                if number % 2:
                    index.remove([f"{name}{number}"])
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=work, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert len(index) == 120
    assert np.all([hit.score <= 1 for hit in index.search("text")])


@pytest.mark.parametrize(
    "vectors",
    [[[1.0, 2.0]], [[1.0] * 8] * 3, [[float("nan")] * 8] * 2, np.ma.masked_equal(np.eye(2, 8), 1), None, [1.0, 2.0]],
    ids=repr,
)
def test_what_an_embedder_gives_is_looked_at_before_anything_changes(vectors: Any) -> None:
    class Lying(HashingEmbedder):
        def embed(self, texts: Sequence[str]) -> Any:
            return vectors if "lie" in texts else super().embed(texts)

    index = SearchIndex(Lying(8))
    index.add("a", "text")
    with pytest.raises(MAIFError):
        index.add_many([Document("a", "truth"), Document("b", "lie")])
    assert index.search("text")[0].text == "text"
    assert len(index) == 1


def test_lists_of_an_embedder_are_vectors_too() -> None:
    class Plain(HashingEmbedder):
        def embed(self, texts: Sequence[str]) -> Any:
            return super().embed(texts).tolist()

    index = SearchIndex(Plain(8))
    index.add_many([Document("a", "text"), Document("a", "other text")])
    assert [hit.text for hit in index.search("text")] == ["other text"]


def test_an_embedding_that_does_not_fit_is_told() -> None:
    index = SearchIndex(HashingEmbedder(2))
    index.add("a", "text")
    for wrong in ([1.0], [[1.0, 0.0]], [float("nan"), 0.0], "ab"):
        with pytest.raises(MAIFError, match="vector"):
            index.search("text", embedding=cast(Any, wrong))


@pytest.mark.parametrize("make", [VectorIndex, GraphIndex])
def test_ids_that_cannot_be_read_to_their_end_change_nothing(make: Any) -> None:
    def ids() -> Iterator[str]:
        yield "a"
        raise OSError("the disk is gone")

    index = make(2)
    index.add(["a", "b"], [[1, 0], [0, 1]])
    with pytest.raises(OSError, match="gone"):
        index.remove(ids())
    with pytest.raises(TypeError, match="unhashable"):
        index.remove(["a", []])
    assert index.search([1, 0], 1)[0] == ["a"]


def test_a_score_that_is_none_is_below_all_others() -> None:
    def hit(name: str, score: float) -> Hit:
        return Hit(name, score, "text", "source")

    nan = float("nan")
    merged = merge_and_rank_results([[hit("a", nan), hit("b", 1), hit("c", nan)], [hit("d", 2), hit("a", 3)]])
    assert [each.id for each in merged] == ["a", "d", "b", "c"]
