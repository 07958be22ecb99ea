def results_of(threads, items, calls):
    items = iter(items)

    def fill():
        while calls.has_room() and (item := next(items, END)) is not END:
            calls.begin(threads.start(item))

    fill()
    while calls.ahead:
        while not calls.has_result():
            calls.finish(threads.next_ended())
        yield calls.take().result()
        fill()
