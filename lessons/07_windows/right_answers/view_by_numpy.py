"""Lets numpy do the sums."""

TASK = "07.2"


def window_view(rows, size, stride):
    if len(rows) < size:
        return rows[:0].reshape(0, 1, *rows.shape[1:])[:, :0]
    windows = np.lib.stride_tricks.sliding_window_view(rows, size, axis=0)
    return np.moveaxis(windows[::stride], -1, 1)
