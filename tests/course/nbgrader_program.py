"""nbgrader as an instructor runs it, in a process and a home of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
from pathlib import Path


def nbgrader(folder: Path, *arguments: str) -> str:
    """Run one of nbgrader's commands in a course folder; return what it says."""
    found = os.pathsep.join([sysconfig.get_path("scripts"), os.environ["PATH"]])  # nbgrader calls alembic by its name
    environment = os.environ | {"PATH": found, "HOME": str(folder), "JUPYTER_CONFIG_DIR": str(folder / "jupyter")}
    command = [sys.executable, "-m", "nbgrader", *arguments]
    ran = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr[-3000:]
    return ran.stdout + ran.stderr
