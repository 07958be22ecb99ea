def measure(requests):
    requests = iter(requests)
    first, last = next(requests)
    count, busy = 0, last - first
    for began, ended in requests:
        count += 1
        busy += ended - began
        last = max(last, ended)
    rate, seconds = count / (last - first), busy / (count + 1)
    return rate, seconds, rate * seconds


places = 7
