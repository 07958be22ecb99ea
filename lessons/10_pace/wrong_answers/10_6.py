"""Misconceptions about task 10.6, in the order of its causes."""

from maif_course.lesson import Wrong

ANSWERS = [
    Wrong(
        "paced_reads_all",
        believes="Makes a list first",
        fails={"10.6.pace": "pulled-all", "10.6.closed": "runaway"},
        edits=[("for item in source:", "for item in list(source):")],
    ),
    Wrong(
        "paced_one_ahead",
        believes="Has the next item ready",
        fails={"10.6.pace": "ahead"},
        edits=[
            (
                "for item in source:",
                """
                nothing = object()
                item = next(source, nothing)
                while item is not nothing:
                    following = next(source, nothing)
                """,
            ),
            (
                "yield item",
                """
                yield item
                item = following
                """,
            ),
        ],
    ),
    Wrong(
        "paced_waits_first",
        believes="Waits for its turn, and looks for an item then",
        fails={"10.6.pace": "waited-before-pulling"},
        edits=[
            (
                """
                for item in source:
                    wait()
                    yield item
                """,
                """
                nothing = object()
                wait()
                while (item := next(source, nothing)) is not nothing:
                    yield item
                    wait()
                """,
            )
        ],
    ),
    Wrong(
        "paced_waits_after",
        believes="Waits when an item has been handed over",
        fails={"10.6.pace": "waited-after"},
        edits=[
            (
                """
                for item in source:
                    wait()
                    yield item
                """,
                """
                for item in source:
                    yield item
                    wait()
                """,
            )
        ],
    ),
    Wrong(
        "paced_waits_twice",
        believes="Waits before an item and after it",
        fails={"10.6.pace": "waited-after"},
        edits=[
            (
                "yield item",
                """
                yield item
                wait()
                """,
            )
        ],
    ),
    Wrong(
        "paced_never_waits",
        believes="Leaves the waiting to others",
        fails={"10.6.pace": "never-waits"},
        edits=[
            (
                """
                for item in source:
                    wait()
                    yield item
                """,
                """
                for item in source:
                    yield item
                """,
            )
        ],
    ),
    Wrong(
        "paced_waits_once",
        believes="Waits before the loop",
        fails={"10.6.pace": "waited-once"},
        edits=[
            (
                """
                for item in source:
                    wait()
                """,
                """
                for number, item in enumerate(source):
                    if number == 0:
                        wait()
                """,
            )
        ],
    ),
    Wrong(
        "paced_first_goes_free",
        believes="Lets the first item go at once",
        fails={"10.6.pace": "first-free"},
        edits=[
            (
                """
                for item in source:
                    wait()
                """,
                """
                for number, item in enumerate(source):
                    if number:
                        wait()
                """,
            )
        ],
    ),
    Wrong(
        "paced_asks_wait",
        believes="Takes what `wait` gives back for an answer",
        fails={"10.6.pace": "wait-decides"},
    ),
    Wrong(
        "paced_waits_while_told",
        believes="Waits again where `wait()` says True",
        fails={"10.6.pace": "wait-decides"},
        edits=[
            (
                """
                with closing_source(source):
                    for item in source:
                        wait()
                        yield item
                """,
                """
                with closing_source(source):
                    for item in source:
                        while wait():
                            pass
                        yield item
                """,
            ),
        ],
    ),
    Wrong(
        "paced_ends_at_none",
        believes="Takes None for the end",
        fails={"10.6.pace": "falsy"},
        edits=[
            (
                "for item in source:",
                "while (item := next(source, None)) is not None:",
            )
        ],
    ),
    Wrong(
        "paced_until_false",
        believes="Takes False for the end",
        fails={"10.6.pace": "falsy"},
        edits=[
            (
                """
                with closing_source(source):
                    for item in source:
                        wait()
                        yield item
                """,
                """
                with closing_source(source):
                    while (item := next(source, False)) is not False:
                        wait()
                        yield item
                """,
            ),
        ],
    ),
    Wrong(
        "paced_falsy_goes_free",
        believes="Waits for what is something",
        fails={"10.6.pace": "falsy-free"},
    ),
    Wrong(
        "paced_waits_at_the_end",
        believes="Waits once more when all is done",
        fails={"10.6.pace": "one-wait-more"},
        edits=[
            (
                """
                for item in source:
                    wait()
                    yield item
                """,
                """
                for item in source:
                    wait()
                    yield item
                wait()
                """,
            )
        ],
    ),
    Wrong(
        "paced_goes_on_without_waiting",
        believes="Takes an error of `wait()` for the end of the wait",
        fails={"10.6.pace": "swallowed"},
        edits=[
            (
                "wait()",
                """
                try:
                    wait()
                except OSError:
                    pass
                """,
            )
        ],
    ),
    Wrong(
        "paced_goes_on_after_key_errors",
        believes="Goes on where the wait failed in one way",
        fails={"10.6.pace": "swallowed"},
        edits=[
            (
                """
                with closing_source(source):
                    for item in source:
                        wait()
                        yield item
                """,
                """
                with closing_source(source):
                    for item in source:
                        try:
                            wait()
                        except (LookupError, RuntimeError):
                            return
                        yield item
                """,
            ),
        ],
    ),
    Wrong(
        "paced_one_at_a_time",
        believes="Keeps its source where every call finds it",
        fails={"10.6.pace": "two-uses"},
    ),
    Wrong(
        "paced_until_equal",
        believes="Asks whether an item equals the end",
        fails={"10.6.pace": "raised"},
        edits=[
            (
                """
                with closing_source(source):
                    for item in source:
                        wait()
                        yield item
                """,
                """
                with closing_source(source):
                    end = object()
                    while (item := next(source, end)) != end:
                        wait()
                        yield item
                """,
            ),
        ],
    ),
    Wrong(
        "paced_takes_an_error_for_the_end",
        believes="Takes any error of the source for its end",
        fails={"10.6.closed": "swallowed"},
    ),
    Wrong(
        "paced_ends_with_key_errors",
        believes="Takes an error of another kind for the end",
        fails={"10.6.closed": "swallowed"},
        edits=[
            (
                """
                with closing_source(source):
                    for item in source:
                        wait()
                        yield item
                """,
                """
                with closing_source(source):
                    while True:
                        try:
                            item = next(source)
                        except (StopIteration, LookupError):
                            return
                        wait()
                        yield item
                """,
            ),
        ],
    ),
    Wrong(
        "paced_never_closes",
        believes="Leaves closing to the garbage collector",
        fails={"10.6.closed": "never"},
        edits=[
            (
                """
                with closing_source(source):
                    for item in source:
                        wait()
                        yield item
                """,
                """
                for item in source:
                    wait()
                    yield item
                """,
            )
        ],
    ),
    Wrong(
        "paced_closes_at_the_end",
        believes="Closes behind the loop",
        fails={"10.6.closed": "early-exit"},
        edits=[
            (
                """
                with closing_source(source):
                    for item in source:
                        wait()
                        yield item
                """,
                """
                for item in source:
                    wait()
                    yield item
                if hasattr(source, "close"):
                    source.close()
                """,
            )
        ],
    ),
    Wrong(
        "paced_closes_too_early",
        believes="Returns a generator expression, and leaves the `with`",
        fails={"10.6.closed": "too-early"},
        edits=[
            (
                """
                for item in source:
                    wait()
                    yield item
                """,
                "return (item for item in source if [wait()])",
            )
        ],
    ),
    Wrong(
        "paced_open_after_an_error",
        believes="Closes when the reader leaves and when the items end",
        fails={"10.6.closed": "open-after-an-error"},
    ),
    Wrong(
        "paced_closes_after_some_errors",
        believes="Knows one kind of error",
        fails={"10.6.closed": "open-after-an-error"},
    ),
    Wrong(
        "paced_closed_after_exceptions",
        believes="Closes after every Exception, and forgets that there are other errors",
        fails={"10.6.closed": "open-after-an-error"},
        edits=[
            (
                """
                with closing_source(source):
                    for item in source:
                        wait()
                        yield item
                """,
                """
                close = getattr(source, "close", int)
                try:
                    for item in source:
                        wait()
                        yield item
                except (GeneratorExit, Exception):
                    close()
                    raise
                close()
                """,
            ),
        ],
    ),
    Wrong(
        "paced_closes_anything",
        believes="Every source can be closed",
        fails={"10.6.closed": "raised"},
        edits=[
            (
                """
                with closing_source(source):
                    for item in source:
                        wait()
                        yield item
                """,
                """
                try:
                    for item in source:
                        wait()
                        yield item
                finally:
                    source.close()
                """,
            ),
        ],
    ),
]
