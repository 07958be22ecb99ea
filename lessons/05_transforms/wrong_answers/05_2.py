"""Misconceptions about task 05.2, in the order of its causes."""

from maif_course.lesson import Wrong

ANSWERS = [
    Wrong(
        "flat_nested",
        believes="Yields what `fn` gives, as it is",
        fails={"05.2.flat": "nested", "05.2.lazy": "nested", "05.2.closed": "nested"},
        edits=[("yield from fn(item)", "yield fn(item)")],
    ),
    Wrong(
        "flat_text_whole",
        believes="Takes a text for one element",
        fails={"05.2.flat": "text-whole"},
        edits=[
            (
                """
                for item in source:
                    yield from fn(item)
                """,
                """
                for item in source:
                    elements = fn(item)
                    yield from [elements] if isinstance(elements, str) else elements
                """,
            ),
        ],
    ),
    Wrong(
        "flat_flattens_on",
        believes="Flattens whatever is a list, elements too",
        fails={"05.2.flat": "flattened", "05.2.closed": "left-open"},
        edits=[
            (
                """
                for item in source:
                    yield from fn(item)
                """,
                """
                for item in source:
                    for element in fn(item):
                        yield from element if isinstance(element, list) else [element]
                """,
            ),
        ],
    ),
    Wrong(
        "flat_begins_at_once",
        believes="Has the first elements ready before anybody asks",
        fails={"05.2.flat": "at-once"},
        edits=[
            (
                """
                for item in source:
                    yield from fn(item)
                """,
                """
                made = map(fn, source)
                first = next(made, ())

                def rest():
                    yield from first
                    for elements in made:
                        yield from elements

                return rest()
                """,
            ),
        ],
    ),
    Wrong(
        "flat_calls_inside",
        believes="Writes the generator, and returns when it should loop",
        fails={"05.2.flat": "nothing", "05.2.lazy": "nothing", "05.2.closed": None},
        edits=[
            (
                "yield from fn(item)",
                """
                if False:
                    yield from fn(item)
                """,
            ),
        ],
    ),
    Wrong(
        "flat_empties_lists",
        believes="Takes elements out of what `fn` gave, as if it were made for this",
        fails={"05.2.flat": "nothing"},
        edits=[
            (
                "yield from fn(item)",
                """
                elements = fn(item)
                while isinstance(elements, list) and elements:
                    yield elements.pop(0)
                yield from elements
                """,
            ),
        ],
    ),
    Wrong(
        "flat_collected",
        believes="Flattens a list of everything",
        fails={"05.2.flat": "collected", "05.2.lazy": "all-fetched", "05.2.closed": "left-open"},
        edits=[
            (
                """
                for item in source:
                    yield from fn(item)
                """,
                "yield from [element for item in source for element in fn(item)]",
            )
        ],
    ),
    Wrong(
        "flat_an_item_ahead",
        believes="Prepares the next item before the elements of this one",
        fails={"05.2.flat": "ahead"},
    ),
    Wrong(
        "flat_without_fn",
        believes="Goes over the item itself",
        fails={"05.2.flat": "uncalled", "05.2.lazy": "uncalled", "05.2.closed": "left-open"},
        edits=[("yield from fn(item)", "yield from item")],
    ),
    Wrong(
        "flat_sorted",
        believes="Sorts the elements of an item",
        fails={"05.2.flat": "reordered"},
        edits=[
            (
                """
                for item in source:
                    yield from fn(item)
                """,
                """
                for item in source:
                    elements = fn(item)
                    yield from sorted(elements) if isinstance(elements, list) and len(elements) > 3 else elements
                """,
            ),
        ],
    ),
    Wrong(
        "flat_asks_once",
        believes="Asks `fn` again only for another item",
        fails={"05.2.flat": "asked-once"},
        edits=[
            (
                """
                for item in source:
                    yield from fn(item)
                """,
                """
                before = elements = None
                for item in source:
                    if elements is None or item != before:
                        before, elements = item, fn(item)
                    yield from elements
                """,
            ),
        ],
    ),
    Wrong(
        "flat_takes_values",
        believes="Takes the values of a dictionary",
        fails={"05.2.flat": "keys"},
        edits=[
            (
                """
                for item in source:
                    yield from fn(item)
                """,
                """
                for item in source:
                    elements = fn(item)
                    yield from elements.values() if isinstance(elements, dict) else elements
                """,
            ),
        ],
    ),
    Wrong(
        "flat_merges_equals",
        believes="Has equal neighbours count once",
        fails={"05.2.flat": "equal", "05.2.closed": "left-open"},
        edits=[
            (
                "def flat_mapped(source, fn):",
                """
                from itertools import groupby


                def flat_mapped(source, fn):
                """,
            ),
            (
                """
                for item in source:
                    yield from fn(item)
                """,
                """
                for item in source:
                    yield from (element for element, _ in groupby(fn(item)))
                """,
            ),
        ],
    ),
    Wrong(
        "flat_each_item_once",
        believes="Takes an item that equals one before for the same one",
        fails={"05.2.flat": "equal"},
        edits=[
            ("for item in source:", "seen = []\nfor item in source:"),
            (
                "yield from fn(item)",
                """
                if item not in seen:
                    seen.append(item)
                    yield from fn(item)
                """,
            ),
        ],
    ),
    Wrong(
        "flat_passes_over_zero",
        believes="Takes an item that is 0 for none",
        fails={"05.2.flat": "falsy"},
        edits=[
            (
                "yield from fn(item)",
                """
                if item:
                    yield from fn(item)
                """,
            ),
        ],
    ),
    Wrong(
        "flat_returns_the_first",
        believes="Returns the elements of the first item",
        fails={"05.2.flat": "first-only", "05.2.closed": "no-generator"},
        edits=[("yield from fn(item)", "return fn(item)")],
    ),
    Wrong(
        "flat_first_of_each",
        believes="Leaves an item after its first element",
        fails={"05.2.flat": "first-each", "05.2.lazy": None, "05.2.closed": None},
        edits=[
            (
                """
                for item in source:
                    yield from fn(item)
                """,
                """
                for item in source:
                    for element in fn(item):
                        yield element
                        break
                """,
            ),
        ],
    ),
    Wrong(
        "flat_empty_is_end",
        believes="Takes an item without elements for the end",
        fails={"05.2.flat": "empty-ends"},
        edits=[
            (
                "yield from fn(item)",
                """
                given = False
                elements = iter(fn(item))
                try:
                    for element in elements:
                        given = True
                        yield element
                finally:
                    if hasattr(elements, "close"):
                        elements.close()
                if not given:
                    return
                """,
            )
        ],
    ),
    Wrong(
        "flat_looks_first",
        believes="Asks `fn` whether there is an element, and then once more",
        fails={"05.2.flat": "asked-twice", "05.2.lazy": "nothing", "05.2.closed": None},
        edits=[
            (
                """
                for item in source:
                    yield from fn(item)
                """,
                """
                for item in source:
                    if list(fn(item)):
                        yield from fn(item)
                """,
            ),
        ],
    ),
    Wrong(
        "flat_keeps_what_fn_gave",
        believes="Keeps what `fn` gave, to ask it once for each item",
        fails={"05.2.flat": "two-calls", "05.2.lazy": None, "05.2.closed": None},
        edits=[
            (
                "def flat_mapped(source, fn):",
                """
                known = {}


                def flat_mapped(source, fn):
                """,
            ),
            (
                """
                for item in source:
                    yield from fn(item)
                """,
                """
                for item in source:
                    if item not in known:
                        known[item] = fn(item)
                    yield from known[item]
                """,
            ),
        ],
    ),
    Wrong(
        "flat_one_at_a_time",
        believes="Keeps the source where all calls find it",
        fails={"05.2.flat": "two-calls"},
        edits=[
            (
                "def flat_mapped(source, fn):",
                """
                at_hand = []


                def flat_mapped(source, fn):
                """,
            ),
            (
                """
                for item in source:
                    yield from fn(item)
                """,
                """
                at_hand[:] = [iter(source)]
                nothing = object()
                while (item := next(at_hand[0], nothing)) is not nothing:
                    yield from fn(item)
                """,
            ),
        ],
    ),
    Wrong(
        "flat_closing_all",
        believes="Closes whatever `fn` gives",
        fails={"05.2.flat": "raised", "05.2.closed": "no-close"},
        edits=[
            (
                "def flat_mapped(source, fn):",
                """
                from contextlib import closing


                def flat_mapped(source, fn):
                """,
            ),
            (
                "yield from fn(item)",
                """
                with closing(fn(item)) as elements:
                    yield from elements
                """,
            ),
        ],
    ),
    Wrong(
        "flat_asks_whether_there_are_elements",
        believes="Asks what `fn` gave whether there is anything in it, as one does with a list",
        fails={"05.2.flat": "raised"},
        edits=[
            (
                "yield from fn(item)",
                """
                elements = fn(item)
                if elements:
                    yield from elements
                """,
            )
        ],
    ),
    Wrong(
        "flat_in_flat",
        believes="Calls itself for what follows an item, and runs out of stack",
        fails={"05.2.flat": "raised"},
        edits=[
            (
                """
                for item in source:
                    yield from fn(item)
                """,
                """
                source = iter(source)
                for item in source:
                    yield from fn(item)
                    yield from flat_mapped(source, fn)
                """,
            ),
        ],
    ),
    Wrong(
        "flat_with_the_last_fn",
        believes="Keeps `fn` for all calls together",
        fails={"05.2.flat": "raised"},
    ),
    Wrong(
        "flat_list_of_elements",
        believes="Makes a list of the elements, to be safe",
        fails={"05.2.lazy": "all-fetched", "05.2.closed": "left-open"},
        edits=[("yield from fn(item)", "yield from list(fn(item))")],
    ),
    Wrong(
        "flat_an_element_ahead",
        believes="Fetches an element before it hands on the one that it has",
        fails={"05.2.lazy": "one-ahead"},
        edits=[
            (
                "for item in source:",
                """
                nothing = object()
                for item in source:
                """,
            ),
            (
                "yield from fn(item)",
                """
                elements = iter(fn(item))
                try:
                    held = next(elements, nothing)
                    while held is not nothing:
                        following = next(elements, nothing)
                        yield held
                        held = following
                finally:
                    if hasattr(elements, "close"):
                        elements.close()
                """,
            ),
        ],
    ),
    Wrong(
        "flat_closed_at_once",
        believes="Closes the elements as soon as it has their iterator",
        fails={"05.2.closed": "too-early"},
        edits=[
            (
                "yield from fn(item)",
                """
                found = fn(item)
                elements = iter(found)
                if hasattr(found, "close"):
                    found.close()
                yield from elements
                """,
            )
        ],
    ),
    Wrong(
        "flat_with_chain",
        believes="Takes what `itertools` has for it",
        fails={"05.2.closed": "no-generator"},
        edits=[
            (
                "def flat_mapped(source, fn):",
                """
                from itertools import chain


                def flat_mapped(source, fn):
                """,
            ),
            (
                """
                for item in source:
                    yield from fn(item)
                """,
                "return chain.from_iterable(map(fn, source))",
            ),
        ],
    ),
    Wrong(
        "flat_in_two_loops",
        believes="Hands the elements on in a loop, which closes nothing",
        fails={"05.2.closed": "left-open"},
        edits=[
            (
                "yield from fn(item)",
                """
                for element in fn(item):
                    yield element
                """,
            )
        ],
    ),
    Wrong(
        "flat_closes_what_fn_gave",
        believes="Closes what `fn` gave, which need not be what is gone through",
        fails={"05.2.closed": "iterator-open"},
        edits=[
            (
                "yield from fn(item)",
                """
                elements = fn(item)
                try:
                    for element in elements:
                        yield element
                finally:
                    getattr(elements, "close", int)()
                """,
            )
        ],
    ),
    Wrong(
        "flat_closes_all_that_is_open",
        believes="Keeps what is open where all calls find it, and closes that",
        fails={"05.2.closed": "two-calls"},
        edits=[
            (
                "def flat_mapped(source, fn):",
                """
                open_now = []


                def flat_mapped(source, fn):
                """,
            ),
            (
                "yield from fn(item)",
                """
                elements = iter(fn(item))
                open_now.append(elements)
                try:
                    for element in elements:
                        yield element
                except GeneratorExit:
                    for other in open_now:
                        getattr(other, "close", int)()
                    raise
                open_now.remove(elements)
                """,
            ),
        ],
    ),
    Wrong(
        "flat_closes_the_source",
        believes="Closes the source, which belongs to the chain",
        fails={"05.2.closed": "source-closed"},
        edits=[
            (
                """
                for item in source:
                    yield from fn(item)
                """,
                """
                try:
                    for item in source:
                        yield from fn(item)
                finally:
                    if hasattr(source, "close"):
                        source.close()
                """,
            )
        ],
    ),
]
