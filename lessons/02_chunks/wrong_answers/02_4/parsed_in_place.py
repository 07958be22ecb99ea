def parsed_lines(blocks, place, parse, report):
    with closing(blocks):
        for block in blocks:
            for line in block.splitlines(keepends=True):
                if not line.isspace():
                    try:
                        value = parse(line, place)
                    except LineError as error:
                        report(error)
                    else:
                        yield value
