"""Lets `np.exp` pass over what is hidden."""

TASK = "18.4"


def with_chunk(largest, total, weighted, scores, values):
    highest = np.maximum(largest, scores.max(axis=-1)[..., None])
    seen = highest > -np.inf
    shrink = np.exp(np.where(seen, largest - np.where(seen, highest, 0), -np.inf))
    weights = np.exp(np.where(seen, scores - np.where(seen, highest, 0), -np.inf))
    return highest, shrink * total + weights.sum(-1)[..., None], shrink * weighted + np.matmul(weights, values)
