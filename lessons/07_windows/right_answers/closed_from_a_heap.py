"""Keeps the ends of the open windows in a heap, as the library does."""

TASK = "07.3"


def closed_windows(items, spans_at, timestamp, lateness, on_late):
    held, heap, newest = {}, [], -math.inf
    for item in items:
        time = timestamp(item)
        late = True
        for start, end in spans_at(time):
            if newest - lateness < end:
                late = False
                if (start, end) not in held:
                    heapq.heappush(heap, (start, end))
                held.setdefault((start, end), []).append(item)
        if late:
            on_late(item)
        newest = max(newest, time)
        while heap and heap[0][1] <= newest - lateness:
            start, end = heapq.heappop(heap)
            yield Window(start, end, held.pop((start, end)))
    while heap:
        start, end = heapq.heappop(heap)
        yield Window(start, end, held.pop((start, end)))
