def results_of(threads, items, calls):
    for item in items:
        calls.begin(threads.start(item))
        while not calls.has_room():
            if calls.has_result():
                yield calls.take().result()
            else:
                calls.finish(threads.next_ended())
