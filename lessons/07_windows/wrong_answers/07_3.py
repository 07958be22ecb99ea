"""Misconceptions about task 07.3, in the order of its causes."""

from maif_course.lesson import Wrong

ANSWERS = [
    Wrong(
        "closed_as_tuples",
        believes="Yields plain tuples",
        fails={"07.3.late": "no-window"},
        edits=[
            (
                """
                for span in sorted(span for span in waiting if span[1] <= watermark):
                    yield Window(*span, waiting.pop(span))
                """,
                """
                for span in sorted(span for span in waiting if span[1] <= watermark):
                    yield *span, waiting.pop(span)
                """,
            )
        ],
    ),
    Wrong(
        "closed_unsorted_at_the_end",
        believes="Yields what is left in the order in which it was opened",
        fails={"07.3.late": "order"},
        edits=[("for span in sorted(waiting):", "for span in list(waiting):")],
    ),
    Wrong(
        "closed_in_order_of_opening",
        believes="Yields windows in the order in which they were opened",
        fails={"07.3.late": "order", "07.3.soon": "order"},
        edits=[
            (
                "for span in sorted(span for span in waiting if span[1] <= watermark):",
                "for span in [span for span in waiting if span[1] <= watermark]:",
            )
        ],
    ),
    Wrong(
        "closed_with_tuples",
        believes="Makes a tuple of the items, so that nobody changes them",
        fails={"07.3.late": "no-list"},
        edits=[
            (
                """
                for span in sorted(span for span in waiting if span[1] <= watermark):
                    yield Window(*span, waiting.pop(span))
                """,
                """
                for span in sorted(span for span in waiting if span[1] <= watermark):
                    yield Window(*span, tuple(waiting.pop(span)))
                """,
            ),
            (
                """
                for span in sorted(waiting):
                    yield Window(*span, waiting.pop(span))
                """,
                """
                for span in sorted(waiting):
                    yield Window(*span, tuple(waiting.pop(span)))
                """,
            ),
        ],
    ),
    Wrong(
        "closed_with_sorted_items",
        believes="Puts the items in order of time",
        fails={"07.3.late": "arrival"},
        edits=[
            (
                """
                for span in sorted(span for span in waiting if span[1] <= watermark):
                    yield Window(*span, waiting.pop(span))
                """,
                """
                for span in sorted(span for span in waiting if span[1] <= watermark):
                    yield Window(*span, sorted(waiting.pop(span)))
                """,
            )
        ],
    ),
    Wrong(
        "late_watermark_without_lateness",
        believes="Sees no need for `max` where no lateness is allowed",
        fails={"07.3.late": "opened-again"},
        edits=[
            (
                "watermark = max(watermark, time - lateness)",
                "watermark = max(watermark, time - lateness) if lateness else time",
            )
        ],
    ),
    Wrong(
        "late_watermark_goes_back",
        believes="Takes the newest item's time for the newest time",
        fails={"07.3.late": "opened-again"},
        edits=[("watermark = max(watermark, time - lateness)", "watermark = time - lateness")],
    ),
    Wrong(
        "closed_by_their_starts",
        believes="Compares the start of a window with the watermark",
        fails={"07.3.late": "opened-again", "07.3.soon": "too-early"},
        edits=[
            (
                "for span in sorted(span for span in waiting if span[1] <= watermark):",
                "for span in sorted(span for span in waiting if span[0] <= watermark):",
            )
        ],
    ),
    Wrong(
        "late_only_if_it_came_out",
        believes="Remembers the windows that came out, and takes all others for open",
        fails={"07.3.late": "never-opened", "07.3.held": "remembered"},
        edits=[
            ("waiting, watermark = {}, -math.inf", "waiting, came_out, watermark = {}, set(), -math.inf"),
            (
                "still_open = [span for span in spans_at(time) if span[1] > watermark]",
                "still_open = [span for span in spans_at(time) if span not in came_out]",
            ),
            (
                "for span in sorted(span for span in waiting if span[1] <= watermark):",
                """
                for span in sorted(span for span in waiting if span[1] <= watermark):
                    came_out.add(span)
                """,
            ),
        ],
    ),
    Wrong(
        "late_below_zero",
        believes="Begins with a watermark of 0",
        fails={"07.3.late": "below-zero"},
        edits=[("waiting, watermark = {}, -math.inf", "waiting, watermark = {}, 0")],
    ),
    Wrong(
        "closed_early_enough",
        believes="Believes that -1,000 is before every time",
        fails={"07.3.late": "below-zero"},
        edits=[
            (
                "waiting, watermark = {}, -math.inf",
                "waiting, watermark = {}, -1000",
            ),
        ],
    ),
    Wrong(
        "late_is_lost",
        believes="Skips late items in silence",
        fails={"07.3.late": "late-lost"},
        edits=[("on_late(item)", "")],
    ),
    Wrong(
        "closed_only_by_newer_ones",
        believes="Yields what the watermark closes, and leaves the rest when the items end",
        fails={"07.3.late": "end-lost"},
        edits=[("for span in sorted(waiting):", "for span in ():")],
    ),
    Wrong(
        "closed_newest_only",
        believes="Puts an item into the newest of its windows",
        fails={"07.3.late": "one-window", "07.3.soon": "missing"},
        edits=[
            (
                "still_open = [span for span in spans_at(time) if span[1] > watermark]",
                "still_open = [span for span in spans_at(time)[:1] if span[1] > watermark]",
            )
        ],
    ),
    Wrong(
        "late_as_well_as_open",
        believes="Puts a late item into the oldest window that is open, and says that it is late",
        fails={"07.3.late": "one-list"},
        edits=[
            (
                "on_late(item)",
                """
                on_late(item)
                if waiting:
                    waiting[min(waiting)].append(item)
                """,
            )
        ],
    ),
    Wrong(
        "late_without_lateness",
        believes="Closes a window when a newer time has come",
        fails={"07.3.late": "lateness-ignored"},
        edits=[("watermark = max(watermark, time - lateness)", "watermark = max(watermark, time)")],
    ),
    Wrong(
        "closed_one_at_a_time",
        believes="Looks at the earliest window alone",
        fails={"07.3.late": "stays-open", "07.3.soon": "one-an-item"},
        edits=[
            (
                "for span in sorted(span for span in waiting if span[1] <= watermark):",
                "for span in sorted(span for span in waiting if span[1] <= watermark)[:1]:",
            )
        ],
    ),
    Wrong(
        "closed_before_the_move",
        believes="Looks for finished windows before it has moved the watermark",
        fails={"07.3.late": "stays-open", "07.3.soon": "next-item"},
        edits=[
            (
                "time = timestamp(item)",
                """
                time = timestamp(item)
                for span in sorted(span for span in waiting if span[1] <= watermark):
                    yield Window(*span, waiting.pop(span))
                """,
            ),
            (
                """
                for span in sorted(span for span in waiting if span[1] <= watermark):
                    yield Window(*span, waiting.pop(span))
                """,
                "",
            ),
        ],
    ),
    Wrong(
        "closed_when_strictly_past",
        believes="Waits until the watermark is beyond the end",
        fails={"07.3.late": "stays-open", "07.3.soon": "next-item"},
        edits=[
            (
                "for span in sorted(span for span in waiting if span[1] <= watermark):",
                "for span in sorted(span for span in waiting if span[1] < watermark):",
            )
        ],
    ),
    Wrong(
        "closed_at_the_end",
        believes="Groups everything, then yields",
        fails={"07.3.late": "stays-open", "07.3.soon": "runaway", "07.3.held": "kept"},
    ),
    Wrong(
        "late_once_a_window",
        believes="Tells of each window that an item has missed",
        fails={"07.3.late": "late-twice"},
        edits=[
            (
                "on_late(item)",
                """
                for _ in spans_at(time):
                    on_late(item)
                """,
            )
        ],
    ),
    Wrong(
        "late_if_one_has_closed",
        believes="Turns an item away if any of its windows has closed",
        fails={"07.3.late": "one-closed"},
        edits=[("if not still_open:", "if len(still_open) < len(spans_at(time)):")],
    ),
    Wrong(
        "late_by_own_time",
        believes='Takes "late" to mean behind the watermark, though a window of the item is still open',
        fails={"07.3.late": "own-time"},
        edits=[("if not still_open:", "if time < watermark:")],
    ),
    Wrong(
        "closed_with_times",
        believes="Keeps the times of the items in their place",
        fails={"07.3.late": "times"},
        edits=[("waiting.setdefault(span, []).append(item)", "waiting.setdefault(span, []).append(time)")],
    ),
    Wrong(
        "closed_without_none",
        believes="Takes None for no item",
        fails={"07.3.late": "falsy"},
        edits=[
            (
                "time = timestamp(item)",
                """
                if item is None:
                    continue
                time = timestamp(item)
                """,
            )
        ],
    ),
    Wrong(
        "closed_without_false",
        believes="Takes False for no item",
        fails={"07.3.late": "anything"},
        edits=[
            (
                "time = timestamp(item)",
                """
                if item is False:
                    continue
                time = timestamp(item)
                """,
            ),
        ],
    ),
    Wrong(
        "closed_by_one_watermark",
        believes="Keeps the watermark in a variable of the module",
        fails={"07.3.late": "two-calls"},
        edits=[
            (
                "waiting, watermark = {}, -math.inf",
                """
                global watermark
                waiting, watermark = {}, -math.inf
                """,
            )
        ],
    ),
    Wrong(
        "closed_asks_for_the_next",
        believes="Calls next on what need not be an iterator",
        fails={"07.3.late": "raised"},
        edits=[
            (
                "for item in items:",
                "while (item := next(items, waiting)) is not waiting:",
            ),
        ],
    ),
    Wrong(
        "closed_and_kept",
        believes="Marks windows as closed, and keeps their items",
        fails={"07.3.held": "kept"},
        edits=[
            ("waiting, watermark = {}, -math.inf", "windows, closed, watermark = {}, set(), -math.inf"),
            (
                "still_open = [span for span in spans_at(time) if span[1] > watermark]",
                "still_open = [span for span in spans_at(time) if span not in closed and span[1] > watermark]",
            ),
            ("waiting.setdefault(span, []).append(item)", "windows.setdefault(span, []).append(item)"),
            (
                """
                    for span in sorted(span for span in waiting if span[1] <= watermark):
                        yield Window(*span, waiting.pop(span))
                for span in sorted(waiting):
                    yield Window(*span, waiting.pop(span))
                """,
                """
                    for span in sorted(set(windows) - closed):
                        if span[1] <= watermark:
                            closed.add(span)
                            yield Window(*span, windows[span])
                for span in sorted(set(windows) - closed):
                    yield Window(*span, windows[span])
                """,
            ),
        ],
    ),
    Wrong(
        "late_ones_kept",
        believes="Keeps the late items, for a report at the end",
        fails={"07.3.held": "kept"},
        edits=[
            ("waiting, watermark = {}, -math.inf", "waiting, missed, watermark = {}, [], -math.inf"),
            ("on_late(item)", "on_late(item)\nmissed.append(item)"),
        ],
    ),
    Wrong(
        "closed_and_kept_for_a_while",
        believes="Keeps the last windows, in case a late item comes",
        fails={"07.3.held": "some-kept"},
        edits=[
            ("waiting, watermark = {}, -math.inf", "waiting, done, watermark = {}, [], -math.inf"),
            (
                """
                for span in sorted(span for span in waiting if span[1] <= watermark):
                    yield Window(*span, waiting.pop(span))
                """,
                """
                for span in sorted(span for span in waiting if span[1] <= watermark):
                    done = [*done[-4:], waiting.pop(span)]
                    yield Window(*span, done[-1])
                """,
            ),
            (
                """
                for span in sorted(waiting):
                    yield Window(*span, waiting.pop(span))
                """,
                """
                for span in sorted(waiting):
                    yield Window(*span, waiting[span])
                """,
            ),
        ],
    ),
    Wrong(
        "closed_ones_remembered",
        believes="Writes down which windows have closed",
        fails={"07.3.held": "remembered"},
        edits=[
            ("waiting, watermark = {}, -math.inf", "waiting, closed, watermark = {}, set(), -math.inf"),
            (
                """
                for span in sorted(span for span in waiting if span[1] <= watermark):
                    yield Window(*span, waiting.pop(span))
                """,
                """
                for span in sorted(span for span in waiting if span[1] <= watermark):
                    closed.add(span)
                    yield Window(*span, waiting.pop(span))
                """,
            ),
        ],
    ),
    Wrong(
        "closed_by_all_times",
        believes="Keeps all times, to find the newest",
        fails={"07.3.held": "times"},
        edits=[
            ("waiting, watermark = {}, -math.inf", "waiting, watermark, times = {}, -math.inf, []"),
            ("time = timestamp(item)", "time = timestamp(item)\ntimes.append(time)"),
            ("watermark = max(watermark, time - lateness)", "watermark = max(times) - lateness"),
        ],
    ),
]
