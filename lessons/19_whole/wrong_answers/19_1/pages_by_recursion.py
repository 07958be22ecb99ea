def items_of_pages(fetch, after):
    items, after = fetch(after)
    with closing_source(iter(items)) as page:
        del items
        yield from page
    if after is not None:
        yield from items_of_pages(fetch, after)
