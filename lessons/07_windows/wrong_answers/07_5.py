"""Misconceptions about task 07.5, in the order of its causes."""

from maif_course.lesson import Wrong

ANSWERS = [
    Wrong(
        "session_left_open",
        believes="Yields what the watermark closes, and leaves the rest when the items end",
        fails={"07.5.joins": "end-lost", "07.5.late": "end-lost"},
        edits=[("for start, end, members in held:", "for start, end, members in ():")],
    ),
    Wrong(
        "session_in_order_of_beginning",
        believes="Appends a session, and does not sort",
        fails={"07.5.joins": "order", "07.5.late": "order"},
        edits=[
            ("held = sorted([*held, (start, end, members)])", "held.append((start, end, members))"),
            (
                """
                while held and held[0][1] <= watermark:
                    start, end, members = held.pop(0)
                """,
                """
                for session in [session for session in held if session[1] <= watermark]:
                    held.remove(session)
                    start, end, members = session
                """,
            ),
        ],
    ),
    Wrong(
        "session_without_lateness",
        believes="Ends a session when a newer time has come",
        fails={"07.5.joins": "turned-away", "07.5.late": "too-early"},
        edits=[("watermark = max(watermark, time - lateness)", "watermark = max(watermark, time)")],
    ),
    Wrong(
        "session_with_tuples",
        believes="Makes a tuple of the items, so that nobody changes them",
        fails={"07.5.joins": "no-list", "07.5.late": "no-list"},
        edits=[
            (
                """
                    start, end, members = held.pop(0)
                    yield Window(start, end, [item for _, item in sorted(members)])
                """,
                """
                    start, end, members = held.pop(0)
                    yield Window(start, end, tuple(item for _, item in sorted(members)))
                """,
            ),
            (
                """
                for start, end, members in held:
                    yield Window(start, end, [item for _, item in sorted(members)])
                """,
                """
                for start, end, members in held:
                    yield Window(start, end, tuple(item for _, item in sorted(members)))
                """,
            ),
        ],
    ),
    Wrong(
        "session_counts_equal_ones_once",
        believes="Takes two equal items for one",
        fails={"07.5.joins": "item-lost", "07.5.late": "item-lost"},
        edits=[
            (
                """
                for session in touched:
                    held.remove(session)
                """,
                """
                for session in touched:
                    held.remove(session)
                    members = [member for member in members if member[1] not in [one for _, one in session[2]]]
                """,
            )
        ],
    ),
    Wrong(
        "session_includes_the_gap",
        believes="Joins what is exactly a gap apart",
        fails={"07.5.joins": "gap-too-wide"},
        edits=[
            (
                "touched = [session for session in held if session[0] < end and start < session[1]]",
                "touched = [session for session in held if session[0] <= end and start <= session[1]]",
            )
        ],
    ),
    Wrong(
        "session_sorted_at_the_end_alone",
        believes="Puts the items in order of arrival when the stream ends, and not before",
        fails={"07.5.joins": "arrival"},
        edits=[
            (
                """
                start, end, members = held.pop(0)
                yield Window(start, end, [item for _, item in sorted(members)])
                """,
                """
                start, end, members = held.pop(0)
                yield Window(start, end, [item for _, item in members])
                """,
            )
        ],
    ),
    Wrong(
        "session_in_order_of_time",
        believes="Sorts the items by their times",
        fails={"07.5.joins": "arrival", "07.5.late": "arrival"},
        edits=[
            (
                "start, end, members = time, time + gap, [(arrival, item)]",
                "start, end, members = time, time + gap, [(time, item)]",
            )
        ],
    ),
    Wrong(
        "session_keeps_its_start",
        believes="Takes the start of the session, though an older item has come",
        fails={"07.5.joins": "borders", "07.5.late": "borders"},
        edits=[
            (
                "start, end, members = min(start, session[0]), max(end, session[1]), session[2] + members",
                "start, end, members = session[0], max(end, session[1]), session[2] + members",
            )
        ],
    ),
    Wrong(
        "session_ends_with_the_newest_arrival",
        believes="Takes the item that came last for the last",
        fails={"07.5.joins": "borders", "07.5.late": "borders"},
        edits=[
            (
                "start, end, members = min(start, session[0]), max(end, session[1]), session[2] + members",
                "start, end, members = min(start, session[0]), end, session[2] + members",
            )
        ],
    ),
    Wrong(
        "session_looks_forward",
        believes="Looks for a session that has begun when the item happens",
        fails={"07.5.joins": "parted", "07.5.late": "own-time"},
        edits=[
            (
                "touched = [session for session in held if session[0] < end and start < session[1]]",
                "touched = [session for session in held if session[0] <= start < session[1]]",
            )
        ],
    ),
    Wrong(
        "session_takes_the_first",
        believes="Adds an item to the first session that it touches",
        fails={"07.5.joins": "parted"},
        edits=[("for session in touched:", "for session in touched[:1]:")],
    ),
    Wrong(
        "session_late_below_zero",
        believes="Begins with a watermark of 0",
        fails={"07.5.late": "below-zero"},
        edits=[
            (
                "held, watermark = [], -math.inf  # the open sessions: (start, end, [(arrival, item), ...])",
                "held, watermark = [], 0",
            )
        ],
    ),
    Wrong(
        "sessions_early_enough",
        believes="Believes that -1,000 is before every time",
        fails={"07.5.late": "below-zero"},
        edits=[
            (
                "held, watermark = [], -math.inf  # the open sessions: (start, end, [(arrival, item), ...])",
                "held, watermark = [], -1000",
            ),
        ],
    ),
    Wrong(
        "session_late_is_lost",
        believes="Skips late items in silence",
        fails={"07.5.late": "late-lost"},
        edits=[("on_late(item)", "")],
    ),
    Wrong(
        "session_late_by_own_time",
        believes="Turns away whatever is behind the watermark",
        fails={"07.5.late": "own-time"},
        edits=[("if not touched and end <= watermark:", "if start < watermark:")],
    ),
    Wrong(
        "session_late_though_it_joins",
        believes="Asks for the own end of an item, also if it joins a session",
        fails={"07.5.late": "own-time"},
        edits=[("if not touched and end <= watermark:", "if end <= watermark:")],
    ),
    Wrong(
        "session_late_at_its_end",
        believes="Calls an item late one step too late",
        fails={"07.5.late": "never-late"},
        edits=[("if not touched and end <= watermark:", "if not touched and end < watermark:")],
    ),
    Wrong(
        "session_never_late",
        believes="Begins a new session for an item that touches none",
        fails={"07.5.late": "never-late"},
        edits=[("if not touched and end <= watermark:", "if False:")],
    ),
    Wrong(
        "session_watermark_goes_back",
        believes="Takes the newest item's time for the newest time",
        fails={"07.5.late": "never-late"},
        edits=[("watermark = max(watermark, time - lateness)", "watermark = time - lateness")],
    ),
    Wrong(
        "session_strictly_past",
        believes="Waits until the watermark is beyond the end",
        fails={"07.5.late": "stays-open"},
        edits=[("while held and held[0][1] <= watermark:", "while held and held[0][1] < watermark:")],
    ),
    Wrong(
        "sessions_without_none",
        believes="Leaves out None",
        fails={"07.5.late": "anything"},
        edits=[
            (
                "time = timestamp(item)",
                """
                if item is None:
                    continue
                time = timestamp(item)
                """,
            ),
        ],
    ),
    Wrong(
        "session_in_one_place",
        believes="Keeps the open sessions in a variable of the module",
        fails={"07.5.late": "two-calls"},
        edits=[
            (
                "held, watermark = [], -math.inf  # the open sessions: (start, end, [(arrival, item), ...])",
                """
                global held
                held, watermark = [], -math.inf
                """,
            )
        ],
    ),
    Wrong(
        "session_keeps_everything",
        believes="Keeps each item, to find its place again",
        fails={"07.5.held": "kept"},
        edits=[
            (
                """
                held, watermark = [], -math.inf  # the open sessions: (start, end, [(arrival, item), ...])
                for arrival, item in enumerate(items):
                """,
                """
                held, watermark = [], -math.inf  # the open sessions: (start, end, [(arrival, item), ...])
                everything = []
                for arrival, item in enumerate(items):
                    everything.append(item)
                """,
            )
        ],
    ),
    Wrong(
        "session_keeps_late_ones",
        believes="Keeps the late items, for a report at the end",
        fails={"07.5.held": "kept"},
        edits=[
            (
                "held, watermark = [], -math.inf  # the open sessions: (start, end, [(arrival, item), ...])",
                "held, missed, watermark = [], [], -math.inf",
            ),
            ("on_late(item)", "on_late(item)\nmissed.append(item)"),
        ],
    ),
    Wrong(
        "session_keeps_the_last",
        believes="Keeps the last sessions, in case a late item comes",
        fails={"07.5.held": "some-kept"},
        edits=[
            (
                "held, watermark = [], -math.inf  # the open sessions: (start, end, [(arrival, item), ...])",
                "held, ended, watermark = [], [], -math.inf",
            ),
            (
                "start, end, members = held.pop(0)",
                """
                ended = [*ended[-4:], held.pop(0)]
                start, end, members = ended[-1]
                """,
            ),
        ],
    ),
]
