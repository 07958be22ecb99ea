def results_of(threads, items, calls):
    for item in items:
        calls.begin(threads.start(item))
        calls.finish(threads.next_ended())
        yield calls.take().result()
