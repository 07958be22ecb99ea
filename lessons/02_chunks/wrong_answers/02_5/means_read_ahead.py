def mean_delays(chunks):
    minutes, flights = {}, {}
    chunks = iter(chunks)
    chunk = next(chunks, None)
    while chunk is not None:
        for carrier, left, planned in zip(chunk["carrier"], chunk["left"], chunk["planned"], strict=True):
            minutes[carrier] = minutes.get(carrier, 0) + left - planned
            flights[carrier] = flights.get(carrier, 0) + 1
        chunk = next(chunks, None)
        yield {carrier: minutes[carrier] / flights[carrier] for carrier in flights}
