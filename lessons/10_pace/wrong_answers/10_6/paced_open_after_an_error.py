def paced(source, wait):
    try:
        for item in source:
            wait()
            yield item
    except GeneratorExit:
        source.close()
        raise
    source.close()
