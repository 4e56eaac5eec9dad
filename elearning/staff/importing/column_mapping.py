"""Mapping of columns to fields, by their headings or an earlier mapping."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from elearning.staff.importing.errors import StaffListError
from elearning.staff.importing.folded_words import fold_words
from elearning.staff.importing.table_rows import TableRow

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

#: Fields of a list, with their labels.
FIELDS: "dict[str, _StrPromise]" = {
    "staff_number": _("Service number"),
    "full_name": _("Family name, given name and patronymic in one column"),
    "family_name": _("Family name"),
    "given_name": _("Given name"),
    "patronymic": _("Patronymic"),
    "language": _("Language"),
    "establishment": _("Establishment"),
    "post": _("Position"),
    "starts_on": _("First day"),
    "ends_on": _("Last day"),
    "is_acting": _("Acting"),
    "share": _("Share of the post, %"),
    "rank": _("Rank"),
    "external_id": _("Key in the personnel system"),
}
#: Required columns.
NEEDED = ("staff_number", "establishment", "post")
NAMES = ("family_name", "given_name")

WORDS = {
    "staff_number": (
        "service number;staff number;personnel number;табельный номер;таб номер;"
        "табельный №;таб №;личный номер;служебный номер;қызметтік нөмір;"
        "қызметтік нөмірі;табель нөмірі;табельдік нөмірі;жеке нөмірі;жеке нөмір"
    ),
    "full_name": (
        "full name;name and surname;фио;ф и о;фамилия имя отчество;"
        "фамилия имя отчество (при наличии);аты-жөні;аты жөні;тегі аты әкесінің аты;т а ә"
    ),
    "family_name": "family name;surname;last name;фамилия;тегі;тек",
    "given_name": "given name;first name;name;имя;аты;есімі",
    "patronymic": "patronymic;middle name;отчество;әкесінің аты",
    "language": "language;язык;язык обучения;тіл;тілі;оқу тілі",
    "establishment": (
        "establishment;establishment code;institution;place of work;учреждение;"
        "код учреждения;подразделение;место службы;место работы;мекеме;мекемесі;"
        "мекеме коды;қызмет орны;жұмыс орны;бөлімше"
    ),
    "post": "position;post;должность;штатная должность;лауазым;лауазымы",
    "starts_on": (
        "from;since;start;start date;first day;с;с даты;дата назначения;дата начала;"
        "первый день;назначен с;бастап;басталу күні;тағайындалған күні;бірінші күні"
    ),
    "ends_on": (
        "to;until;end;end date;last day;по;дата окончания;последний день;дейін;"
        "аяқталу күні;соңғы күні"
    ),
    "is_acting": (
        "acting;врио;и о;ио;исполняющий обязанности;временно исполняющий обязанности;"
        "м а;міндетін атқарушы;уақытша міндетін атқарушы"
    ),
    "share": (
        "share;share of the post;share of the post %;ставка;ставка %;доля ставки;"
        "доля ставки %;мөлшерлеме;мөлшерлеме %;ставка үлесі;ставка үлесі %"
    ),
    "rank": "rank;шен;шені;звание;специальное звание;атақ;атағы;арнаулы атағы;арнайы атағы",
    "external_id": (
        "external id;id;key;key in the personnel system;personnel system id;ключ;"
        "внешний ключ;ключ в кадровой системе;кілт;кілті;кадр жүйесіндегі кілт"
    ),
}
#: The number of rows searched for headings, which a title may precede.
_FIRST_ROWS = 15
_FEWEST = 3


@dataclass(frozen=True)
class HeaderRow:
    """The heading row, and the field of each column."""

    row: int
    texts: list[str]
    columns: dict[str, int] = field(default_factory=dict)


def detect_header(rows: Iterable[TableRow]) -> HeaderRow:
    """Return the row among the first with the most known headings, else the first full one.

    Raises ``StaffListError`` if there is none.
    """
    best: HeaderRow | None = None
    for row, _number in zip(rows, range(_FIRST_ROWS), strict=False):
        if sum(map(bool, row.texts)) < _FEWEST:
            continue
        found = HeaderRow(row.number, row.texts, recognise_columns(row.texts))
        if best is None or len(found.columns) > len(best.columns):
            best = found
    if best is None:
        raise StaffListError("no_header")
    return best


def recognise_columns(texts: Sequence[str]) -> dict[str, int]:
    """Return the columns with known headings in ``texts``; the first of equals."""
    found: dict[str, int] = {}
    for column, text in enumerate(texts):
        name = _FIELD_OF.get(fold_words(text))
        if name:
            found.setdefault(name, column)
    return found


def list_missing_fields(columns: Mapping[str, int]) -> list[str]:
    """Return the required fields missing from ``columns``."""
    names = () if "full_name" in columns else NAMES
    return [name for name in (*NEEDED, *names) if name not in columns]


def check_columns(columns: Mapping[str, int]) -> None:
    """Raise ``StaffListError`` if a required column is missing or one is used twice."""
    for name in list_missing_fields(columns):
        raise StaffListError("column_missing", column=str(FIELDS[name]))
    taken: dict[int, str] = {}
    for name, column in columns.items():
        if column in taken:
            raise StaffListError("column_twice", column=str(FIELDS[name]))
        taken[column] = name


def compute_heading_digest(texts: Sequence[str]) -> str:
    """Return a digest of a set of headings, regardless of their order."""
    known = sorted(fold_words(text) for text in texts if text)
    return hashlib.sha256(json.dumps(known).encode()).hexdigest()


_FIELD_OF = {
    fold_words(word): name for name, words in WORDS.items() for word in words.split(";")
}
