"""What answers a page: verdicts on a learner's cells, and what a cell of their own comes to.

It runs in a browser's worker, on Python without processes, threads, signals or sockets, and keeps nothing between two
calls: the cells come as text with each, and run in a fresh namespace. Texts in and out are JSON.
"""

from __future__ import annotations

import ast
import asyncio
import functools
import io
import json
import operator
import platform
import warnings
from collections.abc import Callable, Iterable, Mapping
from contextlib import redirect_stderr, redirect_stdout
from typing import Any

from maif.clock import run as run_on_virtual_time
from maif_course.checks import Check, Result, load_checks, run, seed_for
from maif_course.checks.bounds import TooLong, bounded, too_long
from maif_course.checks.evidence import Evidence
from maif_course.checks.explained import learners_frames, message_of, short
from maif_course.checks.grading import lessons_folder
from maif_course.checks.running import SECONDS, UNDEFINED
from maif_course.code import fresh_namespace, parsed, python_only, run_cell

VERSION = platform.python_version()
OLDEST = (3, 11)  # the course's oldest Python: syntax that it does not know is refused
MOST_PRINTED = 4_000  # characters
WATCHED = "cell "  # how tracebacks name cells


def verdict(request: str) -> str:
    """Return what a check finds: of the `cells`, the last is the piece's, `check` names one, `learner` seeds it.

    Without a learner (None) the telling cases alone are tried.
    """
    asked = json.loads(request)
    *before, piece = asked["cells"]
    check = _checks(asked["check"][:2])[asked["check"]]
    with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
        namespace = _ran(before)
    printed = io.StringIO()
    with redirect_stdout(printed), redirect_stderr(printed):
        failure = _run_own(piece, namespace)
    found = namespace.get(check.piece, UNDEFINED)
    if found is UNDEFINED:
        result = _not_run(check, failure or _undefined(check), asked["hints"])
        failure = None
    else:
        result = run(check, found, seed=_seed(check, asked["learner"]), hints_left=asked["hints"])
    notes = [f"{failure['why']} The checks took `{check.piece}` as it was then."] if failure else []
    return json.dumps(_as_data(result) | {"cell_printed": printed.getvalue()[-MOST_PRINTED:], "notes": notes})


def scratch(request: str) -> str:
    """Return what a cell of the learner's own, `source`, printed behind the `cells`, its last value, and its error."""
    asked = json.loads(request)
    with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
        namespace = _ran(asked["cells"])
    namespace["_"], value = None, ""
    printed = io.StringIO()
    with redirect_stdout(printed), redirect_stderr(printed):
        failure = _run_own({"id": "scratch", "source": asked["source"]}, namespace, keep_value=True)
        if not failure and namespace["_"] is not None:
            value = short(namespace["_"])
    error = "\n".join(filter(None, [failure["why"], failure["got"]])) if failure else ""
    return json.dumps({"printed": printed.getvalue()[-MOST_PRINTED:], "value": value[:MOST_PRINTED], "error": error})


def _ran(cells: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Return a namespace in which these cells have run, as far as they do."""
    namespace = fresh_namespace()
    for cell in cells:
        if cell.get("given"):
            _run_given(cell, namespace)
        else:
            _run_own(cell, namespace)
    return namespace


def _run_given(cell: Mapping[str, Any], namespace: dict[str, Any]) -> None:
    """Run each statement, and pass over those that fail: one may import what a browser's Python does not have."""
    for statement in parsed(cell["source"]).body:
        try:
            with bounded(SECONDS):
                run_cell(ast.Module([statement], []), f"{WATCHED}{cell['id']}", namespace, cell["source"])
        except (Exception, SystemExit, TooLong):
            continue


def _run_own(cell: Mapping[str, Any], namespace: dict[str, Any], *, keep_value: bool = False) -> dict[str, str] | None:
    """Run a learner's cell; return cause, why and got where it did not come to its end.

    With `keep_value`, the value of an expression at its end is kept as `_`.
    """
    name = f"{WATCHED}{cell['id']}"
    try:
        with bounded(SECONDS):
            tree = ast.parse(python_only(cell["source"]), name, feature_version=OLDEST)
            if keep_value and tree.body and isinstance(last := tree.body[-1], ast.Expr):
                kept = ast.Assign([ast.Name("_", ast.Store())], last.value)
                tree.body[-1] = ast.fix_missing_locations(ast.copy_location(kept, last))
            run_cell(tree, name, namespace, cell["source"])
    except BaseException as error:
        if struck := too_long(error):
            why = f"Your cell does not end: this is where it was after {SECONDS:g} seconds of work."
            return {"cause": "endless", "why": why, "got": "\n".join(learners_frames(struck.__traceback__))}
        return _stopped(error)
    return None


def _stopped(error: BaseException) -> dict[str, str]:
    if isinstance(error, SyntaxError):
        why = f"Your cell is no Python that {OLDEST[0]}.{OLDEST[1]} knows: look at line {error.lineno}."
        return {"cause": "not-run", "why": why, "got": f"{error.msg}: {(error.text or '').strip()}"}
    told = f"{type(error).__name__}: {message_of(error)}".removesuffix(": ")
    got = "\n".join([told, *learners_frames(error.__traceback__)])
    return {"cause": "not-run", "why": f"Your cell stopped with {type(error).__name__}.", "got": got}


def _undefined(check: Check) -> dict[str, str]:
    return {
        "cause": "undefined",
        "why": f"Your cell defines no `{check.piece}`. That is the name which the task asks for.",
    }


def _not_run(check: Check, failure: Mapping[str, str], hints: int) -> Result:
    values = {"check": check.id, "title": check.title, "points": check.points, "passed": False, "hints_left": hints}
    return Result.from_dict(values | dict(failure))


def _as_data(result: Result) -> dict[str, Any]:
    seen = {name: _rows(found) for name in ("got", "expected") if isinstance(found := getattr(result, name), Evidence)}
    return result.as_dict() | seen | {"printed": result.printed[-MOST_PRINTED:]}


def _rows(evidence: Evidence) -> dict[str, Any]:
    first, last = evidence.extent()
    return {
        "columns": evidence.columns,
        "rows": evidence.rows[first:last],
        "notes": evidence.notes[first:last],
        "above": first,
        "below": len(evidence.rows) - last,
    }


def _seed(check: Check, learner: str | None) -> int | None:
    return None if learner is None else seed_for(check.id, learner)


@functools.cache
def _checks(number: str) -> Mapping[str, Check]:
    (folder,) = lessons_folder().glob(f"{number}_*")
    return load_checks(folder)


def settle_in() -> None:
    """Make this Python a room: programs of tasks run on virtual time, as in a notebook's checks, and quietly."""
    asyncio.run = lambda main, **_: run_on_virtual_time(main)
    vars(operator)["methodcaller"] = _methodcaller
    warnings.simplefilter("ignore", RuntimeWarning)  # of coroutines that a wrong answer never awaits


def _methodcaller(name: str, /, *args: Any, **kwargs: Any) -> Callable[[Any], Any]:
    """Do as `operator.methodcaller`, whose own in C ends a browser's Python when a cycle that it is in is collected."""
    return lambda item: getattr(item, name)(*args, **kwargs)
