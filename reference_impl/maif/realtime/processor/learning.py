"""Models that learn as the stream goes by: `Learner`."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Sequence
from typing import Any, Protocol, cast

from maif.arguments import require_at_least, require_callable
from maif.errors import InvalidTypeError, MissingExtraError
from maif.realtime.message import Message
from maif.realtime.outbox import Storage
from maif.stats import EWMA, RunningStats

RECENT = 0.01  # weight of the latest prediction in the recent score


class DriftDetector(Protocol):
    """What `river.drift.ADWIN` is: fed with errors, it says when their mean has changed."""

    drift_detected: bool

    def update(self, x: float) -> object:
        """Take the next error."""


class Learner:
    """A model that predicts each message's label, and then learns it.

    The model has `predict_one(features)` and `learn_one(features, label)`: river's convention, and that of anything
    written to it. `features(message)` and `label(message)` say what of a message it sees; None leaves the message out.
    A prediction comes before the learning, so the scores are of messages that the model had not seen
    (prequential evaluation: Dawid, 1984).

    The score is the absolute error for labels that are numbers (no booleans), and accuracy for all others. ADWIN (Bifet
    and Gavaldà, 2007) finds a drift, which needs the extra `learn`.

    >>> from collections import Counter
    >>> class MostFrequent:
    ...     def __init__(self):
    ...         self.seen = Counter()
    ...     def predict_one(self, x):
    ...         return self.seen.most_common(1)[0][0] if self.seen else None
    ...     def learn_one(self, x, y):
    ...         self.seen[y] += 1
    >>> learner = Learner("weather", MostFrequent(), lambda m: {}, lambda m: m.content, detect_drift=False)
    >>> for word in ["dry", "dry", "wet", "dry"]:
    ...     drifted = learner.learn(Message("attic", content=word))
    >>> learner.stats
    {'messages': 4.0, 'accuracy': 0.5, 'recent': 0.5025125628140703}
    """

    def __init__(
        self,
        name: str,
        model: Any,
        features: Callable[[Message], Any],
        label: Callable[[Message], Any],
        snapshot_every: int = 10_000,
        detect_drift: bool = True,
    ) -> None:
        for method in ("predict_one", "learn_one"):
            if not callable(getattr(model, method, None)):
                raise InvalidTypeError(
                    f"the model {name!r} has no {method}(): it must have river's predict_one, learn_one"
                )
        require_callable(features=features, label=label)
        require_at_least(1, snapshot_every=snapshot_every)
        self.name, self.model, self.snapshot_every = name, model, snapshot_every
        self._features, self._label = features, label
        self._detector = _adwin() if detect_drift else None
        self._scores, self._recent = RunningStats(), EWMA(alpha=RECENT)
        self._measure = ""
        self.since_snapshot = 0
        self.drifts = 0

    def learn(self, message: Message) -> bool:
        """Predict, then learn a message; return whether the stream has drifted."""
        features = self._features(message)
        label = None if features is None else self._label(message)
        if label is None:
            return False
        predicted = self.model.predict_one(features)
        self.model.learn_one(features, label)
        self.since_snapshot += 1
        is_number = isinstance(label, (int, float)) and not isinstance(label, bool)
        self._measure = "error" if is_number else "accuracy"
        if is_number and predicted is None:
            return False
        error = abs(float(predicted) - label) if is_number else float(predicted != label)
        score = error if is_number else 1.0 - error
        self._scores.push(score)
        self._recent.push(score)
        if self._detector is None:
            return False
        self._detector.update(error)
        self.drifts += self._detector.drift_detected
        return self._detector.drift_detected

    @property
    def stats(self) -> dict[str, float]:
        """How many messages were predicted, and how well: on the whole and of late."""
        if not self._scores.count:
            return {"messages": 0.0}
        return {"messages": float(self._scores.count), self._measure: self._scores.mean, "recent": self._recent.mean}

    def snapshot(self) -> bytes:
        """Return the model, its scores and its drift detector, pickled."""
        return pickle.dumps((self.model, self._scores, self._recent, self._measure, self._detector, self.drifts))

    def restore(self, snapshot: bytes) -> None:
        """Go on where a snapshot was taken. This unpickles it: restore only what this program has written itself."""
        state = pickle.loads(snapshot)
        self.model, self._scores, self._recent, self._measure, self._detector, self.drifts = state


class Models:
    """All models of a processor, which saves what they have learned before it commits a position."""

    def __init__(self, learners: Sequence[Learner], processor: str, storage: Storage) -> None:
        self._learners, self._processor, self._storage = learners, processor, storage

    def learn(self, message: Message) -> list[Learner]:
        """Have all learn a message; return those whose stream has drifted."""
        return [learner for learner in self._learners if learner.learn(message)]

    @property
    def want_saving(self) -> bool:
        """Whether one has learned from as many messages as it may before it is saved."""
        return any(learner.since_snapshot >= learner.snapshot_every for learner in self._learners)

    async def save(self) -> None:
        """Save those that have learned."""
        for learner in self._learners:
            if learned := learner.since_snapshot:
                await self._storage.save(self._name_of(learner), learner.snapshot())
                learner.since_snapshot -= learned  # it may have learned meanwhile

    async def load(self) -> None:
        """Go on where the last run has saved."""
        for learner in self._learners:
            if (snapshot := await self._storage.load(self._name_of(learner))) is not None:
                learner.restore(snapshot)

    def _name_of(self, learner: Learner) -> str:
        return f"{self._processor}.{learner.name}"

    @property
    def stats(self) -> dict[str, dict[str, float]]:
        """The scores of each, by name."""
        return {learner.name: learner.stats for learner in self._learners}


def _adwin() -> DriftDetector:
    try:
        from river.drift import ADWIN
    except ImportError as error:
        raise MissingExtraError("river", extra="learn", needed_for="detect_drift=True") from error
    return cast("Callable[[], DriftDetector]", ADWIN)()
