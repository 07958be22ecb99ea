"""Uses `try` and `finally`, and moves on in one of them."""

TASK = "02.4"


def parsed_lines(blocks, place, parse, report):
    try:
        for line in (line for block in blocks for line in block.splitlines(keepends=True)):
            if line.strip():
                try:
                    yielded = [parse(line, place)]
                except LineError as error:
                    yielded = []
                    report(error)
                yield from yielded
            place.move(1, len(line))
    finally:
        blocks.close()
