def parsed_lines(blocks, place, parse, report):
    with closing(blocks):
        for block in blocks:
            lines = block.splitlines(keepends=True)
            for line in lines:
                if not line.isspace():
                    try:
                        value = parse(line, place)
                    except LineError as error:
                        report(error)
                    else:
                        yield value
            place.move(len(lines), len(block))
