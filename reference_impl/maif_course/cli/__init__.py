"""The command `maif-course`: what a learner types, or an instructor.

`app` is the command; the modules beside it say what each of its commands takes and prints. The work is done in the
rooms `maif_course.learner` and `maif_course.classroom`.
"""

from __future__ import annotations

import os
import sys
import traceback

from maif_course.cli import folder, learner, milestones, pieces, teach  # each adds its commands
from maif_course.cli.app import app
from maif_course.cli.printing import complain
from maif_course.errors import CourseError

__all__ = ["app", "folder", "learner", "main", "milestones", "pieces", "teach"]

OUR_FAULT = 70


def main() -> None:
    """Run the command with the arguments of this process, and exit."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")  # a terminal that knows ASCII alone shows the rest as codes
    try:
        app(prog_name="maif-course")
    except CourseError as error:
        complain(error)
        sys.exit(2)
    except OSError as error:
        complain(f"{error.filename or 'a file'}: {error.strerror or error}")
        sys.exit(2)
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception as error:
        if os.environ.get("MAIF_COURSE_TRACEBACK"):
            traceback.print_exc()
        complain(f"maif-course itself failed ({type(error).__name__}: {error}); please report that")
        complain("MAIF_COURSE_TRACEBACK=1 in front of the command shows where")
        sys.exit(OUR_FAULT)
