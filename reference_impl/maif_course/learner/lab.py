"""JupyterLab as a learner meets it: at the lesson where they are, without an instructor's buttons."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping

from maif_course.learner.keeping import telling
from maif_course.learner.workspace import Workspace

LEFT_OUT = {
    "@jupyter/nbgrader": True,  # an instructor's buttons, where nbgrader is installed
    "@jupyterlab/apputils-extension:announcements": True,  # a question, and a request to another host
}


def lab_command(workspace: Workspace) -> tuple[list[str], Mapping[str, str]]:
    """Return the command that opens JupyterLab, and its environment; what it reads is written into the workspace."""
    lesson = workspace.current_lesson() or workspace.lessons[0]
    path = workspace.reading(lesson).relative_to(workspace.folder).as_posix()
    config = workspace.folder / ".jupyter" / "labconfig"
    with telling(config):
        config.mkdir(parents=True, exist_ok=True)
        (config / "page_config.json").write_text(json.dumps({"disabledExtensions": LEFT_OUT}) + "\n", encoding="utf-8")
    command = [sys.executable, "-m", "jupyterlab", f"--ServerApp.root_dir={workspace.folder}"]
    command += [f"--LabApp.default_url=/lab/tree/{path}", "--log-level=ERROR"]  # its address is told all the same
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        command += ["--allow-root"]  # who is root here is so in a container: JupyterLab would refuse
    known = os.environ.get("JUPYTER_CONFIG_PATH")
    paths = os.pathsep.join([str(config.parent), *([known] if known else [])])
    return command, os.environ | {"JUPYTER_CONFIG_PATH": paths}
