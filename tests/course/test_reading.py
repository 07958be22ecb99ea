"""One reading of a notebook: what a fresh kernel's *Run All* would give, whoever saved the file and however."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from learners import Cell, Learner, code, index_of, run
from maif_course.errors import WorkspaceError
from maif_course.kernel import Kernel, PlainKernel, ShellKernel
from maif_course.learner.judging import judge
from maif_course.learner.notebook import Reading
from maif_course.learner.reading import read_notebook
from maif_course.learner.state import State
from maif_course.sandbox import apart

PASSED = "3 of 3 checks pass, 5 of 5 points"


def verdict() -> tuple[str, str]:
    """Return the last line of a check, and all of it in one line."""
    _, told = run("check", "07.3")
    return told.splitlines()[-1], " ".join(told.split())


# What runs


def test_scratch_cells_and_prints_do_no_harm(learner: Learner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("maif_course.learner.judging.CELL_SECONDS", 1.0)
    learner.solve("    for item in items:", "    print('debugging')\n    for item in items:")
    scratch = ["%timeit 1", "1 / 0", "import nowhere", "x = [", "while True: pass", "limit = undefined_name"]
    for source in scratch:
        learner.cells(lambda cells, source=source: cells.insert(3, code(source, source[:3])))  # type: ignore[misc]
    assert run("check")[0] == 0


def test_a_given_cell_that_was_edited_or_deleted_counts_as_given(learner: Learner) -> None:
    learner.solve()
    learner.write("Window = None", "t07-given")
    assert run("check")[0] == 0
    learner.cells(lambda cells: cells.pop(index_of(cells, "t07-given")))
    assert run("check")[0] == 0


def test_what_was_added_to_a_given_cell_is_there_too(learner: Learner) -> None:
    learner.edit(lambda cell: cell.update(source="".join(cell["source"]) + "\nENOUGH = math.inf"), "t07-given")
    learner.solve("-math.inf", "-ENOUGH")
    assert verdict()[0] == PASSED


def a_loop(learner: Learner) -> None:
    learner.insert(code("ENDS = []\nfor end in (math.inf,):\n    ENDS.append(end)"), above="t07-3")
    learner.solve("-math.inf", "-ENDS[0]")


def a_guarded_import(learner: Learner) -> None:
    learner.insert(code("try:\n    from math import inf as most\nexcept ImportError:\n    most = None"), above="t07-3")
    learner.solve("-math.inf", "-most")


def a_helper_below(learner: Learner) -> None:
    learner.solve("-math.inf", "lowest()")
    learner.insert(code("def lowest():\n    return -math.inf"), below="t07-3")


def a_display(learner: Learner) -> None:
    learner.write(f"{learner.solution()}\n\ndisplay(list(time_windows([2], 10, timestamp=int)))")


def a_string_with_percent(learner: Learner) -> None:
    learner.write(f'TEMPLATE = """\\\n%s"""\n{learner.solution()}\nassert TEMPLATE == "%s"')


def a_question(learner: Learner) -> None:
    learner.write(f"{learner.solution()}\n\ntime_windows?")


def a_shell_command(learner: Learner) -> None:
    learner.write(f"files = !ls\n{learner.solution()}\nassert files.n")


def an_indented_magic(learner: Learner) -> None:
    learner.write(f"{learner.solution()}\nif True:\n    %time pass")


def a_cell_magic(learner: Learner) -> None:
    learner.write(f"%%time\n{learner.solution()}")


def a_line_separator(learner: Learner) -> None:
    learner.write(f'{learner.solution()}\nSEPARATOR = "a\u2028b"')


def an_await(learner: Learner) -> None:
    learner.write(f"import asyncio\nawait asyncio.sleep(0)\n{learner.solution()}")


def a_plot_magic(learner: Learner) -> None:
    learner.write(f"%matplotlib inline\n{learner.solution()}")


def a_scratch_input(learner: Learner) -> None:
    learner.insert(code("data = input('your data: ')"), above="t07-3")
    learner.solve()


def a_check_within_a_scratch_cell(learner: Learner) -> None:
    learner.insert(code("from maif_course import check\ncheck('07.3.late')\nNOW = 1"), above="t07-3")
    learner.write(f"{learner.solution()}\nassert NOW")


EDITS = [
    a_loop, a_guarded_import, a_helper_below, a_display, a_string_with_percent, a_question, a_shell_command,
    an_indented_magic, a_cell_magic, a_line_separator, an_await, a_plot_magic, a_scratch_input,
    a_check_within_a_scratch_cell,
]  # fmt: skip


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.__name__)
def test_the_command_line_passes_what_a_kernel_passes(learner: Learner, edit: Callable[[Learner], None]) -> None:
    edit(learner)
    last, told = verdict()
    assert last == PASSED, told


def test_a_helper_below_the_check_is_named_for_a_restarted_kernel_would_miss_it(learner: Learner) -> None:
    learner.solve("-math.inf", "lowest()")
    learner.cells(lambda cells: cells.append(code("def lowest():\n    return -math.inf", "mine")))
    assert "`lowest` is made in the cell mine, below this check" in verdict()[1]


def test_a_name_that_only_the_learners_kernel_still_knows_is_said_to_be_that(learner: Learner) -> None:
    learner.solve("-math.inf", "lowest()")
    assert "No cell makes `lowest`. If your notebook knows it" in verdict()[1]


def test_a_cell_that_fails_or_does_not_end_is_named_and_passed_over(
    learner: Learner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("maif_course.learner.judging.CELL_SECONDS", 0.5)
    learner.solve()
    for number, source in enumerate(["total = sum(iter(int, 1))", "import os\nos._exit(3)", "1 / 0"]):
        learner.insert(code(source, f"scratch-{number}"), above="t07-3")
    last, told = verdict()
    assert last == PASSED
    assert "The cell scratch-0 was passed over: the code did not end within 500 ms." in told
    assert "The cell scratch-1 was passed over: the code ended its own process." in told
    assert "The cell scratch-2 was passed over: stopped with ZeroDivisionError in line 1: division by zero." in told


def test_too_many_cells_that_do_not_end_are_said_to_be_that(learner: Learner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("maif_course.learner.judging.MOST_RESTARTS", 2)
    learner.solve()
    for number in range(3):
        learner.insert(code("import os\nos._exit(3)", f"scratch-{number}"), above="t07-3")
    assert "do not come to an end: mend those first" in verdict()[1]


BROKEN = {
    "while True:\n    pass": "the code did not end within",
    "hoard = bytearray(1 << 40)": "stopped with MemoryError",
    "def time_windows(:": "is no Python: look at line 1: invalid syntax",
    "raise SystemExit": "stopped with SystemExit",
    "time_windows = 1 / 0": "stopped with ZeroDivisionError in line 1: division by zero",
    "x = 1\ny = undefined": "stopped with NameError in line 2: name 'undefined' is not defined",
    "x = 1": "There is no `time_windows` yet",
    "import os\nos._exit(0)": "ended its own process",
    "%nothing": "stopped with UsageError",
    "x = '\x00'": "null byte",
    "(" * 300 + ")" * 300: "too many nested parentheses",
}


@pytest.mark.parametrize("source", BROKEN, ids=lambda source: source[:20])
def test_a_cell_that_misbehaves_is_told_and_does_no_harm(
    learner: Learner, source: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("maif_course.learner.judging.CELL_SECONDS", 0.5)
    learner.write(source)
    code, told = run("check")
    assert code == 1
    assert told.count("NOT YET") == 3
    assert BROKEN[source] in " ".join(run("check", "07.3")[1].split())


def test_a_check_whose_piece_ends_the_process_costs_that_check_alone(learner: Learner) -> None:
    learner.write("calls = []\n" + learner.solution("waiting, watermark =", "calls.append(1); waiting, watermark ="))
    learner.edit(
        lambda cell: cell.update(source=cell["source"].replace("calls.append(1)", "import os; lateness or os._exit(0)"))
    )
    code, told = run("check", "07.3")
    assert code == 1
    assert "or called from its checks, the code ended its own process" in " ".join(told.split())
    assert told.count("07.3.") > 3


# Where a piece is found


def test_a_notebook_without_ids_is_read_by_grade_id(learner: Learner) -> None:
    learner.solve()
    learner.cells(lambda cells: [cell.pop("id") for cell in cells])
    assert verdict()[0] == PASSED


def test_a_notebook_that_lost_all_ids_is_read_by_what_cells_define(learner: Learner) -> None:
    learner.solve()
    learner.cells(lambda cells: [(cell.pop("id"), cell.update(metadata={})) for cell in cells])
    last, told = verdict()
    assert last == PASSED
    assert "another one defines `time_windows`, cell " in told


def copied(cells: list[Cell]) -> None:
    number = index_of(cells, "t07-3")
    cells.insert(number + 1, {**cells[number], "id": "copy-1"})
    cells[number]["source"] = "def time_windows(*args, **kwargs):\n    raise NotImplementedError"


def split(cells: list[Cell]) -> None:
    number = index_of(cells, "t07-3")
    cells.insert(number + 1, code(cells[number]["source"], "copy-1"))
    cells[number]["source"] = "import itertools"


def moved(cells: list[Cell]) -> None:
    number = index_of(cells, "t07-3")
    cells[number] = code(cells[number]["source"], "copy-1")


@pytest.mark.parametrize("change", [copied, split, moved])
def test_a_piece_that_another_cell_defines_is_found_and_the_message_says_where(
    learner: Learner, change: Callable[[list[Cell]], None]
) -> None:
    learner.solve()
    learner.cells(change)
    last, told = verdict()
    assert last == PASSED
    assert "another" in told
    assert "the cell copy-1" in told


def test_a_piece_turned_into_markdown_is_called_that(learner: Learner) -> None:
    learner.solve()
    learner.edit(lambda cell: cell.update(cell_type="markdown"))
    assert "The cell t07-3 is no code but Markdown now" in verdict()[1]


def test_deleted_and_edited_check_cells_are_judged_all_the_same(learner: Learner) -> None:
    learner.solve()
    learner.cells(lambda cells: cells.pop(index_of(cells, "t07-3-late")))
    learner.write("pass", "t07-3-soon")
    assert verdict()[0] == PASSED


def test_a_piece_that_fails_after_it_was_defined_is_judged_and_told_of(learner: Learner) -> None:
    learner.write(f"{learner.solution()}\n1 / 0")
    last, told = verdict()
    assert last == PASSED
    assert "The cell t07-3 stopped with ZeroDivisionError" in told


# Files that are no notebooks


@pytest.mark.parametrize(
    "text",
    [
        "", "{", '{"cells": 3}', '{"cells": [{"cell_type": "code", "source": 3}]}', "[]", '{"cells": [3]}',
        '{"cells": [{}]}', '{"cells": [{"cell_type": "code", "source": [1]}]}', "[" * 100_000, '"cells"', "\ud800",
    ],
    ids=range(11),
)  # fmt: skip
def test_a_notebook_that_cannot_be_read_is_named_and_left_alone(learner: Learner, text: str) -> None:
    data = text.encode("utf-8", "surrogatepass")
    learner.path.write_bytes(data)
    code, told = run("check")
    assert code == 1
    assert "07_exercise.ipynb is no notebook that can be read" in told
    assert learner.path.read_bytes() == data


def a_pipe(path: Path) -> None:
    os.mkfifo(path)


def a_folder(path: Path) -> None:
    path.mkdir()


def a_link_elsewhere(path: Path) -> None:
    path.symlink_to("/etc/hostname")


def a_link_to_nothing(path: Path) -> None:
    path.symlink_to("nowhere.ipynb")


@pytest.mark.parametrize(
    "make", [a_pipe, a_folder, a_link_elsewhere, a_link_to_nothing], ids=lambda make: make.__name__
)
def test_what_is_no_file_is_said_to_be_that(learner: Learner, make: Callable[[Path], None]) -> None:
    learner.path.unlink()
    make(learner.path)
    code, told = run("check")
    assert code == 1
    assert "it is a" in told or "is not there" in told


def test_a_notebook_may_begin_with_a_byte_order_mark(learner: Learner) -> None:
    learner.solve()
    learner.path.write_bytes(b"\xef\xbb\xbf" + learner.path.read_bytes())
    assert verdict()[0] == PASSED


def test_odd_cells_beside_the_pieces_do_no_harm(learner: Learner) -> None:
    learner.solve()
    odd: list[Any] = [
        {"cell_type": "raw", "source": []},
        {"cell_type": "code", "source": "x = '\ud800'", "metadata": None, "id": 3},
        {"cell_type": "widget", "source": "?", "metadata": {"nbgrader": "odd"}},
        {"cell_type": "code", "metadata": {"nbgrader": {"grade_id": [1]}}},
    ]
    learner.cells(lambda cells: cells.extend(odd) or cells.insert(0, odd[1]))
    assert verdict()[0] == PASSED


def test_a_notebook_that_is_too_large_is_not_read(learner: Learner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("maif_course.learner.reading.MOST_BYTES", 1000)
    with pytest.raises(WorkspaceError, match="clear its outputs"):
        read_notebook(learner.path)


# Kernels


def test_cells_are_judged_without_a_process_of_their_own(learner: Learner) -> None:
    """As a page in a browser does, which has neither `fork` nor limits."""
    learner.solve()
    told: list[Any] = []
    reading = Reading(learner.lesson, read_notebook(learner.path))
    state = State(learner="ada")
    apart(lambda: judge(reading, learner.lesson.tasks[0].checks, state, told.append) or told)
    judged = apart(lambda: (judge(reading, learner.lesson.tasks[0].checks, state, told.append), told)[1])
    assert [what[1]["passed"] for what in judged if what[0] == "result"] == [True, True, True]


def test_reading_cells_needs_neither_resource_nor_fork() -> None:
    import subprocess
    import sys

    code = (
        "import sys; sys.modules |= dict.fromkeys(('resource', 'fcntl', 'termios', 'numpy', 'IPython'))\n"
        "import os; del os.fork\n"
        "from maif_course.learner import reading, notebook, judging, in_notebook\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


KERNELS = [PlainKernel, ShellKernel]


@pytest.mark.parametrize("kind", KERNELS)
def test_a_kernel_names_line_and_error_of_a_cell_that_fails(kind: type[Kernel]) -> None:
    def work() -> list[object]:
        kernel = kind()
        sources = ["x = 1", "\n\n1 / x / 0", "%time y = 2\nfiles = !ls", "def f(:", "raise SystemExit", "await 3"]
        failures = [kernel.run(source, "cell c") for source in sources]
        return [f and (type(f.error).__name__, f.line) for f in failures]

    assert apart(work) == [
        None,
        ("ZeroDivisionError", 3),
        None,
        ("SyntaxError", 1),
        ("SystemExit", 1),
        ("TypeError", 1),
    ]


def test_a_shell_leaves_no_file_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    apart(lambda: ShellKernel().run("x = 1", "cell c"))
    assert not list(tmp_path.iterdir())


def test_the_handed_out_copy_is_what_this_machines_kernel_would_save(learner: Learner) -> None:
    metadata = learner.load()["metadata"]
    assert metadata["kernelspec"]["name"] == "python3"
    assert metadata["language_info"]["name"] == "python"
    assert json.dumps(learner.load(), indent=1, ensure_ascii=False, sort_keys=True) + "\n" == learner.path.read_text()
