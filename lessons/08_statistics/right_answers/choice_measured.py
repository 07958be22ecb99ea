"""Measures in the cell itself."""

TASK = "08.5"


def means(values):
    fading = Fading(alpha_of(38))
    for value in values:
        fading.push(value)
        yield fading.mean


choice = {
    "halflife": 38,
    "calm": max(abs(mean) for mean in list(means(tide()))[-14:]),
    "quick": sum(mean < 0.5 for mean in list(means(jump()))[728:]) + 1,
}
