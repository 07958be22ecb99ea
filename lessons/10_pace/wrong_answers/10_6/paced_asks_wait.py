def paced(source, wait):
    with closing_source(source):
        for item in source:
            if wait() is not False:
                yield item
