def results_of(threads, items, calls):
    for item in items:
        while not calls.has_room():
            if calls.has_result():
                yield calls.take().result()
            else:
                calls.finish(threads.next_ended())
        calls.begin(threads.start(item))
        while calls.has_result():
            yield calls.take().result()
    while calls.ahead:
        if calls.has_result():
            yield calls.take().result()
        else:
            calls.finish(threads.next_ended())
