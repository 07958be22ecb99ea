"""Counts the starts, and locks the array in a second step."""

TASK = "07.2"


def window_view(rows, size, stride):
    step, *inner = rows.strides
    starts = range(0, len(rows) - size + 1, stride)
    windows = as_strided(rows, (len(starts), size, *rows.shape[1:]), (step * stride, step, *inner))
    windows.setflags(write=False)
    return windows
