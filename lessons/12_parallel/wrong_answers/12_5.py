"""Misconceptions about task 12.5, in the order of its causes."""

from maif_course.lesson import Wrong

ANSWERS = [
    Wrong(
        "measure_own_watch",
        believes="Looks at its own watch",
        fails={"12.5.measure": "real-clock"},
        edits=[
            (
                "seconds = run(main())",
                """
                import time

                began = time.perf_counter()
                run(main())
                seconds = time.perf_counter() - began
                """,
            )
        ],
    ),
    Wrong(
        "measure_adds_up_first",
        believes="Adds up the seconds of the questions before it asks them",
        fails={"12.5.measure": "none-asked"},
        edits=[
            (
                "busy = 0",
                """
                busy = 0
                total = sum(question[1] for question in questions)
                """,
            ),
            ("return seconds, busy / seconds", "return seconds, total / (seconds or 1)"),
        ],
    ),
    Wrong(
        "measure_sums",
        believes="Adds up how long the calls take",
        fails={"12.5.measure": "summed"},
        edits=[
            (
                "seconds = run(main())",
                """
                run(main())
                seconds = busy
                """,
            )
        ],
    ),
    Wrong(
        "measure_as_completed",
        believes="Measures the wrong mode",
        fails={"12.5.measure": "as-completed"},
        edits=[
            (
                "async for _ in amap(timed, questions, max_in_flight, max_waiting):",
                "async for _ in amap(timed, questions, max_in_flight, max_waiting, ordered=False):",
            )
        ],
    ),
    Wrong(
        "measure_adds_up_later",
        believes="Adds up the seconds of the questions when they have been read",
        fails={"12.5.measure": "used-up"},
        edits=[
            ("return seconds, busy / seconds", "return seconds, sum(question[1] for question in questions) / seconds")
        ],
    ),
    Wrong(
        "measure_share",
        believes="Says which share of the places was taken",
        fails={"12.5.measure": "share"},
        edits=[("return seconds, busy / seconds", "return seconds, busy / seconds / max_in_flight")],
    ),
    Wrong(
        "measure_rate",
        believes="Counts how many questions come back a second",
        fails={"12.5.measure": "rate"},
        edits=[("busy += question[1]", "busy += 1")],
    ),
    Wrong(
        "measure_counts_on",
        believes="Counts in one place, from one measurement to the next",
        fails={"12.5.measure": "carried"},
        edits=[
            (
                "def measure(questions, max_in_flight, max_waiting):",
                "def measure(questions, max_in_flight, max_waiting, all_busy=[]):",
            ),
            (
                "busy += question[1]",
                """
                all_busy.append(question[1])
                busy = sum(all_busy)
                """,
            ),
        ],
    ),
    Wrong(
        "measure_swaps_bounds",
        believes="Hands the bounds over in the other order",
        fails={"12.5.measure": "swapped"},
        edits=[
            (
                "async for _ in amap(timed, questions, max_in_flight, max_waiting):",
                "async for _ in amap(timed, questions, max_waiting, max_in_flight):",
            ),
        ],
    ),
    Wrong(
        "measure_rounds_down",
        believes="Divides by //",
        fails={"12.5.measure": "rounded"},
        edits=[
            ("return seconds, busy / seconds", "return seconds, busy // seconds"),
        ],
    ),
    Wrong(
        "measure_by_the_bound",
        believes="Divides by the number of places",
        fails={"12.5.measure": "above-the-bound"},
        edits=[("return seconds, busy / seconds", "return seconds, busy / max_in_flight")],
    ),
    Wrong(
        "room_by_the_places",
        believes="Gives each place that is in flight one that waits",
        fails={"12.5.room": "too-little"},
        edits=[
            ("room = 13  # with 12 it takes 1,430,271 seconds, 7.4 in flight; with 13, 1,351,153 and 7.8", "room = 8")
        ],
    ),
    Wrong(
        "room_of_the_default",
        believes="Takes the default of the library",
        fails={"12.5.room": "too-much"},
        edits=[
            ("room = 13  # with 12 it takes 1,430,271 seconds, 7.4 in flight; with 13, 1,351,153 and 7.8", "room = 16")
        ],
    ),
]
