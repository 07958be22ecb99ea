def in_order_by_key(events):
    for kind, _, call in events:
        if kind == "end":
            yield call
