"""The tour: the documents it finds, the file it writes, what its search answers, and how it measures itself."""

from __future__ import annotations

import ast
import asyncio
import gc
import io
import os
import re
import sys
import sysconfig
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from maif.block_storage import BlockStorage
from maif.clock import SYSTEM_CLOCK, Clock, VirtualClock
from maif.errors import IntegrityError, InvalidArgumentError
from maif.semantic import SearchIndex
from maif.semantic.search_index import Mode
from maif.streaming import MAIFStreamReader
from maif.tour import run
from maif.tour.documents import Document, SourceParser, source_files
from maif.tour.measuring import Phase, Recorder, peak_memory, resident_memory
from maif.tour.program import verify
from maif.tour.report import printable
from maif.tour.search import require_words
from maif.tour.writing import BATCH, Entry, entries, write_library

LIBRARY = Path(sysconfig.get_path("stdlib"))

NESTED = '''"""Everything that can hold a definition.

More about it.
"""

@staticmethod
@property
def decorated(x):  # a comment at the end of the line
    class Inner:
        async def method(self): ...
    return lambda: Inner

if True:
    def in_if(): pass
elif None:
    def in_elif(): pass
else:
    def in_else(): pass

try:
    def in_try(): pass
except ValueError:
    def in_except(): pass
else:
    def in_try_else(): pass
finally:
    def in_finally(): pass

match 1:
    case None:
        def in_case(): pass

for _ in ():
    with open("x"):
        while True:
            class InLoop:
                """A class in a loop."""
        else:
            def in_while_else(): pass
'''


def documents_of(root: Path) -> list[Document]:
    parser = SourceParser(root)
    return [document for path in source_files(root) for document in parser.parse(path)]


def definitions_of(path: Path, module: str) -> list[tuple[str, str]]:
    """Return name and source of every definition in a file, found by asking every node there is."""
    source = path.read_text(encoding="utf-8")
    found = [(module, source)]

    def visit(node: ast.AST, name: str) -> None:
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            name = f"{name}.{node.name}"
            found.append((name, ast.get_source_segment(source, node, padded=True) or ""))
        for child in ast.iter_child_nodes(node):
            visit(child, name)

    visit(ast.parse(source), module)
    return found


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    """A small library: six modules, one of them empty, one that no Python reads."""
    root = tmp_path / "library"
    (root / "package").mkdir(parents=True)
    (root / "package" / "__init__.py").touch()
    (root / "package" / "nested.py").write_text(NESTED)
    (root / "broken.py").write_text("def broken(:\n")
    for name in ("bisect", "heapq", "queue"):
        (root / f"{name}.py").write_bytes((LIBRARY / f"{name}.py").read_bytes())
    return root


@pytest.fixture
def console() -> Console:
    return Console(file=io.StringIO(), width=100)


def printed(console: Console) -> str:
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


@pytest.mark.parametrize("package", ["json", "concurrent", "wsgiref"])
def test_every_module_class_and_function_becomes_a_document_with_its_source(package: str) -> None:
    root, expected = LIBRARY / package, []
    for path in source_files(root):
        dotted = ".".join(path.relative_to(root).with_suffix("").parts)
        expected += definitions_of(path, dotted.removesuffix(".__init__"))
    found = documents_of(root)
    assert [document.name for document in found] == [name for name, _ in expected]
    assert all(source in document.source for document, (_, source) in zip(found, expected, strict=True))


def test_definitions_are_found_wherever_a_statement_may_stand(tmp_path: Path) -> None:
    path = tmp_path / "nested.py"
    path.write_text(NESTED)
    found = [document.name for document in documents_of(tmp_path)]
    assert found == [name for name, _ in definitions_of(path, "nested")]
    assert "nested.decorated.Inner.method" in found


def test_a_document_names_its_kind_place_and_first_line_of_docstring(sources: Path) -> None:
    documents = {document.name: document for document in documents_of(sources)}
    module, in_loop = documents["package.nested"], documents["package.nested.InLoop"]
    line = NESTED.splitlines().index("            class InLoop:") + 1
    assert module[1:5] == ("module", "package/nested.py", 1, "Everything that can hold a definition.")
    assert in_loop[1:5] == ("class", "package/nested.py", line, "A class in a loop.")
    assert documents["package.nested.in_if"].kind == "function"
    assert documents["package"].path == "package/__init__.py"


def test_a_source_begins_at_its_decorators_and_keeps_its_comments(sources: Path) -> None:
    source = next(document.source for document in documents_of(sources) if document.name.endswith(".decorated"))
    assert source.startswith("@staticmethod\n@property\ndef decorated(x):  # a comment")
    assert source.endswith("return lambda: Inner")


def test_form_feeds_do_not_shift_the_lines(tmp_path: Path) -> None:
    (tmp_path / "paged.py").write_bytes(b"x = 1\n\x0c\ny = '\x1c'\r\ndef f():\r\n    pass\n")
    *_, document = documents_of(tmp_path)
    assert (document.line, document.source) == (4, "def f():\n    pass")


def test_a_file_is_read_in_the_encoding_that_it_declares(tmp_path: Path) -> None:
    (tmp_path / "latin.py").write_bytes('# coding: latin-1\n"""Café"""'.encode("latin-1"))
    assert [document.summary for document in documents_of(tmp_path)] == ["Café"]


def test_a_long_chain_of_alternatives_is_followed_to_its_end(tmp_path: Path) -> None:
    chain = "".join(f"elif {number}: pass\n" for number in range(700))
    (tmp_path / "chain.py").write_text(f"if 0: pass\n{chain}else:\n    def at_the_end(): pass\n")
    assert documents_of(tmp_path)[-1].name == "chain.at_the_end"


@pytest.mark.parametrize(
    "content",
    [
        b"def broken(:",
        b"caf\xe9 = 1",
        b"# coding: unheard-of\n",
        b"# coding: rot13\n",
        b"# coding: unicode_escape\nx = '\\ud800'",
        b"x = '\x00'",
        b"(" * 100_000,
        b"-" * 100_000 + b"1",
    ],
    ids=["syntax", "bytes", "encoding", "no encoding", "surrogate", "null", "parentheses", "signs"],
)
def test_a_bad_file_is_counted_and_skipped(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "bad.py").write_bytes(content)
    (tmp_path / "good.py").write_text("x = 1")
    parser = SourceParser(tmp_path)
    assert [document.name for path in source_files(tmp_path) for document in parser.parse(path)] == ["good"]
    assert parser.skipped.total() == 1


def test_a_file_that_is_not_there_any_more_is_counted_and_skipped(tmp_path: Path) -> None:
    (tmp_path / "gone.py").symlink_to("nowhere.py")
    parser = SourceParser(tmp_path)
    assert [list(parser.parse(path)) for path in source_files(tmp_path)] == [[]]
    assert parser.skipped == {"FileNotFoundError": 1}


def test_doubtful_code_warns_nobody(tmp_path: Path) -> None:
    (tmp_path / "doubtful.py").write_text("x = '\\d'\nx is 1\n")
    assert len(documents_of(tmp_path)) == 1  # every warning is an error here


def test_installed_packages_are_not_part_of_the_library(tmp_path: Path) -> None:
    for folder in ("site-packages", "dist-packages", "__pycache__", "b", "a"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "module.py").touch()
    (tmp_path / "c.txt").touch()
    assert [path.parent.name for path in source_files(tmp_path)] == ["a", "b"]


def write_modules(root: Path, count: int, functions: int = 50) -> None:
    for number in range(count):
        lines = [f"def f{index}(): return {number}" for index in range(functions)]
        (root / f"module{number:03}.py").write_text("\n".join(lines))


def test_the_stream_reads_a_few_documents_ahead_and_no_more(tmp_path: Path) -> None:
    write_modules(tmp_path, 20)
    stream = entries(SourceParser(tmp_path))(source_files(tmp_path))

    async def read_one() -> None:
        async with stream:
            async for _ in stream:
                break

    asyncio.run(read_one())
    assert stream.stats["stages"][0]["out"] <= 20
    assert stream.stats["in"] == 1


def test_the_stream_runs_inside_an_event_loop_too(sources: Path, tmp_path: Path) -> None:
    async def main() -> None:
        with Recorder(every=BATCH).phase("write") as phase:
            write_library(sources, tmp_path / "out.maif", phase)

    asyncio.run(main())
    with BlockStorage(tmp_path / "out.maif") as storage:
        assert storage.finished


def test_what_is_held_does_not_grow_with_the_library(tmp_path: Path) -> None:
    ahead = 6 * (os.cpu_count() or 1)  # modules: two in each process, and twice as many that wait for a slow one
    modules, held = 10 * ahead, [0]
    root = tmp_path / "library"
    root.mkdir()
    write_modules(root, modules)
    gc.collect()  # what earlier tests left in cycles is not of this run
    gc.freeze()  # nor is what they hold, which need not be looked through again and again

    def count_held(_: Phase) -> None:
        held.append(sum(isinstance(thing, Document | Entry) for thing in gc.get_objects()))

    try:
        with Recorder(every=BATCH).phase("write") as phase:
            write_library(root, tmp_path / "out.maif", phase, on_batch=count_held)
    finally:
        gc.unfreeze()
    assert phase.documents == modules * 51
    assert BATCH <= max(held) <= ahead * 51 + 3 * BATCH < phase.documents / 2


def test_a_tour_that_is_stopped_leaves_the_blocks_that_were_written(tmp_path: Path) -> None:
    write_modules(tmp_path, 20)

    def stop(_: Phase) -> None:
        raise KeyboardInterrupt

    with Recorder(every=BATCH).phase("write") as phase, pytest.raises(KeyboardInterrupt):
        write_library(tmp_path, tmp_path / "out.maif", phase, on_batch=stop)
    with BlockStorage(tmp_path / "out.maif", allow_unfinished=True) as storage:
        assert not storage.finished
        assert len(storage) == BATCH


def test_a_query_needs_a_word() -> None:
    with pytest.raises(InvalidArgumentError, match="at least one word of two letters, got '1 a !'"):
        require_words("1 a !")


def test_a_phase_is_sampled_by_counting_documents() -> None:
    clock, memory = VirtualClock(), iter(range(100))
    recorder = Recorder(every=10, clock=clock, memory=lambda: next(memory))
    with recorder.phase("work") as phase:
        for _ in range(25):
            clock.sleep(0.5)
            phase.count(2)
    assert [tuple(sample) for sample in phase.samples] == [
        (0, 0, 0, 0),
        (5, 10, 20, 1),
        (10, 20, 40, 2),
        (12.5, 25, 50, 3),
    ]
    assert (phase.seconds, phase.documents_per_second, phase.bytes_per_second) == (12.5, 2, 4)
    assert recorder.phases == [phase]


def test_a_phase_that_takes_no_time_has_no_throughput() -> None:
    with Recorder(every=10, clock=VirtualClock()).phase("work") as phase:
        phase.count(100)
    assert (phase.documents_per_second, phase.bytes_per_second) == (0, 0)


def test_memory_is_told_in_bytes() -> None:
    assert 1 << 20 < resident_memory() <= peak_memory() * 1.1


def test_the_file_holds_every_document_that_has_text(sources: Path, console: Console) -> None:
    result = run(sources.parent / "out" / "tour.maif", root=sources, plot=False, console=console)
    expected = [document for document in documents_of(sources) if document.name != "package"]
    with MAIFStreamReader(result.output, verify=True) as reader:
        blocks = list(reader)
        assert [block.text for block in blocks] == [document.source for document in expected]
        assert [block.metadata["name"] for block in blocks] == [document.name for document in expected]
        assert blocks[0].metadata == {key: value for key, value in expected[0]._asdict().items() if key != "source"}


def test_the_tour_counts_what_leaves_each_stage(sources: Path, console: Console) -> None:
    written = run(sources.parent / "tour.maif", root=sources, plot=False, console=console).written
    documents = documents_of(sources)
    assert [stage.items for stage in written.stages] == [6, len(documents), len(documents) - 1, len(documents) - 1, 1]
    assert written.skipped == {"SyntaxError": 1}
    assert written.sizes.quantile(1) == max(len(document.source.encode()) for document in documents)
    assert "1 SyntaxError" in printed(console)


def test_the_tour_verifies_what_it_wrote(sources: Path, console: Console) -> None:
    result = run(sources.parent / "tour.maif", root=sources, plot=False, console=console)
    assert result.verified.ok
    assert result.verified.trusted
    with pytest.raises(IntegrityError, match="not the trusted one"):
        verify(result.output, bytes(32).hex())


def test_the_tour_answers_as_an_index_in_memory_does(sources: Path, console: Console) -> None:
    query = "smallest heap"
    result = run(sources.parent / "tour.maif", root=sources, query=query, plot=False, console=console)
    index = SearchIndex()
    for document in documents_of(sources):
        if document.source:
            title = " ".join(filter(None, (document.name, document.summary)))
            index.add(document.name, document.source, title=title)
    for mode, hits in zip(
        get_args(Mode), (result.answers.both, result.answers.words, result.answers.meaning), strict=True
    ):
        expected = index.search(query, 5, mode=mode)
        assert [hit.score for hit in hits] == pytest.approx([hit.score for hit in expected], abs=1e-5)
        assert all(hit.block and hit.block.metadata["name"] in printed(console) for hit in hits)
    assert re.search(r"by words +by meaning", printed(console))
    with SearchIndex() as again:
        (built,) = again.build([result.output])
        assert built.why == ""


def test_documents_come_live_and_a_kill_loses_none(sources: Path, console: Console) -> None:
    query = "merge sorted inputs"
    result = run(sources.parent / "tour.maif", root=sources, query=query, plot=False, console=console)
    live, expected = result.live, [document for document in documents_of(sources) if document.source]
    assert live.documents == len(expected)
    assert live.kept == len(expected) // 2
    assert live.recovered
    assert live.found_after is not None
    assert live.found_after <= live.kept
    with MAIFStreamReader(live.output, verify=True) as reader:
        assert [block.metadata["name"] for block in reader] == [document.name for document in expected]
    told = " ".join(printed(console).split())
    assert f"“{query}” finds heapq.merge, and the stream goes on" in told
    assert f"In the end there are {len(expected)} documents, each once" in told


def test_one_document_comes_live_as_well(tmp_path: Path, console: Console) -> None:
    (tmp_path / "single.py").write_text("x = 1")
    live = run(tmp_path / "tour.maif", root=tmp_path, plot=False, console=console).live
    assert (live.documents, live.kept) == (1, 1)


def test_a_seed_chooses_the_same_block_again(sources: Path, console: Console) -> None:
    first, second = (
        run(sources.parent / "tour.maif", root=sources, plot=False, console=console, seed=7).at_random for _ in range(2)
    )
    assert first.index == second.index
    assert first.text == second.text


def test_the_figures_are_a_table(sources: Path, console: Console) -> None:
    result = run(sources.parent / "tour.maif", root=sources, plot=False, console=console)
    text = printed(console)
    assert [phase.name for phase in result.phases] == ["write", "verify", "index", "live"]
    assert re.search(r"step +documents +seconds +documents/s +MB/s +memory at most", text)
    assert all(re.search(rf"^{phase.name} +{phase.documents}\b", text, re.MULTILINE) for phase in result.phases)
    assert result.peak_memory >= max(sample.memory for phase in result.phases for sample in phase.samples) * 0.9


@pytest.mark.parametrize("clock", [SYSTEM_CLOCK, VirtualClock()], ids=["real time", "no time at all"])
def test_the_run_is_drawn(sources: Path, console: Console, clock: Clock) -> None:
    result = run(sources.parent / "tour.maif", root=sources, console=console, clock=clock)
    assert result.plot == sources.parent / "tour.png"
    picture = result.plot.read_bytes()
    assert picture.startswith(b"\x89PNG\r\n\x1a\n")
    assert picture[16:24] == (1650).to_bytes(4, "big") + (960).to_bytes(4, "big")
    assert str(result.plot) in printed(console).replace("\n", "")


def test_without_matplotlib_the_tour_says_so_and_goes_on(
    sources: Path, console: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)
    result = run(sources.parent / "tour.maif", root=sources, console=console)
    assert result.plot is None
    assert not (sources.parent / "tour.png").exists()
    assert "pip install 'maif-streaming[plot]'" in printed(console)
    assert "What next" in printed(console)


def test_no_answer_is_an_answer(sources: Path, console: Console) -> None:
    result = run(sources.parent / "tour.maif", root=sources, query="zyzzyva", plot=False, console=console)
    assert result.answers.words == []
    assert "No document has any of these words" in printed(console)


def test_mistakes_are_told_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(InvalidArgumentError, match="nowhere is no folder"):
        run(tmp_path / "tour.maif", root=tmp_path / "nowhere")
    with pytest.raises(InvalidArgumentError, match="at least one word"):
        run(tmp_path / "tour.maif", root=tmp_path, query="?")
    assert not list(tmp_path.iterdir())


def test_a_folder_without_source_is_refused(tmp_path: Path, console: Console) -> None:
    with pytest.raises(InvalidArgumentError, match="holds no Python source"):
        run(tmp_path / "tour.maif", root=tmp_path, console=console)


def test_what_a_source_says_cannot_steer_the_terminal(tmp_path: Path) -> None:
    (tmp_path / "hostile.py").write_text('"""Sorted \\x1b[31m streams [bold] \\ud800."""\n# \x1b]0;merge\x07\n')
    console = Console(file=io.StringIO(), width=100, force_terminal=True, color_system=None)
    run(tmp_path / "tour.maif", root=tmp_path, plot=False, console=console, query="streams")
    assert "\x1b[31m" not in printed(console)
    assert "\x1b]0" not in printed(console)
    assert r"Sorted \x1b[31m streams [bold] \ud800." in printed(console)


@given(st.text())
def test_printable_text_is_printable(text: str) -> None:
    shown = printable(text)
    assert all(char.isprintable() or char in "\n\t" for char in shown)
    assert not text.isprintable() or shown == text
