"""Newton's form of the parabola."""

TASK = "08.6"


def moved(heights, ranks, marker, step):
    low, here, high = ((ranks[n], heights[n]) for n in (marker - 1, marker, marker + 1))

    def slope(one, other):
        return (other[1] - one[1]) / (other[0] - one[0])

    bend = (slope(here, high) - slope(low, here)) / (high[0] - low[0])
    ahead = high if step == 1 else low
    curved = here[1] + step * slope(here, ahead) + bend * step * (here[0] + step - ahead[0])
    return curved if low[1] < curved < high[1] else here[1] + step * slope(here, ahead)
