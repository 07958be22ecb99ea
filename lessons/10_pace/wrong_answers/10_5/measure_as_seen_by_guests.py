def measure(requests):
    count = busy = seen = 0
    first, last, under_way = inf, -inf, []
    for pair in requests:
        began, ended = pair
        under_way = [one for one in under_way if one[1] > began] + [pair]
        count, busy, seen = count + 1, busy + ended - began, seen + len(under_way)
        first, last = min(first, began), max(last, ended)
    return count / (last - first), busy / count, seen / count


places = 7
