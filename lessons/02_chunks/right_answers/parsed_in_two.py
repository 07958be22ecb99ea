"""Has a function that makes a list of one value or none."""

TASK = "02.4"


def parsed_lines(blocks, place, parse, report):
    with closing(blocks):
        for block in blocks:
            for line in block.splitlines(keepends=True):
                if not line.isspace():
                    yield from value_of(line, place, parse, report)
                place.move(1, len(line))


def value_of(line, place, parse, report):
    try:
        return [parse(line, place)]
    except LineError as error:
        report(error)
        return []
