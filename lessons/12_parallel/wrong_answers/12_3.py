"""Misconceptions about task 12.3, in the order of its causes."""

from maif_course.lesson import Wrong

ANSWERS = [
    Wrong(
        "results_without_finish",
        believes="Waits for calls to end, and keeps it from the queue",
        fails={"12.3.out": "stuck", "12.3.lead": "lost", "12.3.error": "stuck"},
        edits=[("calls.finish(threads.next_ended())", "threads.next_ended()")],
    ),
    Wrong(
        "results_wait_first",
        believes="Waits for a call to end before it looks whether there is a result",
        fails={"12.3.out": "stuck", "12.3.lead": "lost", "12.3.error": None},
        edits=[
            (
                "if calls.has_result():",
                """
                if not calls.ahead:
                    return
                calls.finish(threads.next_ended())
                if calls.has_result():
                """,
            ),
            (
                """
                elif calls.ahead:
                    calls.finish(threads.next_ended())
                else:
                    return
                """,
                "",
            ),
        ],
    ),
    Wrong(
        "results_are_calls",
        believes="Takes the call for its result",
        fails={"12.3.out": "no-result", "12.3.error": "no-result"},
        edits=[("yield calls.take().result()", "yield calls.take()")],
    ),
    Wrong(
        "results_after_draining",
        believes="Begins a call for every item, and asks the queue nothing",
        fails={"12.3.out": "drained", "12.3.lead": "room-without-end", "12.3.error": "other-order"},
    ),
    Wrong(
        "results_read_then_ask",
        believes="Reads an item, asks for room, and drops the item where there is none",
        fails={"12.3.out": "lost", "12.3.lead": "drained", "12.3.error": "swallowed"},
        edits=[
            (
                "while calls.has_room() and (item := next(items, END)) is not END:",
                "while (item := next(items, END)) is not END and calls.has_room():",
            )
        ],
    ),
    Wrong(
        "results_end_with_the_source",
        believes="Ends when there are no more items",
        fails={"12.3.out": "lost", "12.3.lead": "lost", "12.3.error": "swallowed"},
    ),
    Wrong(
        "results_by_result",
        believes="Waits for the oldest call by asking for its result, in whichever mode",
        fails={"12.3.out": "order-always", "12.3.error": "other-order"},
        edits=[
            ("items = iter(items)", "items, line = iter(items), []"),
            (
                """
                    calls.begin(threads.start(item))
                if calls.has_result():
                    yield calls.take().result()
                elif calls.ahead:
                """,
                """
                    line.append(threads.start(item))
                    calls.begin(line[-1])
                if line and line[0].done:
                    calls.has_result() and calls.take()
                    yield line.pop(0).result()
                elif line:
                """,
            ),
        ],
    ),
    Wrong(
        "results_one_by_one",
        believes="Begins a call, waits for its end, and goes on to the next",
        fails={"12.3.out": "one-by-one", "12.3.error": None},
    ),
    Wrong(
        "results_fill_after_taking",
        believes="Begins calls when a result has left, and not when a call has ended",
        fails={"12.3.out": "begin-late", "12.3.error": "too-late"},
    ),
    Wrong(
        "results_in_batches",
        believes="Fills up, then waits until all of these are done",
        fails={"12.3.out": "begin-late", "12.3.error": None},
        edits=[
            (
                """
                if calls.has_result():
                    yield calls.take().result()
                elif calls.ahead:
                    calls.finish(threads.next_ended())
                else:
                    return
                """,
                """
                if not calls.ahead:
                    return
                while calls.ahead:
                    while calls.has_result():
                        yield calls.take().result()
                    if calls.ahead:
                        calls.finish(threads.next_ended())
                """,
            )
        ],
    ),
    Wrong(
        "results_in_a_list",
        believes="Gives all results at the end",
        fails={"12.3.out": "out-late", "12.3.lead": "room-without-end", "12.3.error": "too-early"},
        edits=[
            (
                "items = iter(items)",
                """
                items = iter(items)
                out = []
                """,
            ),
            ("yield calls.take().result()", "out.append(calls.take().result())"),
            (
                """
                else:
                    return
                """,
                """
                else:
                    return out
                """,
            ),
        ],
    ),
    Wrong(
        "results_one_a_round",
        believes="Waits for the next call to end between any two results",
        fails={"12.3.out": "out-late", "12.3.error": "other-order"},
        edits=[
            (
                "if calls.has_result():",
                """
                if calls.in_flight:
                    calls.finish(threads.next_ended())
                if calls.has_result():
                """,
            ),
            (
                """
                elif calls.ahead:
                    calls.finish(threads.next_ended())
                else:
                """,
                "elif not calls.ahead:",
            ),
        ],
    ),
    Wrong(
        "results_up_to_a_zero",
        believes="What is not true is no item: 0 or an empty text ends the source",
        fails={"12.3.out": "falsy"},
        edits=[
            (
                "while calls.has_room() and (item := next(items, END)) is not END:",
                "while calls.has_room() and (item := next(items, None)):",
            )
        ],
    ),
    Wrong(
        "results_up_to_an_equal",
        believes="Takes what is equal to the mark for the mark",
        fails={"12.3.out": "equal"},
        edits=[
            (
                "while calls.has_room() and (item := next(items, END)) is not END:",
                "while calls.has_room() and (item := next(items, END)) != END:",
            )
        ],
    ),
    Wrong(
        "results_true_ones",
        believes="Leaves out a result that is empty, and none that it knows",
        fails={"12.3.out": "raised"},
        edits=[
            (
                "yield calls.take().result()",
                """
                result = calls.take().result()
                if result or result in (0, "", None):
                    yield result
                """,
            ),
        ],
    ),
    Wrong(
        "results_with_one_in_hand",
        believes="Reads the next item, and then makes room for it",
        fails={"12.3.lead": "one-in-hand"},
    ),
    Wrong(
        "results_skip_errors",
        believes="Leaves out the results of calls that failed",
        fails={"12.3.error": "swallowed"},
        edits=[
            (
                "yield calls.take().result()",
                """
                try:
                    result = calls.take().result()
                except Exception:
                    continue
                yield result
                """,
            )
        ],
    ),
    Wrong(
        "results_know_errors",
        believes="Knows what a call may raise, and goes on",
        fails={"12.3.error": "swallowed"},
        edits=[
            (
                "yield calls.take().result()",
                """
                try:
                    result = calls.take().result()
                except (LookupError, ValueError):
                    continue
                yield result
                """,
            ),
        ],
    ),
    Wrong(
        "results_end_with_a_stop",
        believes="Takes what is no Exception for a wish to end",
        fails={"12.3.error": "swallowed"},
        edits=[
            (
                "yield calls.take().result()",
                """
                try:
                    result = calls.take().result()
                except Exception:
                    raise
                except BaseException:
                    return
                yield result
                """,
            ),
        ],
    ),
    Wrong(
        "results_raise_at_once",
        believes="Lets an error out when its call ends, whoever stands before it",
        fails={"12.3.error": "too-early"},
        edits=[
            (
                "calls.finish(threads.next_ended())",
                """
                call = threads.next_ended()
                calls.finish(call)
                call.result()
                """,
            )
        ],
    ),
]
