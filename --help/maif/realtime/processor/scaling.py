"""How many handlers run at a time: more while messages wait too long, fewer after a while of idleness."""

from __future__ import annotations

from maif.arguments import require_at_least


class WorkerScaling:
    """Decides the number of slots, from `least` to `most`.

    It grows by half, and by one at least, each time that a message is found to have waited longer than `target`
    seconds. It shrinks by one whenever fewer than half of the slots were busy for `idle_after` seconds on end: between
    the two lies a range in which nothing changes, so the number does not swing.

    >>> scaling = WorkerScaling(least=1, most=8, target=0.05, idle_after=10)
    >>> [scaling.next_count(waited=0.2, busy=scaling.count, now=second) for second in range(5)]
    [2, 3, 4, 6, 8]
    >>> [scaling.next_count(waited=0.0, busy=1, now=second) for second in (5, 14, 15, 24, 25)]
    [8, 8, 7, 7, 6]
    """

    def __init__(self, least: int, most: int, target: float, idle_after: float = 10.0) -> None:
        require_at_least(1, min_workers=least)
        require_at_least(least, max_workers=most)
        self.least, self.most, self.target, self.idle_after = least, most, target, idle_after
        self.count = least
        self._idle_since: float | None = None

    def next_count(self, waited: float, busy: int, now: float) -> int:
        """Return how many slots there should be from `now` on.

        `waited` is how long the next message in line has waited, in seconds; `busy` is how many slots are taken.
        """
        if waited > self.target:
            self._idle_since = None
            self.count = min(self.most, self.count + max(1, self.count // 2))
        elif 2 * busy >= self.count or self.count == self.least:
            self._idle_since = None
        elif self._idle_since is None:
            self._idle_since = now
        elif now - self._idle_since >= self.idle_after:
            self._idle_since = now
            self.count -= 1
        return self.count
