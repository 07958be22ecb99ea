"""Node, and the npm packages that the site is made with, at the versions that `package-lock.json` names."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from maif_course.errors import CourseError


def packages(root: Path) -> Path:
    """Return the folder `node_modules` below `build/node`, filled; raise `CourseError` where that cannot be done."""
    folder = root / "build/node"
    folder.mkdir(parents=True, exist_ok=True)
    installed, locked = folder / "package-lock.json", root / "package-lock.json"
    with open(folder / ".lock", "w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        modules = folder / "node_modules"
        if not (modules / ".package-lock.json").exists() or installed.read_bytes() != locked.read_bytes():
            for path in (root / "package.json", locked):
                shutil.copy(path, folder)
            run(["npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"], folder)
    return modules


def run(command: Sequence[str], folder: Path, **environment: str) -> None:
    """Run a program of Node's; raise `CourseError` with what it says where it fails."""
    if shutil.which("node") is None or shutil.which(command[0]) is None:
        raise CourseError("the site needs Node and npm for the editor in its pages: `make tools` installs them")
    done = subprocess.run(command, cwd=folder, env=os.environ | environment, capture_output=True, text=True)
    if done.returncode:
        raise CourseError(f"{Path(command[0]).name} failed:\n{done.stderr.strip()[-2_000:]}")
