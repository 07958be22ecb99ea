"""Misconceptions about task 01.5, in the order of its causes."""

from maif_course.lesson import Wrong

ANSWERS = [
    Wrong(
        "merged_pulls_early",
        believes="Looks at the first items before anybody asks",
        fails={"01.5.merge": "pulled-early", "01.5.closed": "open-on-error"},
    ),
    Wrong(
        "merged_chains",
        believes="Gives one source after the other",
        fails={"01.5.merge": "one-after-another", "01.5.closed": None},
        edits=[
            (
                """
                try:
                    heads = {}
                    for number, source in enumerate(sources):
                        for item in source:
                            heads[number] = item
                            break
                    while heads:
                        number = min(heads, key=heads.get)
                        yield heads.pop(number)
                        for item in sources[number]:
                            heads = {n: heads.get(n, item) for n in sorted([*heads, number])}
                            break
                finally:
                    for source in sources:
                        source.close()
                """,
                """
                try:
                    for source in sources:
                        yield from source
                finally:
                    for source in sources:
                        source.close()
                """,
            ),
        ],
    ),
    Wrong(
        "merged_later_first",
        believes="Lets the last of equal items win",
        fails={"01.5.merge": "equal"},
        edits=[
            ("number = min(heads, key=heads.get)", "number = min(reversed(heads), key=heads.get)"),
        ],
    ),
    Wrong(
        "merged_puts_at_the_end",
        believes="Puts the source that has given to the end of the row",
        fails={"01.5.merge": "equal"},
        edits=[
            ("heads = {n: heads.get(n, item) for n in sorted([*heads, number])}", "heads[number] = item"),
        ],
    ),
    Wrong(
        "merged_replaces",
        believes="Gives an item for every one that is equal to it",
        fails={"01.5.merge": "replaced"},
    ),
    Wrong(
        "merged_ends_at_zero",
        believes="Takes a falsy item for the end",
        fails={"01.5.merge": "falsy-lost"},
        edits=[
            (
                """
                for item in sources[number]:
                    heads = {n: heads.get(n, item) for n in sorted([*heads, number])}
                    break
                """,
                """
                if item := next(sources[number], None):
                    heads = {n: heads.get(n, item) for n in sorted([*heads, number])}
                """,
            ),
        ],
    ),
    Wrong(
        "merged_gives_equal_ones_once",
        believes="Passes over what has been given already",
        fails={"01.5.merge": "equal-once"},
        edits=[
            ("heads = {}", "heads, given = {}, []"),
            (
                "yield heads.pop(number)",
                """
                if given != [heads[number]]:
                    given = [heads[number]]
                    yield heads[number]
                del heads[number]
                """,
            ),
        ],
    ),
    Wrong(
        "merged_sorts",
        believes="Reads everything, and sorts it",
        fails={"01.5.merge": "all-read"},
        edits=[
            (
                """
                try:
                    heads = {}
                    for number, source in enumerate(sources):
                        for item in source:
                            heads[number] = item
                            break
                    while heads:
                        number = min(heads, key=heads.get)
                        yield heads.pop(number)
                        for item in sources[number]:
                            heads = {n: heads.get(n, item) for n in sorted([*heads, number])}
                            break
                finally:
                    for source in sources:
                        source.close()
                """,
                """
                try:
                    yield from sorted(item for source in sources for item in source)
                finally:
                    for source in sources:
                        source.close()
                """,
            ),
        ],
    ),
    Wrong(
        "merged_looks_ahead",
        believes="Gets the next item before it gives this one",
        fails={"01.5.merge": "ahead"},
        edits=[
            (
                """
                yield heads.pop(number)
                for item in sources[number]:
                    heads = {n: heads.get(n, item) for n in sorted([*heads, number])}
                    break
                """,
                """
                given = heads.pop(number)
                for item in sources[number]:
                    heads = {n: heads.get(n, item) for n in sorted([*heads, number])}
                    break
                yield given
                """,
            ),
        ],
    ),
    Wrong(
        "merged_first_items",
        believes="Gives the first item of each source",
        fails={"01.5.merge": "first-only", "01.5.closed": None},
        edits=[
            (
                """
                yield heads.pop(number)
                for item in sources[number]:
                    heads = {n: heads.get(n, item) for n in sorted([*heads, number])}
                    break
                """,
                "yield heads.pop(number)",
            ),
        ],
    ),
    Wrong(
        "merged_ends_with_one",
        believes="Ends where the first source ends",
        fails={"01.5.merge": "first-end", "01.5.closed": None},
        edits=[
            (
                """
                for item in sources[number]:
                    heads = {n: heads.get(n, item) for n in sorted([*heads, number])}
                    break
                """,
                """
                for item in sources[number]:
                    heads = {n: heads.get(n, item) for n in sorted([*heads, number])}
                    break
                else:
                    return
                """,
            ),
        ],
    ),
    Wrong(
        "merged_sorts_first_items",
        believes="Sorts the first items, and takes the next as they come",
        fails={"01.5.merge": "not-ascending"},
    ),
    Wrong(
        "merged_knows_sources_by_text",
        believes="Orders equal items by the number of their source, as text: 10 before 9",
        fails={"01.5.merge": "two-hundred"},
        edits=[
            (
                "heads = {n: heads.get(n, item) for n in sorted([*heads, number])}",
                "heads = {n: heads.get(n, item) for n in sorted([*heads, number], key=str)}",
            ),
        ],
    ),
    Wrong(
        "merged_ends_at_infinity",
        believes="Every item is a number, and infinity is more than any",
        fails={"01.5.merge": "raised"},
        edits=[
            (
                """
                    heads = {}
                    for number, source in enumerate(sources):
                        for item in source:
                            heads[number] = item
                            break
                    while heads:
                        number = min(heads, key=heads.get)
                        yield heads.pop(number)
                        for item in sources[number]:
                            heads = {n: heads.get(n, item) for n in sorted([*heads, number])}
                            break
                """,
                """
                    end = float("inf")
                    heads = [next(source, end) for source in sources]
                    while heads and min(heads) < end:
                        number = heads.index(min(heads))
                        yield heads[number]
                        heads[number] = next(sources[number], end)
                """,
            ),
        ],
    ),
    Wrong(
        "merged_by_heapq",
        believes="Leaves the sources to `heapq.merge`, which closes none",
        fails={"01.5.closed": "left-open"},
    ),
    Wrong(
        "merged_closes_at_the_end",
        believes="Closes when all items have come",
        fails={"01.5.closed": "left-open"},
        edits=[
            (
                """
                try:
                    heads = {}
                """,
                """
                if True:
                    heads = {}
                """,
            ),
            (
                """
                finally:
                    for source in sources:
                        source.close()
                """,
                """
                for source in sources:
                    source.close()
                """,
            ),
        ],
    ),
    Wrong(
        "merged_closes_when_left",
        believes="Closes when the reader leaves, and at the end",
        fails={"01.5.closed": "open-on-error"},
        edits=[
            (
                """
                finally:
                    for source in sources:
                        source.close()
                """,
                """
                    for source in sources:
                        source.close()
                except GeneratorExit:
                    for source in sources:
                        source.close()
                    raise
                """,
            ),
        ],
    ),
    Wrong(
        "merged_closes_what_is_left",
        believes="A source that has nothing in hand needs no closing",
        fails={"01.5.closed": "open-on-error"},
        edits=[
            (
                """
                for source in sources:
                    source.close()
                """,
                """
                for number in heads:
                    sources[number].close()
                """,
            ),
            ("yield heads.pop(number)", "yield heads[number]\ndel heads[number]"),
        ],
    ),
    Wrong(
        "merged_begins_unguarded",
        believes="Guards what comes after the first pulls",
        fails={"01.5.closed": "open-on-error"},
    ),
    Wrong(
        "merged_swallows",
        believes="Ends where a source fails",
        fails={"01.5.closed": "swallowed"},
        edits=[
            (
                """
                finally:
                    for source in sources:
                        source.close()
                """,
                """
                except OSError:
                    pass
                finally:
                    for source in sources:
                        source.close()
                """,
            ),
        ],
    ),
    Wrong(
        "merged_takes_an_error_for_an_end",
        believes="Goes on where a source cannot be read",
        fails={"01.5.closed": "swallowed"},
        edits=[
            (
                """
                for item in sources[number]:
                    heads = {n: heads.get(n, item) for n in sorted([*heads, number])}
                    break
                """,
                """
                try:
                    for item in sources[number]:
                        heads = {n: heads.get(n, item) for n in sorted([*heads, number])}
                        break
                except ValueError:
                    pass
                """,
            ),
        ],
    ),
    Wrong(
        "merged_closes_when_left_or_failed",
        believes="Closes where something went wrong",
        fails={"01.5.closed": "open-at-the-end"},
        edits=[
            (
                """
                finally:
                    for source in sources:
                        source.close()
                """,
                """
                except BaseException:
                    for source in sources:
                        source.close()
                    raise
                """,
            ),
        ],
    ),
]
