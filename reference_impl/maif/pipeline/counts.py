"""What has passed through the stages of a run, and how much of its data is done: `StageCounts`, `items_done`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(slots=True)
class StageCounts:
    """What has passed through one stage: items that came in, were dropped or skipped, values that went out."""

    name: str
    entered: int = 0
    finished: int = 0
    out: int = 0
    dropped: int = 0
    skipped: int = 0
    retried: int = 0
    in_flight: int = 0
    high_water_mark: int = 0

    def as_dict(self) -> dict[str, Any]:
        """Return the counts under the names that users see."""
        return {
            "name": self.name,
            "in": self.entered,
            "out": self.out,
            "dropped": self.dropped,
            "skipped": self.skipped,
            "retried": self.retried,
            "in_flight": self.in_flight,
            "high_water_mark": self.high_water_mark,
        }


def items_done(stages: Iterable[StageCounts]) -> float:
    """Return how many items of the source are done: an estimate, while some are on their way; exact at the end.

    `finished` counts the items that a stage is done with, `out` the values it gave. If the first is done with 6 items
    and made 12 values of them, and the second is done with 3 of these 12, then a quarter of the 6 is.

    >>> items_done([StageCounts("first", finished=6, out=12), StageCounts("second", finished=3, out=3)])
    1.5
    """
    done, made = 0.0, None
    for counts in stages:
        if made is None:
            done = counts.finished
        elif made:
            done *= counts.finished / made
        made = counts.out
    return done
