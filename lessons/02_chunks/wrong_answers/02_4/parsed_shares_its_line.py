waiting = []


def parsed_lines(blocks, place, parse, report):
    with closing(blocks):
        for block in blocks:
            waiting.extend(block.splitlines(keepends=True))
            while waiting:
                line = waiting.pop(0)
                if not line.isspace():
                    try:
                        value = parse(line, place)
                    except LineError as error:
                        report(error)
                    else:
                        yield value
                place.move(1, len(line))
