"""Misconceptions about task 10.2, in the order of its causes."""

from maif_course.lesson import Wrong

ANSWERS = [
    Wrong(
        "bucket_of_the_newest",
        believes="Keeps one level for all buckets",
        fails={"10.2.take": "two-buckets"},
        edits=[
            (
                "self.level, self.updated = burst, -inf",
                """
                self.level, self.updated = burst, -inf
                TokenBucket.newest = self
                """,
            ),
            (
                """
                if enough:
                    self.level -= tokens
                """,
                """
                if enough:
                    TokenBucket.newest.level -= tokens
                """,
            ),
        ],
    ),
    Wrong(
        "bucket_has_no_moment_zero",
        believes="Asks by its truth whether there is a moment",
        fails={"10.2.take": "moment-zero", "10.2.exact": "more-than-rounding"},
        edits=[
            ("self.level, self.updated = burst, -inf", "self.level, self.updated = burst, None"),
            (
                "self.level = min(self.burst, self.level + (now - self.updated) * self.rate)",
                """
if self.updated:
    self.level = min(self.burst, self.level + (now - self.updated) * self.rate)
""",
            ),
        ],
    ),
    Wrong(
        "bucket_wants_more",
        believes="Wants more in the bucket than is asked for",
        fails={"10.2.take": "strict", "10.2.back": "strict", "10.2.exact": "more-than-rounding"},
        edits=[("enough = self.level >= tokens - ROUNDING", "enough = self.level > tokens")],
    ),
    Wrong(
        "bucket_counts_from_zero",
        believes="Every clock begins at 0",
        fails={"10.2.take": "starts-empty"},
        edits=[("self.level, self.updated = burst, -inf", "self.level, self.updated = burst, 0.0")],
    ),
    Wrong(
        "bucket_starts_empty",
        believes="Begins with no tokens, from the moment of the first call",
        fails={
            "10.2.take": "starts-empty",
            "10.2.borrow": "full-price",
            "10.2.exact": "more-than-rounding",
            "10.2.back": "first",
        },
        edits=[
            ("self.level, self.updated = burst, -inf", "self.level, self.updated = 0, None"),
            (
                "self.level = min(self.burst, self.level + (now - self.updated) * self.rate)",
                """
                if self.updated is not None:
                    self.level = min(self.burst, self.level + (now - self.updated) * self.rate)
                """,
            ),
        ],
    ),
    Wrong(
        "bucket_never_filled",
        believes="Waits for somebody else to fill it",
        fails={"10.2.take": "never-filled", "10.2.borrow": None, "10.2.back": None, "10.2.exact": "more-than-rounding"},
        edits=[("self.level = min(self.burst, self.level + (now - self.updated) * self.rate)", "pass")],
    ),
    Wrong(
        "bucket_empties_for_nobody",
        believes="Gives whoever is turned away what there is",
        fails={"10.2.take": "refused-pays", "10.2.exact": "more-than-rounding"},
        edits=[
            (
                """
                if enough:
                    self.level -= tokens
                """,
                "self.level = max(0, self.level - tokens)",
            )
        ],
    ),
    Wrong(
        "bucket_refused_pays",
        believes="Subtracts first, and looks then",
        fails={"10.2.take": "refused-pays", "10.2.exact": "more-than-rounding"},
        edits=[
            (
                """
                enough = self.level >= tokens - ROUNDING
                if enough:
                    self.level -= tokens
                return enough
                """,
                """
                self.level -= tokens
                return self.level >= -ROUNDING
                """,
            )
        ],
    ),
    Wrong(
        "bucket_whole_tokens",
        believes="Adds whole tokens, and forgets the rest of the time",
        fails={"10.2.take": "part-lost", "10.2.borrow": "part-lost", "10.2.exact": "more-than-rounding"},
        edits=[
            ("self.level, self.updated = burst, -inf", "self.level, self.updated = burst, None"),
            (
                "self.level = min(self.burst, self.level + (now - self.updated) * self.rate)",
                """
                if self.updated is not None:
                    self.level = min(self.burst, self.level + int((now - self.updated) * self.rate))
                """,
            ),
        ],
    ),
    Wrong(
        "bucket_spends_nothing",
        believes="Says who may go, and leaves the tokens where they are",
        fails={"10.2.take": "nothing-spent", "10.2.exact": "early", "10.2.back": None},
        edits=[
            (
                """
                if enough:
                    self.level -= tokens
                """,
                "",
            )
        ],
    ),
    Wrong(
        "bucket_counts_time_twice",
        believes="Notes the moment when somebody got something",
        fails={"10.2.take": "counted-twice"},
    ),
    Wrong(
        "bucket_never_full",
        believes="Lets it hold whatever flows in",
        fails={"10.2.take": "overfull", "10.2.borrow": "overfull"},
        edits=[
            ("self.level, self.updated = burst, -inf", "self.level, self.updated = burst, None"),
            (
                "self.level = min(self.burst, self.level + (now - self.updated) * self.rate)",
                """
                if self.updated is not None:
                    self.level = self.level + (now - self.updated) * self.rate
                """,
            ),
        ],
    ),
    Wrong(
        "bucket_of_whole_tokens",
        believes="Takes a burst for a whole number",
        fails={"10.2.take": "whole-numbers"},
        edits=[
            (
                "self.rate, self.burst = rate, burst",
                """
burst = int(burst)
self.rate, self.burst = rate, burst
""",
            )
        ],
    ),
    Wrong(
        "bucket_holds_one_at_least",
        believes="Believes that a bucket holds one token at least",
        fails={"10.2.take": "whole-numbers"},
        edits=[
            (
                "self.level = min(self.burst, self.level + (now - self.updated) * self.rate)",
                "self.level = min(max(1, self.burst), self.level + (now - self.updated) * self.rate)",
            ),
        ],
    ),
    Wrong(
        "borrow_gives_span",
        believes="Returns how long it takes",
        fails={"10.2.borrow": "span"},
        edits=[
            (
                "return max(now, now - self.level / self.rate)",
                "return max(0, -self.level / self.rate)",
            )
        ],
    ),
    Wrong(
        "borrow_says_a_moment_gone_by",
        believes="Says when the debt would have been paid",
        fails={"10.2.borrow": "past"},
        edits=[("return max(now, now - self.level / self.rate)", "return now - self.level / self.rate")],
    ),
    Wrong(
        "borrow_forgets_debt",
        believes="Waits for the tokens, and has no debt then",
        fails={"10.2.borrow": "no-debt", "10.2.back": None},
        edits=[
            (
                "return max(now, now - self.level / self.rate)",
                """
                due = now - min(0, self.level) / self.rate
                self.level = max(0, self.level)
                return due
                """,
            )
        ],
    ),
    Wrong(
        "borrow_full_price",
        believes="Lets everybody wait for all of their tokens",
        fails={"10.2.borrow": "full-price"},
        edits=[
            (
                "return max(now, now - self.level / self.rate)",
                "return now + tokens / self.rate",
            )
        ],
    ),
    Wrong(
        "borrow_what_was_asked",
        believes="Lets whoever finds too little wait for all that was asked for",
        fails={"10.2.borrow": "full-price"},
        edits=[
            (
                "return max(now, now - self.level / self.rate)",
                "return now if self.level >= 0 else now + tokens / self.rate",
            )
        ],
    ),
    Wrong(
        "borrow_multiplies",
        believes="Multiplies by the rate where tokens become seconds",
        fails={"10.2.borrow": "times-rate"},
        edits=[
            (
                "return max(now, now - self.level / self.rate)",
                "return max(now, now - self.level * self.rate)",
            )
        ],
    ),
    Wrong(
        "borrow_at_once",
        believes="Has debts, and makes nobody wait",
        fails={"10.2.borrow": "at-once"},
        edits=[("return max(now, now - self.level / self.rate)", "return now")],
    ),
    Wrong(
        "borrow_up_to_burst",
        believes="A bucket owes no more than it holds",
        fails={"10.2.borrow": "debt-limited"},
        edits=[
            (
                """
                self.level -= tokens
                return max(now, now - self.level / self.rate)
                """,
                """
                self.level = max(-self.burst, self.level - tokens)
                return max(now, now - self.level / self.rate)
                """,
            )
        ],
    ),
    Wrong(
        "borrow_at_two_a_second",
        believes="Takes the rate of the table for every rate",
        fails={"10.2.borrow": "rate-fixed"},
        edits=[("return max(now, now - self.level / self.rate)", "return max(now, now - self.level / 2)")],
    ),
    Wrong(
        "bucket_forgives_small_debts",
        believes="Forgives a hundredth of a token",
        fails={"10.2.borrow": "rate-fixed"},
        edits=[
            (
                "return max(now, now - self.level / self.rate)",
                "return now if self.level > -0.01 else now - self.level / self.rate",
            ),
        ],
    ),
    Wrong(
        "take_ignores_debt",
        believes="Keeps debts apart, where `take` does not see them",
        fails={"10.2.borrow": "taken", "10.2.back": None},
    ),
    Wrong(
        "back_lost",
        believes="Has no use for tokens that come back",
        fails={"10.2.back": "lost"},
        edits=[("self.level = min(self.burst, self.level + tokens)", "pass")],
    ),
    Wrong(
        "back_twice",
        believes="Gives them to the bucket and to the next",
        fails={"10.2.back": "twice"},
        edits=[
            (
                "self.level = min(self.burst, self.level + tokens)",
                "self.level = min(self.burst, self.level + 2 * tokens)",
            )
        ],
    ),
    Wrong(
        "back_overfull",
        believes="Adds what comes back, full or not, and looks at the brim only when time has passed",
        fails={"10.2.back": "overfull"},
        edits=[
            ("self.level = min(self.burst, self.level + tokens)", "self.level += tokens"),
            (
                """
                self.level = min(self.burst, self.level + (now - self.updated) * self.rate)
                self.updated = now
                """,
                """
                if now > self.updated:
                    self.level = min(self.burst, self.level + (now - self.updated) * self.rate)
                    self.updated = now
                """,
            ),
        ],
    ),
    Wrong(
        "back_forgives",
        believes="Puts tokens into a bucket that owes nothing any more",
        fails={"10.2.back": "forgiven"},
        edits=[
            (
                "self.level = min(self.burst, self.level + tokens)",
                "self.level = min(self.burst, max(0, self.level) + tokens)",
            )
        ],
    ),
    Wrong(
        "bucket_begins_empty_with_a_gift",
        believes="Lets the first call fill the bucket, unless it gives something back",
        fails={"10.2.back": "first"},
        edits=[
            (
                """
                self.fill(now)
                self.level = min(self.burst, self.level + tokens)
                """,
                """
                if self.updated == -inf:
                    self.level, self.updated = 0, now
                self.fill(now)
                self.level = min(self.burst, self.level + tokens)
                """,
            ),
        ],
    ),
    Wrong(
        "back_loses_time",
        believes="Notes the moment when tokens come back, and not what has flowed in",
        fails={"10.2.back": "time-lost"},
        edits=[
            (
                """
                def give_back(self, tokens, now):
                    self.fill(now)
                """,
                """
                def give_back(self, tokens, now):
                    self.updated = now
                """,
            )
        ],
    ),
    Wrong(
        "exact_generous",
        believes="Rounds the level to two digits",
        fails={"10.2.exact": "early"},
        edits=[("enough = self.level >= tokens - ROUNDING", "enough = round(self.level, 2) >= tokens")],
    ),
    Wrong(
        "bucket_rounds_its_level",
        believes="Rounds to thousandths of a token",
        fails={"10.2.exact": "early"},
        edits=[
            (
                "self.updated = now",
                """
self.level = round(self.level, 3)
self.updated = now
""",
            )
        ],
    ),
    Wrong(
        "exact_compares_floats",
        believes="Trusts floats to be exact",
        fails={"10.2.exact": "rounding"},
        edits=[("enough = self.level >= tokens - ROUNDING", "enough = self.level >= tokens")],
    ),
]
