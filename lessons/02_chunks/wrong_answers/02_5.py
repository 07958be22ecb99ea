"""Misconceptions about task 02.5, in the order of its causes."""

from maif_course.lesson import Wrong

ANSWERS = [
    Wrong(
        "means_at_the_end",
        believes="Keeps two numbers, and says what they give when all is over",
        fails={"02.5.means": "at-the-end", "02.5.held": "not-each"},
        edits=[
            (
                """
                for chunk in chunks:
                    for carrier, left, planned in zip(chunk["carrier"], chunk["left"], chunk["planned"]):
                        minutes[carrier] = minutes.get(carrier, 0) + left - planned
                        flights[carrier] = flights.get(carrier, 0) + 1
                    yield {carrier: minutes[carrier] / flights[carrier] for carrier in flights}
                """,
                """
                for chunk in chunks:
                    for carrier, left, planned in zip(chunk["carrier"], chunk["left"], chunk["planned"]):
                        minutes[carrier] = minutes.get(carrier, 0) + left - planned
                        flights[carrier] = flights.get(carrier, 0) + 1
                yield {carrier: minutes[carrier] / flights[carrier] for carrier in flights}
                """,
            )
        ],
    ),
    Wrong(
        "means_read_ahead",
        believes="Has the next chunk in hand before it answers",
        fails={"02.5.means": "one-ahead"},
    ),
    Wrong(
        "means_in_one_dict",
        believes="Yields its own dict each time",
        fails={"02.5.means": "same-dict"},
        edits=[
            (
                """
                minutes, flights = {}, {}
                for chunk in chunks:
                    for carrier, left, planned in zip(chunk["carrier"], chunk["left"], chunk["planned"]):
                """,
                """
                minutes, flights, averages = {}, {}, {}
                for chunk in chunks:
                    for carrier, left, planned in zip(chunk["carrier"], chunk["left"], chunk["planned"], strict=True):
                """,
            ),
            (
                "yield {carrier: minutes[carrier] / flights[carrier] for carrier in flights}",
                """
                    averages[carrier] = minutes[carrier] / flights[carrier]
                yield averages
                """,
            ),
        ],
    ),
    Wrong(
        "means_of_the_chunk",
        believes="Begins anew with each chunk",
        fails={"02.5.means": "chunk-only"},
        edits=[
            (
                """
                minutes, flights = {}, {}
                for chunk in chunks:
                    for carrier, left, planned in zip(chunk["carrier"], chunk["left"], chunk["planned"]):
                """,
                """
                for chunk in chunks:
                    minutes, flights = {}, {}
                    for carrier, left, planned in zip(chunk["carrier"], chunk["left"], chunk["planned"], strict=True):
                """,
            )
        ],
    ),
    Wrong(
        "means_are_sums",
        believes="Forgets to divide",
        fails={"02.5.means": "sums", "02.5.held": "not-each"},
        edits=[
            (
                "yield {carrier: minutes[carrier] / flights[carrier] for carrier in flights}",
                "yield dict(minutes)",
            ),
        ],
    ),
    Wrong(
        "means_of_means",
        believes="Averages the averages of the chunks",
        fails={"02.5.means": "mean-of-means"},
        edits=[
            ("minutes, flights = {}, {}", "averages = {}"),
            (
                """
                for carrier, left, planned in zip(chunk["carrier"], chunk["left"], chunk["planned"]):
                    minutes[carrier] = minutes.get(carrier, 0) + left - planned
                    flights[carrier] = flights.get(carrier, 0) + 1
                yield {carrier: minutes[carrier] / flights[carrier] for carrier in flights}
                """,
                """
                delays = {}
                for carrier, left, planned in zip(chunk["carrier"], chunk["left"], chunk["planned"], strict=True):
                    delays.setdefault(carrier, []).append(left - planned)
                for carrier, minutes in delays.items():
                    averages.setdefault(carrier, []).append(sum(minutes) / len(minutes))
                yield {carrier: sum(means) / len(means) for carrier, means in averages.items()}
                """,
            ),
        ],
    ),
    Wrong(
        "means_of_the_chunks_carriers",
        believes="Answers for the carriers of this chunk alone",
        fails={"02.5.means": "gone"},
        edits=[
            (
                "yield {carrier: minutes[carrier] / flights[carrier] for carrier in flights}",
                'yield {carrier: minutes[carrier] / flights[carrier] for carrier in set(chunk["carrier"])}',
            )
        ],
    ),
    Wrong(
        "means_of_late_flights",
        believes="A flight that leaves early is on time",
        fails={"02.5.means": "sign", "02.5.held": "not-each"},
        edits=[
            (
                "minutes[carrier] = minutes.get(carrier, 0) + left - planned",
                "minutes[carrier] = minutes.get(carrier, 0) + max(left - planned, 0)",
            )
        ],
    ),
    Wrong(
        "means_of_planned",
        believes="Takes away the wrong one of two",
        fails={"02.5.means": "sign", "02.5.held": "not-each"},
        edits=[
            (
                "minutes[carrier] = minutes.get(carrier, 0) + left - planned",
                "minutes[carrier] = minutes.get(carrier, 0) + planned - left",
            )
        ],
    ),
    Wrong(
        "means_floored",
        believes="Divides without a fraction",
        fails={"02.5.means": "fraction", "02.5.held": "not-each"},
        edits=[
            (
                "yield {carrier: minutes[carrier] / flights[carrier] for carrier in flights}",
                "yield {carrier: minutes[carrier] // flights[carrier] for carrier in flights}",
            )
        ],
    ),
    Wrong(
        "means_are_rounded",
        believes="Rounds to a tenth of a minute, which is enough",
        fails={"02.5.means": "fraction"},
        edits=[
            (
                "yield {carrier: minutes[carrier] / flights[carrier] for carrier in flights}",
                "yield {carrier: round(minutes[carrier] / flights[carrier], 1) for carrier in flights}",
            )
        ],
    ),
    Wrong(
        "means_leave_out_zeros",
        believes="A flight that was on time has no delay to count",
        fails={"02.5.means": "on-time", "02.5.held": "not-each"},
        edits=[
            (
                "minutes[carrier] = minutes.get(carrier, 0) + left - planned",
                """
                if left == planned:
                    continue
                minutes[carrier] = minutes.get(carrier, 0) + left - planned
                """,
            )
        ],
    ),
    Wrong(
        "means_of_named_carriers",
        believes="Takes an empty name for no carrier",
        fails={"02.5.means": "no-name"},
        edits=[
            (
                "minutes[carrier] = minutes.get(carrier, 0) + left - planned",
                """
                if not carrier:
                    continue
                minutes[carrier] = minutes.get(carrier, 0) + left - planned
                """,
            ),
        ],
    ),
    Wrong(
        "means_after_midnight",
        believes="Takes minute 0 for no time",
        fails={"02.5.means": "midnight", "02.5.held": "not-each"},
        edits=[
            (
                "minutes[carrier] = minutes.get(carrier, 0) + left - planned",
                """
                if not left:
                    continue
                minutes[carrier] = minutes.get(carrier, 0) + left - planned
                """,
            ),
        ],
    ),
    Wrong(
        "means_need_flights",
        believes="Has nothing to say after a chunk without flights",
        fails={"02.5.means": "no-rows"},
        edits=[
            (
                "yield {carrier: minutes[carrier] / flights[carrier] for carrier in flights}",
                """
                if chunk["carrier"]:
                    yield {carrier: minutes[carrier] / flights[carrier] for carrier in flights}
                """,
            )
        ],
    ),
    Wrong(
        "means_pass_over_empty_chunks",
        believes="A table without rows is not true",
        fails={"02.5.means": "no-rows"},
        edits=[("for chunk in chunks:", "for chunk in filter(None, chunks):")],
    ),
    Wrong(
        "means_share_their_sums",
        believes="Keeps the sums where every call finds them",
        fails={"02.5.means": "shared"},
        edits=[
            (
                "def mean_delays(chunks):",
                """
                sums = {}


                def mean_delays(chunks):
                """,
            ),
            (
                """
                minutes, flights = {}, {}
                for chunk in chunks:
                """,
                """
                minutes, flights = sums.setdefault("minutes", {}), sums.setdefault("flights", {})
                minutes.clear()
                flights.clear()
                for chunk in chunks:
                """,
            ),
        ],
    ),
    Wrong(
        "means_of_an_iterator",
        believes="Asks the chunks for the next one, and a list has none",
        fails={"02.5.means": "raised"},
        edits=[
            (
                "for chunk in chunks:",
                "while (chunk := next(chunks, None)) is not None:",
            ),
        ],
    ),
    Wrong(
        "means_keep_rows",
        believes="Answers after each chunk, and keeps every row",
        fails={"02.5.held": "grows"},
        edits=[
            ("minutes, flights = {}, {}", "rows = []"),
            (
                """
                for carrier, left, planned in zip(chunk["carrier"], chunk["left"], chunk["planned"]):
                    minutes[carrier] = minutes.get(carrier, 0) + left - planned
                    flights[carrier] = flights.get(carrier, 0) + 1
                yield {carrier: minutes[carrier] / flights[carrier] for carrier in flights}
                """,
                """
                rows.extend(zip(chunk["carrier"], chunk["left"], chunk["planned"], strict=True))
                delays = {}
                for carrier, left, planned in rows:
                    delays.setdefault(carrier, []).append(left - planned)
                yield {carrier: sum(minutes) / len(minutes) for carrier, minutes in delays.items()}
                """,
            ),
        ],
    ),
    Wrong(
        "means_keep_delays",
        believes="Keeps no row, and of each flight a number",
        fails={"02.5.held": "grows"},
        edits=[
            (
                "minutes[carrier] = minutes.get(carrier, 0) + left - planned",
                "minutes.setdefault(carrier, []).append(left - planned)",
            ),
            ("flights[carrier] = flights.get(carrier, 0) + 1", "flights[carrier] = len(minutes[carrier])"),
            (
                "yield {carrier: minutes[carrier] / flights[carrier] for carrier in flights}",
                "yield {carrier: sum(minutes[carrier]) / flights[carrier] for carrier in flights}",
            ),
        ],
    ),
    Wrong(
        "means_of_counted_delays",
        believes="Counts how often each delay came",
        fails={"02.5.held": "grows"},
    ),
    Wrong(
        "means_keep_some_chunks",
        believes="Keeps the newest chunks, in case somebody asks",
        fails={"02.5.held": "chunks"},
        edits=[
            (
                """
                minutes, flights = {}, {}
                for chunk in chunks:
                    for carrier, left, planned in zip(chunk["carrier"], chunk["left"], chunk["planned"]):
                """,
                """
                minutes, flights, newest = {}, {}, []
                for chunk in chunks:
                    newest = [*newest[-2:], chunk]
                    for carrier, left, planned in zip(chunk["carrier"], chunk["left"], chunk["planned"], strict=True):
                """,
            )
        ],
    ),
]
