def items_of_pages(fetch, after):
    pages = []
    while True:
        items, after = fetch(after)
        pages.append(items)
        with closing_source(iter(items)) as page:
            yield from page
        if after is None:
            return
