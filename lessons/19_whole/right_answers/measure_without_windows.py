"""Keeps a count for each hour, and a watermark."""

TASK = "19.4"


def measure(departures, lateness):
    open_hours, watermark, late, most = {}, float("-inf"), 0, 0
    for minute in departures:
        most = max(most, sum(open_hours.values()) + 1)
        hour = minute // 60 * 60
        if hour + 60 <= watermark:
            late += 1
        else:
            open_hours[hour] = open_hours.get(hour, 0) + 1
        watermark = max(watermark, minute - lateness)
        open_hours = {hour: count for hour, count in open_hours.items() if hour + 60 > watermark}
    return late, most


lateness = 290
