"""Misconceptions about task 19.5, in the order of its causes."""

from maif_course.lesson import Wrong

ANSWERS = [
    Wrong(
        "all_nothing",
        believes="Writes nothing",
        fails={"19.5.once": "nothing"},
        edits=[
            ("write(hour.end, [minute_of(departure) for departure in hour.items], after)", "pass"),
        ],
    ),
    Wrong(
        "all_again",
        believes="Writes every hour that a restart makes",
        fails={"19.5.once": "twice"},
        edits=[
            ("if hour.end > end:", "if True:"),
        ],
    ),
    Wrong(
        "all_skip_the_next",
        believes="Compares the beginning of an hour with the end of the last one",
        fails={"19.5.once": "hours"},
        edits=[
            ("if hour.end > end:", "if hour.start > end:"),
        ],
    ),
    Wrong(
        "all_one_after_another",
        believes="Reads one airport after the other",
        fails={"19.5.once": "minutes"},
        edits=[
            (
                "departures = merge(*map(read, airports))",
                "departures = sorted((one for name in airports for one in read(name)), key=minute_of)",
            ),
        ],
    ),
    Wrong(
        "run_all_by_position",
        believes="Takes those of one minute in the order of positions",
        fails={"19.5.once": "minutes"},
        edits=[
            (
                "yield left, name, position, minute",
                "yield left, position, name, minute",
            ),
            (
                "positions[departure[1]].finish(departure[2])",
                "positions[departure[2]].finish(departure[1])",
            ),
        ],
    ),
    Wrong(
        "run_all_as_given",
        believes="Takes those of one minute in the order in which the airports came",
        fails={"19.5.once": "minutes"},
        edits=[
            (
                "departures = merge(*map(read, airports))",
                "departures = merge(*map(read, airports), key=lambda departure: departure[0])",
            ),
        ],
    ),
    Wrong(
        "run_all_sorted",
        believes="Reads all, and sorts",
        fails={"19.5.once": "reads-on"},
        edits=[
            (
                "departures = merge(*map(read, airports))",
                "departures = iter(sorted(departure for name in airports for departure in read(name)))",
            ),
        ],
    ),
    Wrong(
        "run_all_one_dictionary",
        believes="Changes the dictionary that it has given away",
        fails={"19.5.once": "one-dictionary"},
        edits=[
            (
                "after = {name: own.committable() or after[name] for name, own in positions.items()}",
                "after.update({name: own.committable() or after[name] for name, own in positions.items()})",
            ),
        ],
    ),
    Wrong(
        "all_newest",
        believes="Stores the newest position of each airport",
        fails={"19.5.once": "beyond"},
        edits=[
            (
                "positions[name].begin(position, position)",
                """
                positions[name].begin(position, position)
                newest[name] = position
                """,
            ),
            (
                "positions = {name: Positions() for name in airports}",
                "positions, newest = {name: Positions() for name in airports}, dict(after)",
            ),
            (
                "after = {name: own.committable() or after[name] for name, own in positions.items()}",
                "after = dict(newest)",
            ),
        ],
    ),
    Wrong(
        "all_forget_the_late",
        believes="Settles what is in an hour alone",
        fails={"19.5.once": "behind"},
        edits=[
            (
                "for hour in time_windows(departures, 60, timestamp=minute_of, lateness=30, on_late=settle):",
                "for hour in time_windows(departures, 60, timestamp=minute_of, lateness=30):",
            ),
        ],
    ),
    Wrong(
        "all_back_to_0",
        believes="Goes back to the beginning where nothing is settled yet",
        fails={"19.5.once": "behind"},
        edits=[
            (
                "after = {name: own.committable() or after[name] for name, own in positions.items()}",
                "after = {name: own.committable() or 0 for name, own in positions.items()}",
            ),
        ],
    ),
]
