"""Twenty questions, as people ask them, on the standard library: words and meaning together answer as well as either.

The documents that should come first were named before anything was measured. A place is that of the first of them.
"""

from __future__ import annotations

import sysconfig
from collections.abc import Iterator
from pathlib import Path

import pytest

from maif.semantic import Document, SearchIndex, WordLlamaEmbedder
from maif.semantic.search_index import Mode
from maif.tour.documents import SourceParser, source_files

LIBRARY = Path(sysconfig.get_path("stdlib"))
NOWHERE = 101  # the place of what is not among the first hundred
QUESTIONS = {
    "How do I merge several sorted iterables into one?": "heapq.merge",
    "How can I delete a directory and everything inside it?": "shutil.rmtree",
    "How do I copy a file together with its metadata?": "shutil.copy2",
    "How do I get the n largest items of a list?": "heapq.nlargest",
    "How do I cache the results of a function?": "functools.lru_cache functools.cache",
    "How do I run a command and capture its output?": (
        "subprocess.run subprocess.check_output subprocess.getoutput subprocess.getstatusoutput"
    ),
    "How do I split a string like a shell does?": "shlex.split",
    "How do I wrap a long paragraph to a given width?": "textwrap.wrap textwrap.fill",
    "How do I create a temporary directory that is removed afterwards?": "tempfile.TemporaryDirectory tempfile.mkdtemp",
    "How do I compute the median of a list of numbers?": "statistics.median",
    "Where do I insert a value so that a list stays sorted?": (
        "bisect.insort_right bisect.insort_left bisect.bisect_right bisect.bisect_left"
    ),
    "How do I wait for several coroutines at once?": "asyncio.tasks.gather asyncio.tasks.wait",
    "How do I stop waiting for a coroutine after some seconds?": "asyncio.tasks.wait_for asyncio.timeouts.timeout",
    "How do I count how often each element occurs?": "collections.Counter collections.Counter.most_common",
    "How do I read a gzip compressed file?": "gzip.open gzip.GzipFile",
    "How do I parse command line arguments?": (
        "argparse argparse.ArgumentParser argparse.ArgumentParser.parse_args optparse "
        "optparse.OptionParser.parse_args getopt getopt.getopt"
    ),
    "How do I decode base64?": "base64.b64decode base64.standard_b64decode base64.decodebytes base64.decode",
    "How do I open a web page by its URL?": "urllib.request.urlopen webbrowser.open",
    "How do I turn a Python object into a JSON string?": "json.dumps json.encoder.JSONEncoder.encode",
    "How do I read the rows of a CSV file as dictionaries?": "csv.DictReader",
}


def documents() -> Iterator[Document]:
    """Yield the modules, classes and functions of the standard library, without its tests."""
    parser = SourceParser(LIBRARY)
    for path in source_files(LIBRARY):
        if not any(part.startswith("test") for part in path.relative_to(LIBRARY).parts[:-1]):
            for document in parser.parse(path):
                yield Document(document.name, document.source, f"{document.name} {document.summary}".strip())


@pytest.fixture(scope="module")
def index() -> SearchIndex:
    index = SearchIndex(WordLlamaEmbedder())
    index.add_many(documents())
    return index


def places(index: SearchIndex, mode: Mode) -> list[int]:
    """Return for each question at which place the first of the right documents comes."""
    found = []
    for question, names in QUESTIONS.items():
        hits = [hit.id for hit in index.search(question, NOWHERE - 1, mode=mode)]
        found.append(min((hits.index(name) + 1 for name in names.split() if name in hits), default=NOWHERE))
    return found


def test_words_and_meaning_together_are_as_good_as_the_better_of_them(index: SearchIndex) -> None:
    assert len(index) > 15_000
    assert all(name in index for names in QUESTIONS.values() for name in names.split())
    hybrid, words, meaning = places(index, "hybrid"), places(index, "words"), places(index, "meaning")
    as_good = [both <= min(each) for both, *each in zip(hybrid, words, meaning, strict=True)]
    assert sum(as_good) >= 18, (hybrid, words, meaning)
    assert sum(place <= 5 for place in hybrid) >= 18, hybrid
