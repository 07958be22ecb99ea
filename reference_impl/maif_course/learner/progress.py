"""How far a learner is: points by lesson, what was built, and a certificate that is itself a signed MAIF file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from maif.streaming import MAIFStreamWriter
from maif_course.errors import WorkspaceError
from maif_course.learner.exchange import course_version
from maif_course.learner.keeping import set_aside, telling
from maif_course.learner.workspace import Workspace

CERTIFICATE = "certificate.maif"


def points_by_lesson(workspace: Workspace) -> Iterator[tuple[str, str, int, int]]:
    """Yield number, title, points earned and points to earn of each lesson."""
    for lesson in workspace.lessons:
        checks = lesson.checks.values()
        earned = sum(check.points for check in checks if workspace.state.passed.get(check.id))
        yield lesson.number, lesson.title, earned, sum(check.points for check in checks)


def built(workspace: Workspace) -> list[tuple[str, str]]:
    """Return the pieces whose tasks have all passed, each with the title of the last task that makes it."""
    makers: dict[str, list[tuple[bool, str]]] = {}
    for lesson in workspace.lessons:
        for task in lesson.tasks:
            for name in task.piece.builds:
                makers.setdefault(name, []).append((workspace.solved([task]), task.title))
    return [(name, made[-1][1]) for name, made in makers.items() if all(solved for solved, _ in made)]


def summary(workspace: Workspace) -> str:
    """Return a page of Markdown on what was built."""
    lessons = list(points_by_lesson(workspace))
    earned, points = sum(row[2] for row in lessons), sum(row[3] for row in lessons)
    lines = ["# What you have built", "", f"{earned} of {points} points.", "", "| piece | task |", "| --- | --- |"]
    pieces = built(workspace)
    lines += [f"| `{name}` | {title} |" for name, title in pieces]
    return "\n".join(lines if pieces else [*lines[:3], "", "No piece passes all its checks yet."]) + "\n"


def certificate(workspace: Workspace) -> tuple[Path, str]:
    """Write the certificate, and return its path and the public key that signed it; an older one is kept beside.

    Raises `WorkspaceError` where nothing has been built.
    """
    pieces = built(workspace)
    if not pieces:
        raise WorkspaceError("there is nothing to certify yet: no piece passes all its checks")
    path = workspace.folder / CERTIFICATE
    with telling(path):
        if path.exists():
            set_aside(path)
        with MAIFStreamWriter(path, agent_id=workspace.state.learner or "learner", sign="block", mode="x") as writer:
            course = {"course": course_version(), "learner": workspace.state.learner}
            writer.write_text_chunk(summary(workspace), course)
            for number, title, earned, points in points_by_lesson(workspace):
                writer.write_text_chunk(title, {"lesson": number, "earned": earned, "points": points})
            return path, writer.public_key
