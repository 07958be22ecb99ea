"""The milestones' programs: they run on the learner's pieces, with the library's where one is missing, and say so."""

from __future__ import annotations

from pathlib import Path

import pytest

from learners import run
from maif_course.cli.milestones import run_program
from maif_course.learner.assemble import assemble, solutions
from maif_course.learner.start import start
from maif_course.lesson import read_lessons
from maif_course.milestones import MILESTONES

SHOWS = {
    "04": ("Walking over it finds 3 blocks", "maif.file.format.walk", "maif.file.output.commit", "read_index"),
    "09": ("829 quakes came in", "closed_windows", "MeanAndSquares", "BufferCore", "RollingMinimum"),
    "19": (
        "half way",
        "67 hours with 960 flights are in the file, each once.",
        "10 of them have no name to go to",
        "Every block is as it was written.",
        "maif.batches.by_halves",
        "maif.chunks.pages.items_of_pages",
        "maif.transforms.flat_mapped",
        "maif.windows.watermark.closed_windows",
        "maif.stats.welford.MeanAndSquares",
        "maif.parallel.call_queue.CallQueue",
        "maif.pipeline.error_handling.with_retries",
        "maif.file.merkle.carry",
        "maif.recovery.examining.lookalikes",
    ),
    "13": ("3 files: 2 counted, 1 read in a second attempt, 1 skipped", "CallQueue", "with_retries"),
}
MISSING = {
    "04": "maif.file.format.walk",
    "09": "maif.buffers.BufferCore",
    "13": "maif.parallel.call_queue.CallQueue",
    "19": "maif.chunks.pages.items_of_pages",
}


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """Three files of Python: one comes at the second attempt, one cannot be parsed."""
    folder = tmp_path / "tree"
    (folder / "below").mkdir(parents=True)
    (folder / "first.py").write_text("def one():\n    pass\n\n\nclass Two:\n    pass\n")
    (folder / "below" / "other.py").write_text("x = 1\n" * 1000)
    (folder / "wrong.py").write_text("def :\n")
    return folder


@pytest.fixture
def departures(tmp_path: Path) -> Path:
    """A thousand departures: every twenty-fifth is cancelled, one in a hundred goes where there is no name."""
    path = tmp_path / "departures.csv"
    left = ("" if n % 25 == 24 else 4 * n + n % 7 for n in range(1000))
    rows = (
        f"{4 * n},{minute},UA,{n},{('EWR', 'JFK', 'LGA')[n % 3]},{'PSE' if n % 100 == 7 else 'ORD'}"
        for n, minute in enumerate(left)
    )
    path.write_text("\n".join(["planned,left,carrier,flight,origin,dest", *rows, ""]))
    return path


def told(number: str, folder: Path, given: Path | None, capfd: pytest.CaptureFixture[str]) -> str:
    assert run_program(number, folder, given) == 0, capfd.readouterr().err
    return capfd.readouterr().out


@pytest.mark.parametrize("number", MILESTONES)
def test_a_program_runs_on_the_solutions_pieces_and_names_them(
    number: str, tmp_path: Path, tree: Path, departures: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    given = {"09": None, "19": departures}.get(number, tree)
    pieces, cells = solutions(lesson for lesson in read_lessons() if lesson.number <= number)
    assemble(tmp_path / "all", pieces, cells)
    out = told(number, tmp_path / "all", given, capfd)
    for shown in SHOWS[number]:
        assert shown in out
    assert "the library's own" not in out

    left = [piece for piece in pieces if piece.name != MISSING[number]]
    assemble(tmp_path / "left", left, cells)
    out = told(number, tmp_path / "left", given, capfd)
    (line,) = [line for line in out.splitlines() if MISSING[number] in line]
    assert "the library's own" in line
    assert out.count("the library's own") == 1


def test_the_command_runs_a_program_without_any_piece_and_refuses_other_lessons(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tree: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    start(tmp_path / "mine")
    monkeypatch.chdir(tmp_path / "mine")
    code, _ = run("run", "13", "--input", str(tree))
    out = capfd.readouterr().out
    assert code == 0
    assert "3 files" in out
    assert "yours" not in out
    code, complaint = run("run", "05")
    assert code != 0
    assert "there is one after 04, 09, 13, 19" in str(complaint) + capfd.readouterr().err
