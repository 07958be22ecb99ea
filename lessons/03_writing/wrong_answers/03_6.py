"""Misconceptions about task 03.6, in the order of its causes."""

from maif_course.lesson import Wrong

ANSWERS = [
    Wrong(
        "published_in_the_first",
        believes="Knows one slot alone, and forgets the checksum",
        fails={"03.6.calm": "no-promise", "03.6.power": "overwritten"},
    ),
    Wrong(
        "published_after_a_torn_one",
        believes="The slot with the larger number is the newest, whole or not",
        fails={"03.6.calm": "torn-counted", "03.6.power": "overwritten"},
        edits=[
            (
                "number, end = newest(slots)",
                "number, end = max(PROMISE.unpack_from(slots, at) for at in (0, SLOT_SIZE))",
            ),
        ],
    ),
    Wrong(
        "published_unnumbered",
        believes="Gives the new promise the number of the old one",
        fails={"03.6.calm": "still-old"},
        edits=[
            ("new = slot(number + 1, end + len(data))", "new = slot(number, end + len(data))"),
        ],
    ),
    Wrong(
        "published_unpromised",
        believes="Writes the data durably, and leaves it at that",
        fails={"03.6.calm": "still-old", "03.6.power": "never-new"},
    ),
    Wrong(
        "publish_follows_the_end",
        believes="Takes the promise that reaches furthest for the newest",
        fails={"03.6.calm": "still-old"},
        edits=[
            (
                "number, end = newest(slots)",
                "number, end = max((PROMISE.unpack_from(slots, at) for at in (0, SLOT_SIZE)), key=lambda promise: promise[1])",
            ),
        ],
    ),
    Wrong(
        "published_by_its_size",
        believes="Promises as many bytes as there are data",
        fails={"03.6.calm": "another-end", "03.6.power": "lie"},
        edits=[
            ("new = slot(number + 1, end + len(data))", "new = slot(number + 1, 40 + len(data))"),
        ],
    ),
    Wrong(
        "published_behind_a_slot",
        believes="Leaves room in front of the data",
        fails={"03.6.calm": "not-there", "03.6.power": "lie"},
        edits=[
            ("output.write_at(end, data)", "output.write_at(end + SLOT_SIZE, data)"),
        ],
    ),
    Wrong(
        "published_new_first",
        believes="Returns the new slot first, wherever it lies",
        fails={"03.6.calm": "slots"},
        edits=[
            ("return first + second", "return new + slot(number, end)"),
        ],
    ),
    Wrong(
        "published_over_the_newest",
        believes="Writes the new promise over the one that counts",
        fails={"03.6.power": "overwritten"},
        edits=[
            ("if first == slot(number, end):  # this one counts: it stays", "if first != slot(number, end):"),
        ],
    ),
    Wrong(
        "published_by_parity",
        believes="Believes that even numbers lie in the first slot",
        fails={"03.6.power": "overwritten"},
        edits=[
            ("if first == slot(number, end):  # this one counts: it stays", "if number % 2 == 0:"),
        ],
    ),
    Wrong(
        "published_in_both",
        believes="Writes the new promise into both slots",
        fails={"03.6.power": "overwritten"},
        edits=[
            ("return first + second", "return new + new"),
            ("output.write_at(SLOT_SIZE, new)", "output.write_at(0, new, new)"),
            ("output.write_at(0, new)", "output.write_at(0, new, new)"),
        ],
    ),
    Wrong(
        "publish_writes_both",
        believes="Writes both slots in one go",
        fails={"03.6.power": "overwritten"},
        edits=[
            (
                """
                output.write_at(SLOT_SIZE, new)
                second = new
                """,
                """
                output.write_at(0, new + new)
                first = second = new
                """,
            ),
        ],
    ),
    Wrong(
        "published_without_a_sync",
        believes="Believes that writes arrive in the order of the calls",
        fails={"03.6.power": "lie"},
    ),
    Wrong(
        "published_promise_first",
        believes="Promises first, and writes then",
        fails={"03.6.power": "lie"},
    ),
    Wrong(
        "published_on_its_way",
        believes="Returns when the new promise is on its way",
        fails={"03.6.power": "not-durable"},
    ),
]
