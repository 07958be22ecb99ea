"""Misconceptions about task 09.4, in the order of its causes."""

from maif_course.lesson import Wrong

ANSWERS = [
    Wrong(
        "replay_ends_at_a_falsy_row",
        believes="Takes a row that is 0, None or empty for the end",
        fails={"09.4.flow": "falsy", "09.4.held": "nothing"},
    ),
    Wrong(
        "replay_until_false",
        believes="Takes False for the end",
        fails={"09.4.flow": "falsy"},
        edits=[
            (
                """
                for row in islice(rows, core.capacity - len(core)):
                    core.offer(row)
                """,
                """
                while core.has_room() and (row := next(rows, False)) is not False:
                    core.offer(row)
                """,
            ),
        ],
    ),
    Wrong(
        "replay_fills_and_gives_nothing",
        believes="Fills the core, and leaves it to the reader to take",
        fails={"09.4.flow": "nothing", "09.4.held": "nothing"},
        edits=[("yield core.take(size)", "yield from ()\ncore.take(size)")],
    ),
    Wrong(
        "replay_reads_all",
        believes="Reads the file first, and bounds what comes of it",
        fails={"09.4.flow": "ahead", "09.4.held": "kept"},
        edits=[
            ("from itertools import islice", ""),
            (
                """
                rows = iter(source)
                while True:
                    for row in islice(rows, core.capacity - len(core)):
                        core.offer(row)
                    if not core:
                        return
                """,
                """
                rows = list(source)
                while rows or core:
                    while rows and core.has_room():
                        core.offer(rows.pop(0))
                """,
            ),
        ],
    ),
    Wrong(
        "replay_has_one_in_hand",
        believes="Reads a row, and then looks for a place",
        fails={"09.4.flow": "in-hand"},
        edits=[
            ("from itertools import islice", ""),
            (
                """
                rows = iter(source)
                while True:
                    for row in islice(rows, core.capacity - len(core)):
                        core.offer(row)
                    if not core:
                        return
                """,
                """
                for row in source:
                    if not core.has_room():
                        yield core.take(size)
                    core.offer(row)
                while core:
                """,
            ),
        ],
    ),
    Wrong(
        "replay_fills_up_before_it_gives",
        believes="Uses the places of a batch as soon as it is taken out",
        fails={"09.4.flow": "early", "09.4.held": "large"},
        edits=[
            (
                "yield core.take(size)",
                """
                batch = core.take(size)
                for row in islice(rows, core.capacity - len(core)):
                    core.offer(row)
                yield batch
                """,
            )
        ],
    ),
    Wrong(
        "replay_batch_by_batch",
        believes="Reads a batch when it needs one, and leaves the other places empty",
        fails={"09.4.flow": "late"},
        edits=[("for row in islice(rows, core.capacity - len(core)):", "for row in islice(rows, size):")],
    ),
    Wrong(
        "replay_begins_anew",
        believes="Goes over the source again for each batch",
        fails={"09.4.flow": "starts-over"},
        edits=[("rows = iter(source)", "rows = source")],
    ),
    Wrong(
        "replay_gives_all",
        believes="Gives out whatever is in the core",
        fails={"09.4.flow": "too-large", "09.4.held": "large"},
        edits=[("yield core.take(size)", "yield core.take(core.capacity)")],
    ),
    Wrong(
        "replay_gives_the_rest_at_once",
        believes="Gives out all that is left when the source has ended",
        fails={"09.4.flow": "too-large"},
    ),
    Wrong(
        "replay_loses_the_rest",
        believes="Ends when the source does",
        fails={"09.4.flow": "rest-lost"},
        edits=[
            ("from itertools import islice", ""),
            (
                """
                rows = iter(source)
                while True:
                    for row in islice(rows, core.capacity - len(core)):
                        core.offer(row)
                    if not core:
                        return
                    yield core.take(size)
                """,
                """
                for row in source:
                    core.offer(row)
                    if not core.has_room():
                        yield core.take(size)
                """,
            ),
        ],
    ),
    Wrong(
        "replay_gives_one_more",
        believes="Gives one more batch when the rows have ended",
        fails={"09.4.flow": "rest-lost"},
    ),
    Wrong(
        "replay_turns_the_rest_around",
        believes="Empties the core from its other end when the rows have ended",
        fails={"09.4.flow": "order"},
        edits=[
            (
                "yield core.take(size)",
                """
                batch = core.take(size)
                yield batch if len(batch) == size else batch[::-1]
                """,
            )
        ],
    ),
    Wrong(
        "replay_ignores_the_answer",
        believes="Offers a row, and does not ask what became of it",
        fails={"09.4.flow": "lost"},
        edits=[("for row in islice(rows, core.capacity - len(core)):", "for row in islice(rows, core.capacity):")],
    ),
    Wrong(
        "replay_ends_with_nothing",
        believes="Finds out that all is done when it has given out nothing",
        fails={"09.4.flow": "empty-batch"},
        edits=[
            (
                """
                rows = iter(source)
                while True:
                """,
                """
                rows, batch = iter(source), True
                while batch:
                """,
            ),
            (
                """
                if not core:
                    return
                yield core.take(size)
                """,
                """
                batch = core.take(size)
                yield batch
                """,
            ),
        ],
    ),
    Wrong(
        "replay_has_a_core_of_its_own",
        believes="Needs no more of the core than its capacity",
        fails={"09.4.flow": "beside-core"},
        edits=[("rows = iter(source)", 'rows, core = iter(source), BufferCore(core.capacity, "block")')],
    ),
    Wrong(
        "replay_takes_an_error_for_the_end",
        believes="Gives out what there is, whatever becomes of the source",
        fails={"09.4.flow": "swallowed"},
        edits=[
            (
                """
                for row in islice(rows, core.capacity - len(core)):
                    core.offer(row)
                """,
                """
                try:
                    for row in islice(rows, core.capacity - len(core)):
                        core.offer(row)
                except OSError:
                    pass
                """,
            )
        ],
    ),
    Wrong(
        "replay_ends_with_key_errors",
        believes="Takes an error of another kind for the end",
        fails={"09.4.flow": "swallowed"},
        edits=[
            (
                """
                for row in islice(rows, core.capacity - len(core)):
                    core.offer(row)
                """,
                """
                try:
                    for row in islice(rows, core.capacity - len(core)):
                        core.offer(row)
                except LookupError:
                    pass
                """,
            ),
        ],
    ),
    Wrong(
        "replay_ends_with_interrupts",
        believes="Takes Ctrl-C for the end",
        fails={"09.4.flow": "swallowed"},
        edits=[
            (
                """
                for row in islice(rows, core.capacity - len(core)):
                    core.offer(row)
                """,
                """
                try:
                    for row in islice(rows, core.capacity - len(core)):
                        core.offer(row)
                except KeyboardInterrupt:
                    pass
                """,
            ),
        ],
    ),
    Wrong(
        "replay_until_dots",
        believes="Believes that no row is an Ellipsis",
        fails={"09.4.flow": "anything"},
        edits=[
            (
                """
                for row in islice(rows, core.capacity - len(core)):
                    core.offer(row)
                """,
                """
                while core.has_room() and (row := next(rows, ...)) is not ...:
                    core.offer(row)
                """,
            ),
        ],
    ),
    Wrong(
        "replay_has_one_play_at_a_time",
        believes="Goes on where the last one was left",
        fails={"09.4.flow": "two-uses"},
        edits=[
            (
                "rows = iter(source)",
                """
                rows = iter(source)
                replay.now = rows
                """,
            ),
            (
                "for row in islice(rows, core.capacity - len(core)):",
                "for row in islice(replay.now, core.capacity - len(core)):",
            ),
        ],
    ),
    Wrong(
        "replay_lets_the_end_escape",
        believes="Asks for the next row, whether there is one or not",
        fails={"09.4.flow": "raised", "09.4.held": "raised"},
        edits=[
            (
                """
                for row in islice(rows, core.capacity - len(core)):
                    core.offer(row)
                """,
                """
                while core.has_room():
                    core.offer(next(rows))
                """,
            )
        ],
    ),
    Wrong(
        "replay_until_equal",
        believes="Asks whether a row equals the end",
        fails={"09.4.flow": "raised"},
        edits=[
            (
                """
                for row in islice(rows, core.capacity - len(core)):
                    core.offer(row)
                """,
                """
                end = object()
                while core.has_room() and (row := next(rows, end)) != end:
                    core.offer(row)
                """,
            ),
        ],
    ),
    Wrong(
        "replay_remembers",
        believes="Keeps a list of all that was played",
        fails={"09.4.held": "kept"},
        edits=[
            (
                "yield core.take(size)",
                """
                batch = core.take(size)
                core.played = [*getattr(core, "played", []), *batch]
                yield batch
                """,
            )
        ],
    ),
]
