"""Misconceptions about task 08.1, in the order of its causes."""

from maif_course.lesson import Wrong

ANSWERS = [
    Wrong(
        "series_of_the_newest",
        believes="Takes the distance from the mean of the series that began last",
        fails={"08.1.push": "two-series", "08.1.digits": "elsewhere"},
        edits=[
            (
                "distance = value - self.mean",
                """
                if self.count == 1:
                    MeanAndSquares.newest = self
                distance = value - getattr(MeanAndSquares, "newest", self).mean
                """,
            )
        ],
    ),
    Wrong(
        "series_leaves_out_zeros",
        believes="Takes a value of 0 for none",
        fails={"08.1.push": "zero", "08.1.digits": "elsewhere"},
        edits=[
            (
                "self.count += 1",
                """
                if not value:
                    return
                self.count += 1
                """,
            )
        ],
    ),
    Wrong(
        "series_counts_from_one",
        believes="A mean needs a count of at least one",
        fails={"08.1.push": "count", "08.1.digits": None},
        edits=[("self.count += 1", "self.count = max(self.count, 1) + 1")],
    ),
    Wrong(
        "series_waits_for_merge",
        believes="Leaves the work to `merge`",
        fails={"08.1.push": "count", "08.1.digits": "elsewhere", "08.1.held": "nothing"},
        edits=[
            (
                """
                self.count += 1
                distance = value - self.mean
                self.mean += distance / self.count
                self.squares += distance * (value - self.mean)
                """,
                "pass",
            )
        ],
    ),
    Wrong(
        "series_rounds_down",
        believes="Takes `//` for `/`",
        fails={"08.1.push": "floor", "08.1.digits": "elsewhere"},
        edits=[("self.mean += distance / self.count", "self.mean += distance // self.count")],
    ),
    Wrong(
        "series_of_whole_numbers",
        believes="Takes the mean of whole numbers for a whole number",
        fails={"08.1.push": "floor"},
        edits=[
            (
                "self.mean += distance / self.count",
                "self.mean += distance // self.count if isinstance(value, int) else distance / self.count",
            )
        ],
    ),
    Wrong(
        "series_counts_late",
        believes="Divides by the number of values that came before",
        fails={"08.1.push": "mean", "08.1.digits": None},
        edits=[("self.mean += distance / self.count", "self.mean += distance / max(self.count - 1, 1)")],
    ),
    Wrong(
        "series_old_distance_twice",
        believes="Squares the distance from the mean as it was",
        fails={"08.1.push": "old-twice", "08.1.digits": "elsewhere"},
        edits=[("self.squares += distance * (value - self.mean)", "self.squares += distance * distance")],
    ),
    Wrong(
        "series_new_distance_twice",
        believes="Moves the mean first, and knows one distance only",
        fails={"08.1.push": "new-twice", "08.1.digits": "elsewhere"},
        edits=[("self.squares += distance * (value - self.mean)", "self.squares += (value - self.mean) ** 2")],
    ),
    Wrong(
        "series_averages_squares",
        believes="Keeps the variance where the sum of squares should be",
        fails={"08.1.push": "averaged", "08.1.digits": "elsewhere"},
        edits=[
            (
                "self.squares += distance * (value - self.mean)",
                "self.squares += (distance * (value - self.mean) - self.squares) / self.count",
            )
        ],
    ),
    Wrong(
        "series_of_a_sample",
        believes="Keeps the variance of a sample where the sum of squares should be",
        fails={"08.1.push": "averaged", "08.1.digits": "elsewhere"},
        edits=[
            (
                "self.squares += distance * (value - self.mean)",
                """
                before = max(self.count - 2, 1)
                self.squares = (self.squares * before + distance * (value - self.mean)) / max(self.count - 1, 1)
                """,
            )
        ],
    ),
    Wrong(
        "series_newest_only",
        believes="Puts what a value adds where the sum should be",
        fails={"08.1.push": "newest-only", "08.1.digits": "elsewhere"},
        edits=[("self.squares += distance * (value - self.mean)", "self.squares = distance * (value - self.mean)")],
    ),
    Wrong(
        "series_counts_nothing",
        believes="Leaves the count as it was given",
        fails={"08.1.push": "raised", "08.1.merge": "raised", "08.1.digits": "raised", "08.1.held": None},
        edits=[("self.count += 1", "")],
    ),
    Wrong(
        "series_divides_by_nothing",
        believes="Divides by a count of 0 when both halves are empty",
        fails={"08.1.merge": "nothing", "08.1.arrays": "elsewhere"},
        edits=[("share = other.count / (count + (count == 0))", "share = other.count / count")],
    ),
    Wrong(
        "series_stays_empty",
        believes="Merges only where both have seen something",
        fails={"08.1.merge": "one-empty", "08.1.arrays": "elsewhere"},
        edits=[
            (
                "count = self.count + other.count",
                """
                if not self.count:
                    return
                count = self.count + other.count
                """,
            )
        ],
    ),
    Wrong(
        "series_empties_the_other",
        believes="Moves the values over, and leaves nothing on the right",
        fails={"08.1.merge": "other-changed", "08.1.arrays": "other-changed"},
        edits=[
            (
                "self.count = count",
                """
                self.count = count
                other.count, other.mean, other.squares = 0, 0.0, 0.0
                """,
            )
        ],
    ),
    Wrong(
        "series_becomes_the_other",
        believes="Who has seen nothing becomes the other one",
        fails={"08.1.merge": "shared", "08.1.arrays": "asked"},
        edits=[
            (
                "count = self.count + other.count",
                """
                if self.count == 0:
                    self.__dict__ = other.__dict__
                    return
                count = self.count + other.count
                """,
            )
        ],
    ),
    Wrong(
        "series_merges_when_asked",
        believes="Keeps the others, and adds them up when somebody asks",
        fails={"08.1.merge": "shared"},
    ),
    Wrong(
        "series_keeps_a_total",
        believes="Keeps the sum of the values beside the three numbers",
        fails={"08.1.merge": "not-the-next"},
        edits=[
            (
                "self.mean += distance / self.count",
                """
                self.total = getattr(self, "total", 0.0) + value
                self.mean = self.total / self.count
                """,
            )
        ],
    ),
    Wrong(
        "series_keeps_its_origin",
        believes="Takes every gap from where the first merge began",
        fails={"08.1.merge": "not-the-next"},
        edits=[
            (
                "gap = other.mean - self.mean",
                """
self.origin = getattr(self, "origin", self.mean)
gap = other.mean - self.origin
""",
            )
        ],
    ),
    Wrong(
        "series_returns_the_merged",
        believes="Returns a new one, and leaves the left one alone",
        fails={"08.1.merge": "returned", "08.1.arrays": "elsewhere", "08.1.digits": None},
        edits=[
            (
                """
                self.squares = self.squares + other.squares + gap * gap * self.count * share
                self.mean = self.mean + gap * share
                self.count = count
                """,
                """
                squares = self.squares + other.squares + gap * gap * self.count * share
                return MeanAndSquares(count, self.mean + gap * share, squares)
                """,
            )
        ],
    ),
    Wrong(
        "series_mean_of_means",
        believes="Takes the mean of the two means",
        fails={"08.1.merge": "mean-of-means", "08.1.arrays": "elsewhere"},
        edits=[
            (
                "self.mean = self.mean + gap * share",
                "self.mean = (self.mean + other.mean) / 2 if count > 1 else self.mean",
            )
        ],
    ),
    Wrong(
        "series_wrong_share",
        believes="Moves the mean by the share of the wrong half",
        fails={"08.1.merge": "mean", "08.1.arrays": "elsewhere"},
        edits=[("self.mean = self.mean + gap * share", "self.mean = self.mean + gap * (1 - share)")],
    ),
    Wrong(
        "series_gap_without_sign",
        believes="Takes the gap for a distance, which has no sign",
        fails={"08.1.merge": "mean", "08.1.arrays": "elsewhere"},
        edits=[("gap = other.mean - self.mean", "gap = abs(other.mean - self.mean)")],
    ),
    Wrong(
        "series_forgets_the_count",
        believes="Merges mean and squares, and counts as before",
        fails={"08.1.merge": "count", "08.1.arrays": "elsewhere"},
        edits=[("self.count = count", "")],
    ),
    Wrong(
        "series_loses_the_right_squares",
        believes="Adds what the gap brings, and not what the other half had",
        fails={"08.1.merge": "half-lost", "08.1.arrays": "elsewhere", "08.1.digits": "elsewhere"},
        edits=[
            (
                "self.squares = self.squares + other.squares + gap * gap * self.count * share",
                "self.squares = self.squares + gap * gap * self.count * share",
            )
        ],
    ),
    Wrong(
        "series_adds_squares",
        believes="Forgets the gap between the halves",
        fails={"08.1.merge": "gap", "08.1.arrays": "elsewhere", "08.1.digits": "elsewhere"},
        edits=[
            (
                "self.squares = self.squares + other.squares + gap * gap * self.count * share",
                "self.squares = self.squares + other.squares",
            )
        ],
    ),
    Wrong(
        "series_new_count",
        believes="Weighs the gap with a count that has grown already",
        fails={"08.1.merge": "counts", "08.1.arrays": "elsewhere", "08.1.digits": None},
        edits=[
            (
                "self.squares = self.squares + other.squares + gap * gap * self.count * share",
                "self.squares = self.squares + other.squares + gap * gap * count * share",
            )
        ],
    ),
    Wrong(
        "series_without_single_values",
        believes="Believes that one value has nothing to add to the squares",
        fails={"08.1.merge": "counts", "08.1.arrays": "elsewhere"},
        edits=[
            (
                "self.squares = self.squares + other.squares + gap * gap * self.count * share",
                "self.squares = self.squares + other.squares + gap * gap * self.count * share * (other.count != 1)",
            ),
        ],
    ),
    Wrong(
        "series_asks_the_count",
        believes="Asks whether there is anything to divide by",
        fails={"08.1.arrays": "asked"},
        edits=[
            (
                "share = other.count / (count + (count == 0))",
                """
                if not count:
                    return
                share = other.count / count
                """,
            )
        ],
    ),
    Wrong(
        "series_takes_the_larger",
        believes="Lets `max` see to it that the divisor is no 0",
        fails={"08.1.arrays": "asked"},
        edits=[("share = other.count / (count + (count == 0))", "share = other.count / max(count, 1)")],
    ),
    Wrong(
        "series_takes_the_gap_in_place",
        believes="Writes the gap over the mean of the other",
        fails={"08.1.arrays": "other-changed"},
        edits=[
            (
                "gap = other.mean - self.mean",
                """
                gap = other.mean
                gap -= self.mean
                """,
            ),
        ],
    ),
    Wrong(
        "series_tries_to_divide",
        believes="Waits for an error that no array raises",
        fails={"08.1.arrays": "nothing"},
        edits=[
            (
                "share = other.count / (count + (count == 0))",
                """
                try:
                    share = other.count / count
                except ZeroDivisionError:
                    return
                """,
            )
        ],
    ),
    Wrong(
        "series_textbook",
        believes="Gets the squares from a sum of squares, less the square of the mean",
        fails={"08.1.digits": "textbook"},
        edits=[
            (
                "def push(self, value):",
                """
                def push(self, value):
                    total = self.mean * self.count + value
                    of_squares = self.squares + self.count * self.mean**2 + value**2
                """,
            ),
            (
                """
                distance = value - self.mean
                self.mean += distance / self.count
                self.squares += distance * (value - self.mean)
                """,
                """
                self.mean = total / self.count
                self.squares = of_squares - self.count * self.mean**2
                """,
            ),
        ],
    ),
    Wrong(
        "series_textbook_merge",
        believes="Adds up squares of values when two halves meet",
        fails={"08.1.digits": "textbook-merge"},
        edits=[
            (
                """
                share = other.count / (count + (count == 0))
                gap = other.mean - self.mean
                self.squares = self.squares + other.squares + gap * gap * self.count * share
                self.mean = self.mean + gap * share
                self.count = count
                """,
                """
                mean = (self.count * self.mean + other.count * other.mean) / (count + (count == 0))
                of_squares = self.squares + self.count * self.mean**2 + other.squares + other.count * other.mean**2
                self.count, self.mean, self.squares = count, mean, of_squares - count * mean**2
                """,
            )
        ],
    ),
    Wrong(
        "series_keeps_the_last",
        believes="Keeps the last ten values, which is not many",
        fails={"08.1.held": "kept"},
        edits=[
            (
                "def push(self, value):",
                """
                def push(self, value):
                    self.last = [*getattr(self, "last", ()), value][-10:]
                """,
            )
        ],
    ),
    Wrong(
        "series_keeps_values",
        believes="Keeps what it has seen, to be on the safe side",
        fails={"08.1.held": "kept"},
        edits=[
            (
                "def push(self, value):",
                """
                def push(self, value):
                    self.seen = [*getattr(self, "seen", ()), value]
                """,
            )
        ],
    ),
    Wrong(
        "series_keeps_its_first",
        believes="Keeps the first value, to count from it later",
        fails={"08.1.held": "kept"},
        edits=[
            (
                "self.count += 1",
                """
if not self.count:
    self.first = value
self.count += 1
""",
            )
        ],
    ),
]
