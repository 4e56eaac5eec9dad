"""Parsers of cells: dates, yes and no, languages, shares and names."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date

from elearning.languages import OWN_NAMES
from elearning.staff.importing.folded_words import fold_words
from elearning.staff.importing.table_rows import UnreadableCell, Value
from elearning.staff.name_changes import LONGEST, normalise_text
from elearning.staff.spelling import JOINERS
from elearning.staff.staff_registration import is_service_number

_DAY_FIRST = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})(?: г\.?)?")
_YEAR_FIRST = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
#: The range of plausible years.
_EARLIEST = 1950
_LATEST = 2100
#: Words for languages, besides their codes and own names.
_WORDS = {
    "kk": "kz;каз;казахский;қаз;қазақ;қазақ тілі;kazakh;казак тили",
    "ru": "рус;орыс;орысша;орыс тілі;russian",
    "en": "eng;англ;английский;ағылшын;ағылшынша",
}
LANGUAGES = {
    code: ";".join(filter(None, (code, name, _WORDS.get(code))))
    for code, name in OWN_NAMES.items()
}
_LANGUAGE_OF = {
    fold_words(word): code
    for code, words in LANGUAGES.items()
    for word in words.split(";")
}
_YES = frozenset(
    map(fold_words, ["1", "yes", "да", "иә", "true", "истина", "x", "врио", "ио"])
)
_NO = frozenset(map(fold_words, ["0", "no", "нет", "жоқ", "false", "ложь"]))
#: Single characters for yes and no, which ``fold_words`` would remove.
_SIGNS = {"+": True} | dict.fromkeys("-‐‑–—−", False)
_WHOLE = 100
_NUMBER_LONGEST = 32


class CellError(Exception):
    """A cell has an invalid value."""

    def __init__(self, code: str, **parameters: object) -> None:
        """Refuse with the message ``code``."""
        super().__init__(code)
        self.code = code
        self.parameters = parameters


def parse_text(value: Value, most: int) -> str:
    """Return the text of a cell, at most ``most`` characters."""
    if isinstance(value, UnreadableCell):
        raise CellError(value.code, **({"range": value.of} if value.of else {}))
    if isinstance(value, date):
        raise CellError("date_not_expected")
    text = normalise_text(value)
    if len(text) > most:
        raise CellError("too_long", most=most)
    return text


def limit_text(most: int) -> Callable[[Value], str]:
    """Return a parser of texts of at most ``most`` characters."""
    return lambda value: parse_text(value, most)


def parse_service_number(value: Value) -> str:
    """Return a service number, or an empty string."""
    number = parse_text(value, _NUMBER_LONGEST)
    if number and not is_service_number(number):
        raise CellError("not_a_service_number")
    return number


def parse_name(value: Value) -> str:
    """Return a part of a name, or an empty string."""
    name = parse_text(value, LONGEST)
    if not all(
        unicodedata.category(sign)[0] in "LM" or sign in JOINERS for sign in name
    ) or (name and not any(map(str.isalpha, name))):
        raise CellError("not_a_name")
    return name


def parse_date(value: Value) -> date | None:
    """Return the date in a cell, as a real date or as 31.12.2026 or 2026-12-31."""
    if not isinstance(value, date):
        text = parse_text(value, LONGEST)
        if not text:
            return None
        value = _read_day(text)
    if not _EARLIEST <= value.year <= _LATEST:
        raise CellError("impossible_day")
    return value


def parse_language(value: Value) -> str:
    """Return a language code, or an empty string for an empty cell."""
    word = fold_words(parse_text(value, LONGEST))
    if word and word not in _LANGUAGE_OF:
        raise CellError("not_a_language")
    return _LANGUAGE_OF.get(word, "")


def parse_yes_no(value: Value) -> bool | None:
    """Return yes or no as a boolean; ``None`` for an empty cell."""
    text = parse_text(value, LONGEST)
    if not text or text in _SIGNS:
        return _SIGNS.get(text)
    word = fold_words(text).replace(" ", "")
    if word not in _YES | _NO:
        raise CellError("not_yes_or_no")
    return word in _YES


def parse_share(value: Value) -> int | None:
    """Return a share in per cent; 0,5 is half a post, and 1 a full one."""
    text = parse_text(value, LONGEST).removesuffix("%").strip().replace(",", ".")
    if not text:
        return None
    try:
        number = float(text)
    except ValueError as error:
        raise CellError("not_a_share") from error
    share = number * _WHOLE if 0 < number <= 1 else number
    if not (1 <= share <= _WHOLE and share == round(share)):
        raise CellError("not_a_share")
    return round(share)


def _read_day(text: str) -> date:
    if found := _DAY_FIRST.fullmatch(text):
        day, month, year = map(int, found.groups())
    elif found := _YEAR_FIRST.fullmatch(text):
        year, month, day = map(int, found.groups())
    else:
        raise CellError("not_a_date")
    try:
        return date(year, month, day)
    except ValueError as error:
        raise CellError("not_a_date") from error
