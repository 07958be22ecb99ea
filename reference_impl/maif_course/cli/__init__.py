"""The command `maif-course`: what a learner types.

`learner` says what each command takes and prints; the work is done in the room of that name beside this one.
"""

from __future__ import annotations

import sys

from maif_course.cli.learner import app
from maif_course.errors import CourseError

__all__ = ["app", "main"]


def main() -> None:
    """Run the command with the arguments of this process, and exit."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")  # a terminal that knows ASCII alone shows the rest as codes
    try:
        app(prog_name="maif-course")
    except CourseError as error:
        print(error, file=sys.stderr)
        sys.exit(2)
    except KeyboardInterrupt:
        sys.exit(130)
