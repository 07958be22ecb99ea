"""Grading a class: each notebook in a process of its own, several at a time, and whatever breaks one costs that one.

The judges of all lessons are made ready first; each notebook is then judged in a fork of that process, which tells its
verdicts one by one. What has been graded is written down at once, so that a run that was cut off can go on.
"""

from __future__ import annotations

import hashlib
import os
import selectors
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace

from maif_course.checks import Result
from maif_course.classroom.gradebook import Graded
from maif_course.classroom.judge import Judge
from maif_course.classroom.submissions import HandedIn, read
from maif_course.classroom.suspicions import suspicions
from maif_course.errors import SandboxError
from maif_course.learner.judging import Verdict
from maif_course.lesson import Lesson
from maif_course.sandbox import Partner, Tell, conversation

SECONDS = 900.0  # of processor time or of silence, for all of a notebook: its cells and checks have bounds of their own
MEMORY = 16 << 30  # of addresses: a judge starts processes that have bounds of their own


@dataclass(slots=True)
class Grader:
    """Grades what was handed in for some lessons; use it as a context manager.

    `told` is called with each check that a notebook has come to.
    """

    lessons: Sequence[Lesson]
    seed: str
    jobs: int = 1
    isolation: bool = True
    told: Callable[[HandedIn, Result], object] = lambda *_: None
    fingerprints: dict[str, str] = field(init=False)
    _judges: dict[str, Judge] = field(default_factory=dict)
    _stack: ExitStack = field(default_factory=ExitStack)

    def __post_init__(self) -> None:
        self.fingerprints = {lesson.number: fingerprint(lesson, self.seed) for lesson in self.lessons}

    def __enter__(self) -> Grader:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def grade(self, handed: Iterable[HandedIn]) -> Iterator[Graded]:
        """Yield each of these as it is graded, in the order in which they come to an end."""
        waiting = deque[HandedIn]()
        for one in handed:
            if one.problem:
                yield _with_problem(one, one.problem)
            else:
                self._judge(one.lesson)
                waiting.append(one)
        with ExitStack() as running, selectors.DefaultSelector() as ready:
            while waiting or ready.get_map():
                while waiting and len(ready.get_map()) < max(1, self.jobs):
                    under_way = _UnderWay(waiting.popleft(), self)
                    ready.register(running.enter_context(under_way), selectors.EVENT_READ, under_way)
                events = ready.select(SECONDS)
                for key, _ in events or [(key, 0) for key in ready.get_map().values()]:
                    if (graded := key.data.heard(bool(events))) is not None:
                        ready.unregister(key.fileobj)
                        key.data.close()
                        yield graded

    def _judge(self, number: str) -> Judge:
        """Return the judge of a lesson, made ready: processes that are begun from here find it so."""
        if number not in self._judges:
            lesson = next(lesson for lesson in self.lessons if lesson.number == number)
            judge = self._stack.enter_context(Judge(lesson, self.seed, isolation=self.isolation))
            self._judges[number] = judge.prepare()
        return self._judges[number]

    def _tell(self, handed: HandedIn, tell: Tell) -> None:
        """Judge one notebook, and tell of each verdict, and of places to look at. This runs in a process of its own."""
        assert handed.file is not None
        notebook = read(handed.file)
        if notebook.digest != handed.digest:
            raise SandboxError(f"{handed.file.name} was changed while it was graded")
        cells = [cell for cell in notebook.cells if cell.kind == "code"]
        tell(("marks", [f"{cell.name}, {mark}" for cell in cells for mark in suspicions(cell.source)]))
        for verdict in self._judges[handed.lesson].verdicts(notebook.cells):
            tell(("verdict", verdict.result.as_dict(), list(verdict.notes)))
        tell(("end",))


class _UnderWay:
    """One notebook that is being graded."""

    def __init__(self, handed: HandedIn, grader: Grader) -> None:
        self._handed, self._grader = handed, grader
        self._verdicts: list[Verdict] = []
        self._marks: list[str] = []
        self._seconds: dict[str, float] = {}
        self._stack = ExitStack()
        self._since = time.monotonic()
        self._partner: Partner

    def __enter__(self) -> int:
        told = conversation(lambda tell: self._grader._tell(self._handed, tell), seconds=SECONDS, memory=MEMORY)
        self._partner = self._stack.enter_context(told)
        return self._partner.fileno()

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the process, if it has not ended."""
        self._stack.close()

    def heard(self, something: bool) -> Graded | None:
        """Take what the process tells; return the whole once that was the last."""
        try:
            while True:
                match self._partner.hear(SECONDS if something else 0.0):
                    case ("marks", list(marks)):
                        self._marks = marks
                    case ("verdict", dict(values), list(notes)):
                        self._take(Verdict(Result.from_dict(values), tuple(notes)))
                    case _:
                        return self._graded()
                if not self._partner.waiting:
                    return None
        except Exception as error:  # whatever it is, it is one line of one student
            return replace(self._graded(), verdicts=(), problem=f"it could not be graded: {error}")

    def _take(self, verdict: Verdict) -> None:
        now = time.monotonic()
        self._seconds[verdict.result.check], self._since = now - self._since, now
        self._verdicts.append(verdict)
        self._grader.told(self._handed, verdict.result)

    def _graded(self) -> Graded:
        lesson = self._grader._judges[self._handed.lesson].lesson
        order = list(lesson.checks)
        found = sorted(self._verdicts, key=lambda verdict: order.index(verdict.result.check))
        return replace(
            _with_problem(self._handed, ""),
            fingerprint=self._grader.fingerprints[lesson.number],
            verdicts=tuple(found),
            marks=tuple(self._marks),
            seconds=self._seconds,
        )


def _with_problem(handed: HandedIn, problem: str) -> Graded:
    name = str(handed.file.name) if handed.file else ""
    return Graded(
        handed.student, handed.lesson, name, handed.digest, problem=problem, notes=handed.notes, late=handed.late
    )


def fingerprint(lesson: Lesson, seed: str) -> str:
    """Return a short name of all that verdicts on a lesson come from, but for the notebook."""
    digest = hashlib.sha256(seed.encode())
    for name in ("checks.py", "exercise.md"):
        digest.update((lesson.folder / name).read_bytes())
    return digest.hexdigest()[:16]


def processors() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
