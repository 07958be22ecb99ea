"""Finding a check by its name, and giving its hints one by one."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from pathlib import Path

from maif_course.checks import Check, load_checks
from maif_course.errors import UnknownNameError, WorkspaceError
from maif_course.learner.naming import Name, parse_name
from maif_course.learner.state import State
from maif_course.lesson import lessons_folder


def find_check(name: str) -> Check:
    """Return the check "07.3.late", in any spelling; raise `UnknownNameError`, which says what there is."""
    try:
        asked = parse_name(name)
    except UnknownNameError:
        asked = Name("")
    folders = sorted(lessons_folder().glob(f"{asked.lesson}_*")) if asked.lesson else []
    known = _checks(folders[0]) if folders else {}
    if asked.check_id not in known:
        near = [other for other in known if other.startswith(f"{asked.task_id}.")] or list(known)
        raise UnknownNameError(f"there is no check {name!r}; known here: {', '.join(near) or 'none'}")
    return known[asked.check_id]


def hints_left(asked: Check, state: State) -> int:
    """Return how many hints of a check have not been shown."""
    return max(0, len(asked.hints) - state.hints.get(asked.id, 0))


def next_hint(asked: Check, state: State) -> str:
    """Return the next hint as text, and remember it; when none is left, return all."""
    if not asked.hints:
        return f"{asked.id} has no hints: a stretch task is yours alone"
    state.refresh()
    shown = state.hints.get(asked.id, 0)
    if shown >= len(asked.hints):
        return "\n".join(_hint(asked, number) for number in range(len(asked.hints)))
    try:
        state.remember(hints={asked.id: shown + 1})
    except WorkspaceError as error:  # as in a folder that is read-only: the hint is worth having all the same
        return f"{_hint(asked, shown)}\nnot remembered: {error}"
    return _hint(asked, shown)


def _hint(asked: Check, number: int) -> str:
    return f"HINT {number + 1} of {len(asked.hints)}  {asked.id}  {asked.hints[number]}"


@functools.cache
def _checks(folder: Path) -> Mapping[str, Check]:
    return load_checks(folder)
