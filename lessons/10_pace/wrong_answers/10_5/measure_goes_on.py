count = busy = 0


def measure(requests):
    global count, busy
    first, last = inf, -inf
    for began, ended in requests:
        count += 1
        busy += ended - began
        first, last = min(first, began), max(last, ended)
    rate, seconds = count / (last - first), busy / count
    return rate, seconds, rate * seconds


places = 7
