def paced(source, wait):
    try:
        for item in source:
            wait()
            yield item
    except (OSError, GeneratorExit):
        source.close()
        raise
    with closing_source(source):
        pass
