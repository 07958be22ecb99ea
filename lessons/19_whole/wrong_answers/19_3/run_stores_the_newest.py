def run(departures, end, after, write):
    newest = after

    def read():
        nonlocal newest
        for departure in departures(after):
            newest = departure[0]
            yield departure

    for hour in time_windows(read(), 60, timestamp=planned, lateness=30):
        if hour.end > end:
            write(hour.end, [minute for _, minute in hour.items], newest)
