"""Misconceptions about task 17.4, in the order of its causes."""

from maif_course.lesson import Wrong

ANSWERS = [
    Wrong(
        "pause_in_steps",
        believes="Adds the first pause each time",
        fails={"17.4.pauses": "steps"},
        edits=[
            (
                """
                for _ in range(attempt - 1):
                    pause *= factor
                """,
                "pause *= attempt",
            ),
        ],
    ),
    Wrong(
        "pause_multiplied_at_once",
        believes="Multiplies the first pause, too",
        fails={"17.4.pauses": "first-multiplied"},
        edits=[
            (
                """
                for _ in range(attempt - 1):
                    pause *= factor
                """,
                """
                for _ in range(attempt):
                    pause *= factor
                """,
            ),
        ],
    ),
    Wrong(
        "pause_without_bound",
        believes="Lets pauses grow as they like",
        fails={"17.4.pauses": "unbounded"},
        edits=[
            ("return min(pause, longest)", "return pause"),
        ],
    ),
    Wrong(
        "pause_doubles",
        believes="Doubles, whatever the factor",
        fails={"17.4.pauses": "factor"},
        edits=[
            (
                """
                for _ in range(attempt - 1):
                    pause *= factor
                """,
                """
                for _ in range(attempt - 1):
                    pause *= 2.0
                """,
            ),
        ],
    ),
    Wrong(
        "pause_first_is_free",
        believes="Does not bound the first pause",
        fails={"17.4.pauses": "first-unbounded"},
        edits=[
            ("return min(pause, longest)", "return pause if attempt == 1 else min(pause, longest)"),
        ],
    ),
    Wrong(
        "pause_overflows",
        believes="Trusts in numbers without an end",
        fails={"17.4.pauses": "overflow"},
        edits=[
            (
                """
                pause = first
                for _ in range(attempt - 1):
                    pause *= factor
                """,
                "pause = first * factor ** (attempt - 1)",
            ),
        ],
    ),
    Wrong(
        "pauses_of_sixty",
        believes="Counts no more attempts than are usual",
        fails={"17.4.pauses": "not-all"},
        edits=[
            (
                "for _ in range(attempt - 1):",
                "for _ in range(min(attempt - 1, 60)):",
            ),
        ],
    ),
    Wrong(
        "pause_of_zero",
        believes="Takes a pause of 0 for none, and says the longest",
        fails={"17.4.pauses": "zero"},
        edits=[
            ("return min(pause, longest)", "return min(pause or longest, longest)"),
        ],
    ),
    Wrong(
        "rule_ignored",
        believes="Sends everything to the dead letters in the end",
        fails={"17.4.outcome": "rule-ignored"},
        edits=[
            (
                'if rule == "retry" and (hopeless or attempts > self.retries):',
                "if hopeless or attempts > self.retries:",
            ),
        ],
    ),
    Wrong(
        "retries_are_attempts",
        believes="Takes retries for attempts",
        fails={"17.4.outcome": "one-fewer"},
        edits=[
            (
                'if rule == "retry" and (hopeless or attempts > self.retries):',
                'if rule == "retry" and (hopeless or attempts >= self.retries):',
            ),
        ],
    ),
    Wrong(
        "one_more",
        believes="Counts from 0",
        fails={"17.4.outcome": "one-more"},
        edits=[
            (
                'if rule == "retry" and (hopeless or attempts > self.retries):',
                'if rule == "retry" and (hopeless or attempts - 1 > self.retries):',
            ),
        ],
    ),
    Wrong(
        "hopeless_again",
        believes="Tries a hopeless message again",
        fails={"17.4.outcome": "hopeless"},
        edits=[
            (
                'if rule == "retry" and (hopeless or attempts > self.retries):',
                'if rule == "retry" and attempts > self.retries:',
            ),
        ],
    ),
    Wrong(
        "no_retries_are_three",
        believes="Takes no retries for the usual number",
        fails={"17.4.outcome": "never-again"},
        edits=[
            (
                "self.retries, self.most_in_a_row, self.in_a_row = retries, most_in_a_row, 0",
                "self.retries, self.most_in_a_row, self.in_a_row = retries or 3, most_in_a_row, 0",
            ),
        ],
    ),
    Wrong(
        "row_without_no",
        believes="Says nothing where it should say no",
        fails={"17.4.row": "no-answer"},
        edits=[
            (
                "return self.in_a_row >= self.most_in_a_row",
                """
                if self.in_a_row >= self.most_in_a_row:
                    return True
                """,
            ),
        ],
    ),
    Wrong(
        "row_tells_once",
        believes="Says it when the number is reached, and no more",
        fails={"17.4.row": "told-once"},
        edits=[
            ("return self.in_a_row >= self.most_in_a_row", "return self.in_a_row == self.most_in_a_row"),
        ],
    ),
    Wrong(
        "row_begins_anew",
        believes="Begins a new row when it has said so",
        fails={"17.4.row": "told-once"},
        edits=[
            (
                "return self.in_a_row >= self.most_in_a_row",
                """
                if self.in_a_row < self.most_in_a_row:
                    return False
                self.in_a_row = 0
                return True
                """,
            ),
        ],
    ),
    Wrong(
        "row_late",
        believes="Waits for one more",
        fails={"17.4.row": "late"},
        edits=[
            ("return self.in_a_row >= self.most_in_a_row", "return self.in_a_row > self.most_in_a_row"),
        ],
    ),
    Wrong(
        "outcome_begins_anew",
        believes="Takes a message that is skipped for handled",
        fails={"17.4.row": "late"},
        edits=[
            (
                'if rule == "retry" and (hopeless or attempts > self.retries):',
                """
                if rule == "skip":
                    self.in_a_row = 0
                if rule == "retry" and (hopeless or attempts > self.retries):
                """,
            ),
        ],
    ),
    Wrong(
        "row_keeps_its_own_count",
        believes="Counts where nobody sets it back",
        fails={"17.4.row": "early"},
        edits=[
            (
                """
                self.in_a_row += 1
                return self.in_a_row >= self.most_in_a_row
                """,
                """
                self.given_up = getattr(self, "given_up", 0) + 1
                return self.given_up >= self.most_in_a_row
                """,
            ),
        ],
    ),
    Wrong(
        "outcome_counts",
        believes="Counts a message when it says what becomes of it",
        fails={"17.4.row": "early"},
        edits=[
            (
                'return "dead_letter"',
                """
                self.in_a_row += 1
                return "dead_letter"
                """,
            ),
        ],
    ),
]
