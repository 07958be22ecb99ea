"""When to try again, when to give a message up, and when to give up altogether: a core that neither waits nor calls."""

from __future__ import annotations

from maif.realtime.config import ErrorRule


class RetryPlan:
    """What follows when an attempt at a message has failed.

    A message gets another attempt after each of its first `retries` failures. When `most_in_a_row` have been given up,
    and none was handled in between, not they are to blame: what they need is gone. Whoever handles a message sets
    `in_a_row` to 0.

    >>> plan = RetryPlan(retries=2, most_in_a_row=3)
    >>> plan.outcome("retry", 2), plan.outcome("retry", 3), plan.outcome("skip", 3)
    ('retry', 'dead_letter', 'skip')
    >>> plan.outcome("retry", 1, hopeless=True)
    'dead_letter'
    >>> [plan.give_up() for _ in range(3)]
    [False, False, True]
    """

    def __init__(self, retries: int, most_in_a_row: int) -> None:
        self.retries, self.most_in_a_row = retries, most_in_a_row
        self.in_a_row = 0

    def outcome(self, rule: ErrorRule, attempts: int, hopeless: bool = False) -> ErrorRule:
        """Return what becomes of a message after so many failed attempts; a `hopeless` one is not tried again."""
        if rule == "retry" and (hopeless or attempts > self.retries):
            return "dead_letter"
        return rule

    def give_up(self) -> bool:
        """Take note that a message is given up; return whether there have been too many in a row."""
        self.in_a_row += 1
        return self.in_a_row >= self.most_in_a_row
