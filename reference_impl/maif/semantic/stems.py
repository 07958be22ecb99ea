"""Texts as words: where a text is split, what forms of a word have in common, and which words of a question tell."""

from __future__ import annotations

import re
from collections import Counter

TITLE = 5  # as often as this, a word of the title counts
REMEMBERED, LONGEST = 1 << 15, 64  # words whose stems are remembered, and their letters

_RUN = re.compile(r"[^\W_]+")
_ASCII_RUNS = {code: chr(code).lower() if chr(code).isalnum() else " " for code in range(128)}
_VOWEL = re.compile("[aeiouy]")


def words_of(text: str) -> list[str]:
    """Return the words of a text in small letters: runs of at least two letters or digits, so `read_csv` has two.

    >>> words_of("def read_csv(path, n=3): ...  # as UTF8")
    ['def', 'read', 'csv', 'path', 'as', 'utf8']
    """
    return [run for run in _runs(text) if len(run) > 1]


def _runs(text: str) -> list[str]:
    """Return all runs of letters and digits in small letters; those of ASCII take a third of the time of a search."""
    return text.translate(_ASCII_RUNS).split() if text.isascii() else _RUN.findall(text.lower())


_SAY_NOTHING = frozenset(
    words_of(
        "an and any are as at be been by can could did do does for from get had has have how if in into is it its me "
        "my no not of on or our should so some than that the their them then there these they this to use using want "
        "was we were what when where which while who why will with without would you your"
    )
)


def stem(word: str) -> str:
    """Return what an English word has in common with its other forms; a rough cut that both sides of a search get.

    >>> [stem(word) for word in ["merge", "merges", "merged", "merging"]]
    ['merg', 'merg', 'merg', 'merg']
    >>> [stem(word) for word in ["entries", "running", "string", "class", "status"]]
    ['entry', 'run', 'string', 'class', 'status']
    """
    if len(word) < 4 or not word.isascii():
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for ending in ("ing", "ed"):
        rest = word[: -len(ending)]
        if word.endswith(ending) and len(rest) > 2 and not word.endswith("eed") and _VOWEL.search(rest):
            word = rest[:-1] if rest[-1] == rest[-2] and rest[-1] not in "lsz" else rest
            break
    return word.removesuffix("e") if len(word) > 3 else word


def telling_words(question: str) -> list[str]:
    """Return the words of a question that say what it asks for: not those that every question has.

    >>> telling_words("How do I merge sorted streams?")
    ['merge', 'sorted', 'streams']

    A question of such words alone asks for them:

    >>> telling_words("to be or not to be")
    ['to', 'be', 'or', 'not', 'to', 'be']
    """
    words = words_of(question)
    return [word for word in words if word not in _SAY_NOTHING] or words


def question_words(question: str) -> list[str]:
    """Return the stems of the telling words of a question, each once.

    >>> question_words("Is a merged stream merged?")
    ['merg', 'stream']
    """
    return list(dict.fromkeys(map(stem, telling_words(question))))


class Stems(dict[str, str]):
    """The stems of words that were met lately, looked up in C; a single letter, which is no word, has "".

    >>> stems = Stems()
    >>> stems["merging"], stems["a"], len(stems)
    ('merg', '', 2)
    """

    def __missing__(self, run: str) -> str:
        stemmed = stem(run) if len(run) > 1 else ""
        if len(self) >= REMEMBERED:
            self.clear()
        if len(run) <= LONGEST:
            self[run] = stemmed
        return stemmed


_KNOWN = Stems()


def stem_counts(text: str, title: str = "") -> Counter[str]:
    """Return how often a text has each stem; a word of the title counts five times.

    >>> stem_counts("Merge a stream, merging streams.", "On streams")
    Counter({'stream': 7, 'on': 5, 'merg': 2})
    """
    counts = Counter(map(_KNOWN.__getitem__, _runs(text)))
    for known in map(_KNOWN.__getitem__, _runs(title)):
        counts[known] += TITLE
    del counts[""]
    return counts
