"""Links each call to the one that began behind it; only the first of a key is asked."""

TASK = "12.6"


def in_order_by_key(events):
    last, behind, first, ended = {}, {}, {}, set()
    for kind, key, call in events:
        if kind == "begin":
            if key in first:
                behind[last[key]] = call
            else:
                first[key] = call
            last[key] = call
            continue
        ended.add(call)
        while key in first and first[key] in ended:
            head = first.pop(key)
            ended.discard(head)
            if head in behind:
                first[key] = behind.pop(head)
            else:
                del last[key]
            yield head
