"""The judge: verdicts on a student's notebook, whose code runs in isolation and never beside what is expected."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

from maif_course.checks import Check, Result, seed_for
from maif_course.classroom.isolation import Place, isolated, unprotected
from maif_course.classroom.observer import Job
from maif_course.classroom.observing import MOST_COMPARISONS
from maif_course.classroom.verdicts import OVERWRITTEN, Due, Seen, expected, first_mismatch, sliced_checks, verdict
from maif_course.classroom.without_pieces import course_without
from maif_course.code import run_cell
from maif_course.errors import CourseError, SandboxError
from maif_course.learner.assemble import solutions
from maif_course.learner.judging import ALL_SECONDS, MEMORY, Verdict, judge_with
from maif_course.learner.notebook import Reading
from maif_course.learner.reading import LearnerCell
from maif_course.learner.state import State
from maif_course.lesson import Lesson, Task
from maif_course.proving.matrix import context
from maif_course.sandbox import Partner, program

LONGEST_TEXT = 4_000  # characters of what a student's process says of its own error


class Judge:
    """Gives verdicts on notebooks of one lesson: the same ones, whenever it is asked with the same secret.

    Use it as a context manager: it keeps a copy of the course for students' processes in a folder of its own.
    """

    def __init__(self, lesson: Lesson, secret: str, *, isolation: bool = True) -> None:
        self.lesson, self.isolation = lesson, isolation
        self.seeds: Mapping[str, int | None] = {check: seed_for(check, secret) for check in lesson.checks}
        self._folder = tempfile.TemporaryDirectory(prefix="maif-course-judge-")
        self._due: dict[str, list[Due]] = {}
        self._sources: dict[frozenset[str], str] = {}

    def __enter__(self) -> Judge:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def prepare(self) -> Judge:
        """Do now what the first verdicts would wait for; raise `CourseError` where nobody can be graded here."""
        if self._parts:
            for check in self.lesson.checks.values():
                self.due(check)
        return self

    def close(self) -> None:
        """Remove the copy of the course."""
        self._folder.cleanup()

    def verdicts(self, cells: Sequence[LearnerCell], wanted: Sequence[Check] | None = None) -> Iterator[Verdict]:
        """Yield a verdict on each check of the lesson, or on these, as they are come to."""
        reading, asked = Reading(self.lesson, cells), set(self.lesson.checks.values() if wanted is None else wanted)
        told: set[str] = set()
        for tasks, course in self._parts:
            for found in self._judged(reading, [check for check in _checks(tasks) if check in asked], course):
                yield Verdict(found.result, tuple(note for note in found.notes if note not in told))
                told.update(found.notes)

    def _judged(self, reading: Reading, wanted: Sequence[Check], course: Path) -> Iterator[Verdict]:
        checks = self._sliced(frozenset(_ids(wanted)))

        @contextmanager
        def begin(left: Sequence[Check], passed_over: Set[int]) -> Iterator[_Observed]:
            steps = [
                (f"cell {step.cell.id or step.cell.grade_id or step.cell.number}", step.source, _ids(step.checks))
                for step in reading.steps(left)
            ]
            seeds = {check.id: self.seeds[check.id] for check in left}
            job = Job(checks, steps, sorted(passed_over), seeds, ALL_SECONDS, MEMORY).text()
            with (
                self._place(course) as place,
                program(place.command, job, seconds=ALL_SECONDS, memory=MEMORY, environment=place.environment) as told,
            ):
                yield _Observed(self, told)

        yield from judge_with(begin, reading, wanted, State())

    def due(self, check: Check) -> Sequence[Due]:
        """Return what a check expects under the judge's seed."""
        if check.id not in self._due:
            piece = self._solved(check.task)[check.piece]
            self._due[check.id] = expected(check, piece, self.seeds[check.id])
        return self._due[check.id]

    def _solved(self, task_id: str) -> dict[str, Any]:
        task = self.lesson.task(task_id)
        namespace = context(self.lesson, task)
        run_cell(task.solution, f"cell {task.piece.id}", namespace)
        return namespace

    def _sliced(self, wanted: frozenset[str]) -> str:
        """Return these checks as a student's process gets them: it knows of no others."""
        if wanted not in self._sources:
            self._sources[wanted] = sliced_checks(self.lesson.folder, wanted)
        return self._sources[wanted]

    @cached_property
    def _parts(self) -> list[tuple[Sequence[Task], Path]]:
        """The lesson's tasks in parts, each with the course as it is found there: without the pieces that it builds.

        One run would do, but for tasks that stand on the library's piece of another: they get a run of their own.
        """
        (_, cells) = solutions([self.lesson])
        (solved,) = cells.values()
        return list(self._parted(self.lesson.tasks, Reading(self.lesson, solved)))

    def _parted(self, tasks: Sequence[Task], solved: Reading) -> Iterator[tuple[Sequence[Task], Path]]:
        course = Path(tempfile.mkdtemp(dir=self._folder.name))
        course_without([name for task in tasks for name in task.piece.builds], course)
        for folder in (Path(self._folder.name), course):
            folder.chmod(0o755)
        failed = [found.result for found in self._judged(solved, _checks(tasks), course) if not found.passed]
        broken = [task for task in tasks if any(result.check.startswith(f"{task.id}.") for result in failed)]
        if passing := [task for task in tasks if task not in broken]:
            yield passing, course
        if len(broken) == len(tasks) == 1:
            raise CourseError(f"nobody can be graded here: the solution of {broken[0].id} fails\n{failed[0].text()}")
        for part in [broken] if passing and broken else [[task] for task in broken]:
            yield from self._parted(part, solved)

    @contextmanager
    def _place(self, course: Path) -> Iterator[Place]:
        data = self.lesson.folder.parent / "data"
        if self.isolation:
            yield isolated(course, data if data.is_dir() else None)
            return
        with tempfile.TemporaryDirectory(prefix="maif-course-notebook-") as folder:
            if data.is_dir():
                (Path(folder) / "data").symlink_to(data.resolve())
            yield unprotected(course, Path(folder))


def _checks(tasks: Iterable[Task]) -> list[Check]:
    return [check for task in tasks for check in task.checks]


def _ids(checks: Iterable[Check]) -> list[str]:
    return [check.id for check in checks]


class _Observed:
    """Hears an observer, and passes on what it tells; where a check has ended, the verdict instead."""

    def __init__(self, judge: Judge, partner: Partner) -> None:
        self._judge, self._partner = judge, partner
        self._check: Check | None = None
        self._seen: list[Seen] = []
        self._broken = False

    def hear(self, seconds: float) -> Any:
        """Return what is told next, but for rows: those are kept for the verdict."""
        deadline = time.monotonic() + seconds
        while not self._broken:
            try:
                message = self._told(deadline)
                match message:
                    case ("rows", str(call), list(rows), str(printed)) if (
                        self._check and len(self._seen) < MOST_COMPARISONS
                    ):
                        self._seen.append(Seen(call, rows, printed))
                    case ("ended", dict(values)) if self._check:
                        return ("result", self._verdict(values).as_dict())
                    case ("check", str(name)) if name in self._judge.lesson.checks:
                        self._check, self._seen = self._judge.lesson.checks[name], []
                        return message
                    case ("cell", int()):
                        self._check = None
                        return message
                    case ("failed", int(), str()) | ("end",):
                        return message
                    case _:
                        raise SandboxError(OVERWRITTEN)
            except SandboxError:
                if (found := self._so_far()) is None:
                    raise
                self._broken = True
                return ("result", found.as_dict())
        return ("end",)

    def _told(self, deadline: float) -> Any:
        try:
            return self._partner.hear(max(0.0, deadline - time.monotonic()))
        except SandboxError:
            raise
        except Exception as error:  # of a kind that the student's process chose
            raise SandboxError(f"the code stopped with {type(error).__name__}") from None

    def _so_far(self) -> Result | None:
        """Return the verdict on a check that did not end, if what it told before was not what is expected."""
        if self._check is None:
            return None
        try:
            return first_mismatch(self._check, self._judge.due(self._check), self._seen)
        except SandboxError:
            return None

    def _verdict(self, values: Mapping[str, Any]) -> Result:
        assert self._check is not None
        check, self._check = self._check, None
        try:
            ended = Result.from_dict({**values, **{name: str(values[name])[:LONGEST_TEXT] for name in _SAID}})
        except (KeyError, TypeError) as error:
            raise SandboxError(f"{OVERWRITTEN} ({type(error).__name__})") from None
        return verdict(check, self._judge.due(check), self._seen, ended)


_SAID = ("cause", "why", "call", "got", "printed")
