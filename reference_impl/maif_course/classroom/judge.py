"""The judge: verdicts on a student's notebook, whose code runs in isolation and never beside what is expected."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from functools import cached_property
from itertools import groupby
from pathlib import Path
from typing import Any

from maif_course.checks import Check, seed_for
from maif_course.classroom.hearing import Observed
from maif_course.classroom.isolation import Place, isolated, unprotected
from maif_course.classroom.observer import Job
from maif_course.classroom.suspicions import suspicions
from maif_course.classroom.verdicts import Due, expected, sliced_checks
from maif_course.classroom.without_pieces import course_without
from maif_course.code import run_cell
from maif_course.errors import CourseError
from maif_course.learner.assemble import solutions
from maif_course.learner.judging import ALL_SECONDS, MEMORY, Verdict, judge_with
from maif_course.learner.notebook import Reading
from maif_course.learner.reading import LearnerCell
from maif_course.learner.state import State
from maif_course.lesson import Lesson, Task
from maif_course.proving.matrix import context
from maif_course.sandbox import program


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
        """Yield a verdict on each check of the lesson, or on these, as they are come to.

        Where a cell meddles with the course, or breaks the check of its piece, it may have broken others, too. What
        fails behind it is judged again without it, by itself, and that counts if it passes.
        """
        reading, asked = Reading(self.lesson, cells), set(self.lesson.checks.values() if wanted is None else wanted)
        told: set[str] = set()
        for tasks, course in self._parts:
            for found in self._judged_fairly(reading, [check for check in _checks(tasks) if check in asked], course):
                yield Verdict(found.result, tuple(note for note in found.notes if note not in told))
                told.update(found.notes)

    def _judged_fairly(self, reading: Reading, wanted: Sequence[Check], course: Path) -> Iterator[Verdict]:
        suspects, held = _meddling(reading), list[Verdict]()
        broken: set[str] = set()
        for found in self._judged(reading, wanted, course, broken=broken):
            piece = reading.piece_cell(self._task_of(found))
            if found.passed or not suspects - {piece}:
                yield found
            else:
                held.append(found)
            if found.result.check in broken:
                suspects.add(piece)
        for task, failed in groupby(held, self._task_of):
            first = {found.result.check: found for found in failed}
            checks = [check for check in task.checks if check.id in first]
            for again in self._judged(reading, checks, course, without=suspects - {reading.piece_cell(task)}):
                yield again if again.passed else first[again.result.check]

    def _task_of(self, found: Verdict) -> Task:
        return self.lesson.task(self.lesson.checks[found.result.check].task)

    def _judged(
        self,
        reading: Reading,
        wanted: Sequence[Check],
        course: Path,
        *,
        without: Set[LearnerCell | None] = frozenset(),
        broken: set[str] | None = None,
    ) -> Iterator[Verdict]:
        """Yield the verdicts of one run, without some cells; add to `broken` what checks did not come to their end."""
        checks = self._sliced(frozenset(_ids(wanted)))

        @contextmanager
        def begin(left: Sequence[Check], passed_over: Set[int]) -> Iterator[Observed]:
            steps = [
                (
                    f"cell {step.cell.id or step.cell.grade_id or step.cell.number}",
                    "" if step.cell in without else step.source,
                    _ids(step.checks),
                )
                for step in reading.steps(left)
            ]
            seeds = {check.id: self.seeds[check.id] for check in left}
            job = Job(checks, steps, sorted(passed_over), seeds, ALL_SECONDS, MEMORY).text()
            with (
                self._place(course) as place,
                program(place.command, job, seconds=ALL_SECONDS, memory=MEMORY, environment=place.environment) as told,
            ):
                yield Observed(told, self.lesson.checks, self.due, set() if broken is None else broken)

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

        One run would do, but for tasks that stand on the library's piece of another: they get a run of their own. So
        do those whose checks bring right pieces, for a learner's test to tell from wrong ones.
        """
        (_, cells) = solutions([self.lesson])
        (solved,) = cells.values()
        tests = [task for task in self.lesson.tasks if task.form == "kill"]
        groups = [[task for task in self.lesson.tasks if task not in tests], tests]
        reading = Reading(self.lesson, solved)
        return [part for group in groups if group for part in self._parted(group, reading)]

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


def _meddling(reading: Reading) -> set[LearnerCell | None]:
    """Return the cells that reach for what is the course's own, but for those that the lesson gives."""
    given = {(cell.id, cell.source) for cell in reading.lesson.given}
    return {cell for cell in reading.code if (cell.id, cell.source) not in given and suspicions(cell.source)}
