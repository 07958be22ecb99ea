"""Moves on past good lines and blank ones."""

TASK, FAILS, CAUSE = "02.4", {"02.4.place"}, "bad-uncounted"


def parsed_lines(blocks, place, parse, report):
    with closing(blocks):
        for block in blocks:
            for line in block.splitlines(keepends=True):
                if not line.isspace():
                    try:
                        value = parse(line, place)
                    except LineError as error:
                        report(error)
                        continue
                    yield value
                place.move(1, len(line))
