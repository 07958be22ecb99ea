"""Misconceptions about task 07.1, in the order of its causes."""

from maif_course.lesson import Wrong

ANSWERS = [
    Wrong(
        "full_takes_zero_for_the_end",
        believes="Takes a falsy item for the end",
        fails={"07.1.soon": "nothing", "07.1.held": "nothing", "07.1.closed": "too-early"},
        edits=[
            (
                "for item in source:",
                """
                items = iter(source)
                while item := next(items, None):
                """,
            )
        ],
    ),
    Wrong(
        "full_reads_all",
        believes="Takes a tuple for something smaller than a list",
        fails={"07.1.soon": "all-first", "07.1.held": "grows", "07.1.closed": "runaway"},
        edits=[
            (
                """
                latest: deque[T] = deque(maxlen=size)
                missing = size
                """,
                "",
            ),
            (
                """
                for item in source:
                    latest.append(item)
                    missing -= 1
                    if not missing:
                        yield list(latest)
                        missing = stride
                """,
                """
                items = tuple(source)
                for start in range(0, len(items) - size + 1, stride):
                    yield list(items[start : start + size])
                """,
            ),
        ],
    ),
    Wrong(
        "full_yields_the_deque",
        believes="Hands out the deque itself",
        fails={"07.1.soon": "one-object"},
        edits=[("yield list(latest)", "yield latest")],
    ),
    Wrong(
        "full_yields_copies_of_the_deque",
        believes="Takes a copy, and forgets that it is asked for a list",
        fails={"07.1.soon": "no-list"},
        edits=[("yield list(latest)", "yield latest.copy()")],
    ),
    Wrong(
        "full_leaves_none_out",
        believes="Takes None for no item",
        fails={"07.1.soon": "odd-items"},
        edits=[
            (
                "latest.append(item)",
                """
                if item is None:
                    continue
                latest.append(item)
                """,
            )
        ],
    ),
    Wrong(
        "full_leaves_repeats_out",
        believes="Takes an item that equals the one before for the same",
        fails={"07.1.soon": "odd-items"},
        edits=[
            (
                "latest.append(item)",
                """
                if latest and latest[-1] == item:
                    continue
                latest.append(item)
                """,
            )
        ],
    ),
    Wrong(
        "windows_all_different",
        believes="Leaves out a window that equals the one before",
        fails={"07.1.soon": "odd-items"},
        edits=[
            (
                "missing = size",
                "missing, before = size, None",
            ),
            (
                "    yield list(latest)",
                """
                    if list(latest) != before:
                        before = list(latest)
                        yield list(latest)
                """,
            ),
        ],
    ),
    Wrong(
        "full_an_item_late",
        believes="Looks at the window before it adds the item",
        fails={"07.1.soon": "next-item"},
    ),
    Wrong(
        "full_of_nothing",
        believes="Fills the deque beforehand, to have `size` items from the start",
        fails={"07.1.soon": "partial"},
        edits=[
            (
                """
                latest: deque[T] = deque(maxlen=size)
                missing = size
                with closing_source(source):
                    for item in source:
                """,
                """
                latest = deque([None] * size, maxlen=size)
                with closing_source(source):
                    for place, item in enumerate(source, start=1):
                """,
            ),
            (
                """
                missing -= 1
                if not missing:
                    yield list(latest)
                    missing = stride
                """,
                """
                if (place - size) % stride == 0:
                    yield list(latest)
                """,
            ),
        ],
    ),
    Wrong(
        "full_with_the_rest",
        believes="Gives what is left at the end, as batches do",
        fails={"07.1.soon": "partial"},
    ),
    Wrong(
        "full_gives_the_newest_at_the_end",
        believes="Hands over the newest items when no more come",
        fails={"07.1.soon": "rest"},
    ),
    Wrong(
        "full_with_each_item",
        believes='Takes "sliding" to mean by one',
        fails={"07.1.soon": "every-item"},
        edits=[("missing = stride", "missing = 1")],
    ),
    Wrong(
        "full_side_by_side",
        believes="Starts anew when a window is full, whatever the stride",
        fails={"07.1.soon": "side-by-side"},
        edits=[("missing = stride", "missing = size")],
    ),
    Wrong(
        "full_loses_count_of_far_strides",
        believes="Drops `stride` items of the window, of which it has no more than `size`",
        fails={"07.1.soon": "beyond-size"},
        edits=[
            (
                """
                latest: deque[T] = deque(maxlen=size)
                missing = size
                """,
                "window = []",
            ),
            (
                """
                latest.append(item)
                missing -= 1
                if not missing:
                    yield list(latest)
                    missing = stride
                """,
                """
                window.append(item)
                if len(window) == size:
                    yield list(window)
                    del window[:stride]
                """,
            ),
        ],
    ),
    Wrong(
        "full_made_of_the_rest",
        believes="Makes the next window of what is left of this one, which is nothing where windows lie apart",
        fails={"07.1.soon": "stops", "07.1.held": "gap"},
    ),
    Wrong(
        "full_one_too_many",
        believes="Counts items from 1 and places from 0",
        fails={"07.1.soon": "first-missing"},
        edits=[
            (
                """
                latest: deque[T] = deque(maxlen=size)
                missing = size
                with closing_source(source):
                    for item in source:
                """,
                """
                latest = deque(maxlen=size)
                with closing_source(source):
                    for place, item in enumerate(source):
                """,
            ),
            (
                """
                missing -= 1
                if not missing:
                    yield list(latest)
                    missing = stride
                """,
                """
                if place >= size and (place - size) % stride == 0:
                    yield list(latest)
                """,
            ),
        ],
    ),
    Wrong(
        "full_needs_its_list_again",
        believes="Goes on from the list that it gave away, though the reader may have emptied it",
        fails={"07.1.soon": "needed-again", "07.1.held": "gap"},
        edits=[
            ("latest: deque[T] = deque(maxlen=size)", "latest = []"),
            (
                "yield list(latest)",
                """
                latest = latest[-size:]
                yield latest
                latest = latest[:]
                """,
            ),
        ],
    ),
    Wrong(
        "full_in_one_place",
        believes="Keeps the newest window in a variable of the module",
        fails={"07.1.soon": "two-calls"},
        edits=[
            (
                "latest: deque[T] = deque(maxlen=size)",
                """
                global latest
                latest = deque(maxlen=size)
                """,
            )
        ],
    ),
    Wrong(
        "windows_ask_whether_equal",
        believes="Asks whether an item equals the end",
        fails={"07.1.soon": "raised"},
        edits=[
            (
                """
                with closing_source(source):
                    for item in source:
                        latest.append(item)
                        missing -= 1
                        if not missing:
                            yield list(latest)
                            missing = stride
                """,
                """
                with closing_source(source):
                    while True:
                        try:
                            if (item := next(source, deque)) == deque:
                                return
                        except StopIteration:
                            return
                        latest.append(item)
                        missing -= 1
                        if not missing:
                            yield list(latest)
                            missing = stride
                """,
            ),
        ],
    ),
    Wrong(
        "full_holds_what_lies_between",
        believes="Gathers all that comes until the next window starts",
        fails={"07.1.held": "gap"},
        edits=[
            ("latest: deque[T] = deque(maxlen=size)", "latest = deque(maxlen=max(size, stride))"),
            ("yield list(latest)", "yield list(latest)[-size:]"),
        ],
    ),
    Wrong(
        "full_keeps_some_windows",
        believes="Keeps the last windows, in case somebody asks",
        fails={"07.1.held": "several"},
        edits=[
            (
                """
                latest: deque[T] = deque(maxlen=size)
                missing = size
                """,
                "latest, missing, earlier = deque(maxlen=size), size, deque(maxlen=8)",
            ),
            (
                "if not missing:",
                """
                if not missing:
                    earlier.append(list(latest))
                """,
            ),
        ],
    ),
    Wrong(
        "full_closes_before_it_reads",
        believes="Returns a generator from inside the `with`, which is left at once",
        fails={"07.1.closed": "too-early"},
    ),
    Wrong(
        "full_takes_an_error_for_the_end",
        believes="Ends when the source does, however it does",
        fails={"07.1.closed": "swallowed"},
    ),
    Wrong(
        "windows_end_with_key_errors",
        believes="Takes an error of another kind for the end",
        fails={"07.1.closed": "swallowed"},
        edits=[
            (
                """
                with closing_source(source):
                    for item in source:
                        latest.append(item)
                        missing -= 1
                        if not missing:
                            yield list(latest)
                            missing = stride
                """,
                """
                with closing_source(source):
                    while True:
                        try:
                            item = next(source)
                        except (StopIteration, LookupError):
                            return
                        latest.append(item)
                        missing -= 1
                        if not missing:
                            yield list(latest)
                            missing = stride
                """,
            ),
        ],
    ),
    Wrong(
        "windows_end_with_interrupts",
        believes="Takes Ctrl-C for the end",
        fails={"07.1.closed": "swallowed"},
        edits=[
            (
                """
                with closing_source(source):
                    for item in source:
                        latest.append(item)
                        missing -= 1
                        if not missing:
                            yield list(latest)
                            missing = stride
                """,
                """
                with closing_source(source):
                    while True:
                        try:
                            item = next(source)
                        except (StopIteration, KeyboardInterrupt):
                            return
                        latest.append(item)
                        missing -= 1
                        if not missing:
                            yield list(latest)
                            missing = stride
                """,
            ),
        ],
    ),
    Wrong(
        "full_never_closes",
        believes="Leaves out the `with` along with the list",
        fails={"07.1.closed": "open"},
        edits=[
            (
                """
                latest: deque[T] = deque(maxlen=size)
                missing = size
                with closing_source(source):
                    for item in source:
                        latest.append(item)
                        missing -= 1
                        if not missing:
                            yield list(latest)
                            missing = stride
                """,
                """
                latest, missing = deque(maxlen=size), size
                for item in source:
                    latest.append(item)
                    missing -= 1
                    if not missing:
                        yield list(latest)
                        missing = stride
                """,
            )
        ],
    ),
    Wrong(
        "full_closes_on_exit_alone",
        believes="Closes the source where the reader leaves, and nowhere else",
        fails={"07.1.closed": "open-at-the-end"},
    ),
    Wrong(
        "full_closes_unless_it_fails",
        believes="Closes the source at the end, and where the reader leaves; no error comes to mind",
        fails={"07.1.closed": "open-after-an-error"},
    ),
    Wrong(
        "windows_closed_after_exceptions",
        believes="Closes after the errors that it knows",
        fails={"07.1.closed": "open-after-an-error"},
        edits=[
            (
                """
                with closing_source(source):
                    for item in source:
                        latest.append(item)
                        missing -= 1
                        if not missing:
                            yield list(latest)
                            missing = stride
                """,
                """
                close = getattr(source, "close", int)
                try:
                    for item in source:
                        latest.append(item)
                        missing -= 1
                        if not missing:
                            yield list(latest)
                            missing = stride
                except (GeneratorExit, Exception):
                    close()
                    raise
                close()
                """,
            ),
        ],
    ),
]
