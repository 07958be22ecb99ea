"""The proof over all mutants, a lesson at a time: `python -m maif_course.proving [NN …]`.

Every mutant of every solution, and every solution that fails in one circumstance, must fail some check, on the telling
cases alone, or stand in the lesson's `mutants.toml` with the reason why it need not. Trivial answers must fail every
check. That file also records what was
proved, with a hash of all that the proof depends on: as long as it is current, the proof need not be made again.
"""

from __future__ import annotations

import hashlib
import inspect
import json
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from maif_course import checks
from maif_course.checks import run, running
from maif_course.checks.running import UNDEFINED
from maif_course.code import run_cell
from maif_course.errors import LessonError, SandboxError
from maif_course.lesson import Lesson, Task
from maif_course.proving.circumstances import CIRCUMSTANCES, wrapped
from maif_course.proving.matrix import context
from maif_course.proving.mutants import mutants
from maif_course.proving.trivial import trivial_answers
from maif_course.sandbox import apart

NAME = "mutants.toml"
SECONDS_A_LOOP, SECONDS_A_MUTANT = 0.3, 10.0
_ABOUT = "# What `make mutants` proved of this lesson's checks. Only the reasons are written by hand."


@dataclass(frozen=True, slots=True)
class Explained:
    """A mutant of a task that all checks let pass, and `because` of what that is right."""

    task: str
    mutant: str
    because: str

    @property
    def text(self) -> str:
        """The entry as it stands in the lesson's file."""
        fields = {"task": self.task, "mutant": self.mutant, "because": self.because}
        written = (f"{name} = {json.dumps(value, ensure_ascii=False)}\n" for name, value in fields.items())
        return "\n[[explained]]\n" + "".join(written)


@dataclass(frozen=True, slots=True)
class Proof:
    """What is known of a lesson's mutants: of each task, how many were made and caught; and those explained."""

    hash: str
    tasks: Mapping[str, tuple[int, int]]
    explained: tuple[Explained, ...]

    @property
    def text(self) -> str:
        """The lesson's file."""
        tasks = "".join(
            f'"{task}" = {{ made = {made}, caught = {caught} }}\n' for task, (made, caught) in self.tasks.items()
        )
        return f'{_ABOUT}\n\nhash = "{self.hash}"\n\n[tasks]\n{tasks}' + "".join(item.text for item in self.explained)


def read_proof(lesson: Lesson) -> Proof:
    """Read a lesson's record; one that is not there proves and explains nothing. Raises `LessonError`."""
    path = lesson.folder / NAME
    try:
        said: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
        tasks = {task: (counts["made"], counts["caught"]) for task, counts in said.get("tasks", {}).items()}
        explained = tuple(Explained(**entry) for entry in said.get("explained", ()))
    except (tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise LessonError(f"cannot be read: {error}", path) from None
    return Proof(said.get("hash", ""), tasks, explained)


def current_hash(lesson: Lesson) -> str:
    """Return a hash of what the proof depends on: the lesson's code, its checks, the engine, and the mutations."""
    digest = hashlib.sha256()
    for task in lesson.tasks:
        digest.update(f"{task.id}\n{task.solution}\n".encode())
    for cell in lesson.exercise:
        if "given" in cell.tags:
            digest.update(cell.source.encode())
    engine = sorted(Path(checks.__file__).parent.glob("*.py"))
    for path in [lesson.folder / "checks.py", *engine, *sorted(Path(__file__).parent.glob("*.py"))]:
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def verdicts(lesson: Lesson, task: Task) -> Iterator[tuple[str, bool]]:
    """Yield what each mutant of a task's solution changes, and whether some check fails it."""
    namespace = context(lesson, task)
    for mutant in mutants(task.solution):
        yield mutant.change, _caught(partial(_fails, task, mutant.source, namespace)) is not False
    for circumstance in CIRCUMSTANCES:
        if (caught := _caught(partial(_fails_in, task, circumstance, namespace))) is not None:
            yield circumstance, caught


def _caught(work: Callable[[], bool | None]) -> bool | None:
    try:
        return apart(work, seconds=SECONDS_A_MUTANT)
    except SandboxError:  # it did not end, or ended its process
        return True


def _fails(task: Task, source: str, namespace: dict[str, Any]) -> bool:
    """Say whether a check of the task fails this source of its piece cell. Spoils the namespace."""
    running.SECONDS = SECONDS_A_LOOP
    try:
        run_cell(source, f"cell {task.piece.id}", namespace)
    except Exception:
        return True
    return any(not run(check, namespace.get(check.piece, UNDEFINED), seed=None).passed for check in task.checks)


def _fails_in(task: Task, circumstance: str, namespace: dict[str, Any]) -> bool | None:
    """Say whether a check fails a solution that fails in a circumstance; None where that cannot come about."""
    met: list[str] = []
    run_cell(task.solution, f"cell {task.piece.id}", namespace)
    failed = False
    for check in task.checks:
        piece = namespace[check.piece]
        if inspect.isfunction(piece):
            failed |= not run(check, wrapped(circumstance, piece, met), seed=None).passed
    return failed if met else None


def earned_without_a_thought(lesson: Lesson, task: Task) -> Iterator[str]:
    """Yield a sentence for each check that a trivial answer passes."""
    namespace = context(lesson, task)

    def passed(source: str) -> list[str]:
        run_cell(source, f"cell {task.piece.id}", namespace)
        found = (run(check, namespace.get(check.piece, UNDEFINED), seed=None) for check in task.checks)
        return [result.check for result in found if result.passed]

    for name, source in trivial_answers(task.solution):
        try:
            yield from (f"{check} passes for the trivial answer {name!r}" for check in apart(partial(passed, source)))
        except (SandboxError, TypeError):  # the cell itself does not run with it
            continue


@dataclass(frozen=True, slots=True)
class Findings:
    """What came out for a lesson: the new proof, and what is wrong.

    That are survivors without a reason, reasons without a survivor, and what earns points without a thought.
    """

    proof: Proof
    unexplained: tuple[Explained, ...]
    needless: tuple[Explained, ...]
    earned: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Whether every mutant is caught or explained, nothing else is, and nothing trivial earns a point."""
        return not (self.unexplained or self.needless or self.earned)


def examine(lesson: Lesson) -> Findings:
    """Try every mutant of every task of a lesson."""
    explained = read_proof(lesson).explained
    unexplained, used, counts = list[Explained](), list[Explained](), dict[str, tuple[int, int]]()
    earned: list[str] = []
    for task in lesson.tasks:
        made = caught = 0
        for mutant, failed in verdicts(lesson, task):
            made, caught = made + 1, caught + failed
            if not failed:
                known = [entry for entry in explained if (entry.task, entry.mutant) == (task.id, mutant)]
                used += known
                if not known:
                    unexplained.append(Explained(task.id, mutant, ""))
        counts[task.id] = made, caught
        earned += earned_without_a_thought(lesson, task)
    kept = tuple(entry for entry in explained if entry in used)
    needless = tuple(entry for entry in explained if entry not in used)
    return Findings(Proof(current_hash(lesson), counts, kept), tuple(unexplained), needless, tuple(earned))


def report(lesson: Lesson, findings: Findings) -> Iterator[str]:
    """Yield a line a task: made, caught, explained; then what is wrong, as entries to paste or to delete."""
    for task, (made, caught) in findings.proof.tasks.items():
        reasons = sum(entry.task == task for entry in findings.proof.explained)
        yield f"{task}  {made:4} made  {caught:4} caught  {reasons:3} explained"
    yield from findings.earned
    for entry in findings.unexplained:
        yield f"{lesson.folder / NAME}: a mutant passes all checks: catch it, or say why none can{entry.text}"
    for entry in findings.needless:
        yield f"{lesson.folder / NAME}: a check catches what is explained here: delete the entry{entry.text}"


def out_of_date(lessons: Iterable[Lesson]) -> Iterator[str]:
    """Yield a sentence for each lesson whose record does not prove its checks as they are now."""
    for lesson in lessons:
        if read_proof(lesson).hash != current_hash(lesson):
            yield f"{lesson.folder / NAME} is out of date: make mutants LESSONS={lesson.number}"
