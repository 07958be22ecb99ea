"""`maif index` and `maif search`, as a user meets them."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from rich.console import Console
from typer.testing import CliRunner, Result

from maif.cli import app
from maif.cli.searching import best_lines, marked
from maif.semantic.stems import question_words
from maif.streaming import MAIFStreamWriter

TEXTS = {
    "heapq.merge": "Merge several sorted inputs.\n\nReturns one sorted stream,\nand reads no more than it needs.",
    "shutil.rmtree": "Delete a folder, and everything that is in it.",
    "queue.Queue": "A queue that threads share.\x1b[31m",
}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a file of three texts, to stand in."""
    monkeypatch.chdir(tmp_path)
    with MAIFStreamWriter("x.maif") as writer:
        for name, text in TEXTS.items():
            writer.write_text_chunk(text, {"name": name})
    return tmp_path


def maif(*arguments: object, code: int = 0) -> Result:
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    assert result.exit_code == code, result.output
    return result


def test_index_tells_what_it_made_and_why() -> None:
    assert maif("index", "x.maif").stdout == "x.maif: 3 texts in x.maif.index.maif, made now: there is no index yet\n"
    assert maif("index", "x.maif").stdout == "x.maif: 3 texts in x.maif.index.maif\n"
    Path("x.maif.index.maif").write_bytes(b"no index")
    assert "made now: the index cannot be read" in maif("index", "x.maif").stdout


def test_search_shows_the_best_lines_and_where_they_are() -> None:
    result = maif("search", "x.maif", "merging sorted streams", "-k", 1)
    assert result.stderr == "maif: x.maif: 3 texts in x.maif.index.maif, made now: there is no index yet\n"
    heading, *lines = result.stdout.splitlines()
    assert re.fullmatch(r" 1  (0\.9\d|1\.00)  x\.maif 0  heapq\.merge", heading)
    assert [line.strip() for line in lines] == TEXTS["heapq.merge"].replace("\n\n", "\n").split("\n")
    assert maif("search", "x.maif", "merging sorted streams", "-k", 1).stderr == ""


def test_search_prints_a_line_of_json_a_hit() -> None:
    lines = maif("search", "x.maif", "delete a folder", "--json").stdout.splitlines()
    hits = [json.loads(line) for line in lines]
    assert [hit["rank"] for hit in hits] == list(range(1, len(hits) + 1))
    first = hits[0]
    assert (first["title"], first["block"], first["source"]) == ("shutil.rmtree", 1, "x.maif")
    assert (first["text"], len(first["id"])) == (TEXTS["shutil.rmtree"], 32)


def test_search_by_words_alone_finds_those_that_have_them() -> None:
    lines = maif("search", "x.maif", "threads", "--mode", "words", "--json").stdout.splitlines()
    assert [json.loads(line)["title"] for line in lines] == ["queue.Queue"]
    assert maif("search", "x.maif", "nowhere", "--mode", "words").stderr.endswith("maif: nothing found\n")


def test_what_a_text_says_cannot_steer_the_terminal() -> None:
    assert "share.\\x1b[31m" in maif("search", "x.maif", "threads", "--mode", "words").stdout


def test_several_files_and_a_folder_are_searched_together() -> None:
    os.mkdir("artifact")
    with MAIFStreamWriter("artifact/000001.maif") as writer:
        writer.write_text_chunk("threads and processes")
    lines = maif("search", "x.maif", "artifact", "threads", "--mode", "words", "--json").stdout.splitlines()
    assert {json.loads(line)["source"] for line in lines} == {"x.maif", "artifact/000001.maif"}


def test_an_unfinished_file_is_searched_as_far_as_it_goes() -> None:
    with MAIFStreamWriter("open.maif") as writer:
        writer.write_text_chunk("threads and processes")
        writer.flush()
        result = maif("search", "open.maif", "threads")
    assert "not stored: the file is not finished" in result.stderr
    assert "threads and processes" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["search", "x.maif"], "'x.maif' is all there is: give one file or more, and the question last"),
        (["search", "x.maif", " "], "the question, which is the last argument, has no words"),
        (["search", "nowhere.maif", "question"], "nowhere.maif: No such file or directory"),
        (["search", "text.txt", "question"], "text.txt"),
        (["search", "x.maif", "question", "--mode", "both"], "'both' is not one of 'hybrid', 'words', 'meaning'"),
        (["search", "x.maif", "question", "-k", "0"], "Invalid value for '--count' / '-k'"),
        (["index"], "Missing argument 'FILE...'"),
        (["index", "empty"], "empty"),
    ],
)
def test_misuse_is_told_in_a_line(arguments: list[str], told: str) -> None:
    Path("text.txt").write_text("no MAIF file")
    os.mkdir("empty")
    result = maif(*arguments, code=2)
    assert told in result.stderr
    assert result.stderr.count("\n") == 1


def test_hits_are_printed_one_by_one_and_a_reader_may_leave() -> None:
    maif("index", "x.maif")
    command = [sys.executable, "-m", "maif.cli", "search", "x.maif", "a sorted queue", "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert json.loads(process.stdout.readline())["rank"] == 1
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() in (0, 141)


def test_words_of_the_question_are_marked() -> None:
    stems = frozenset(question_words("How do I merge sorted streams?"))
    console = Console(file=io.StringIO(), force_terminal=True, color_system="standard", highlight=False)
    console.print(marked("Merging sorted inputs into a stream_of them", stems))
    assert isinstance(console.file, io.StringIO)
    bold = "\x1b[1m{}\x1b[0m".format
    assert console.file.getvalue() == f"{bold('Merging')} {bold('sorted')} inputs into a {bold('stream')}_of them\n"
    assert best_lines("", stems) == []
