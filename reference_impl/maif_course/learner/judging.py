"""Judging a learner's notebook: *Run All*, with a verdict at each check.

`judge` does it in this process. `judge_apart` does it in one of its own, under limits: a cell that does not end or ends
its process is named, and the notebook is begun again without it.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Protocol

from maif_course.checks import Check, Result, run, seed_for
from maif_course.checks.running import UNDEFINED
from maif_course.errors import SandboxError
from maif_course.kernel import fresh_kernel, prepare_kernels
from maif_course.learner.hints import hints_left
from maif_course.learner.notebook import Reading, Step
from maif_course.learner.reading import LearnerCell
from maif_course.learner.state import State
from maif_course.lesson import Lesson, Task
from maif_course.sandbox import conversation

CELL_SECONDS = 10.0
CHECK_SECONDS = 12.0  # each check has a bound of its own, of processor time
ALL_SECONDS = 120.0  # of processor time, for all cells and checks
MEMORY = 512 << 20
MOST_RESTARTS = 6

_UNKNOWN_NAME = re.compile(r"name '(\w+)' is not defined")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check found, and what has to be said of the notebook beside it."""

    result: Result
    notes: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether the check passed."""
        return self.result.passed


@dataclass(slots=True)
class Run:
    """What one *Run All* went through, in all its beginnings: `failures` by step, and which were `told`."""

    failures: dict[int, str] = field(default_factory=dict)
    passed_over: set[int] = field(default_factory=set)
    results: dict[str, Result] = field(default_factory=dict)
    told: set[int] = field(default_factory=set)


def judge(reading: Reading, wanted: Sequence[Check], state: State, tell: Callable[[object], object]) -> None:
    """Run a notebook's cells up to the last wanted check, and tell what happens as plain values, one by one.

    `("cell", number)` and `("check", id)` are told before each is run, `("failed", number, why)` and
    `("result", values)` after it.
    """
    _judge(reading, wanted, state, tell, set())


def _judge(
    reading: Reading, wanted: Sequence[Check], state: State, tell: Callable[[object], object], passed_over: Set[int]
) -> None:
    kernel = fresh_kernel()
    for number, step in enumerate(reading.steps(wanted)):
        if step.source and number not in passed_over:
            tell(("cell", number))
            failure = kernel.run(step.source, f"cell {step.cell.id or step.cell.grade_id or step.cell.number}")
            if failure is not None:
                tell(("failed", number, failure.why))
        for check in step.checks:
            tell(("check", check.id))
            piece = kernel.namespace.get(check.piece, UNDEFINED)
            seed = seed_for(check.id, state.learner)
            tell(("result", run(check, piece, seed=seed, hints_left=hints_left(check, state)).as_dict()))


class Hears(Protocol):
    """What runs a notebook apart, and says what happens, as `judge` tells it; `("end",)` comes last."""

    def hear(self, seconds: float) -> Any:
        """Return what is told next; raise `SandboxError` if nothing comes within the time."""


Begin = Callable[[Sequence[Check], Set[int]], AbstractContextManager[Hears]]
"""Begins a notebook for these checks, without the steps of these numbers."""


def judge_apart(reading: Reading, wanted: Sequence[Check], state: State, folder: Path) -> Iterator[Verdict]:
    """Yield a verdict on each wanted check as the notebook comes to it; code that misbehaves costs what is its own.

    The cells run in `folder`, where the notebook lies.
    """
    prepare_kernels()

    def begin(left: Sequence[Check], passed_over: Set[int]) -> AbstractContextManager[Hears]:
        def work(tell: Callable[[object], object]) -> None:
            os.chdir(folder)
            sys.path.insert(0, "")
            _silence_checks_in_cells()
            _judge(reading, left, state, tell, passed_over)
            tell(("end",))

        return conversation(work, seconds=ALL_SECONDS, memory=MEMORY)

    yield from judge_with(begin, reading, wanted, state)


def judge_with(begin: Begin, reading: Reading, wanted: Sequence[Check], state: State) -> Iterator[Verdict]:
    """Yield the verdicts of `judge_apart`, of a notebook that `begin` runs wherever it likes."""
    steps, over = list(reading.steps(wanted)), Run()
    for _ in range(MOST_RESTARTS):
        left = [check for check in wanted if check.id not in over.results]
        if not left:
            return
        yield from _one_beginning(begin, reading, steps, left, state, over)
    for check in wanted:
        if check.id not in over.results:
            why = f"{MOST_RESTARTS} cells or checks of this notebook do not come to an end: mend those first."
            yield Verdict(_not_run(check, why, state))


def _one_beginning(
    begin: Begin, reading: Reading, steps: Sequence[Step], left: Sequence[Check], state: State, over: Run
) -> Iterator[Verdict]:
    """Run the notebook until it ends or breaks; remember in `over` what there is to know at the next beginning."""
    cell, check = -1, ""
    with begin(left, over.passed_over) as partner:
        try:
            while True:
                match partner.hear(CHECK_SECONDS if check else CELL_SECONDS):
                    case ("cell", int(cell)) if cell < len(steps):
                        check = ""
                    case ("failed", int(number), str(why)):
                        over.failures[number] = why
                    case ("check", str(check)):
                        pass
                    case ("result", dict(values)):
                        result = _result(values, left, check)
                        over.results[check], check = result, ""
                        yield _verdict(result, reading, steps, state, over)
                    case ("end",):
                        return
                    case other:
                        raise SandboxError(f"the code wrote over its own answer: {str(other)[:40]}")
        except SandboxError as error:
            if check and (known := next((one for one in left if one.id == check), None)):
                why = f"In the cell of `{known.piece}`, or called from its checks, {error}."
                over.results[check] = _not_run(known, why, state)
                yield _verdict(over.results[check], reading, steps, state, over)
            elif cell >= 0:
                over.passed_over.add(cell)
                over.failures[cell] = str(error)
            else:
                for one in left:
                    over.results[one.id] = _not_run(one, f"The notebook could not be run: {error}.", state)
                    yield Verdict(over.results[one.id])


def _result(values: Mapping[str, Any], left: Sequence[Check], check: str) -> Result:
    """Return the result that a process told of; raise `SandboxError` for one that is none, or of another check."""
    try:
        result = Result.from_dict(values)
        result.text()
    except Exception as error:
        raise SandboxError(f"the code wrote over its own answer ({type(error).__name__})") from None
    known = next((one for one in left if one.id == check == result.check), None)
    if known is None or result.points != known.points:
        raise SandboxError("the code wrote over its own answer")
    return result


def _verdict(result: Result, reading: Reading, steps: Sequence[Step], state: State, over: Run) -> Verdict:
    """Return the result with what a learner has to know of the notebook to understand it."""
    task = reading.lesson.task(result.check.rpartition(".")[0])
    check = next(check for check in task.checks if check.id == result.check)
    notes: list[str] = []
    if first_of_its_task := check is task.checks[0]:
        notes += filter(None, [reading.found(task)])
        news = [number for number in _own_failures(reading, steps, over) if number not in over.told]
        notes += [_passed_over(steps[number], over.failures[number]) for number in news]
        over.told.update(news)
    if result.cause == "undefined":
        result = replace(result, **_why_undefined(task, check, reading, steps, over, state))
    elif first_of_its_task and (why := _why_piece_failed(task, reading, steps, over)):
        notes.append(f"{why}. The check took `{check.piece}` as it was then.")
    unknown = _UNKNOWN_NAME.search(f"{result.why} {result.got}") if not result.passed else None
    name = check.piece if result.cause == "undefined" else unknown[1] if unknown else ""
    if name and (below := reading.below(name, check)):
        notes.append(
            f"`{name}` is made in {below.name}, below this check: after a restart your notebook would not know it "
            "here either. Move that cell up."
        )
    elif unknown and not reading.makes(name):
        notes.append(f"No cell makes `{name}`. If your notebook knows it, that is from a cell that has gone since.")
    return Verdict(result, tuple(notes))


def _own_failures(reading: Reading, steps: Sequence[Step], over: Run) -> list[int]:
    """Return the numbers of the steps that failed and are the learner's own."""
    return [number for number in sorted(over.failures) if number < len(steps) and not reading.key(steps[number].cell)]


def _passed_over(step: Step, why: str) -> str:
    return f"{step.cell.name[0].upper()}{step.cell.name[1:]} was passed over: {why}."


def _why_piece_failed(task: Task, reading: Reading, steps: Sequence[Step], over: Run) -> str:
    cell = reading.piece_cell(task)
    found = next((over.failures[n] for n, step in enumerate(steps) if step.cell is cell and n in over.failures), "")
    return _sentence(cell, found) if cell and found else ""


def _sentence(cell: LearnerCell, why: str) -> str:
    if why.startswith("the code"):
        return f"In {cell.name}, {why}"
    return f"{cell.name[0].upper()}{cell.name[1:]} {why}"


def _why_undefined(
    task: Task, check: Check, reading: Reading, steps: Sequence[Step], over: Run, state: State
) -> dict[str, Any]:
    own = reading.own_cell(task)
    if failed := _why_piece_failed(task, reading, steps, over):
        return {"cause": "not-run", "why": f"{failed}."}
    if own is None:
        why = f"The cell {task.piece.id} is gone from the notebook, and no other cell defines `{check.piece}`."
        return {"cause": "not-run", "why": f"{why} `maif-course update` puts it back."}
    if own.kind != "code":
        kind = "Markdown" if own.kind == "markdown" else own.kind
        why = f"The cell {task.piece.id} is no code but {kind} now. Select it in JupyterLab, and press Escape, then y."
        return {"cause": "not-run", "why": why}
    return {}


def _not_run(check: Check, why: str, state: State) -> Result:
    left = hints_left(check, state)
    return Result(check.id, check.title, check.points, False, "not-run", why, hints_left=left)


def _silence_checks_in_cells() -> None:
    """Let `check(…)` and `hint(…)` in cells do nothing, in this process: their verdicts are given apart from them."""
    course = sys.modules["maif_course"]
    for name in ("check", "hint"):
        setattr(course, name, lambda _name: None)


def check_task(lesson: Lesson, task: Task, cells: Sequence[LearnerCell], state: State) -> list[Result]:
    """Return what all checks of a task find in a notebook's cells."""
    verdicts = judge_apart(Reading(lesson, cells), task.checks, state, Path.cwd())
    return [verdict.result for verdict in verdicts]
