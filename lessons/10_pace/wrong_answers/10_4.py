"""Misconceptions about task 10.4, in the order of its causes."""

from maif_course.lesson import Wrong

ANSWERS = [
    Wrong(
        "rate_counts_from_the_first",
        believes="Begins with the first event",
        fails={"10.4.rate": "late-start"},
        edits=[
            (
                "self.weight = self.faded(now) + count",
                """
if not self.weight:
    self.start = now
self.weight = self.faded(now) + count
""",
            )
        ],
    ),
    Wrong(
        "rate_of_whole_seconds",
        believes="Counts seconds that are over",
        fails={"10.4.rate": "parts-lost"},
        edits=[
            (
                "return self.weight * exp2(-(now - self.updated) / self.halflife)",
                "return self.weight * exp2(-int(now - self.updated) / self.halflife)",
            )
        ],
    ),
    Wrong(
        "rate_has_no_moment_zero",
        believes="Takes moment 0 for none",
        fails={"10.4.rate": "moment-zero"},
        edits=[
            (
                "return self.weight * exp2(-(now - self.updated) / self.halflife)",
                "return self.weight * exp2(-(now - (self.updated or now)) / self.halflife)",
            )
        ],
    ),
    Wrong(
        "rate_begins_after_the_start",
        believes="Leaves out what comes at the very start",
        fails={"10.4.rate": "at-the-start"},
        edits=[
            (
                "self.weight = self.faded(now) + count",
                """
                if now <= self.start:
                    return
                self.weight = self.faded(now) + count
                """,
            ),
        ],
    ),
    Wrong(
        "rate_counts_one_at_least",
        believes="Counts one event at least",
        fails={"10.4.rate": "none-counted"},
        edits=[
            (
                "self.weight = self.faded(now) + count",
                "self.weight = self.faded(now) + (count or 1)",
            ),
        ],
    ),
    Wrong(
        "rate_fades_by_asking",
        believes="Lets `at` fade the weight and forgets to say when",
        fails={"10.4.rate": "changed-by-asking"},
        edits=[
            (
                "return self.faded(now) / weighed_seconds(now - self.start, self.halflife)",
                """
                self.weight = self.faded(now)
                return self.weight / weighed_seconds(now - self.start, self.halflife)
                """,
            )
        ],
    ),
    Wrong(
        "rate_stays_in_silence",
        believes="Fades when something comes, and only then",
        fails={"10.4.rate": "silence"},
        edits=[
            (
                "return self.faded(now) / weighed_seconds(now - self.start, self.halflife)",
                "return self.weight / weighed_seconds(now - self.start, self.halflife)",
            )
        ],
    ),
    Wrong(
        "rate_since_the_start",
        believes="Divides all events by all seconds",
        fails={"10.4.rate": "never-forgets", "10.4.held": None},
    ),
    Wrong(
        "rate_of_the_newest",
        believes="Keeps the newest count alone",
        fails={"10.4.rate": "forgets-at-once", "10.4.held": None},
        edits=[("self.weight = self.faded(now) + count", "self.weight = count")],
    ),
    Wrong(
        "rate_fades_by_e",
        believes="Takes e for 2",
        fails={"10.4.rate": "by-e", "10.4.held": "other-rate"},
        edits=[
            (
                "return self.weight * exp2(-(now - self.updated) / self.halflife)",
                "return self.weight * 0.36787944117 ** ((now - self.updated) / self.halflife)",
            )
        ],
    ),
    Wrong(
        "rate_notes_the_moment_first",
        believes="Moves the moment on, and has nothing to fade then",
        fails={"10.4.rate": "unfaded", "10.4.held": "other-rate"},
        edits=[
            (
                """
                self.weight = self.faded(now) + count
                self.updated = now
                """,
                """
                self.updated = now
                self.weight = self.faded(now) + count
                """,
            )
        ],
    ),
    Wrong(
        "rate_fades_what_is_new",
        believes="Adds what comes to the weight, and fades both",
        fails={"10.4.rate": "faded-when-new", "10.4.held": "other-rate"},
        edits=[
            (
                "self.weight = self.faded(now) + count",
                """
                self.weight += count
                self.weight = self.faded(now)
                """,
            )
        ],
    ),
    Wrong(
        "rate_low_at_first",
        believes="Divides by the seconds of a meter that has run for ever",
        fails={"10.4.rate": "low-at-first"},
        edits=[
            (
                "return self.faded(now) / weighed_seconds(now - self.start, self.halflife)",
                "return self.faded(now) / (self.halflife / log(2))",
            )
        ],
    ),
    Wrong(
        "rate_over_all_seconds",
        believes="Weighs events, and counts seconds",
        fails={"10.4.rate": "seconds-not-weighed", "10.4.held": "other-rate"},
        edits=[
            (
                "return self.faded(now) / weighed_seconds(now - self.start, self.halflife)",
                "return self.faded(now) / (now - self.start)",
            )
        ],
    ),
    Wrong(
        "rate_counts_pushes",
        believes="Counts a push as one event",
        fails={"10.4.rate": "pushes-counted", "10.4.held": "other-rate"},
        edits=[("self.weight = self.faded(now) + count", "self.weight = self.faded(now) + 1")],
    ),
    Wrong(
        "rate_gives_up_after_ten",
        believes="Takes what ten half-lives have left for nothing",
        fails={"10.4.rate": "forgets-all"},
        edits=[
            (
                "return self.weight * exp2(-(now - self.updated) / self.halflife)",
                """
if now - self.updated > 10 * self.halflife:
    return 0.0
return self.weight * exp2(-(now - self.updated) / self.halflife)
""",
            )
        ],
    ),
    Wrong(
        "rate_of_all_meters",
        believes="Keeps one weight for all meters",
        fails={"10.4.rate": "two-meters"},
        edits=[
            ("self.weight, self.updated = 0.0, start", "DecayingRate.weight, self.updated = 0.0, start"),
            ("self.weight = self.faded(now) + count", "DecayingRate.weight = self.faded(now) + count"),
        ],
    ),
    Wrong(
        "rate_keeps_all",
        believes="Weighs every event anew",
        fails={"10.4.held": "grows"},
    ),
    Wrong(
        "rate_keeps_the_newest",
        believes="Drops what has hardly any weight left",
        fails={"10.4.held": "some"},
    ),
    Wrong(
        "rate_lets_new_ones_grow",
        believes="Lets new events weigh more, in place of old ones less, until floats end",
        fails={"10.4.held": "raised"},
    ),
]
