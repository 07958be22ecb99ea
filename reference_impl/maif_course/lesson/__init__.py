"""A lesson as its authors write it: cells in Markdown, tasks, answers, and the rules that they keep."""

from maif_course.checks.grading import lessons_folder
from maif_course.lesson.answers import Answer, solved, stubbed
from maif_course.lesson.markdown import Cell, read_cells
from maif_course.lesson.model import Lesson, Task, read_lesson, read_lessons
from maif_course.lesson.rules import problems
from maif_course.lesson.wrong_answers import Wrong

__all__ = [
    "Answer",
    "Cell",
    "Lesson",
    "Task",
    "Wrong",
    "lessons_folder",
    "problems",
    "read_cells",
    "read_lesson",
    "read_lessons",
    "solved",
    "stubbed",
]
