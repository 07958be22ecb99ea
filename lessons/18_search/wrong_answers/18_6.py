"""Misconceptions about task 18.6, in the order of its causes."""

from maif_course.lesson import Wrong

ANSWERS = [
    Wrong(
        "hits_in_a_global",
        believes="Keeps what it has given in a global name",
        fails={"18.6.once": "shared"},
    ),
    Wrong(
        "hits_nothing",
        believes="Yields nothing",
        fails={"18.6.once": "no-hit", "18.6.tries": None, "18.6.closed": "none"},
    ),
    Wrong(
        "hits_of_another_name",
        believes="Waits for an event of the type `hits`",
        fails={"18.6.once": "no-hit", "18.6.tries": None, "18.6.closed": None},
        edits=[
            ('if kind == "hit" and data not in given:', 'if kind == "hits" and data not in given:'),
        ],
    ),
    Wrong(
        "hits_after_done",
        believes="Takes `done` for the end of the connection",
        fails={"18.6.once": "done-passed", "18.6.tries": "done-passed", "18.6.closed": None},
        edits=[
            (
                """
                if kind == "done":
                    return
                """,
                """
                if kind == "done":
                    break
                """,
            ),
        ],
    ),
    Wrong(
        "hits_of_one_connection",
        believes="Lets the break through",
        fails={"18.6.once": "breaks-pass", "18.6.tries": None},
        edits=[
            (
                "with suppress(ConnectionError), closing_source(iter(connect(last))) as lines:",
                "with closing_source(iter(connect(last))) as lines:",
            ),
        ],
    ),
    Wrong(
        "hits_reset_alone",
        believes="Knows breaks in the middle alone",
        fails={"18.6.once": "breaks-pass", "18.6.tries": "gives-up"},
        edits=[
            (
                "with suppress(ConnectionError), closing_source(iter(connect(last))) as lines:",
                "with closing_source(iter(connect(last))) as lines, suppress(ConnectionError):",
            ),
        ],
    ),
    Wrong(
        "hits_empty",
        believes="Takes an empty hit for none",
        fails={"18.6.once": "empty-lost"},
        edits=[
            (
                'if kind == "hit" and data not in given:',
                'if kind == "hit" and data and data not in given:',
            ),
        ],
    ),
    Wrong(
        "hits_from_the_start",
        believes="Asks for everything again, and remembers nothing",
        fails={"18.6.once": "twice"},
        edits=[
            ("last = fields.last_event_id or last", ""),
            ("given.add(data)", ""),
        ],
    ),
    Wrong(
        "hits_by_the_line",
        believes="Goes by the line `id`",
        fails={"18.6.once": "lost"},
        edits=[
            (
                "for kind, data, _ in filter(None, map(fields.take, lines)):",
                "for kind, data, _ in filter(None, (fields.take(last_id(line)) for line in lines)):",
            ),
            (
                'last, given, failures = "", set(), 0',
                """
                last, given, failures = "", set(), 0
                def last_id(line):
                    nonlocal last
                    if line.startswith("id: "):
                        last = line[4:]
                    return line
                """,
            ),
            ("last = fields.last_event_id or last", ""),
        ],
    ),
    Wrong(
        "hits_on_old_fields",
        believes="Goes on with the fields of the broken connection",
        fails={"18.6.once": "glued"},
        edits=[
            ("fields = EventFields()", ""),
            (
                'last, given, failures = "", set(), 0',
                """
                last, given, failures = "", set(), 0
                fields = EventFields()
                """,
            ),
        ],
    ),
    Wrong(
        "hits_forget_the_id",
        believes="Sends the id of this connection, or none",
        fails={"18.6.once": "id-forgotten"},
        edits=[
            ("last = fields.last_event_id or last", "last = fields.last_event_id"),
        ],
    ),
    Wrong(
        "hits_asks_for_all",
        believes="Asks for everything, and leaves out what it has given",
        fails={"18.6.once": "asks-again"},
        edits=[
            ("last = fields.last_event_id or last", ""),
        ],
    ),
    Wrong(
        "hits_for_ever",
        believes="Asks until it is answered",
        fails={"18.6.tries": "for-ever"},
        edits=[
            ("while failures < tries:", "while True:"),
        ],
    ),
    Wrong(
        "hits_without_error",
        believes="Ends when nobody answers",
        fails={"18.6.tries": "no-error"},
        edits=[
            ('raise ConnectionError(f"no event in {tries} connections")', ""),
        ],
    ),
    Wrong(
        "hits_never_anew",
        believes="Counts all connections",
        fails={"18.6.tries": "never-anew"},
        edits=[
            ("failures = 0", ""),
        ],
    ),
    Wrong(
        "hits_alone_count",
        believes="Lets a hit alone begin the count anew",
        fails={"18.6.tries": "hits-alone"},
        edits=[
            ("failures = 0", 'failures *= kind != "hit"'),
        ],
    ),
    Wrong(
        "hits_of_any_type",
        believes="Gives out every event but a reset",
        fails={"18.6.tries": "others-given"},
        edits=[
            (
                'if kind == "hit" and data not in given:',
                'if kind != "reset" and data not in given:',
            ),
        ],
    ),
    Wrong(
        "hits_swallow",
        believes="Takes every error for a break",
        fails={"18.6.tries": "swallowed"},
        edits=[
            (
                "with suppress(ConnectionError), closing_source(iter(connect(last))) as lines:",
                "with suppress(Exception), closing_source(iter(connect(last))) as lines:",
            ),
        ],
    ),
    Wrong(
        "hits_until_a_timeout",
        believes="Takes every OSError for a break",
        fails={"18.6.tries": "swallowed"},
        edits=[
            (
                "with suppress(ConnectionError), closing_source(iter(connect(last))) as lines:",
                "with suppress(OSError), closing_source(iter(connect(last))) as lines:",
            ),
        ],
    ),
    Wrong(
        "hits_never_interrupted",
        believes="Takes an interrupt for a break",
        fails={"18.6.tries": "swallowed"},
        edits=[
            (
                "with suppress(ConnectionError), closing_source(iter(connect(last))) as lines:",
                "with suppress(ConnectionError, KeyboardInterrupt), closing_source(iter(connect(last))) as lines:",
            ),
        ],
    ),
    Wrong(
        "hits_half_counts",
        believes="Lets every line begin the count anew",
        fails={"18.6.tries": "half-counts"},
        edits=[
            (
                "for kind, data, _ in filter(None, map(fields.take, lines)):",
                """
                for line in lines:
                    failures = 0
                    if (event := fields.take(line)) is None:
                        continue
                    kind, data, _ = event
                """,
            ),
            ("failures = 0", ""),
        ],
    ),
    Wrong(
        "hits_one_more",
        believes="Tries once more",
        fails={"18.6.tries": "one-off"},
        edits=[
            ("while failures < tries:", "while failures <= tries:"),
        ],
    ),
    Wrong(
        "hits_at_least_two_tries",
        believes="Tries twice at least",
        fails={"18.6.tries": "one-off"},
        edits=[
            (
                "while failures < tries:",
                "while failures < max(tries, 2):",
            ),
        ],
    ),
    Wrong(
        "hits_late",
        believes="Gives out what a connection brought when it has ended",
        fails={"18.6.closed": "late"},
    ),
    Wrong(
        "hits_to_the_last_line",
        believes="Reads the rest behind done",
        fails={"18.6.closed": "reads-on"},
        edits=[
            (
                "return",
                """
                with suppress(ConnectionError):
                    list(lines)
                return
                """,
            ),
        ],
    ),
    Wrong(
        "hits_left_open",
        believes="Closes nothing",
        fails={"18.6.closed": "left-open"},
    ),
]
