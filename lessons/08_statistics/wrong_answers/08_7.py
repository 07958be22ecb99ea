"""Misconceptions about task 08.7, in the order of its causes."""

from maif_course.lesson import Wrong

ANSWERS = [
    Wrong(
        "frequent_goes_on",
        believes="Takes a default value for a new one each time",
        fails={"08.7.promises": "two-calls"},
        edits=[("def frequent(items, k):", "def frequent(items, k, counters={}):"), ("counters = {}", "")],
    ),
    Wrong(
        "frequent_leaves_out_falsy_items",
        believes="Takes an item that is None, 0 or empty for none",
        fails={"08.7.promises": "falsy"},
        edits=[("for item in items:", "for item in filter(None, items):")],
    ),
    Wrong(
        "frequent_counts_all_returns_all",
        believes="Leaves the dictionary as it is",
        fails={"08.7.promises": "too-many", "08.7.held": "grows"},
        edits=[("if not count and len(counters) >= k:", "if len(counters) < 0:")],
    ),
    Wrong(
        "frequent_counts_down",
        believes="Lowers every counter for an item that has none, and frees those at zero",
        fails={"08.7.promises": "too-low"},
        edits=[
            (
                """
                    count, error = counters.pop(item, (0, 0))
                    if not count and len(counters) >= k:
                        smallest = min(counters, key=counters.get)
                        count, _ = counters.pop(smallest)
                        error = count
                    counters[item] = (count + 1, error)
                return counters
                """,
                """
                    if item in counters or len(counters) < k:
                        counters[item] = counters.get(item, 0) + 1
                    else:
                        counters = {other: count - 1 for other, count in counters.items() if count > 1}
                return {item: (count, 0) for item, count in counters.items()}
                """,
            )
        ],
    ),
    Wrong(
        "frequent_starts_at_one",
        believes="Gives a newcomer a fresh count",
        fails={"08.7.promises": "too-low"},
        edits=[("counters[item] = (count + 1, error)", "counters[item] = (1 if error else count + 1, 0)")],
    ),
    Wrong(
        "frequent_without_error",
        believes="Counts on, and says nothing of it",
        fails={"08.7.promises": "error-too-small"},
        edits=[("error = count", "error = 0")],
    ),
    Wrong(
        "frequent_in_small_letters",
        believes="Takes large letters for small ones",
        fails={"08.7.promises": "error-too-small"},
        edits=[
            (
                "count, error = counters.pop(item, (0, 0))",
                """
                item = item.lower() if isinstance(item, str) else item
                count, error = counters.pop(item, (0, 0))
                """,
            ),
        ],
    ),
    Wrong(
        "frequent_takes_the_newest_counter",
        believes="Takes over the counter that was used last",
        fails={"08.7.promises": "error-too-large"},
        edits=[("smallest = min(counters, key=counters.get)", "smallest = list(counters)[-1]")],
    ),
    Wrong(
        "frequent_adds_errors",
        believes="Adds the error of the counter to the count that it takes over",
        fails={"08.7.promises": "error-too-large"},
        edits=[
            (
                """
                count, _ = counters.pop(smallest)
                error = count
                """,
                """
                count, error = counters.pop(smallest)
                error += count
                """,
            )
        ],
    ),
    Wrong(
        "frequent_oldest",
        believes="Takes over the counter that has waited longest",
        fails={"08.7.promises": "error-too-large"},
        edits=[("smallest = min(counters, key=counters.get)", "smallest = next(iter(counters))")],
    ),
    Wrong(
        "frequent_takes_the_largest",
        believes="Takes over the largest count",
        fails={"08.7.promises": "error-too-large"},
        edits=[("smallest = min(counters, key=counters.get)", "smallest = max(counters, key=counters.get)")],
    ),
    Wrong(
        "frequent_takes_another_for_none",
        believes="Takes a counter of None for no counter",
        fails={"08.7.promises": "error-too-large"},
        edits=[
            (
                "smallest = min(counters, key=counters.get)",
                """
                smallest = min(counters, key=counters.get)
                smallest = next(iter(counters)) if smallest is None else smallest
                """,
            ),
        ],
    ),
    Wrong(
        "frequent_first_come",
        believes="Turns away whoever comes when all counters are taken",
        fails={"08.7.promises": "missed"},
        edits=[
            (
                """
                smallest = min(counters, key=counters.get)
                count, _ = counters.pop(smallest)
                error = count
                """,
                "continue",
            )
        ],
    ),
    Wrong(
        "frequent_keeps_it_to_itself",
        believes="Counts, and gives nothing back",
        fails={"08.7.promises": "missed", "08.7.held": "nothing"},
        edits=[("return counters", "return {}")],
    ),
    Wrong(
        "frequent_has_five_counters",
        believes="Believes that five counters are enough",
        fails={"08.7.promises": "free-error"},
        edits=[
            (
                "if not count and len(counters) >= k:",
                "if not count and len(counters) >= min(k, 5):",
            ),
        ],
    ),
    Wrong(
        "frequent_first_is_an_error",
        believes="Counts the first time that an item comes as an error",
        fails={"08.7.promises": "free-error"},
        edits=[
            ("count, error = counters.pop(item, (0, 0))", "count, error = counters.pop(item, (0, 1))"),
        ],
    ),
    Wrong(
        "frequent_counts_itself_as_error",
        believes="Counts the item that takes a counter over among its errors",
        fails={"08.7.promises": "error-off"},
        edits=[("error = count", "error = count + 1")],
    ),
    Wrong(
        "frequent_orders_ties",
        believes="Asks which of two items comes first",
        fails={"08.7.promises": "raised"},
        edits=[
            (
                "smallest = min(counters, key=counters.get)",
                "smallest = min(counters, key=lambda item: (counters[item][0], item))",
            )
        ],
    ),
    Wrong(
        "frequent_counts_all",
        believes="Counts everything, and returns the k most frequent",
        fails={"08.7.held": "grows"},
        edits=[
            (
                """
                    count, error = counters.pop(item, (0, 0))
                    if not count and len(counters) >= k:
                        smallest = min(counters, key=counters.get)
                        count, _ = counters.pop(smallest)
                        error = count
                    counters[item] = (count + 1, error)
                return counters
                """,
                """
                    counters[item] = counters.get(item, 0) + 1
                return {item: (counters[item], 0) for item in sorted(counters, key=counters.get, reverse=True)[:k]}
                """,
            )
        ],
    ),
    Wrong(
        "frequent_remembers_the_forgotten",
        believes="Keeps the last ones that lost their counters, in case that they come back",
        fails={"08.7.held": "several"},
        edits=[
            ("counters = {}", "counters, forgotten = {}, []"),
            ("error = count", "error, forgotten = count, [*forgotten, smallest][-15:]"),
        ],
    ),
]
