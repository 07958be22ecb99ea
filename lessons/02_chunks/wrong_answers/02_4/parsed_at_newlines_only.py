def parsed_lines(blocks, place, parse, report):
    with closing(blocks):
        for block in blocks:
            for line in [line + b"\n" for line in block.removesuffix(b"\n").split(b"\n") if block]:
                if not line.isspace():
                    try:
                        value = parse(line, place)
                    except LineError as error:
                        report(error)
                    else:
                        yield value
                place.move(1, len(line))
