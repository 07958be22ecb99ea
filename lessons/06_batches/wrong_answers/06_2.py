"""Misconceptions about task 06.2, in the order of its causes."""

from maif_course.lesson import Wrong

ANSWERS = [
    Wrong(
        "batches_tuples",
        believes="Takes a tuple for a batch",
        fails={"06.2.sizes": "no-lists"},
        edits=[
            (
                "yield from iter(lambda: list(islice(source, size)), [])",
                "yield from iter(lambda: tuple(islice(source, size)), ())",
            )
        ],
    ),
    Wrong(
        "batches_of_one_bare",
        believes="Has no list for a single item",
        fails={"06.2.sizes": "no-lists"},
        edits=[
            (
                """
                with closing_source(iter(items)) as source:
                    yield from iter(lambda: list(islice(source, size)), [])
                """,
                """
                with closing_source(iter(items)) as source:
                    if size == 1:
                        yield from source
                    yield from iter(lambda: list(islice(source, size)), [])
                """,
            ),
        ],
    ),
    Wrong(
        "batches_slices_text",
        believes="Cuts slices where the items have places, as a list and a text do",
        fails={"06.2.sizes": "no-lists"},
        edits=[
            (
                """
                with closing_source(iter(items)) as source:
                    yield from iter(lambda: list(islice(source, size)), [])
                """,
                """
                if hasattr(items, "__getitem__"):
                    yield from (items[start : start + size] for start in range(0, len(items), size))
                    return
                with closing_source(iter(items)) as source:
                    yield from iter(lambda: list(islice(source, size)), [])
                """,
            ),
        ],
    ),
    Wrong(
        "batches_starts_again",
        believes="Takes slices of the items themselves, which begin anew each time",
        fails={"06.2.sizes": "starts-again", "06.2.closed": "no-iterator"},
        edits=[
            (
                """
                with closing_source(iter(items)) as source:
                    yield from iter(lambda: list(islice(source, size)), [])
                """,
                """
                with closing_source(items) as source:
                    while batch := list(islice(source, size)):
                        yield batch
                        del batch
                """,
            )
        ],
    ),
    Wrong(
        "batches_fills_one_list",
        believes="Uses one list again and again",
        fails={"06.2.sizes": "one-list"},
        edits=[
            (
                "yield from iter(lambda: list(islice(source, size)), [])",
                """
                batch = []
                for item in source:
                    batch.append(item)
                    if len(batch) == size:
                        yield batch
                        batch.clear()
                if batch:
                    yield batch
                """,
            )
        ],
    ),
    Wrong(
        "batches_empties_the_first",
        believes="Empties a list that it has given away, to save memory",
        fails={"06.2.sizes": "emptied"},
        edits=[
            (
                "yield from iter(lambda: list(islice(source, size)), [])",
                """
                first = list(islice(source, size))
                if first:
                    yield first
                    first.clear()
                yield from iter(lambda: list(islice(source, size)), [])
                """,
            ),
        ],
    ),
    Wrong(
        "batches_yields_empty",
        believes="Yields what is left at the end, also when nothing is",
        fails={"06.2.sizes": "empty", "06.2.held": "other-batches"},
        edits=[
            (
                "yield from iter(lambda: list(islice(source, size)), [])",
                """
                batch = []
                for item in source:
                    batch.append(item)
                    if len(batch) == size:
                        yield batch
                        batch = []
                yield batch
                """,
            )
        ],
    ),
    Wrong(
        "batches_fills_up",
        believes="Fills the last batch up, as `zip_longest` does",
        fails={"06.2.sizes": "filled-up"},
        edits=[
            (
                "def batches_of(items, size):",
                """
                from itertools import zip_longest


                def batches_of(items, size):
                """,
            ),
            (
                "yield from iter(lambda: list(islice(source, size)), [])",
                "yield from map(list, zip_longest(*[source] * size))",
            ),
        ],
    ),
    Wrong(
        "batches_none_is_the_end",
        believes="Takes None for the end of the source",
        fails={"06.2.sizes": "taken-for-the-end"},
        edits=[
            (
                "yield from iter(lambda: list(islice(source, size)), [])",
                """
                batch = []
                while (item := next(source, None)) is not None:
                    batch.append(item)
                    if len(batch) == size:
                        yield batch
                        batch = []
                if batch:
                    yield batch
                """,
            )
        ],
    ),
    Wrong(
        "batches_falsy_is_the_end",
        believes="Takes 0 for the end of the source",
        fails={"06.2.sizes": "taken-for-the-end", "06.2.held": "other-batches"},
        edits=[
            (
                "yield from iter(lambda: list(islice(source, size)), [])",
                """
                batch = []
                while item := next(source, None):
                    batch.append(item)
                    if len(batch) == size:
                        yield batch
                        batch = []
                if batch:
                    yield batch
                """,
            ),
        ],
    ),
    Wrong(
        "batches_skips_none",
        believes="Skips a batch that begins with None",
        fails={"06.2.sizes": "taken-for-the-end"},
        edits=[
            (
                "yield from iter(lambda: list(islice(source, size)), [])",
                """
                for first in source:
                    if first is not None:
                        batch = [first, *islice(source, size - 1)]
                        del first
                        yield batch
                        del batch
                """,
            ),
        ],
    ),
    Wrong(
        "batches_ends_when_all_are_false",
        believes="Takes a batch of nothing but falsy items for an empty one",
        fails={"06.2.sizes": "taken-for-the-end"},
        edits=[
            (
                "yield from iter(lambda: list(islice(source, size)), [])",
                """
                while any(batch := list(islice(source, size))):
                    yield batch
                    del batch
                """,
            ),
        ],
    ),
    Wrong(
        "batches_merges_equals",
        believes="Has equal neighbours count once",
        fails={"06.2.sizes": "equal-items"},
        edits=[
            (
                "def batches_of(items, size):",
                """
                from itertools import groupby


                def batches_of(items, size):
                """,
            ),
            (
                "yield from iter(lambda: list(islice(source, size)), [])",
                "yield from iter(lambda: [item for item, _ in groupby(islice(source, size))], [])",
            ),
        ],
    ),
    Wrong(
        "batches_turned_round",
        believes="Takes items from the end of a full list",
        fails={"06.2.sizes": "turned-round", "06.2.lazy": "other-items"},
        edits=[
            (
                "yield from iter(lambda: list(islice(source, size)), [])",
                "yield from iter(lambda: list(islice(source, size))[::-1], [])",
            ),
        ],
    ),
    Wrong(
        "batches_takes_a_text_for_an_item",
        believes="Takes a text for one item",
        fails={"06.2.sizes": "text-whole"},
        edits=[
            (
                "with closing_source(iter(items)) as source:",
                "with closing_source(iter([items] if isinstance(items, str) else items)) as source:",
            )
        ],
    ),
    Wrong(
        "batches_of_size_or_less",
        believes="Makes batches of one less than `size`, as a `range` ends",
        fails={"06.2.sizes": "other-size", "06.2.lazy": "other-items", "06.2.held": "other-batches"},
        edits=[
            (
                "yield from iter(lambda: list(islice(source, size)), [])",
                "yield from iter(lambda: list(islice(source, max(1, size - 1))), [])",
            ),
        ],
    ),
    Wrong(
        "batches_counts_first",
        believes="Counts the items first, and has none left",
        fails={"06.2.sizes": "nothing", "06.2.lazy": "runaway", "06.2.held": "other-batches", "06.2.closed": "runaway"},
        edits=[
            (
                "yield from iter(lambda: list(islice(source, size)), [])",
                """
                count = sum(1 for _ in source)
                for _ in range(0, count, size):
                    if batch := list(islice(source, size)):
                        yield batch
                """,
            ),
        ],
    ),
    Wrong(
        "batches_forgets_last",
        believes="Yields full batches, and forgets the last",
        fails={"06.2.sizes": "rest-lost"},
        edits=[
            (
                "yield from iter(lambda: list(islice(source, size)), [])",
                """
                batch = []
                for item in source:
                    batch.append(item)
                    if len(batch) == size:
                        yield batch
                        batch = []
                """,
            )
        ],
    ),
    Wrong(
        "batches_one_only",
        believes="Yields one batch, and returns",
        fails={
            "06.2.sizes": "stops",
            "06.2.lazy": "stops",
            "06.2.held": "other-batches",
            "06.2.closed": "other-batches",
        },
        edits=[
            (
                "yield from iter(lambda: list(islice(source, size)), [])",
                """
                if batch := list(islice(source, size)):
                    yield batch
                """,
            ),
        ],
    ),
    Wrong(
        "batches_closes_first",
        believes="Closes the source where the first batch is made",
        fails={"06.2.sizes": "stops", "06.2.closed": "too-early"},
        edits=[
            (
                """
                with closing_source(iter(items)) as source:
                    yield from iter(lambda: list(islice(source, size)), [])
                """,
                """
                source = iter(items)
                while batch := list(islice(source, size)):
                    with closing_source(source):
                        yield batch
                        del batch
                """,
            ),
        ],
    ),
    Wrong(
        "batches_loses_one_between",
        believes="Takes the first item by itself, and then `size` more",
        fails={"06.2.sizes": "lost-between", "06.2.lazy": "ahead", "06.2.held": "other-batches"},
        edits=[
            (
                "yield from iter(lambda: list(islice(source, size)), [])",
                """
                for first in source:
                    batch = [first, *islice(source, size)]
                    yield batch[:size]
                """,
            ),
        ],
    ),
    Wrong(
        "batches_counts_from_the_beginning",
        believes="Asks `islice` for the place of each batch, though a source stands where it was left",
        fails={
            "06.2.sizes": "lost-between",
            "06.2.lazy": "other-items",
            "06.2.held": "other-batches",
        },
        edits=[
            (
                "yield from iter(lambda: list(islice(source, size)), [])",
                """
                start = 0
                while batch := list(islice(source, start, start + size)):
                    yield batch
                    del batch
                    start += size
                """,
            )
        ],
    ),
    Wrong(
        "batches_keeps_open_batches",
        believes="Keeps the batch at hand where all calls find it",
        fails={"06.2.sizes": "two-calls"},
        edits=[
            (
                "def batches_of(items, size):",
                """
                waiting = []


                def batches_of(items, size):
                """,
            ),
            (
                "yield from iter(lambda: list(islice(source, size)), [])",
                """
                waiting.clear()
                for item in source:
                    waiting.append(item)
                    if len(waiting) == size:
                        batch = list(waiting)
                        waiting.clear()
                        yield batch
                        del batch
                if waiting:
                    yield list(waiting)
                """,
            ),
        ],
    ),
    Wrong(
        "batches_slices_what_is_long",
        believes="Cuts slices where the items have a length",
        fails={"06.2.sizes": "raised"},
        edits=[
            (
                """
                with closing_source(iter(items)) as source:
                    yield from iter(lambda: list(islice(source, size)), [])
                """,
                """
                if hasattr(items, "__len__"):
                    yield from (list(items[start : start + size]) for start in range(0, len(items), size))
                    return
                with closing_source(iter(items)) as source:
                    yield from iter(lambda: list(islice(source, size)), [])
                """,
            ),
        ],
    ),
    Wrong(
        "batches_begins_at_the_call",
        believes="Makes the first batch before anybody asks for it",
        fails={"06.2.lazy": "too-early"},
        edits=[
            (
                """
                with closing_source(iter(items)) as source:
                    yield from iter(lambda: list(islice(source, size)), [])
                """,
                """
                source = iter(items)
                ready = [list(islice(source, size))]

                def rest():
                    with closing_source(source):
                        while ready[0]:
                            yield ready.pop()
                            ready.append(list(islice(source, size)))

                return rest()
                """,
            )
        ],
    ),
    Wrong(
        "batches_looks_ahead",
        believes="Yields a batch when the first item of the next one is there",
        fails={"06.2.lazy": "ahead"},
        edits=[
            (
                "yield from iter(lambda: list(islice(source, size)), [])",
                """
                batch = []
                for item in source:
                    if len(batch) == size:
                        yield batch
                        batch = []
                    batch.append(item)
                if batch:
                    yield batch
                """,
            )
        ],
    ),
    Wrong(
        "batches_reads_all",
        believes="Reads everything, then cuts",
        fails={"06.2.lazy": "runaway", "06.2.held": "everything", "06.2.closed": "runaway"},
        edits=[
            (
                "yield from iter(lambda: list(islice(source, size)), [])",
                """
                everything = list(source)
                for start in range(0, len(everything), size):
                    yield everything[start : start + size]
                """,
            )
        ],
    ),
    Wrong(
        "batches_keeps_the_last",
        believes="Has a name for the batch that it gave away",
        fails={"06.2.held": "two"},
        edits=[
            (
                "yield from iter(lambda: list(islice(source, size)), [])",
                """
                while batch := list(islice(source, size)):
                    yield batch
                """,
            )
        ],
    ),
    Wrong(
        "batches_call_themselves",
        believes="Gives the first batch, and leaves the rest to a call of itself",
        fails={"06.2.held": "raised"},
        edits=[
            (
                "yield from iter(lambda: list(islice(source, size)), [])",
                """
                if batch := list(islice(source, size)):
                    yield batch
                    del batch
                    yield from batches_of(source, size)
                """,
            )
        ],
    ),
    Wrong(
        "batches_never_closes",
        believes="Leaves the closing to others",
        fails={"06.2.closed": "never"},
        edits=[
            (
                """
                with closing_source(iter(items)) as source:
                    yield from iter(lambda: list(islice(source, size)), [])
                """,
                """
                source = iter(items)
                yield from iter(lambda: list(islice(source, size)), [])
                """,
            )
        ],
    ),
    Wrong(
        "batches_closes_at_the_end",
        believes="Closes the source after the last batch",
        fails={"06.2.closed": "early-exit"},
        edits=[
            (
                """
                with closing_source(iter(items)) as source:
                    yield from iter(lambda: list(islice(source, size)), [])
                """,
                """
                source = iter(items)
                yield from iter(lambda: list(islice(source, size)), [])
                with closing_source(source):
                    pass
                """,
            )
        ],
    ),
    Wrong(
        "batches_closes_when_left",
        believes="Closes the source for those who leave, and for nobody else",
        fails={"06.2.closed": "open-at-the-end"},
        edits=[
            (
                """
                with closing_source(iter(items)) as source:
                    yield from iter(lambda: list(islice(source, size)), [])
                """,
                """
                source = iter(items)
                try:
                    yield from iter(lambda: list(islice(source, size)), [])
                except GeneratorExit:
                    with closing_source(source):
                        raise
                """,
            ),
        ],
    ),
    Wrong(
        "batches_forgets_failures",
        believes="Closes at the end and when it is left, but not when the source fails",
        fails={"06.2.closed": "failure"},
        edits=[
            (
                """
                with closing_source(iter(items)) as source:
                    yield from iter(lambda: list(islice(source, size)), [])
                """,
                """
                source = iter(items)
                try:
                    yield from iter(lambda: list(islice(source, size)), [])
                except GeneratorExit:
                    source.close()
                    raise
                with closing_source(source):
                    pass
                """,
            )
        ],
    ),
    Wrong(
        "batches_closed_after_exceptions",
        believes="Closes after every Exception, and forgets that there are other errors",
        fails={"06.2.closed": "failure"},
        edits=[
            (
                """
                with closing_source(iter(items)) as source:
                    yield from iter(lambda: list(islice(source, size)), [])
                """,
                """
                source = iter(items)
                try:
                    yield from iter(lambda: list(islice(source, size)), [])
                except (Exception, GeneratorExit):
                    with closing_source(source):
                        raise
                with closing_source(source):
                    pass
                """,
            ),
        ],
    ),
    Wrong(
        "batches_ends_with_failures",
        believes="Takes an error of the source for its end",
        fails={"06.2.closed": "swallowed"},
        edits=[
            (
                "yield from iter(lambda: list(islice(source, size)), [])",
                """
                try:
                    yield from iter(lambda: list(islice(source, size)), [])
                except OSError:
                    return
                """,
            ),
        ],
    ),
    Wrong(
        "batches_end_with_key_errors",
        believes="Takes an error of one kind for the end",
        fails={"06.2.closed": "swallowed"},
        edits=[
            (
                """
                with closing_source(iter(items)) as source:
                    yield from iter(lambda: list(islice(source, size)), [])
                """,
                """
                with closing_source(iter(items)) as source:
                    while True:
                        batch = []
                        try:
                            for item in islice(source, size):
                                batch.append(item)
                                del item
                        except LookupError:
                            pass
                        if not batch:
                            return
                        yield batch
                        del batch
                """,
            ),
        ],
    ),
    Wrong(
        "batches_swallow_interrupts",
        believes="Takes Ctrl-C for the end",
        fails={"06.2.closed": "swallowed"},
        edits=[
            (
                """
                with closing_source(iter(items)) as source:
                    yield from iter(lambda: list(islice(source, size)), [])
                """,
                """
                with closing_source(iter(items)) as source:
                    while True:
                        batch = []
                        try:
                            for item in islice(source, size):
                                batch.append(item)
                                del item
                        except KeyboardInterrupt:
                            pass
                        if not batch:
                            return
                        yield batch
                        del batch
                """,
            ),
        ],
    ),
    Wrong(
        "batches_leaves_items_behind",
        believes="Gathers a batch in a default argument, which is empty again when the batch is full",
        fails={"06.2.closed": "left-over"},
        edits=[
            (
                "def batches_of(items, size):",
                "def batches_of(items, size, gathered=deque()):",
            ),
            (
                """
                with closing_source(iter(items)) as source:
                    yield from iter(lambda: list(islice(source, size)), [])
                """,
                """
                def batch():
                    found = list(gathered)
                    gathered.clear()
                    return found

                with closing_source(iter(items)) as source:
                    for item in source:
                        gathered.append(item)
                        if len(gathered) == size:
                            del item
                            yield batch()
                    if gathered:
                        yield batch()
                """,
            ),
        ],
    ),
    Wrong(
        "batches_closes_files",
        believes="Closes whatever has a `close`",
        fails={"06.2.closed": "file"},
        edits=[
            (
                """
                with closing_source(iter(items)) as source:
                    yield from iter(lambda: list(islice(source, size)), [])
                """,
                """
                source = iter(items)
                try:
                    yield from iter(lambda: list(islice(source, size)), [])
                finally:
                    getattr(source, "close", int)()
                """,
            )
        ],
    ),
    Wrong(
        "batches_closes_items",
        believes="Closes what was given, which need not be what is read",
        fails={"06.2.closed": "no-iterator"},
        edits=[
            (
                "with closing_source(iter(items)) as source:",
                """
                with closing_source(items):
                    source = iter(items)
                """,
            ),
        ],
    ),
]
