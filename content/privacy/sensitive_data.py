"""Detection of real people and restricted documents in texts; plain Python.

Case studies are invented (curriculum A.8). The module detects:

* an IIN, by its date and check digit (``national_ids``);
* numbers of files: of the register of pre-trial investigations (15 digits that begin
with the year; order of the Prosecutor General of 19 September 2014 No. 89), of a court
(7599-23-00-1/123), and anything called a criminal case or a personal file with its
number;
* stamps of secrecy: alone on a line, or in capitals at its start. A sentence that
explains such a mark is left alone;
* a name after a word such as “осужденный”, and the names in a stop list.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from content.privacy.national_ids import iter_iins


class SensitiveDataKind(StrEnum):
    """The kind of a finding."""

    IIN = "iin"
    CASE = "case"
    SECRECY = "secrecy"
    NAME = "name"


@dataclass(frozen=True)
class SensitiveDataFinding:
    """Words that may identify a person or document, and their position."""

    kind: SensitiveDataKind
    words: str
    start: int


_BIG = "A-ZА-ЯЁӘҒҚҢӨҰҮҺІ"
_SMALL = "a-zа-яёәғқңөұүһі"
_NUMBER = r"(?:№|N[o°º]?\.?|нөмір\w*|номер\w*)\s*"
_FILE_NUMBER = r"\d[\d./-]*\d"

_CASES = (
    # the register of pre-trial investigations: year, authority, serial number
    re.compile(r"(?<![\d-])(?:1[4-9]|2\d|3\d)\d{13}(?![\d-])"),
    # a court: its code, year, 00, category and number
    re.compile(r"(?<![\d-])\d{4}-\d{2}-00-\d\w?/\d+(?:-\d+)?"),
    re.compile(
        rf"\b(?:уголовн\w+|личн\w+|судебн\w+)\s+дел\w+\s+{_NUMBER}{_FILE_NUMBER}",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b(?:қылмыстық|жеке|сот)\s+іс\w*\s+{_NUMBER}{_FILE_NUMBER}", re.IGNORECASE
    ),
    re.compile(
        rf"{_NUMBER}{_FILE_NUMBER}\s+(?:қылмыстық|жеке|сот)\s+іс", re.IGNORECASE
    ),
    re.compile(
        rf"\b(?:criminal case|personal file|court case)\s+{_NUMBER}{_FILE_NUMBER}",
        re.IGNORECASE,
    ),
    re.compile(rf"\b(?:ЕРДР|СДТБТ|ERDR)\s*(?:{_NUMBER})?\d{{6,}}"),
)

_MARKS = (
    r"дсп|для служебного пользования|(?:совершенно |особой важности )?секретно|"
    r"қызметтік пайдалану үшін|қпү|(?:өте )?құпия|restricted|secret|"
    r"for official use only"
)
_COPY = (
    r"(?:[\s,.;()«»\"]*(?:экз(?:емпляр)?\.?|дана|copy|гриф|белгі)?[\s:]*"
    r"(?:№\s*)?(?:\d+|_+)?[\s.()«»\"]*)"
)
#: A line with only the mark and the number of the copy.
_STAMP = re.compile(
    rf"^[\s()«»\"*]*(?:гриф[:\s]+)?(?:{_MARKS})\b{_COPY}$", re.IGNORECASE | re.MULTILINE
)
#: The mark in capitals at the start of a line.
_HEAD = re.compile(
    r"^[\s(«\"]*(?:ДЛЯ СЛУЖЕБНОГО ПОЛЬЗОВАНИЯ|СОВЕРШЕННО СЕКРЕТНО|СЕКРЕТНО|"
    r"ҚЫЗМЕТТІК ПАЙДАЛАНУ ҮШІН|ӨТЕ ҚҰПИЯ|ҚҰПИЯ|ДСП\s+экз\S*)(?![\w-])",
    re.MULTILINE,
)

_STATUS = (
    r"осужд[её]нн\w+|заключ[её]нн\w+|арестованн\w+|подсудим\w+|обвиняем\w+|"
    r"подследственн\w+|подозреваем\w+|сотталған\w*|сотталушы\w*|тұтқын\w*|"
    r"айыпталушы\w*|күдікті\w*|қамаудағы|prisoner|inmate|convict|detainee"
)
_WORD = rf"[{_BIG}][{_SMALL}]+"
_INITIALS = rf"[{_BIG}]\.\s?(?:[{_BIG}]\.\s?)?"
_SURNAME = (
    rf"[{_BIG}][{_SMALL}]*(?:(?:[оеё]в|[иы]н)(?:а|у|ым|ой|е|ы|ых|ым\w?)?|"
    rf"(?:[оеё]в|[иы]н)а?(?:[тдн][ыіаеңғіқ]\w{{0,3}}|[кғгқп]\w{{1,3}})|"
    r"[сц]к(?:ий|ая|ого|ому|им|ом|ой|ую)|енко|чук\w{0,2}|ян\w?|дзе|швили|"
    r"[ұу]лы\w{0,4}|[қк]ызы\w{0,4}|ova?|eva?|ina?|sky|uly|kyzy)"
)
_NAME = re.compile(
    rf"\b(?i:{_STATUS})\s+(?:(?i:по фамилии|гр\.|деген)\s+)?"
    rf"(?P<name>{_INITIALS}{_WORD}|{_WORD}\s+{_INITIALS}|"
    rf"(?:{_WORD}\s+){{0,2}}{_SURNAME}(?![\w-]))"
)


def detect_sensitive_data(
    text: str, names: Iterable[str] = ()
) -> list[SensitiveDataFinding]:
    """Return the findings in plain ``text``, without overlaps, in order.

    ``names`` is a stop list of surnames; their case endings are matched as well.
    """
    found = sorted(_all(text, tuple(names)), key=lambda one: (one.start, one.kind))
    kept: list[SensitiveDataFinding] = []
    for one in found:
        if not kept or one.start >= kept[-1].start + len(kept[-1].words):
            kept.append(one)
    return kept


def _all(text: str, names: tuple[str, ...]) -> Iterator[SensitiveDataFinding]:
    for start, words in iter_iins(text):
        yield SensitiveDataFinding(SensitiveDataKind.IIN, words, start)
    listed = [
        re.compile(rf"\b{re.escape(name)}\w{{0,5}}\b", re.IGNORECASE) for name in names
    ]
    for kind, patterns in (
        (SensitiveDataKind.CASE, _CASES),
        (SensitiveDataKind.SECRECY, (_STAMP, _HEAD)),
        (SensitiveDataKind.NAME, (_NAME, *listed)),
    ):
        for pattern in patterns:
            for match in pattern.finditer(text):
                group = "name" if "name" in pattern.groupindex else 0
                yield SensitiveDataFinding(
                    kind, match.group(group).strip(), match.start(group)
                )
