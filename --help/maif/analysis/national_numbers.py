"""Numbers that states give to persons, found by how they are written and by their check digits.

What a number looks like and which check digits it has, python-stdnum knows. A number that says little of itself (nine
digits, one of them a check digit) counts only where a word before it says what it is, or its groups do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from importlib import import_module
from typing import Any, NamedTuple

from maif.errors import MissingExtraError
from maif.segments.masking import Span

KIND = "national_number"
_NEAR = 40  # characters before a number in which the word that names it stands


class NationalNumber(NamedTuple):
    """How a number is written, the module of python-stdnum that checks it, and words one of which must stand before."""

    module: str
    pattern: str
    words: str = ""


NUMBERS = (
    NationalNumber("be.nn", r"\d{2}\.?\d{2}\.?\d{2}-?\d{3}\.?\d{2}"),
    NationalNumber("bg.egn", r"\d{10}"),
    NationalNumber("br.cpf", r"\d{3}\.?\d{3}\.?\d{3}-?\d{2}"),
    NationalNumber("ca.sin", r"\d{3}[ -]\d{3}[ -]\d{3}"),
    NationalNumber("ca.sin", r"\d{9}", r"\bSIN\b|social insurance"),
    NationalNumber("ch.ssn", r"756\.?\d{4}\.?\d{4}\.?\d{2}"),
    NationalNumber("cl.rut", r"\d{1,2}\.?\d{3}\.?\d{3}-[\dkK]"),
    NationalNumber("cn.ric", r"\d{17}[\dxX]"),
    NationalNumber("cz.rc", r"\d{6}/\d{3,4}"),
    NationalNumber("de.idnr", r"\d{2} ?\d{3} ?\d{3} ?\d{3}"),
    NationalNumber("ee.ik", r"[1-8]\d{10}"),
    NationalNumber("es.dni", r"\d{8}-?[A-Za-z]"),
    NationalNumber("es.nie", r"[XYZxyz]-?\d{7}-?[A-Za-z]"),
    NationalNumber("fi.hetu", r"\d{6}[-+ABCDEFYXWVU]\d{3}[0-9A-Z]"),
    NationalNumber("fr.nir", r"[12] ?\d{2} ?\d{2} ?(?:\d{2}|2[AB]) ?\d{3} ?\d{3} ?\d{2}"),
    NationalNumber("gb.nhs", r"\d{3}[ -]\d{3}[ -]\d{4}", r"\bNHS\b"),
    NationalNumber("gb.nhs", r"\d{10}", r"\bNHS\b"),
    NationalNumber("gr.amka", r"\d{11}"),
    NationalNumber("hr.oib", r"\d{11}", r"\bOIB\b"),
    NationalNumber("ie.pps", r"\d{7}[A-Wa-w][A-IWa-iw]?"),
    NationalNumber("il.idnr", r"\d{9}", r"teudat|zehut|israeli id"),
    NationalNumber("in_.aadhaar", r"\d{4} \d{4} \d{4}"),
    NationalNumber("in_.aadhaar", r"\d{12}", r"aadhaar"),
    NationalNumber("it.codicefiscale", r"[A-Za-z]{6}\d{2}[A-Ea-eHhLlMmPpR-Tr-t]\d{2}[A-Za-z]\d{3}[A-Za-z]"),
    NationalNumber("kr.rrn", r"\d{6}-\d{7}"),
    NationalNumber("mx.curp", r"[A-Z]{4}\d{6}[HM][A-Z]{5}[0-9A-Z]\d"),
    NationalNumber("nl.bsn", r"\d{4}\.?\d{2}\.?\d{3}", r"\bBSN\b|burgerservice|sofi"),
    NationalNumber("no.fodselsnummer", r"\d{6} ?\d{5}"),
    NationalNumber("pl.pesel", r"\d{11}"),
    NationalNumber("pt.cc", r"\d{8} ?\d ?[A-Z0-9]{2}\d"),
    NationalNumber("ro.cnp", r"[1-9]\d{12}"),
    NationalNumber("se.personnummer", r"(?:\d{2})?\d{6}[-+]\d{4}"),
    NationalNumber("tr.tckimlik", r"[1-9]\d{10}"),
    NationalNumber("us.itin", r"9\d{2}-\d{2}-\d{4}"),
    NationalNumber("us.ssn", r"\d{3}-\d{2}-\d{4}"),
    NationalNumber("us.ssn", r"\d{9}", r"\bSSN\b|social security"),
    NationalNumber("za.idnr", r"\d{13}"),
)
_RUN = re.compile(
    r"(?:[XYZ]-)?(?:[A-Z]{0,6}\d[ ./+-]?){7,40}[A-Z]{0,3}\d?", re.IGNORECASE | re.ASCII
)  # around seven digits


def find_national_numbers(text: str) -> Iterator[Span]:
    """Yield where national numbers stand in a text: those whose check digits (and dates) hold.

    >>> list(find_national_numbers("DNI 54362315K, and 54362315Z"))
    [Span(start=4, end=13, kind='national_number')]
    """
    for run in _RUN.finditer(text):
        for number, pattern, words in _compiled():
            for match in pattern.finditer(text, *run.span()):
                named = words is None or words.search(text, max(match.start() - _NEAR, 0), match.start())
                if named and is_valid(number.module, match[0]):
                    yield Span(*match.span(), KIND)


def is_valid(module: str, number: str) -> bool:
    """Say whether a number holds, by the module of python-stdnum that knows its kind.

    >>> is_valid("luhn", "4111111111111111"), is_valid("luhn", "4111111111111112")
    (True, False)
    """
    return bool(_checker(module).is_valid(number))


@lru_cache(None)
def _checker(module: str) -> Any:
    try:
        return import_module(f"stdnum.{module}")
    except ImportError:
        raise MissingExtraError("python-stdnum", extra="live", needed_for="finding personal data") from None


@lru_cache(1)
def _compiled() -> list[tuple[NationalNumber, re.Pattern[str], re.Pattern[str] | None]]:
    return [
        (
            number,
            re.compile(rf"(?<![\w.,+-])(?:{number.pattern})(?![\w-]|[.,]\d)", re.ASCII),
            re.compile(number.words, re.IGNORECASE) if number.words else None,
        )
        for number in NUMBERS
    ]
