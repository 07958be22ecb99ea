"""Personal data are told by their check digits: numbers that hold are found, those that do not are left alone."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from stdnum import luhn
from stdnum.iso7064 import mod_97_10

from maif.analysis.national_numbers import NUMBERS, find_national_numbers
from maif.analysis.privacy import find_personal_data
from maif.errors import InvalidArgumentError, InvalidTypeError
from maif.segments import Span
from maif.segments.masking import mask_text


def found(text: str, **options: Any) -> list[tuple[str, str]]:
    return [(text[span.start : span.end], span.kind) for span in find_personal_data(text, **options)]


def around(text: str) -> str:
    return f"Please note: {text}, as said before."


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("email", "ada.lovelace@example.org"),
        ("email", "o'brien+news@mail.example.co.uk"),
        ("email", "jürgen@münchen.example"),
        ("iban", "DE89370400440532013000"),
        ("iban", "DE89 3704 0044 0532 0130 00"),
        ("iban", "GB82 WEST 1234 5698 7654 32"),
        ("iban", "NO9386011117947"),
        ("card", "4111 1111 1111 1111"),
        ("card", "5555-5555-5555-4444"),
        ("card", "378282246310005"),
        ("card", "30569309025904"),
        ("ip", "192.168.1.10"),
        ("ip", "2001:db8:85a3::8a2e:370:7334"),
        ("ip", "::ffff:192.0.2.128"),
        ("phone", "+49 171 1234567"),
        ("phone", "+16502530000"),
        ("phone", "(650) 253-0000"),
        ("phone", "650-253-0000"),
        ("national_number", "536-90-4399"),
        ("national_number", "85.07.30-033.28"),
        ("national_number", "390.533.447-05"),
        ("national_number", "756.9217.0769.85"),
        ("national_number", "12.531.909-2"),
        ("national_number", "36 574 261 809"),
        ("national_number", "54362315K"),
        ("national_number", "X-2482300W"),
        ("national_number", "131052-308T"),
        ("national_number", "2 95 10 99 126 111 93"),
        ("national_number", "2341 2341 2346"),
        ("national_number", "RCCMNL83S18D969H"),
        ("national_number", "BOXW310820HNERXN09"),
        ("national_number", "44051401359"),
        ("national_number", "1630615123457"),
        ("national_number", "880320-0016"),
        ("national_number", "17291716060"),
        ("national_number", "7503305044089"),
        ("national_number", "710319/2745"),
    ],
)
def test_what_holds_is_found_with_its_kind(kind: str, text: str) -> None:
    assert found(around(text)) == [(text, kind)]


@pytest.mark.parametrize(
    "text",
    [
        "DE89370400440532013001",
        "4111 1111 1111 1112",
        "1234 5678 9012 3452",  # holds by Luhn, and no issuer begins so
        "390.533.447-06",
        "756.9217.0769.86",
        "54362315Z",
        "RCCMNL83S18D969A",
        "44051401358",
        "710319/2746",
        "000-12-3456",
        "300.1.1.1",
        "version 1.2.3.4.5",
        "10:30:15",
        "std::vector",
        "ada@localhost",
        "a@b.c",
        "@handle",
        "order 6502530000",
        "2013-06-01",
        "2013-06-01T10:30:00",
        "01/06/2013 and 02.06.2013",
        "3.14159265358979",
        "1764430000000",
        "flight AA-117 with 182 passengers",
    ],
)
def test_what_does_not_hold_is_left_alone(text: str) -> None:
    assert found(around(text)) == []


@pytest.mark.parametrize(
    ("words", "number"),
    [("BSN", "111222333"), ("my NHS number is", "943 476 5919"), ("SIN", "123456782"), ("SSN", "536904399")],
)
def test_a_number_that_says_little_counts_where_a_word_says_what_it_is(words: str, number: str) -> None:
    assert found(f"{words}: {number}.") == [(number, "national_number")]
    assert found(f"parcel {number}.") in ([], [(number, "phone")])


@given(st.integers(10**14, 10**15 - 1))
def test_of_ten_last_digits_one_makes_a_card(number: int) -> None:
    start = f"4{number}"[:15]
    holding = [digit for digit in "0123456789" if ("card" in {kind for _, kind in found(f"card {start}{digit}.")})]
    assert holding == [luhn.calc_check_digit(start)]


@given(st.integers(0, 10**18 - 1), st.integers(1, 96))
def test_of_a_hundred_check_digits_one_makes_a_german_account(number: int, error: int) -> None:
    account = f"{number:018}"
    check = int(mod_97_10.calc_check_digits(f"{account}DE"))
    assert (f"DE{check:02}{account}", "iban") in found(f"IBAN DE{check:02}{account}")
    wrong = (check - 2 + error) % 97 + 2
    assert "iban" not in {kind for _, kind in found(f"IBAN DE{wrong:02}{account}")}


def test_the_longest_that_holds_ends_before_other_words() -> None:
    assert found("IBAN DE89 3704 0044 0532 0130 00 BIC COBADEFF") == [("DE89 3704 0044 0532 0130 00", "iban")]


def test_each_kind_of_number_is_known_to_the_package_that_checks_it() -> None:
    from importlib import import_module

    for number in NUMBERS:
        assert callable(import_module(f"stdnum.{number.module}").is_valid)
        re.compile(number.pattern)


def test_several_are_found_in_order_and_masked() -> None:
    text = "Ada <ada@example.org> rang +49 171 1234567 from 192.0.2.7 about card 4111111111111111"
    spans = find_personal_data(text)
    assert [span.kind for span in spans] == ["email", "phone", "ip", "card"]
    masked = mask_text(text, spans)
    assert masked == "Ada <[EMAIL]> rang [PHONE] from [IP] about card [CARD]"
    assert find_personal_data(masked) == []


def test_detectors_of_ones_own_go_first() -> None:
    def flights(text: str) -> list[tuple[int, int, str]]:
        return [(*match.span(), "flight") for match in re.finditer(r"\b[A-Z]{2}-\d+", text)]

    assert found("AA-117, ada@example.org", detectors=[flights]) == [("AA-117", "flight"), ("ada@example.org", "email")]
    all_of_it = [lambda text: [(0, len(text), "secret")]]
    assert found("ada@example.org", detectors=all_of_it) == [("ada@example.org", "secret")]
    with pytest.raises(InvalidArgumentError, match="'secret' from 3 to 99 in 5 characters"):
        find_personal_data("short", [lambda text: [(3, 99, "secret")]])
    with pytest.raises(InvalidTypeError):
        find_personal_data(b"bytes")  # type: ignore[arg-type]


def test_telephone_numbers_without_a_country_are_read_as_those_of_a_region() -> None:
    assert found("Ruf 030 901820 an", region="DE") == [("030 901820", "phone")]
    assert found("Ruf 030 901820 an") == []


@given(st.text())
@example("1 " * 200)
@example("a@" * 200)
@example("aa:" * 200)
def test_any_text_gives_spans_in_order_without_overlaps(text: str) -> None:
    spans = find_personal_data(text)
    assert all(isinstance(span, Span) and 0 <= span.start < span.end <= len(text) for span in spans)
    assert all(one.end <= other.start for one, other in pairwise(spans))
    assert list(find_national_numbers(text)) == list(find_national_numbers(text))
