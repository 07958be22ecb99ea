def items_of_pages(fetch, after):
    while True:
        items, after = fetch(after)
        page = iter(items)
        del items
        for item in page:
            yield item
            del item
        if after is None:
            return
