"""Personal data in texts: where they stand and of which kind they are, told by check digits rather than by looks.

A detector is a function that yields spans of a text. The ones here find e-mail addresses, bank accounts (IBAN), payment
cards, national numbers (`maif.analysis.national_numbers`), IP addresses and telephone numbers; add your own.
"""

from __future__ import annotations

import bisect
import ipaddress
import re
from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias

from maif.analysis.national_numbers import find_national_numbers, is_valid
from maif.errors import InvalidArgumentError, InvalidTypeError, MissingExtraError
from maif.segments.masking import Span

Detector: TypeAlias = Callable[[str], Iterable[tuple[int, int, str]]]
"""Yields start, end and kind of what it finds in a text."""

_EMAIL = re.compile(
    r"(?<![\w.%+-])[\w%+-][\w%+'-]{0,63}(?:\.[\w%+'-]{1,64}){0,16}@(?:\w(?:[\w-]{0,61}\w)?\.){1,16}[^\W\d_]{2,24}(?![\w@])"
)
_IBAN = re.compile(r"(?<!\w)[A-Z]{2}\d{2}(?: ?[A-Z0-9]){11,30}", re.IGNORECASE | re.ASCII)
_CARD = re.compile(r"(?<![\w.,+-])\d(?:[ -]?\d){12,18}(?![\w-]|[.,]\d)", re.ASCII)
_CARD_ISSUER = re.compile(  # American Express, JCB, Diners Club, Visa, Mastercard, Maestro, Discover, UnionPay
    r"3[47]\d{13}|35\d{14}|3(?:0[0-5]|095|6|[89])\d{11,16}|4\d{12}(?:\d{3}){0,2}|5[1-5]\d{14}"
    r"|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}|(?:50|5[6-9]|6[0-9])\d{11,17}"
)
_IPV4 = re.compile(r"(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?!\.?\w)", re.ASCII)
_IPV6 = re.compile(
    r"(?<![\w:.])(?:[0-9a-f]{0,4}:){2,7}(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f]{0,4})(?![\w:])", re.IGNORECASE
)
_TELEPHONE = re.compile(r"\+ ?\d|\d[ ()./-]{1,3}\d", re.ASCII)  # what it has, unless it is written without separators
_DATE = re.compile(r"(?<!\d)\d{4}-\d\d-\d\d(?!\d)|(?<!\d)\d\d?[./]\d\d?[./]\d{4}(?!\d)", re.ASCII)


def find_personal_data(text: str, detectors: Iterable[Detector] = (), *, region: str = "US") -> list[Span]:
    """Return where personal data stand in a text, in order, without overlaps.

    Kinds are `email`, `iban`, `card`, `national_number`, `ip` and `phone`, and those of your own `detectors`, which go
    first. `region` (ISO 3166, two letters) tells how to read telephone numbers without a country code; one without
    separators too is not told from other numbers. Raises `MissingExtraError` without the extra `live`,
    `InvalidTypeError` for what is no text, and `InvalidArgumentError` for a detector that finds what the text has not.

    >>> text = "Ada (ada@example.org) paid with 4111 1111 1111 1111, not 4111 1111 1111 1112."
    >>> [(text[span.start : span.end], span.kind) for span in find_personal_data(text)]
    [('ada@example.org', 'email'), ('4111 1111 1111 1111', 'card')]
    >>> find_personal_data("flight AA-117", [lambda text: [(7, 13, "flight")]])
    [Span(start=7, end=13, kind='flight')]
    """
    if not isinstance(text, str):
        raise InvalidTypeError(f"a text is a str, not {type(text).__name__}")
    found: list[Span] = []
    for detector in (*detectors, *_DETECTORS):
        for start, end, kind in detector(text):
            if not 0 <= start < end <= len(text):
                raise InvalidArgumentError(f"a detector found {kind!r} from {start} to {end} in {len(text)} characters")
            _add_if_free(found, Span(start, end, kind))
    for span in _telephone_numbers(text, region, found):
        _add_if_free(found, span)
    return found


def _add_if_free(found: list[Span], span: Span) -> None:
    """Put a span into its place among those that were found before, unless it overlaps one of them."""
    at = bisect.bisect(found, span)
    if (at == 0 or found[at - 1].end <= span.start) and (at == len(found) or span.end <= found[at].start):
        found.insert(at, span)


def _emails(text: str) -> Iterator[Span]:
    if "@" in text:
        for match in _EMAIL.finditer(text):
            start, end = match.span()
            yield Span(start, end, "email")


def _ibans(text: str) -> Iterator[Span]:
    """Yield account numbers; where more letters follow, the longest that holds."""
    for match in _IBAN.finditer(text):
        start, end = match.span()
        while end - start >= 15:
            if text[end : end + 1].isalnum() or not is_valid("iban", text[start:end]):
                end -= 1
                continue
            yield Span(start, end, "iban")
            break


def _cards(text: str) -> Iterator[Span]:
    for match in _CARD.finditer(text):
        digits = match[0].replace(" ", "").replace("-", "")
        if _CARD_ISSUER.fullmatch(digits) and is_valid("luhn", digits):
            yield Span(*match.span(), "card")


def _ip_addresses(text: str) -> Iterator[Span]:
    for match in (*(_IPV6.finditer(text) if ":" in text else ()), *_IPV4.finditer(text)):
        if len(match[0]) >= 7 or match[0][:1].isdigit():
            try:
                ipaddress.ip_address(match[0])
            except ValueError:
                continue
            start, end = match.span()
            yield Span(start, end, "ip")


def _telephone_numbers(text: str, region: str, taken: list[Span]) -> Iterator[Span]:
    parts: list[str] = []
    at = 0  # digits of a card or a date are no telephone number
    for start, end in sorted([*(span[:2] for span in taken), *(match.span() for match in _DATE.finditer(text))]):
        parts += (text[at:start], "x" * (end - max(at, start)))
        at = max(at, end)
    text = "".join((*parts, text[at:]))
    if not _TELEPHONE.search(text):
        return
    try:
        from phonenumbers import PhoneNumberMatcher
    except ImportError:
        raise MissingExtraError("phonenumbers", extra="live", needed_for="find_personal_data()") from None
    for match in PhoneNumberMatcher(text, region):
        if not match.raw_string.isdigit():
            yield Span(match.start, match.end, "phone")


_DETECTORS: tuple[Detector, ...] = (_emails, _ibans, _cards, find_national_numbers, _ip_addresses)
