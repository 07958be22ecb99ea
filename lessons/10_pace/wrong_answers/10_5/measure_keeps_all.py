def measure(requests):
    pairs = list(requests)
    whole = max(ended for _, ended in pairs) - pairs[0][0]
    busy = sum(ended - began for began, ended in pairs)
    return len(pairs) / whole, busy / len(pairs), busy / whole


places = 7
