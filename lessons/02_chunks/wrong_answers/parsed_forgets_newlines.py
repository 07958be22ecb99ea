"""Counts the bytes of lines without their newlines."""

TASK, FAILS, CAUSE = "02.4", {"02.4.place"}, "newline-bytes"


def parsed_lines(blocks, place, parse, report):
    with closing(blocks):
        for block in blocks:
            for line in block.splitlines():
                if line.strip():
                    try:
                        value = parse(line, place)
                    except LineError as error:
                        report(error)
                    else:
                        yield value
                place.move(1, len(line))
