def paced(source, wait):
    with closing_source(source):
        items = iter(source)
        while True:
            try:
                item = next(items)
            except Exception:
                return
            wait()
            yield item
