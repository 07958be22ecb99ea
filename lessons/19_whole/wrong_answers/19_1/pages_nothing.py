def items_of_pages(fetch, after):
    return iter(())
