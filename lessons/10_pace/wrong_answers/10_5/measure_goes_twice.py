def measure(requests):
    count = sum(1 for _ in requests)
    busy = sum(ended - began for began, ended in requests)
    return count, busy / count, busy


places = 7
