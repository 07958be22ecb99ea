"""From 12_parallel_solution.ipynb."""

from collections import deque

class CallQueue:
    """The calls of a map, from their beginning until their results are taken.

    >>> class Call:
    ...     done = False
    >>> slow, quick = Call(), Call()
    >>> calls = CallQueue(max_in_flight=2, max_ahead=3, ordered=False)
    >>> calls.begin(slow), calls.begin(quick), calls.finish(quick)
    (None, None, None)
    >>> calls.has_room(), calls.has_result(), calls.take() is quick, calls.ahead
    (True, True, True, 1)
    """

    def __init__(self, max_in_flight, max_ahead, ordered):
        self.max_in_flight, self.max_ahead, self.ordered = (max_in_flight, max_ahead, ordered)
        self.in_flight = self.ahead = 0
        self.line = deque()

    def has_room(self):
        return self.in_flight < self.max_in_flight and self.ahead < self.max_ahead

    def begin(self, call):
        self.in_flight += 1
        self.ahead += 1
        if self.ordered:
            self.line.append(call)

    def finish(self, call):
        call.done = True
        self.in_flight -= 1
        if not self.ordered:
            self.line.append(call)

    def has_result(self):
        return bool(self.line) and self.line[0].done

    def take(self):
        self.ahead -= 1
        return self.line.popleft()
