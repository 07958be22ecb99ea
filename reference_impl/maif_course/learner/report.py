"""A report of an answer that was rejected: the learner's cells of one task and what the checks said, nothing else."""

from __future__ import annotations

import json
import platform
from collections.abc import Sequence

from maif_course.checks import seed_for
from maif_course.learner.exchange import course_version
from maif_course.learner.judging import Verdict
from maif_course.learner.notebook import Reading
from maif_course.learner.state import State
from maif_course.lesson import Task

FORMAT = 1


def report_text(reading: Reading, task: Task, verdicts: Sequence[Verdict], state: State) -> str:
    """Return a report as JSON text: with it, somebody else sees the same verdicts.

    It holds the cells that run before the task's checks, as the notebook has them, their versions, and the seeds of the
    drawn cases; no name, no path, no output.
    """
    values = {
        "format": FORMAT,
        "course": course_version(),
        "python": platform.python_version(),
        "task": task.id,
        "seeds": {check.id: seed_for(check.id, state.learner) for check in task.checks},
        "cells": [
            {"id": step.cell.id or step.cell.grade_id, "source": step.cell.source}
            for step in reading.steps(task.checks)
            if step.cell.kind == "code" and step.source
        ],
        "verdicts": [verdict.result.as_dict() | {"notes": list(verdict.notes)} for verdict in verdicts],
    }
    return json.dumps(values, indent=1, allow_nan=False) + "\n"
