def items_of_pages(fetch, after):
    items, after = fetch(after)
    with closing_source(iter(items)) as page:
        yield from page
