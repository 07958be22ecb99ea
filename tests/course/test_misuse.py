"""Misuse drawn at random: arguments, states, notebooks and files as nobody means them. All ends in sentences.

`make faults` tries 2,000 of them.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from maif_course.cli import OUR_FAULT
from maif_course.learner.start import start
from maif_course.learner.state import NAME

SPECIMEN = Path(__file__).parent / "specimen"
LANES = 2

COMMANDS = [
    "start", "list", "check", "hint", "reset", "solution", "progress", "assemble", "bench", "run", "update", "report",
    "export", "import", "--version", "--help", "chekc", "",
]  # fmt: skip
OPTIONS = [
    "--json", "--all", "--yes", "--anyway", "--no-browser", "--summary", "--certificate", "--through", "--tests",
    "--to", "--help", "-x", "--", "--json=3",
]  # fmt: skip
NAMES = [
    "7", "07", "7.3", "07.3.late", "t07-3", "99", "07.99", "07.3.none", "-1", "0", "7.", ".3", "7..3", "", " ",
    "late", "07_windows", "07_windows/07_exercise.ipynb", "07_windows/07_lesson.ipynb", "mine.ipynb", "answers.json",
    "answers", ".", "..",
    "pipe", "folder", "no/where", "a" * 300, "ü.ipynb", "\udcff", "7\n3", "١.٢", "${HOME}",
    "07.3.late.more", "1e3", "README.md", "course", NAME, "data", "certificate.maif",
]  # fmt: skip
SOURCES = [
    "", "x = [", "1/0", "raise SystemExit(3)", "import os; os._exit(2)", "raise KeyboardInterrupt", "input()",
    "%bad", "!exit 3", "def time_windows(*a, **k): return 3",
    "def time_windows(*a, **k): yield object()", "time_windows = None",
    "def time_windows(*a, **k): raise BaseException('\ud800')", "print('\\x1b[2J' * 9)", "import sys; sys.exit",
    "\x00", "(" * 500,
    "class time_windows:\n    def __getattr__(self, name): raise RuntimeError(name)",
    "from maif.windows import time_windows",
    "import os; os.close(1); os.close(2)", "import maif_course; maif_course.check = 3", "time_windows: int",
    "async def time_windows(): 1",
    "import signal, os; os.kill(os.getpid(), signal.SIGSEGV)", "from maif_course import check; check('07.3.late')",
]  # fmt: skip


ODD: list[Any] = [None, 3, "x", [], {}, [3], ["a"], [None], [[]], [{}]]


def spoil_notebook(rng: random.Random, path: Path) -> None:
    if not path.is_file():
        return
    try:
        notebook = json.loads(path.read_text())
        cells = notebook["cells"]
        cell = rng.choice([one for one in cells if isinstance(one, dict)])
    except (ValueError, KeyError, IndexError, OSError, TypeError):
        return
    match rng.randrange(12):
        case 0:
            path.write_bytes(path.read_bytes()[: rng.randrange(2000)])
        case 1:
            path.write_bytes(rng.randbytes(rng.randrange(200)))
        case 2:
            path.unlink()
            deeds: list[Callable[[], object]] = [path.mkdir, partial(path.symlink_to, path), partial(os.mkfifo, path)]
            rng.choice([*deeds, object])()
        case 3:
            path.rename(path.with_name("mine.ipynb"))
        case 4:
            cells[:] = rng.sample(cells, rng.randrange(len(cells) + 1))
            path.write_text(json.dumps(notebook))
        case 5:
            notebook[rng.choice(["cells", "metadata", "nbformat"])] = rng.choice(
                [None, 3, "x", [], {}, [None], [[]], [{}]]
            )
            path.write_text(json.dumps(notebook))
        case 6:
            cell[rng.choice(["id", "source", "metadata", "cell_type"])] = rng.choice(
                [None, 3, "x", [], {}, [3], ["a"], "markdown"]
            )
            path.write_text(json.dumps(notebook))
        case 7:
            cells.append(dict(cell))
            path.write_text(json.dumps(notebook))
        case _:
            pieces = [one for one in cells if isinstance(one, dict) and one.get("id") == "t07-3"] or [cell]
            pieces[0]["source"] = rng.choice(SOURCES)
            path.write_text(json.dumps(notebook))


def spoil_state(rng: random.Random, folder: Path) -> None:
    path = folder / NAME
    texts = [
        "",
        "{",
        "[]",
        "null",
        '{"hints": []}',
        '{"passed": {"07.3.late": 3}, "learner": [1]}',
        "\ufeff{}",
        '{"learner": "\\ud800"}',
    ]
    match rng.randrange(8):
        case 0:
            shutil.rmtree(folder / "07_windows", ignore_errors=True)
        case 1:
            path.unlink(missing_ok=True)
        case 2:
            (folder / "answers.json").write_text(
                rng.choice([*texts, '{"format": 1, "cells": {"t07-3": "x = 1"}}', '{"format": 1, "cells": {"": ""}}'])
            )
        case 3:
            path = folder / rng.choice(["course", "assembled", "certificate.maif", "report-07.3.json"])
            if not path.is_dir():
                path.unlink(missing_ok=True)
                path.mkdir()
        case 4:
            pass
        case _:
            path.write_text(rng.choice(texts))


def misuses(rng: random.Random, folder: Path, template: Path) -> Iterator[list[str]]:
    """Yield arguments for one call after the other, in a workspace that gets ever worse, and sometimes is a new one.

    All paths lie within the workspace or right above it.
    """
    while True:
        if rng.random() < 0.2 or not folder.exists():
            shutil.rmtree(folder, ignore_errors=True)
            shutil.copytree(template, folder)
            (folder / "folder").mkdir()
            os.mkfifo(folder / "pipe")
        if rng.random() < 0.4:
            spoil_notebook(rng, folder / "07_windows" / "07_exercise.ipynb")
        if rng.random() < 0.3:
            spoil_state(rng, folder)
        arguments = [rng.choice(COMMANDS), *rng.choices(NAMES, k=rng.choice([0, 1, 1, 1, 2]))]
        arguments += rng.choices(OPTIONS, k=rng.choice([0, 0, 1, 2]))
        if arguments[0] == "start":
            arguments.append("--no-browser")
        yield arguments


def lane(number: int, folder: Path, calls: int, template: Path) -> list[str]:
    """Make calls one after the other; return what went wrong."""
    rng, found = random.Random(number), []
    environment = os.environ | {"MAIF_COURSE_LESSONS": str(SPECIMEN), "HOME": str(folder.parent)}
    program = "import sys; sys.argv[1:] = sys.argv[2:]; import maif_course.learner.judging as j; j.CELL_SECONDS = 2.0\n"
    program += "from maif_course.cli import main; main()"
    for _, arguments in zip(range(calls), misuses(rng, folder, template), strict=False):
        command = [sys.executable, "-c", program, "--", *(argument.replace("\0", "") for argument in arguments)]
        ran = subprocess.run(
            command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, capture_output=True, timeout=120
        )
        told = ran.stdout + ran.stderr
        if b"Traceback (most" in told or ran.returncode in (OUR_FAULT, *range(-64, 0)) or not told.strip():
            found.append(f"{arguments}: {ran.returncode}\n{told.decode(errors='replace')[-1500:]}")
    return found


@pytest.mark.parametrize("calls", [60, pytest.param(2_000, marks=pytest.mark.faults)])
def test_no_misuse_ends_in_a_traceback_or_in_silence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, calls: int
) -> None:
    monkeypatch.setenv("MAIF_COURSE_LESSONS", str(SPECIMEN))
    template = start(tmp_path / "template", "ada")[0].folder
    with ThreadPoolExecutor(LANES) as lanes:
        found = lanes.map(lambda n: lane(n, tmp_path / f"lane{n}" / "work", calls // LANES, template), range(LANES))
        wrong = [one for several in found for one in several]
    assert not wrong, "\n".join(wrong[:5])
