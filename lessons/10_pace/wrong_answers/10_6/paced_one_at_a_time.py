def paced(source, wait):
    paced.source = source
    with closing_source(source):
        nothing = object()
        while (item := next(paced.source, nothing)) is not nothing:
            wait()
            yield item
