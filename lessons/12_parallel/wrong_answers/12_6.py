"""Misconceptions about task 12.6, in the order of its causes."""

from maif_course.lesson import Wrong

ANSWERS = [
    Wrong(
        "keyed_in_shared_lines",
        believes="Keeps the lines of all uses in one place",
        fails={"12.6.order": "shared"},
    ),
    Wrong(
        "keyed_needs_a_true_key",
        believes="Takes a key that counts as false for none",
        fails={"12.6.order": "falsy", "12.6.looks": None},
        edits=[
            (
                "for kind, key, call in events:",
                """
                for kind, key, call in events:
                    if not key:
                        continue
                """,
            ),
        ],
    ),
    Wrong(
        "keyed_needs_a_true_call",
        believes="Lets out what is true",
        fails={"12.6.order": "falsy", "12.6.held": "wrong", "12.6.looks": "wrong"},
        edits=[
            (
                "yield line.popleft()",
                """
                call = line.popleft()
                if call:
                    yield call
                """,
            ),
        ],
    ),
    Wrong(
        "keyed_in_one_dict",
        believes="Keeps keys and calls in one dict",
        fails={"12.6.order": "mixed", "12.6.looks": None},
    ),
    Wrong(
        "keyed_waits_for_ends",
        believes="Does not write down what has ended",
        fails={"12.6.order": "nothing", "12.6.held": "wrong", "12.6.looks": "wrong"},
        edits=[
            ("ended.add(call)", ""),
        ],
    ),
    Wrong(
        "keyed_reads_all",
        believes="Reads all events first",
        fails={"12.6.order": "all-read", "12.6.held": None},
        edits=[
            ("for kind, key, call in events:", "for kind, key, call in list(events):"),
        ],
    ),
    Wrong(
        "keyed_flushes",
        believes="Gives away at the end what waits",
        fails={"12.6.order": "never-ended"},
    ),
    Wrong(
        "keyed_as_one",
        believes="Knows one line for all keys",
        fails={"12.6.order": "other-keys-wait"},
        edits=[
            ("lines.setdefault(key, deque()).append(call)", 'lines.setdefault("all", deque()).append(call)'),
            ("line = lines[key]", 'line = lines["all"]'),
            (
                """
                if not line:
                    del lines[key]
                """,
                """
                if not line:
                    del lines["all"]
                """,
            ),
        ],
    ),
    Wrong(
        "keyed_as_completed",
        believes="Gives a call out when it ends",
        fails={"12.6.order": "overtaken"},
    ),
    Wrong(
        "keyed_needs_a_true_key_to_wait",
        believes="Lets the calls of a key that counts as false out when they end",
        fails={"12.6.order": "overtaken"},
        edits=[
            (
                "ended.add(call)",
                """
                if not key:
                    yield call
                    continue
                ended.add(call)
                """,
            ),
        ],
    ),
    Wrong(
        "keyed_one_an_end",
        believes="Gives out one call for each end",
        fails={"12.6.order": "one-an-event", "12.6.looks": None},
        edits=[
            ("while line and line[0] in ended:", "if line[0] in ended:"),
        ],
    ),
    Wrong(
        "keyed_sorted",
        believes="Sorts what one event frees",
        fails={"12.6.order": "order"},
    ),
    Wrong(
        "keyed_newest_first",
        believes="Takes a line from behind",
        fails={"12.6.order": "order"},
    ),
    Wrong(
        "keyed_an_event_late",
        believes="Reads the next event before it gives out what is free",
        fails={"12.6.order": "late"},
    ),
    Wrong(
        "keyed_by_identity",
        believes="Looks for the key itself, and not for one that is equal",
        fails={"12.6.order": "raised", "12.6.looks": None},
        edits=[
            ("line = lines[key]", "line = next(line for other, line in lines.items() if other is key)"),
        ],
    ),
    Wrong(
        "keyed_keeps_lines",
        believes="Keeps a line for each key that it has seen",
        fails={"12.6.held": "keys-kept"},
        edits=[
            (
                """
                if not line:
                    del lines[key]
                """,
                "",
            ),
        ],
    ),
    Wrong(
        "keyed_keeps_ended",
        believes="Remembers all that have ended",
        fails={"12.6.held": "calls-kept"},
        edits=[
            ("ended.remove(line[0])", ""),
        ],
    ),
    Wrong(
        "keyed_asks_all",
        believes="Asks the lines of all keys at each end",
        fails={"12.6.looks": "other-keys"},
    ),
    Wrong(
        "keyed_searches_its_line",
        believes="Searches its line for the call that has ended",
        fails={"12.6.looks": "own-key"},
    ),
]
