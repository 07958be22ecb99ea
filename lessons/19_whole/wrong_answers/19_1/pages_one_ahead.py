def items_of_pages(fetch, after):
    items, after = fetch(after)
    while True:
        following = None if after is None else fetch(after)
        with closing_source(iter(items)) as page:
            yield from page
        if following is None:
            return
        items, after = following
