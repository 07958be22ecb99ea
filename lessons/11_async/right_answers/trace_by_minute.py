"""Collects what happens in each minute."""

TASK = "11.1"

happens = {
    0: ["both called", "Ben sits down", "Ada sits down"],
    1: ["Ben gets up", "Ben awaited"],
    2: ["Ada gets up", "Ada awaited"],
}
trace = [(minute, text) for minute, texts in happens.items() for text in texts]
