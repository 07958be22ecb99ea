"""What an instructor's folder remembers of a class: `maif-class.json`, with the seed of the drawn cases.

Drawn cases are the same for the whole class, and for every run. Students do not know the seed: who writes down answers
for the fixed cases earns nothing for it.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from maif_course.errors import CourseError
from maif_course.learner.keeping import put
from maif_course.learner.reading import json_of

NAME = "maif-class.json"


@dataclass(frozen=True, slots=True)
class Settings:
    """The course's name, and what its drawn cases are drawn by."""

    course: str
    seed: str


def settings_of(folder: Path, course: str = "", seed: str = "") -> Settings:
    """Return the settings of a folder's class; what is given here is remembered, what is missing is made up."""
    path = folder / NAME
    kept = _read(path) if path.exists() else Settings("streaming", secrets.token_urlsafe(16))
    for name, value in (("--course", course), ("--seed", seed)):
        if not _is_text(value):
            raise CourseError(f"{name} has bytes that are no text in UTF-8: {value!r}")
    wanted = replace(kept, course=course or kept.course, seed=seed or kept.seed)
    if wanted != kept or not path.exists():
        put(path, f"{json.dumps(asdict(wanted), indent=2)}\n".encode())
    return wanted


def _read(path: Path) -> Settings:
    values = json_of(path, "no file of a class that can be read")
    try:
        course, seed = values["course"], values["seed"]
    except (KeyError, TypeError):
        course = seed = None
    if not _is_text(course) or not _is_text(seed) or not seed:
        raise CourseError(f"{path} is no file of a class: it has no `course` and no `seed`. Move it away to begin anew")
    return Settings(course, seed)


def _is_text(value: object) -> bool:
    """Say whether a value is a text that can be written down: of bytes that are none, Python makes half characters."""
    return isinstance(value, str) and value.encode("utf-8", "replace").decode() == value
