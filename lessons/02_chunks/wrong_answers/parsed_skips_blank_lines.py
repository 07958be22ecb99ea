"""Leaves blank lines out of the count."""

TASK, FAILS, CAUSE = "02.4", {"02.4.place"}, "blank-uncounted"


def parsed_lines(blocks, place, parse, report):
    with closing(blocks):
        for block in blocks:
            for line in block.splitlines(keepends=True):
                if line.isspace():
                    continue
                try:
                    value = parse(line, place)
                except LineError as error:
                    report(error)
                else:
                    yield value
                place.move(1, len(line))
