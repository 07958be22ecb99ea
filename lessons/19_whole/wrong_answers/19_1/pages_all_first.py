def items_of_pages(fetch, after):
    items = []
    while True:
        page, after = fetch(after)
        items.extend(page)
        if after is None:
            break
    yield from items
