def items_of_pages(fetch, after):
    while True:
        items, after = fetch(after)
        if after is None:
            return
        with closing_source(iter(items)) as page:
            del items
            yield from page
