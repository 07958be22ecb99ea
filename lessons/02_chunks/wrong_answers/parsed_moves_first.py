"""Moves on before the line is parsed."""

TASK, FAILS, CAUSE = "02.4", {"02.4.place"}, "moved-first"


def parsed_lines(blocks, place, parse, report):
    with closing(blocks):
        for block in blocks:
            for line in block.splitlines(keepends=True):
                place.move(1, len(line))
                if line.isspace():
                    continue
                try:
                    value = parse(line, place)
                except LineError as error:
                    report(error)
                else:
                    yield value
