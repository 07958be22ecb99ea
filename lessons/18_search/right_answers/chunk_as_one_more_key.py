"""Takes what is held for one more key."""

TASK = "18.4"


def with_chunk(largest, total, weighted, scores, values):
    everything = np.concatenate([largest, scores], axis=-1)
    top = everything.max(axis=-1, keepdims=True)
    weights = np.exp(everything - np.where(np.isinf(top), np.zeros_like(top), top))
    old, new = weights[..., :1], weights[..., 1:]
    return top, total * old + new.sum(axis=-1, keepdims=True), weighted * old + np.matmul(new, values)
