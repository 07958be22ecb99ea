place = None


def items_of_pages(fetch, after):
    global place
    place = after
    while True:
        items, place = fetch(place)
        with closing_source(iter(items)) as page:
            del items
            yield from page
        if place is None:
            return
