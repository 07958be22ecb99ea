"""Misconceptions about task 10.7, in the order of its causes."""

from maif_course.lesson import Wrong

ANSWERS = [
    Wrong(
        "buckets_falsy_goes_free",
        believes="Asks whether there is a visitor by its truth",
        fails={"10.7.held": "falsy"},
        edits=[
            ("if (full_at - now) * self.rate > self.burst:", "if visitor and (full_at - now) * self.rate > self.burst:")
        ],
    ),
    Wrong(
        "one_for_all",
        believes="Keeps one bucket for everybody",
        fails={"10.7.held": "shared", "10.7.looks": "nobody"},
    ),
    Wrong(
        "buckets_without_none",
        believes="Lets None take what it likes",
        fails={"10.7.held": "other-keys"},
        edits=[
            (
                "full_at = self.full_at.get(visitor, now) + tokens / self.rate",
                """
                if visitor is None:
                    return True
                full_at = self.full_at.get(visitor, now) + tokens / self.rate
                """,
            ),
        ],
    ),
    Wrong(
        "more_than_enough",
        believes="Wants more in the bucket than is asked for",
        fails={"10.7.held": "exactly"},
        edits=[
            ("if (full_at - now) * self.rate > self.burst:", "if (full_at - now) * self.rate >= self.burst:"),
        ],
    ),
    Wrong(
        "spends_in_any_case",
        believes="Spends the tokens before it asks whether they were there",
        fails={"10.7.held": "spent", "10.7.looks": "everybody"},
    ),
    Wrong(
        "remembers_the_refused",
        believes="Makes a bucket for everybody who comes",
        fails={"10.7.held": "turned-away"},
        edits=[
            (
                "full_at = self.full_at.get(visitor, now) + tokens / self.rate",
                "full_at = self.full_at.setdefault(visitor, now) + tokens / self.rate",
            ),
        ],
    ),
    Wrong(
        "forgets_at_the_first",
        believes="Forgets when the tokens that were taken first have come back",
        fails={"10.7.held": "too-early"},
        edits=[
            (
                """
                if self.full_at[gone] == moment:  # else tokens were taken since
                    del self.full_at[gone]
                """,
                "self.full_at.pop(gone, None)",
            ),
        ],
    ),
    Wrong(
        "a_full_bucket_each_time",
        believes="Gives everybody a full bucket whenever they come",
        fails={"10.7.held": "too-early", "10.7.looks": "too-much"},
    ),
    Wrong(
        "remembers_everybody",
        believes="Keeps the bucket of everybody for ever",
        fails={"10.7.held": "too-long"},
    ),
    Wrong(
        "full_is_not_yet",
        believes="Forgets a bucket after it was full",
        fails={"10.7.held": "too-long"},
        edits=[
            ("while self.due and self.due[0][0] <= now:", "while self.due and self.due[0][0] < now:"),
        ],
    ),
    Wrong(
        "buckets_in_order_of_coming",
        believes="Takes the first to come for the first to be full",
        fails={"10.7.held": "too-long"},
    ),
    Wrong(
        "buckets_tidied_by_the_granted",
        believes="Clears up after those who get something",
        fails={"10.7.held": "too-long"},
    ),
    Wrong(
        "goes_through_all",
        believes="Looks at each visitor in each call",
        fails={"10.7.looks": "everybody"},
    ),
]
