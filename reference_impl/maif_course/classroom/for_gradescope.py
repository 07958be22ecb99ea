"""Gradescope: an autograder's zip, and what runs in its container.

The zip holds the course itself, `setup.sh`, which installs what it needs, and `run_autograder`, which has the
submission judged and writes `results.json`: always, also where nothing could be graded. Where `bubblewrap` works in the
container, students' code is isolated as everywhere. Where it does not, it runs as a user who cannot read the course:
what is expected stays outside of that process all the same, but it may see other processes, and what network there is.
"""

from __future__ import annotations

import json
import sys
import time
import traceback
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from maif_course.checks import Check
from maif_course.classroom.gradebook import Graded, core_checks, points_of
from maif_course.classroom.grading import Grader
from maif_course.classroom.isolation import why_not
from maif_course.classroom.submissions import handed_in, submissions
from maif_course.errors import CourseError
from maif_course.learner.assemble import LIBRARY
from maif_course.lesson import Lesson, read_lessons

SETTINGS = "class.json"
SETUP = """#!/usr/bin/env bash
set -euo pipefail
cd "$(dirname "$0")"
export DEBIAN_FRONTEND=noninteractive
apt-get update
apt-get install --yes --no-install-recommends python3 python3-venv bubblewrap
python3 -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: choose a newer image")'
python3 -m venv ../python
../python/bin/pip install --quiet {packages}
"""
RUN = """#!/usr/bin/env bash
cd "$(dirname "$0")"
PYTHONPATH=source/course exec python/bin/python -m maif_course.classroom.for_gradescope .
"""
PACKAGES = "cloudpickle cryptography ipykernel matplotlib numpy pandas rich typer zstandard"
_LEFT_OUT = {"__pycache__", "contracts", "notebooks", "solutions", "wrong_answers", "right_answers", "lessons"}


def write_autograder(path: Path, lesson: Lesson, seed: str) -> None:
    """Write the zip of a lesson's autograder; the same lesson and seed make the same bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content, permissions in _members(lesson, seed):
            member = zipfile.ZipInfo(name)
            member.external_attr = permissions << 16
            member.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(member, content)


def _members(lesson: Lesson, seed: str) -> Iterator[tuple[str, bytes, int]]:
    """Yield name, content and permissions of each file of the zip."""
    yield "setup.sh", SETUP.format(packages=PACKAGES).encode(), 0o755
    yield "run_autograder", RUN.encode(), 0o755
    yield SETTINGS, f"{json.dumps({'lesson': lesson.number, 'seed': seed}, indent=2)}\n".encode(), 0o600
    package = Path(__file__).parents[1]
    for folder, place in (
        (LIBRARY, "maif"),
        (package, "maif_course"),
        (lesson.folder, f"maif_course/lessons/{lesson.name}"),
        (lesson.folder.parent / "data", "maif_course/lessons/data"),
    ):
        for file in sorted(folder.rglob("*")):
            name = file.relative_to(folder)
            if file.is_file() and not _LEFT_OUT & set(name.parts):
                yield f"course/{place}/{name.as_posix()}", file.read_bytes(), 0o644


def grade(home: Path) -> dict[str, Any]:
    """Return the results of the submission in `home/submission`, whatever it is."""
    started = time.monotonic()
    try:
        values = _graded(home)
    except CourseError as error:
        values = _nothing(str(error))
    except Exception:
        print(traceback.format_exc(), file=sys.stderr)  # to the instructor alone
        values = _nothing("the autograder itself failed; please tell your instructor")
    return {**values, "execution_time": round(time.monotonic() - started, 2)}


def _graded(home: Path) -> dict[str, Any]:
    settings = json.loads((home / "source" / SETTINGS).read_text(encoding="utf-8"))
    (lesson,) = lessons = read_lessons(numbers=[settings["lesson"]])
    handed = [one for submission in submissions([home / "submission"]) for one in handed_in(submission, lessons)]
    with Grader(lessons, settings["seed"], isolation=not why_not()) as grader:
        graded = sorted(grader.grade(handed), key=lambda one: bool(one.problem))
    found = graded[0] if graded else None
    if found is None or found.problem:
        why = found.problem if found else "nothing was handed in"
        return {**_nothing(why), "tests": [_test(check, None) for check in lesson.checks.values()]}
    notes = "\n".join(found.notes) or f"{found.earned} of {points_of(core_checks(lesson))} points."
    tests = [_test(check, found) for check in lesson.checks.values()]
    return {**_frame(notes), "score": found.earned, "tests": tests}


def _test(check: Check, graded: Graded | None) -> dict[str, Any]:
    verdicts = graded.verdicts if graded else ()
    found = next((verdict for verdict in verdicts if verdict.result.check == check.id), None)
    passed = found is not None and found.passed
    output = "\n".join([found.result.text(), *found.notes]) if found else "It was not run."
    return {
        "score": check.points if passed else 0,
        "max_score": check.points,
        "status": "passed" if passed else "failed",
        "name": f"{check.id} {check.title}",
        "number": check.id,
        "output": f"```\n{output}\n```",
        "output_format": "md",
        "tags": [check.task],
        "visibility": "visible",
    }


def _nothing(why: str) -> dict[str, Any]:
    return {**_frame(f"Nothing could be graded: {why}."), "score": 0, "tests": []}


def _frame(output: str) -> dict[str, Any]:
    return {
        "output": output,
        "output_format": "text",
        "test_output_format": "text",
        "test_name_format": "text",
        "visibility": "visible",
        "stdout_visibility": "hidden",
    }


def main() -> None:
    """Grade what Gradescope put in place, and write `results/results.json`."""
    home = Path(sys.argv[1]).resolve()
    (home / "source").chmod(0o700)  # to whoever is no root, what is expected is not there
    results = home / "results" / "results.json"
    results.parent.mkdir(parents=True, exist_ok=True)
    results.write_text(json.dumps(_nothing("the autograder was ended before it was done")), encoding="utf-8")
    results.write_text(json.dumps(grade(home), indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
