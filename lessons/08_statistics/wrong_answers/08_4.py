"""Misconceptions about task 08.4, in the order of its causes."""

from maif_course.lesson import Wrong

ANSWERS = [
    Wrong(
        "fading_keep",
        believes="Returns the part that stays",
        fails={"08.4.halflife": "keep"},
        edits=[("return 1 - 0.5 ** (1 / halflife)", "return 0.5 ** (1 / halflife)")],
    ),
    Wrong(
        "fading_inverse",
        believes="Takes alpha for one over the half-life",
        fails={"08.4.halflife": "inverse"},
        edits=[("return 1 - 0.5 ** (1 / halflife)", "return 1 / halflife")],
    ),
    Wrong(
        "fading_continuous",
        believes="Takes the rate of something that fades all the time",
        fails={"08.4.halflife": "continuous"},
        edits=[("return 1 - 0.5 ** (1 / halflife)", "return 0.6931471805599453 / halflife")],
    ),
    Wrong(
        "fading_base_e",
        believes="Takes the time constant for the half-life",
        fails={"08.4.halflife": "base-e"},
        edits=[("return 1 - 0.5 ** (1 / halflife)", "return 1 - 2.718281828459045 ** (-1 / halflife)")],
    ),
    Wrong(
        "fading_span",
        believes="Takes the half-life for a span",
        fails={"08.4.halflife": "span"},
        edits=[("return 1 - 0.5 ** (1 / halflife)", "return 2 / (halflife + 1)")],
    ),
    Wrong(
        "fading_linear",
        believes="Spreads the half that goes over the pushes evenly",
        fails={"08.4.halflife": "linear"},
        edits=[("return 1 - 0.5 ** (1 / halflife)", "return 0.5 / halflife")],
    ),
    Wrong(
        "fading_floor",
        believes="Takes `//` for `/`",
        fails={"08.4.halflife": "floor"},
        edits=[("return 1 - 0.5 ** (1 / halflife)", "return 1 - 0.5 ** (1 // halflife)")],
    ),
    Wrong(
        "fading_in_whole_pushes",
        believes="Takes a half-life for a number of pushes",
        fails={"08.4.halflife": "whole"},
        edits=[("return 1 - 0.5 ** (1 / halflife)", "return 1 - 0.5 ** (1 / int(halflife))")],
    ),
    Wrong(
        "alpha_of_whole_pushes",
        believes="Rounds long half-lives",
        fails={"08.4.halflife": "whole"},
        edits=[
            (
                "return 1 - 0.5 ** (1 / halflife)",
                "return 1 - 0.5 ** (1 / (round(halflife) if halflife > 3 else halflife))",
            ),
        ],
    ),
    Wrong(
        "alpha_of_one_push_at_least",
        believes="Takes a half-life for one push or more",
        fails={"08.4.halflife": "below-one"},
        edits=[("return 1 - 0.5 ** (1 / halflife)", "return 1 - 0.5 ** (1 / max(halflife, 1))")],
    ),
    Wrong(
        "fading_from_zero",
        believes="Lets the average climb from zero",
        fails={"08.4.mean": "from-zero", "08.4.variance": "mean"},
        edits=[("self.mean += distance / self.weight", "self.mean += self.alpha * distance")],
    ),
    Wrong(
        "fading_from_first",
        believes="Starts at the first value, and goes on with alpha",
        fails={"08.4.mean": "from-first", "08.4.variance": "mean"},
        edits=[
            ("self.weight = self.mean = self.squares = 0.0", "self.mean, self.variance = None, 0.0"),
            (
                """
                def push(self, value):
                    faded = (1 - self.alpha) * self.weight
                    self.weight = faded + 1
                    distance = value - self.mean
                    self.mean += distance / self.weight
                    self.squares = (1 - self.alpha) * self.squares + distance * distance * faded / self.weight

                @property
                def variance(self):
                    return self.squares / self.weight
                """,
                """
                def push(self, value):
                    if self.mean is None:
                        self.mean = value
                    distance = value - self.mean
                    self.mean += self.alpha * distance
                    self.variance = (1 - self.alpha) * (self.variance + self.alpha * distance * distance)
                """,
            ),
        ],
    ),
    Wrong(
        "fading_swapped",
        believes="Keeps alpha of each weight",
        fails={"08.4.mean": "swapped", "08.4.variance": "mean"},
        edits=[("self.alpha = alpha", "self.alpha = 1 - alpha")],
    ),
    Wrong(
        "fading_sum",
        believes="Adds up weighted values, and does not divide",
        fails={"08.4.mean": "sum"},
        edits=[
            (
                "self.weight = self.mean = self.squares = 0.0",
                "self.weight = self.mean = self.center = self.squares = 0.0",
            ),
            (
                """
                distance = value - self.mean
                self.mean += distance / self.weight
                """,
                """
                distance = value - self.center
                self.center += distance / self.weight
                self.mean = (1 - self.alpha) * self.mean + value
                """,
            ),
        ],
    ),
    Wrong(
        "fading_nothing",
        believes="Lets no weight fade",
        fails={"08.4.mean": "no-fading", "08.4.variance": "mean"},
        edits=[("faded = (1 - self.alpha) * self.weight", "faded = self.weight")],
    ),
    Wrong(
        "fading_leaves_out_zeros",
        believes="Takes a value of 0 for none",
        fails={"08.4.mean": "zero", "08.4.variance": "mean"},
        edits=[
            (
                "faded = (1 - self.alpha) * self.weight",
                """
                if not value:
                    return
                faded = (1 - self.alpha) * self.weight
                """,
            )
        ],
    ),
    Wrong(
        "fading_keeps_values",
        believes="Works it all out anew from everything that came",
        fails={"08.4.mean": "kept"},
    ),
    Wrong(
        "fading_keeps_the_newest",
        believes="Keeps the newest value, which nobody asks for",
        fails={"08.4.mean": "kept"},
        edits=[
            (
                "faded = (1 - self.alpha) * self.weight",
                """
                self.newest = value
                faded = (1 - self.alpha) * self.weight
                """,
            ),
        ],
    ),
    Wrong(
        "fading_never_forgets_at_once",
        believes="Believes that a tenth of a weight stays at least",
        fails={"08.4.mean": "fast"},
        edits=[
            (
                "faded = (1 - self.alpha) * self.weight",
                "faded = max(0.1, 1 - self.alpha) * self.weight",
            ),
        ],
    ),
    Wrong(
        "fading_of_the_newest",
        believes="Takes the distance from the mean of the one that began last",
        fails={"08.4.mean": "two-series"},
        edits=[
            (
                "distance = value - self.mean",
                """
                if not faded:
                    Fading.newest = self
                distance = value - Fading.newest.mean
                """,
            )
        ],
    ),
    Wrong(
        "fading_of_one_pace",
        believes="Keeps the pace where all of them look for it",
        fails={"08.4.mean": "two-series"},
        edits=[
            ("self.alpha = alpha", "Fading.alpha = alpha"),
        ],
    ),
    Wrong(
        "fading_changed_by_asking",
        believes="Notes what it was asked for",
        fails={"08.4.variance": "asked-twice"},
        edits=[
            (
                "return self.squares / self.weight",
                """
self.squares /= self.weight
return self.squares
""",
            )
        ],
    ),
    Wrong(
        "fading_textbook",
        believes="Takes the mean of the squares, less the square of the mean",
        fails={"08.4.variance": "textbook"},
    ),
    Wrong(
        "fading_keeps_squares",
        believes="Lets the weights fade, and not the squares",
        fails={"08.4.variance": "no-fading"},
        edits=[
            (
                "self.squares = (1 - self.alpha) * self.squares + distance * distance * faded / self.weight",
                "self.squares = self.squares + distance * distance * faded / self.weight",
            )
        ],
    ),
    Wrong(
        "fading_sum_of_squares",
        believes="Returns the squares undivided",
        fails={"08.4.variance": "sum"},
        edits=[("return self.squares / self.weight", "return self.squares")],
    ),
    Wrong(
        "fading_undivided",
        believes="Leaves out a division",
        fails={"08.4.variance": "undivided"},
        edits=[
            (
                "self.squares = (1 - self.alpha) * self.squares + distance * distance * faded / self.weight",
                "self.squares = (1 - self.alpha) * self.squares + distance * distance * faded",
            )
        ],
    ),
    Wrong(
        "fading_fades_the_new",
        believes="Adds what the new value brings, and lets all of it fade",
        fails={"08.4.variance": "faded-when-new"},
        edits=[
            (
                "self.squares = (1 - self.alpha) * self.squares + distance * distance * faded / self.weight",
                "self.squares = (1 - self.alpha) * (self.squares + distance * distance * faded / self.weight)",
            )
        ],
    ),
    Wrong(
        "fading_new_distance",
        believes="Takes both ways to allow for the mean that moved",
        fails={"08.4.variance": "new-distance"},
        edits=[
            (
                "self.squares = (1 - self.alpha) * self.squares + distance * distance * faded / self.weight",
                "self.squares = (1 - self.alpha) * self.squares + distance * (value - self.mean) * faded / self.weight",
            )
        ],
    ),
    Wrong(
        "fading_old_distance",
        believes="Squares the distance from the old mean",
        fails={"08.4.variance": "old-distance"},
        edits=[
            (
                "self.squares = (1 - self.alpha) * self.squares + distance * distance * faded / self.weight",
                "self.squares = (1 - self.alpha) * self.squares + distance * distance",
            )
        ],
    ),
    Wrong(
        "fading_sample",
        believes="Takes one off the weights, as for a sample",
        fails={"08.4.variance": "sample"},
        edits=[("return self.squares / self.weight", "return self.squares / (self.weight - 1 or 1)")],
    ),
]
