"""The tour: the standard library of this Python as a stream, through every part of this library that it needs.

    parse → filter → transform → batch → write · verify · read · search

`maif.tour.writing` has the stream, `maif.tour.search` the search; `run` takes the steps one after the other and tells
of each.
"""

from maif.tour.program import DEFAULT_OUTPUT, DEFAULT_QUERY, Result, run

__all__ = ["DEFAULT_OUTPUT", "DEFAULT_QUERY", "Result", "run"]
