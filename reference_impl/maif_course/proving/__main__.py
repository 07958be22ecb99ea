"""`python -m maif_course.proving [NN …]`: try every mutant, a lesson a process, and record what was proved."""

from __future__ import annotations

import multiprocessing
import sys

from maif_course.errors import CourseError
from maif_course.lesson import Lesson, read_lessons
from maif_course.proving.survivors import NAME, Findings, current_hash, examine, read_proof, report


def main(numbers: list[str]) -> int:
    """Prove the lessons with these numbers; without any, those whose record is out of date. Return 0 if all hold."""
    lessons = read_lessons(numbers=numbers)
    due = [lesson for lesson in lessons if numbers or read_proof(lesson).hash != current_hash(lesson)]
    failed = False
    with multiprocessing.get_context("fork").Pool(maxtasksperchild=1) as pool:
        for lesson, findings in zip(due, pool.imap(_examined, [lesson.number for lesson in due]), strict=True):
            print(*report(lesson, findings), sep="\n", flush=True)
            if findings.holds:
                (lesson.folder / NAME).write_text(findings.proof.text, encoding="utf-8")
            failed = failed or not findings.holds
    return int(failed)


def _examined(number: str) -> Findings:
    lesson: Lesson
    (lesson,) = read_lessons(numbers=[number])
    return examine(lesson)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except CourseError as error:
        sys.exit(str(error))
