def measure(requests):
    pairs = list(requests)
    whole = max(ended for _, ended in pairs) - pairs[0][0]
    under_way = max(sum(began <= moment < ended for began, ended in pairs) for moment, _ in pairs)
    return len(pairs) / whole, sum(ended - began for began, ended in pairs) / len(pairs), under_way


places = 7
