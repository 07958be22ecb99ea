"""The launcher of a workspace, and how messages spell a command so that it runs where the learner stands."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import sys
from pathlib import Path

LAUNCHER = "course"
_MARK = "# The course's tool, for this folder. It is written anew by `maif-course start`."
_COMMAND = re.compile(r"(?<![\w./-])maif-course (?=[a-z-])")


def write_launcher(folder: Path) -> None:
    """Make `./course`, which needs no activated environment. A file of that name that is not ours stays."""
    path = folder / LAUNCHER
    if path.exists() and _MARK not in path.read_text(encoding="utf-8", errors="replace"):
        return
    python = shlex.quote(sys.executable)
    gone = "echo 'The course was installed elsewhere: run its maif-course start on this folder once more.' >&2"
    text = f'#!/bin/sh\n{_MARK}\n[ -x {python} ] || {{ {gone}; exit 127; }}\nexec {python} -m maif_course.cli "$@"\n'
    path.write_text(text, encoding="utf-8")
    path.chmod(0o755)


def command_for(workspace: Path | None, here: Path | None = None) -> str:
    """Return what to type for `maif-course`: that, if it is found, else the launcher, else the installed script."""
    beside = Path(sys.executable).parent / "maif-course"
    found = shutil.which("maif-course")
    if found and (not beside.exists() or os.path.samefile(found, beside)):
        return "maif-course"
    if workspace is not None and (workspace / LAUNCHER).exists():
        path = os.path.relpath(workspace / LAUNCHER, here or workspace)
        return shlex.quote(path if os.sep in path else f"./{path}")
    return shlex.quote(str(beside)) if beside.exists() else f"{shlex.quote(sys.executable)} -m maif_course.cli"


def spoken(text: str, command: str) -> str:
    """Return a message with its commands as they have to be typed.

    >>> spoken("`maif-course check 01` goes on; my-maif-course does not", "./course")
    '`./course check 01` goes on; my-maif-course does not'
    """
    return _COMMAND.sub(lambda _: f"{command} ", text)
