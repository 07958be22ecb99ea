def paced(source, wait):
    with closing_source(source):
        for item in source:
            if item:
                wait()
            yield item
