"""Multiplies step by step, and stops at the longest."""

TASK = "17.4"


def growing_pause(attempt, first, longest, factor=2.0):
    pause = first
    for _ in range(attempt - 1):
        if pause >= longest or pause == 0:
            break
        pause *= factor
    return min(pause, longest)


class RetryPlan:
    def __init__(self, retries, most_in_a_row):
        self.retries = retries
        self.most_in_a_row = most_in_a_row
        self.in_a_row = 0

    def outcome(self, rule, attempts, hopeless=False):
        if rule != "retry":
            return rule
        if hopeless:
            return "dead_letter"
        return "retry" if attempts <= self.retries else "dead_letter"

    def give_up(self):
        self.in_a_row = self.in_a_row + 1
        return not self.in_a_row < self.most_in_a_row
