"""How texts sound."""

from __future__ import annotations

import pytest

from maif.analysis.sentiment import analyze_sentiment
from maif.errors import InvalidTypeError


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("I love this, it is wonderful!", "positive"),
        ("This is terrible. I hate it.", "negative"),
        ("It is not good.", "negative"),
        ("The flight leaves at ten.", "neutral"),
        ("", "neutral"),
    ],
)
def test_a_text_has_a_label(text: str, label: str) -> None:
    sentiment = analyze_sentiment(text)
    assert sentiment.label == label
    assert -1 <= sentiment.score <= 1


def test_emphasis_counts() -> None:
    assert analyze_sentiment("GREAT!!!").score > analyze_sentiment("great").score > 0


def test_what_is_no_text_is_refused() -> None:
    with pytest.raises(InvalidTypeError):
        analyze_sentiment(None)  # type: ignore[arg-type]
