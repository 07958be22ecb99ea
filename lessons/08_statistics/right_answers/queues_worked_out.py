"""Follows the rules in code."""

TASK = "08.2"

queues, queue = [], []
for push, value in enumerate([5, 3, 8, 4, 4, 6, 9, 7]):
    queue = [pair for pair in queue if pair[1] < value and pair[0] > push - 3] + [(push, value)]
    queues.append([value for _, value in queue])
