"""Misconceptions about task 19.1, in the order of its causes."""

from maif_course.lesson import Wrong

ANSWERS = [
    Wrong(
        "pages_nothing",
        believes="Returns nothing that can be looped over with success",
        fails={"19.1.items": "nothing", "19.1.held": "lost", "19.1.closed": "lost"},
    ),
    Wrong(
        "pages_none_to_begin",
        believes="Takes None for the end before it has begun",
        fails={"19.1.items": "nothing"},
        edits=[
            (
                "while True:",
                "while after is not None:",
            ),
        ],
    ),
    Wrong(
        "pages_all_first",
        believes="Fetches every page first",
        fails={"19.1.items": "all-first", "19.1.held": "everything", "19.1.closed": "runaway"},
    ),
    Wrong(
        "pages_one_ahead",
        believes="Fetches the next page before the last item of this one is out",
        fails={"19.1.items": "ahead", "19.1.held": "page"},
    ),
    Wrong(
        "pages_first_alone",
        believes="Reads the first page alone",
        fails={"19.1.items": "first-only", "19.1.held": "lost"},
    ),
    Wrong(
        "pages_last_lost",
        believes="Takes the page without a next one for the end",
        fails={"19.1.items": "last-lost", "19.1.held": "lost", "19.1.closed": "lost"},
    ),
    Wrong(
        "pages_empty_ends",
        believes="Stops at an empty page",
        fails={"19.1.items": "empty-ends"},
        edits=[
            (
                "items, after = fetch(after)",
                """
                items, after = fetch(after)
                if not items:
                    return
                """,
            ),
        ],
    ),
    Wrong(
        "pages_falsy_place",
        believes="Stops where the next place is 0",
        fails={"19.1.items": "falsy-place"},
        edits=[
            ("if after is None:", "if not after:"),
        ],
    ),
    Wrong(
        "pages_none_lost",
        believes="Leaves None out",
        fails={"19.1.items": "falsy-item"},
        edits=[
            (
                "yield from page",
                """
                for item in page:
                    if item is not None:
                        yield item
                        del item
                """,
            ),
        ],
    ),
    Wrong(
        "pages_in_a_global",
        believes="Keeps the place in a global name",
        fails={"19.1.items": "shared"},
    ),
    Wrong(
        "pages_at_the_call",
        believes="Fetches the first page to have it ready",
        fails={"19.1.items": "at-the-call"},
    ),
    Wrong(
        "pages_until_the_same",
        believes="Takes the same place again for the end",
        fails={"19.1.items": "same-place"},
        edits=[
            (
                "items, after = fetch(after)",
                """
                before = after
                items, after = fetch(after)
                after = None if after == before else after
                """,
            ),
        ],
    ),
    Wrong(
        "pages_by_recursion",
        believes="Calls itself for the next page",
        fails={"19.1.items": None},
    ),
    Wrong(
        "pages_until_an_item",
        believes="Looks for an item that says the end",
        fails={"19.1.items": None},
        edits=[
            (
                "yield from page",
                """
                for item in page:
                    if item == "end":
                        return
                    yield item
                item = None
                """,
            ),
        ],
    ),
    Wrong(
        "pages_kept",
        believes="Keeps every page that was fetched",
        fails={"19.1.held": "everything"},
    ),
    Wrong(
        "pages_name_kept",
        believes="Keeps the name of the old page while the next is fetched",
        fails={"19.1.held": "page"},
        edits=[
            ("del items  # the iterator of a list lets go of it at its end", ""),
        ],
    ),
    Wrong(
        "pages_never_closed",
        believes="Closes nothing",
        fails={"19.1.closed": "never"},
    ),
    Wrong(
        "pages_closed_when_left",
        believes="Leaves closing to `yield from`",
        fails={"19.1.closed": "at-its-end"},
    ),
    Wrong(
        "pages_closed_at_the_end",
        believes="Closes a page at its end alone",
        fails={"19.1.closed": "not-when-left"},
    ),
]
