"""Misconceptions about task 02.4, in the order of its causes."""

from maif_course.lesson import Wrong

ANSWERS = [
    Wrong(
        "parsed_reports_blank_lines",
        believes="Takes a line for blank only if it is empty",
        fails={"02.4.place": "blank-reported"},
        edits=[("if not line.isspace():", "if line:")],
    ),
    Wrong(
        "parsed_moves_first",
        believes="Moves on before the line is parsed",
        fails={"02.4.place": "moved-first"},
        edits=[
            (
                """
                if not line.isspace():
                    try:
                        value = parse(line, place)
                    except LineError as error:
                        report(error)
                    else:
                        yield value
                """,
                "",
            ),
            (
                "place.move(1, len(line))",
                """
                place.move(1, len(line))
                if line.isspace():
                    continue
                try:
                    value = parse(line, place)
                except LineError as error:
                    report(error)
                else:
                    yield value
                """,
            ),
        ],
    ),
    Wrong(
        "parsed_reports_last",
        believes="Collects the bad lines, and reports them at the end",
        fails={"02.4.place": "late"},
    ),
    Wrong(
        "parsed_forgets_newlines",
        believes="Counts the bytes of lines without their newlines",
        fails={"02.4.place": "newline-bytes"},
        edits=[
            (
                """
                for line in block.splitlines(keepends=True):
                    if not line.isspace():
                """,
                """
                for line in block.splitlines():
                    if line.strip():
                """,
            )
        ],
    ),
    Wrong(
        "parsed_stops_at_a_bad_line",
        believes="Reports the first bad line, and has enough",
        fails={"02.4.place": "stops", "02.4.bad": None},
        edits=[("report(error)", "report(error)\nreturn")],
    ),
    Wrong(
        "parsed_ends_at_an_empty_block",
        believes="Takes a block without lines for the end",
        fails={"02.4.place": "empty-is-end"},
        edits=[
            (
                "for block in blocks:",
                """
                for block in blocks:
                    if not block:
                        break
                """,
            )
        ],
    ),
    Wrong(
        "parsed_skips_blank_lines",
        believes="Leaves blank lines out of the count",
        fails={"02.4.place": "blank-uncounted"},
        edits=[
            (
                """
                if not line.isspace():
                    try:
                        value = parse(line, place)
                    except LineError as error:
                        report(error)
                    else:
                        yield value
                """,
                """
                if line.isspace():
                    continue
                try:
                    value = parse(line, place)
                except LineError as error:
                    report(error)
                else:
                    yield value
                """,
            )
        ],
    ),
    Wrong(
        "parsed_moves_by_the_block",
        believes="Moves on when a block is done",
        fails={"02.4.place": "by-block"},
    ),
    Wrong(
        "parsed_in_place",
        believes="Never moves on",
        fails={"02.4.place": "stays"},
    ),
    Wrong(
        "parsed_reports_alike_once",
        believes="Nobody wants to hear of the same bad line twice",
        fails={"02.4.place": "unreported"},
        edits=[
            (
                "with closing(blocks):",
                """
                heard = set()
                with closing(blocks):
                """,
            ),
            (
                "report(error)",
                """
                if line.strip() not in heard:
                    report(error)
                heard.add(line.strip())
                """,
            ),
        ],
    ),
    Wrong(
        "parsed_splits_at_feeds",
        believes="Splits a block at its line feeds",
        fails={"02.4.place": "split"},
        edits=[
            ("for line in block.splitlines(keepends=True):", 'for line in block.split(b"\\n"):'),
            ("if not line.isspace():", "if line.strip():"),
            ("place.move(1, len(line))", "place.move(1, len(line) + 1)"),
        ],
    ),
    Wrong(
        "parsed_splits_text",
        believes="Makes text of a block to split it, and text has more line ends than bytes",
        fails={"02.4.place": "split"},
        edits=[
            (
                "for line in block.splitlines(keepends=True):",
                """
                for line in block.decode("latin-1").splitlines(keepends=True):
                    line = line.encode("latin-1")
                """,
            )
        ],
    ),
    Wrong(
        "parsed_stays_at_bad_lines",
        believes="Moves on past good lines and blank ones",
        fails={"02.4.place": "bad-uncounted"},
        edits=[
            (
                """
                else:
                    yield value
                """,
                """
                    continue
                yield value
                """,
            )
        ],
    ),
    Wrong(
        "parsed_at_newlines_only",
        believes="Splits at `\\n`, and knows no other end of a line",
        fails={"02.4.place": "return"},
    ),
    Wrong(
        "parsed_shares_its_line",
        believes="Keeps the line in hand where every call sees it",
        fails={"02.4.place": "shared"},
    ),
    Wrong(
        "parsed_catches_all",
        believes="Takes every exception for a bad line",
        fails={"02.4.bad": "all-reported"},
        edits=[("except LineError as error:", "except Exception as error:")],
    ),
    Wrong(
        "parsed_catches_value_errors",
        believes="A line is bad where `parse` raises a `ValueError`, and a `LineError` is one",
        fails={"02.4.bad": "all-reported"},
        edits=[("except LineError as error:", "except ValueError as error:")],
    ),
    Wrong(
        "parsed_reports_every_maif_error",
        believes="Reports what `LineError` is derived from",
        fails={"02.4.bad": "all-reported"},
    ),
    Wrong(
        "parsed_ends_at_ctrl_c",
        believes="Ends where somebody presses Ctrl-C, and says nothing",
        fails={"02.4.bad": "all-reported"},
    ),
    Wrong(
        "parsed_silences_report",
        believes="No error may leave the loop",
        fails={"02.4.bad": "report-silenced"},
        edits=[
            (
                "def parsed_lines(blocks, place, parse, report):",
                """
                from contextlib import suppress


                def parsed_lines(blocks, place, parse, report):
                """,
            ),
            (
                "report(error)",
                """
                with suppress(LineError):
                    report(error)
                """,
            ),
        ],
    ),
    Wrong(
        "parsed_guards_report",
        believes="Holds back what goes wrong in `report`",
        fails={"02.4.bad": "report-silenced"},
    ),
    Wrong(
        "parsed_ends_with_its_source",
        believes="Takes blocks that cannot be read for the end",
        fails={"02.4.bad": "source-silenced"},
    ),
    Wrong(
        "parsed_yields_reports",
        believes="Yields what `report` makes of a bad line",
        fails={"02.4.bad": "report-result"},
    ),
    Wrong(
        "parsed_drops_falsy_values",
        believes="A value that is not true is none",
        fails={"02.4.bad": "falsy-lost"},
        edits=[
            (
                """
                else:
                    yield value
                """,
                """
                else:
                    if value:
                        yield value
                """,
            )
        ],
    ),
    Wrong(
        "parsed_equal_once",
        believes="Leaves out a value that is equal to the one before",
        fails={"02.4.bad": "falsy-lost"},
    ),
    Wrong(
        "parsed_compares_types",
        believes="Asks whether the error's type is `LineError`, and no other",
        fails={"02.4.bad": "one-class-only"},
        edits=[
            (
                """
                except LineError as error:
                    report(error)
                """,
                """
                except Exception as error:
                    if type(error) is not LineError:
                        raise
                    report(error)
                """,
            )
        ],
    ),
    Wrong(
        "parsed_strips_lines",
        believes="Takes the spaces around a line for no part of it",
        fails={"02.4.bad": "stripped"},
        edits=[("value = parse(line, place)", "value = parse(line.strip(), place)")],
    ),
    Wrong(
        "parsed_counts_values_by_hash",
        believes="Keeps a set of the values",
        fails={"02.4.bad": "raised"},
    ),
    Wrong(
        "parsed_never_closes",
        believes="Leaves the closing to the loop",
        fails={"02.4.closed": "never"},
        edits=[("with closing(blocks):", "if blocks:")],
    ),
    Wrong(
        "parsed_closes_at_the_end",
        believes="Closes the blocks after the last",
        fails={"02.4.closed": "early-exit"},
    ),
    Wrong(
        "parsed_closes_before",
        believes="Takes all blocks, closes, and begins",
        fails={"02.4.closed": "too-early"},
    ),
    Wrong(
        "parsed_expects_exit_only",
        believes="Closes when the caller leaves, but not when `report` raises",
        fails={"02.4.closed": "failure"},
    ),
    Wrong(
        "parsed_knows_the_exits",
        believes="Lists what may come, and forgets Ctrl-C",
        fails={"02.4.closed": "failure"},
    ),
    Wrong(
        "parsed_takes_all_blocks",
        believes="Wants to have all blocks before it begins",
        fails={"02.4.closed": "all-read"},
        edits=[("for block in blocks:", "for block in list(blocks):")],
    ),
]
