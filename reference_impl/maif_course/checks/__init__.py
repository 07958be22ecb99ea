"""The check engine: what grades streaming behaviour, and says what the learner's code did.

A lesson's `checks.py` declares checks with `graded`. Each is called with a piece and a `Trial`, which makes sources
that count, gauges, clocks and gates, and compares. `run` turns one such call into a `Result`, the one model behind
notebook, terminal and JSON. Everything here needs the standard library and `maif.clock` alone.
"""

from maif_course.checks.apparatus import emptied
from maif_course.checks.expected import anything, at_least, at_most, between, matching, near, one_of
from maif_course.checks.grading import Check, graded, load_checks
from maif_course.checks.result import CheckFailed, Result
from maif_course.checks.running import run, seed_for
from maif_course.checks.trial import Trial

__all__ = [
    "Check",
    "CheckFailed",
    "Result",
    "Trial",
    "anything",
    "at_least",
    "at_most",
    "between",
    "emptied",
    "graded",
    "load_checks",
    "matching",
    "near",
    "one_of",
    "run",
    "seed_for",
]
