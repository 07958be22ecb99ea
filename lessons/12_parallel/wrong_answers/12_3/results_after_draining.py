def results_of(threads, items, calls):
    begun = [threads.start(item) for item in items]
    for call in begun:
        yield call.result()
