"""Misconceptions about task 08.3, in the order of its causes."""

from maif_course.lesson import Wrong

ANSWERS = [
    Wrong(
        "minimum_takes_nan",
        believes="Removes the guard",
        fails={"08.3.lowest": "nan"},
        edits=[
            (
                """
                if value != value:
                    raise InvalidArgumentError("a NaN is neither smaller nor larger than anything: leave it out")
                """,
                "",
            )
        ],
    ),
    Wrong(
        "minimum_begins_with_nan",
        believes="Looks for a NaN where there is something to compare it with",
        fails={"08.3.lowest": "nan"},
        edits=[
            (
                "if value != value:",
                "if self.rising and value != value:",
            ),
        ],
    ),
    Wrong(
        "minimum_counts_the_nan",
        believes="Counts a push before it looks at what came",
        fails={"08.3.lowest": "nan-stays"},
        edits=[
            (
                "if value != value:",
                "if value != value and next(self.numbers) is not None:",
            )
        ],
    ),
    Wrong(
        "minimum_lets_the_nan_in",
        believes="Finds the NaN when it is in the queue",
        fails={"08.3.lowest": "nan-stays"},
        edits=[
            (
                """
                if value != value:
                    raise InvalidArgumentError("a NaN is neither smaller nor larger than anything: leave it out")
                """,
                "",
            ),
            (
                "return self.rising[0][1]",
                """
                if value != value:
                    raise InvalidArgumentError("a NaN came")
                return self.rising[0][1]
                """,
            ),
        ],
    ),
    Wrong(
        "minimum_of_something",
        believes="Asks whether the value at the back is anything",
        fails={"08.3.lowest": "falsy"},
        edits=[
            (
                "while self.rising and self.rising[-1][1] >= value:",
                "while self.rising and self.rising[-1][1] and self.rising[-1][1] >= value:",
            )
        ],
    ),
    Wrong(
        "minimum_never_leaves",
        believes="Forgets that values leave at the front",
        fails={"08.3.lowest": "never-leaves", "08.3.held": "grows"},
        edits=[
            (
                """
                if self.rising[0][0] <= number - self.size:
                    self.rising.popleft()
                """,
                "",
            )
        ],
    ),
    Wrong(
        "minimum_of_one_more",
        believes="Lets the front go one push too late",
        fails={"08.3.lowest": "too-long"},
        edits=[("if self.rising[0][0] <= number - self.size:", "if self.rising[0][0] < number - self.size:")],
    ),
    Wrong(
        "minimum_of_one_less",
        believes="Lets the front go one push too early",
        fails={"08.3.lowest": "too-short"},
        edits=[("if self.rising[0][0] <= number - self.size:", "if self.rising[0][0] <= number - self.size + 1:")],
    ),
    Wrong(
        "minimum_kept_to_itself",
        believes="Finds the smallest, and tells nobody",
        fails={"08.3.lowest": "none"},
        edits=[("return self.rising[0][1]", "")],
    ),
    Wrong(
        "minimum_at_the_back",
        believes="Looks at the wrong end of the queue",
        fails={"08.3.lowest": "newest"},
        edits=[("return self.rising[0][1]", "return self.rising[-1][1]")],
    ),
    Wrong(
        "minimum_is_the_maximum",
        believes="Drops the smaller ones",
        fails={"08.3.lowest": "largest"},
        edits=[
            ("while self.rising and self.rising[-1][1] >= value:", "while self.rising and self.rising[-1][1] <= value:")
        ],
    ),
    Wrong(
        "minimum_made_a_float",
        believes="Makes every value a float",
        fails={"08.3.lowest": "converted", "08.3.held": "nothing"},
        edits=[
            (
                "self.rising.append((number, value))",
                "self.rising.append((number, value if isinstance(value, str) else float(value)))",
            )
        ],
    ),
    Wrong(
        "minimum_known_by_value",
        believes="Knows the value that leaves by its size, and takes an equal one for it",
        fails={"08.3.lowest": "equal-lost"},
        edits=[
            (
                """
                self.size = whole_number(1, size=size)
                self.numbers = count()  # of pushes
                """,
                "self.window, self.size = deque(), whole_number(1, size=size)",
            ),
            (
                "while self.rising and self.rising[-1][1] >= value:",
                """
                if len(self.window) == self.size and self.window.popleft() == self.rising[0]:
                    self.rising.popleft()
                self.window.append(value)
                while self.rising and self.rising[-1] >= value:
                """,
            ),
            (
                """
                number = next(self.numbers)
                self.rising.append((number, value))
                if self.rising[0][0] <= number - self.size:
                    self.rising.popleft()
                return self.rising[0][1]
                """,
                """
                self.rising.append(value)
                return self.rising[0]
                """,
            ),
        ],
    ),
    Wrong(
        "minimum_drops_one",
        believes="Drops one larger value, not all of them",
        fails={"08.3.lowest": "one-dropped"},
        edits=[
            ("while self.rising and self.rising[-1][1] >= value:", "if self.rising and self.rising[-1][1] >= value:")
        ],
    ),
    Wrong(
        "minimum_of_no_window",
        believes="Believes that nobody asks for a window of 0",
        fails={"08.3.lowest": "no-place"},
        edits=[
            (
                "self.size = whole_number(1, size=size)",
                "self.size = size",
            ),
        ],
    ),
    Wrong(
        "minimum_starts_anew",
        believes="Begins anew now and then, so that nothing gathers",
        fails={"08.3.lowest": "long"},
        edits=[
            (
                "number = next(self.numbers)",
                """
number = next(self.numbers)
if number % 100 == 99:
    self.rising.clear()
""",
            )
        ],
    ),
    Wrong(
        "minimum_in_one_queue",
        believes="Keeps one queue for all that are made",
        fails={"08.3.lowest": "two-windows"},
        edits=[("self.rising = deque()  # (when it came, value)", "RollingMinimum.rising = deque()")],
    ),
    Wrong(
        "minimum_of_numbers_only",
        believes="Whatever has an order is a number",
        fails={"08.3.lowest": "raised"},
        edits=[("if value != value:", "if value - value != 0:")],
    ),
    Wrong(
        "minimum_knows_the_nan_of_floats",
        believes="Takes every NaN for a float",
        fails={"08.3.lowest": "raised"},
        edits=[("if value != value:", "if isinstance(value, float) and value != value:")],
    ),
    Wrong(
        "minimum_of_what_has_a_hash",
        believes="Remembers values in a set",
        fails={"08.3.lowest": "raised"},
        edits=[
            (
                "number = next(self.numbers)",
                """
                number = next(self.numbers)
                self.newest = {value}
                """,
            ),
        ],
    ),
    Wrong(
        "minimum_compares_copies",
        believes="Makes plain numbers of the values before it compares",
        fails={"08.3.compared": "nothing"},
        edits=[
            (
                "while self.rising and self.rising[-1][1] >= value:",
                """
                def plain(value):
                    return value + 0.0 if isinstance(value, float) else value

                while self.rising and plain(self.rising[-1][1]) >= plain(value):
                """,
            )
        ],
    ),
    Wrong(
        "minimum_of_the_window",
        believes="Looks through the window at each push",
        fails={"08.3.compared": "window"},
        edits=[
            (
                """
                self.size = whole_number(1, size=size)
                self.numbers = count()  # of pushes
                self.rising = deque()  # (when it came, value)
                """,
                "self.window = deque(maxlen=whole_number(1, size=size))",
            ),
            (
                """
                while self.rising and self.rising[-1][1] >= value:
                    self.rising.pop()
                number = next(self.numbers)
                self.rising.append((number, value))
                if self.rising[0][0] <= number - self.size:
                    self.rising.popleft()
                return self.rising[0][1]
                """,
                """
                self.window.append(value)
                return min(self.window)
                """,
            ),
        ],
    ),
    Wrong(
        "minimum_looks_again",
        believes="Looks through the window only when the smallest has left",
        fails={"08.3.compared": "rescan"},
    ),
    Wrong(
        "minimum_sorted",
        believes="Keeps the window in order",
        fails={"08.3.compared": "logarithm"},
    ),
    Wrong(
        "minimum_in_a_heap",
        believes="Keeps a heap, and cleans it up at its top",
        fails={"08.3.compared": "logarithm", "08.3.held": "grows"},
    ),
    Wrong(
        "minimum_moves_a_mark",
        believes="Marks where the front is, and frees nothing in front of it",
        fails={"08.3.held": "grows"},
        edits=[
            (
                """
                self.size = whole_number(1, size=size)
                self.numbers = count()  # of pushes
                self.rising = deque()  # (when it came, value)
                """,
                "self.size, self.numbers, self.front, self.rising = whole_number(1, size=size), count(), 0, []",
            ),
            (
                "while self.rising and self.rising[-1][1] >= value:",
                "while len(self.rising) > self.front and self.rising[-1][1] >= value:",
            ),
            (
                """
                if self.rising[0][0] <= number - self.size:
                    self.rising.popleft()
                return self.rising[0][1]
                """,
                """
                if self.rising[self.front][0] <= number - self.size:
                    self.front += 1
                return self.rising[self.front][1]
                """,
            ),
        ],
    ),
    Wrong(
        "minimum_clears_up_seldom",
        believes="Clears up when three windows have gone by",
        fails={"08.3.held": "too-many"},
    ),
]
