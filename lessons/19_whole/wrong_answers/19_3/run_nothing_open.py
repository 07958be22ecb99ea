def run(departures, end, after, write):
    unsettled = {}

    def read():
        for position, minute in departures(after):
            unsettled[position] = minute
            yield position, minute

    def settle(departure):
        del unsettled[departure[0]]

    for hour in time_windows(read(), 60, timestamp=planned, lateness=30, on_late=settle):
        for departure in hour.items:
            settle(departure)
        if hour.end > end:
            write(hour.end, [minute for _, minute in hour.items], min(unsettled) - 1 if unsettled else 0)
