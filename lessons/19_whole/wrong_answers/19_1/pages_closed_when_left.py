def items_of_pages(fetch, after):
    while True:
        items, after = fetch(after)
        page = iter(items)
        del items
        yield from page
        if after is None:
            return
