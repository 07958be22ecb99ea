"""Search by meaning against brute force, faiss and usearch, with recall beside each speed; and building an index.

Two sets of real vectors: the titles of the standard library's documents, and lines of the installed packages' text.
"""

from __future__ import annotations

import os
import statistics
import sysconfig
import tempfile
import tracemalloc
from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.harness import Row, figure, in_turn, seconds
from maif.semantic import Document, SearchIndex, VectorIndex, WordLlamaEmbedder
from maif.streaming import MAIFStreamWriter
from maif.tour.documents import SourceParser, source_files

QUERIES, NEAREST, LINES = 100, 10, 100_000
Search = Callable[[Any], Any]  # queries -> rows of the nearest


def rows() -> Iterator[Row]:
    """Yield the rows of the table."""
    embedder = WordLlamaEmbedder()
    documents = list(library())
    yield from _searches("the standard library", embedder.embed([document.gist for document in documents]))
    yield from _searches("lines of packages", embedder.embed(list(islice(lines(), LINES))))
    yield from _building(embedder, documents)


def library() -> Iterator[Document]:
    """Yield the standard library's modules, classes and functions."""
    root = Path(sysconfig.get_path("stdlib"))
    parser = SourceParser(root)
    for path in source_files(root):
        for document in parser.parse(path):
            if document.source.strip():
                title = " ".join(filter(None, (document.name, document.summary)))
                yield Document(f"{document.path}:{document.line}", document.source, title)


def lines() -> Iterator[str]:
    """Yield the distinct lines of the installed packages' text that hold a sentence or so."""
    seen: set[str] = set()
    root = Path(sysconfig.get_path("purelib"))
    for path in sorted(root.rglob("*")):
        if path.suffix in (".py", ".md", ".rst", ".txt") and path.is_file():
            for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
                line = line.strip()
                if 40 < len(line) < 300 and line not in seen:
                    seen.add(line)
                    yield line


def _searches(name: str, vectors: Any) -> Iterator[Row]:
    """Yield a row for each way to search the same vectors: milliseconds a query, and recall at 10."""
    generator = np.random.default_rng(0)
    noise = generator.standard_normal((QUERIES, vectors.shape[1])).astype(np.float32)
    queries = vectors[generator.choice(len(vectors), QUERIES, replace=False)] + 0.02 * noise
    queries /= np.linalg.norm(queries, axis=1, keepdims=True)
    index = VectorIndex(vectors.shape[1])
    adding = seconds(lambda: _add_in_thousands(index, vectors))
    exact = [np.argpartition(-(vectors @ query), NEAREST)[:NEAREST] for query in queries]
    ours = partial(_nearest, index)
    peers: dict[str, tuple[Search, float]] = {"brute force, numpy": (partial(_brute_force, vectors), 0.0)}
    peers |= _usearch(vectors) | _faiss(vectors)
    our_recall = _recall(ours, queries, exact)
    for peer, (search, built) in peers.items():
        taken = list(in_turn(partial(_each, ours, queries), partial(_each, search, queries), rounds=3))
        mine, theirs = (statistics.median(column) / QUERIES * 1e3 for column in zip(*taken, strict=True))
        made = f", built in {figure(built)} s" if built else ""
        yield Row(
            f"{name}, {len(vectors):,} vectors: a query; recall@10",
            f"{index.method} {figure(mine)} ms; {our_recall:.3f}",
            f"{peer} {figure(theirs)} ms; {_recall(search, queries, exact):.3f}{made}",
            theirs / mine,
        )
    yield Row(f"{name}: adding, in thousands", f"{figure(adding / len(vectors) * 1e6)} µs a vector", "")


def _nearest(index: VectorIndex, query: Any) -> Any:
    return index.search(query, NEAREST)[0]


def _add_in_thousands(index: VectorIndex, vectors: Any) -> None:
    for start in range(0, len(vectors), 1000):
        index.add(range(start, min(start + 1000, len(vectors))), vectors[start : start + 1000])


def _brute_force(vectors: Any, query: Any) -> Any:
    scores = vectors @ query
    best = np.argpartition(scores, len(scores) - NEAREST)[-NEAREST:]
    return best[np.argsort(-scores[best])]


def _usearch(vectors: Any) -> dict[str, tuple[Search, float]]:
    from usearch.index import Index

    graph = Index(ndim=vectors.shape[1], metric="ip", dtype="f32")
    built = seconds(lambda: graph.add(np.arange(len(vectors)), vectors))
    return {"usearch (HNSW)": (lambda query: graph.search(query, NEAREST).keys, built)}


def _faiss(vectors: Any) -> dict[str, tuple[Search, float]]:
    try:
        import faiss
    except ImportError:  # not among the pinned packages
        return {}
    faiss.omp_set_num_threads(1)
    coarse = faiss.IndexFlatIP(vectors.shape[1])
    lists = faiss.IndexIVFFlat(coarse, vectors.shape[1], 256, faiss.METRIC_INNER_PRODUCT)
    lists.nprobe = 8

    def build() -> None:
        lists.train(vectors)
        lists.add(vectors)

    built = seconds(build)
    return {"faiss (IVF 256, 8 probes)": (lambda query: lists.search(query[None], NEAREST)[1][0], built)}


def _each(search: Search, queries: Any) -> None:
    for query in queries:
        search(query)


def _recall(search: Search, queries: Any, exact: Any) -> float:
    found = [np.isin(nearest, search(query)).mean() for query, nearest in zip(queries, exact, strict=True)]
    return float(np.mean(found))


def _building(embedder: WordLlamaEmbedder, documents: list[Document]) -> Iterator[Row]:
    """Yield how fast a file of documents is indexed, and how much an index in memory holds for each."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "library.maif")
        with MAIFStreamWriter(path) as writer:
            for document in documents:
                writer.write_text_chunk(document.text.encode(errors="replace").decode(), {"title": document.title})

        def build() -> None:
            Path(f"{path}.index.maif").unlink(missing_ok=True)
            with SearchIndex(embedder) as index:
                index.build([path])

        def embed() -> None:
            for start in range(0, len(documents), 256):
                embedder.embed([document.text[:1000] for document in documents[start : start + 256]])

        def embed_titles() -> None:
            for start in range(0, len(documents), 256):
                embedder.embed([document.gist for document in documents[start : start + 256]])

        rounds = zip(*in_turn(build, embed, embed_titles, rounds=2), strict=True)
        building, texts, titles = map(statistics.median, rounds)
        count = len(documents)
        rate = figure(count / building)
        yield Row(
            "indexing a file",
            f"{rate} documents/s",
            f"embedding titles alone {figure(count / titles)}/s",
            titles / building,
        )
        yield Row(
            "indexing a file",
            f"{rate} documents/s",
            f"embedding 1,000 characters alone {figure(count / texts)}/s",
            texts / building,
        )
        with SearchIndex(embedder) as index:
            opening = seconds(lambda: index.build([path]))
        size = os.path.getsize(f"{path}.index.maif")
        yield Row("a stored index: opening, checking every byte", f"{figure(opening * 1e3)} ms", "")
        yield Row("a stored index: bytes a document", f"{figure(size / count)}", "")
    tracemalloc.start()
    index = SearchIndex(embedder)
    before = tracemalloc.get_traced_memory()[0]
    index.add_many(documents[:20_000])
    held = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()
    yield Row("an index in memory: bytes a document, beside its text", f"{figure(held / 20_000)}", "")
