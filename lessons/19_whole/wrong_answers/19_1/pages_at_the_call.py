def items_of_pages(fetch, after):
    ready = [fetch(after)]

    def rest(after):
        while True:
            items, after = ready.pop() if ready else fetch(after)
            with closing_source(iter(items)) as page:
                del items
                yield from page
            if after is None:
                return

    return rest(after)
