"""Asks first whether the bound is reached."""

TASK = "17.4"

import math


def growing_pause(attempt, first, longest, factor=2.0):
    if not first or not longest:
        return 0
    if (attempt - 1) * math.log(factor) >= math.log(longest / first):
        return longest
    return first * factor ** (attempt - 1)


class RetryPlan:
    def __init__(self, retries, most_in_a_row):
        self.retries, self.most_in_a_row, self.in_a_row = retries, most_in_a_row, 0

    def outcome(self, rule, attempts, hopeless=False):
        again = not hopeless and attempts <= self.retries
        return {"retry": "retry" if again else "dead_letter"}.get(rule, rule)

    def give_up(self):
        self.in_a_row += 1
        return self.in_a_row not in range(self.most_in_a_row)
