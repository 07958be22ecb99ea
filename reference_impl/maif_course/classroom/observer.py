"""`python -m maif_course.classroom.observer`: run a student's notebook, and tell what its pieces do.

What is to be done comes as JSON on standard input: cells, sliced checks, seeds. What happens is told line by line on
what was standard output, as `maif_course.learner.judging.judge` tells it, but for results: of a check, its rows are
told, and how it ended. The notebook is read, and its verdicts are given, where no code of the student's runs.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from maif_course.checks.running import UNDEFINED
from maif_course.classroom.observing import Tell, checks_of, observe
from maif_course.kernel import fresh_kernel
from maif_course.sandbox import tell_and_exit

NAMES = "maif_course_checks"  # the module in which the sliced checks live


@dataclass(frozen=True, slots=True)
class Job:
    """One beginning of a notebook. A step is a cell's name, its source, and the ids of the checks that stand there."""

    checks: str
    steps: Sequence[tuple[str, str, Sequence[str]]]
    passed_over: Sequence[int]
    seeds: dict[str, int | None]
    seconds: float
    memory: int

    def text(self) -> str:
        """Return the job as one line of JSON."""
        return json.dumps(asdict(self))


def work(job: Job, tell: Tell) -> None:
    """Run the cells up to the last check, and tell of each step and check before and after."""
    checks, kernel = checks_of(job.checks, NAMES), fresh_kernel()
    for number, (name, source, judged) in enumerate(job.steps):
        if source and number not in job.passed_over:
            tell(("cell", number))
            if (failure := kernel.run(source, name)) is not None:
                tell(("failed", number, failure.why))
        for check in judged:
            tell(("check", check))
            piece: Any = kernel.namespace.get(checks[check].piece, UNDEFINED)
            tell(("ended", observe(checks[check], piece, job.seeds[check], tell).as_dict()))
    tell(("end",))


def main() -> None:
    """Read the job, and do it under its limits."""
    job = Job(**json.load(sys.stdin))
    writing = os.dup(sys.stdout.fileno())
    os.set_inheritable(writing, False)
    tell_and_exit(lambda tell: work(job, tell), writing, job.seconds, job.memory)


if __name__ == "__main__":
    main()
