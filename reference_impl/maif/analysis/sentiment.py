"""How a text sounds: positive, neutral or negative, by words that have been rated by people (VADER)."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Literal, NamedTuple

from maif.errors import InvalidTypeError, MissingExtraError

THRESHOLD = 0.05  # of the score, from which a text is not neutral: what VADER's authors recommend


class Sentiment(NamedTuple):
    """How a text sounds, and how much: `score` goes from −1 (most negative) to 1 (most positive)."""

    label: Literal["positive", "neutral", "negative"]
    score: float


def analyze_sentiment(text: str) -> Sentiment:
    """Return how an English text sounds.

    The score is the compound of VADER (Hutto and Gilbert, 2014): words, emoticons and punctuation that people rated,
    with rules for negation and emphasis. Raises `MissingExtraError` without the extra `live`, and `InvalidTypeError`
    for what is no text.

    >>> analyze_sentiment("The crew was great and the food was wonderful!").label
    'positive'
    >>> analyze_sentiment("Not good: we lost our luggage.").label
    'negative'
    >>> analyze_sentiment("")
    Sentiment(label='neutral', score=0.0)
    """
    if not isinstance(text, str):
        raise InvalidTypeError(f"a text is a str, not {type(text).__name__}")
    score = float(_analyzer().polarity_scores(text)["compound"])
    if abs(score) < THRESHOLD:
        return Sentiment("neutral", score)
    return Sentiment("positive" if score > 0 else "negative", score)


@lru_cache(1)
def _analyzer() -> Any:
    try:
        from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer
    except ImportError:
        raise MissingExtraError("vaderSentiment", extra="live", needed_for="analyze_sentiment()") from None
    return SentimentIntensityAnalyzer()
