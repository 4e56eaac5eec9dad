"""The columns of a staff list, each declared once.

Reading, comparing, writing and showing go through ``COLUMNS``. A name has at most 16
characters.
"""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from elearning.languages import OWN_NAMES, get_first_language
from elearning.staff.importing import cell_parsers
from elearning.staff.importing.column_kinds import (
    AppointmentColumn,
    Column,
    DatedColumn,
    EstablishmentColumn,
    FullNameColumn,
    NamedRowColumn,
    PersonColumn,
)
from elearning.staff.importing.name_index import NameIndex
from elearning.staff.models import Establishment, Post, Rank, RankHeld
from elearning.staff.name_changes import NAME_PARTS

_FULL = 100


def _show_language(code: str) -> str:
    return OWN_NAMES.get(code, code)


def _show_acting(value: object) -> str:
    return gettext("acting") if value else ""


def _show_share(share: int) -> str:
    return f"{share} %" if share != _FULL else ""


_ALL: tuple[Column, ...] = (
    Column(
        name="staff_number",
        label=_("Service number"),
        headings=(
            "service number;staff number;personnel number;табельный номер;таб номер;"
            "табельный №;таб №;личный номер;служебный номер;қызметтік нөмір;"
            "қызметтік нөмірі;табель нөмірі;табельдік нөмірі;жеке нөмірі;жеке нөмір"
        ),
        parse=cell_parsers.parse_service_number,
        is_needed=True,
        messages={
            "not_a_service_number": _(
                "A service number begins with a letter or a digit and can "
                "contain letters, digits, spaces, hyphens, full stops and "
                "slashes. Check this entry."
            ),
        },
    ),
    FullNameColumn(
        name="full_name",
        label=_("Family name, given name and patronymic in one column"),
        headings=(
            "full name;name and surname;фио;ф и о;фамилия имя отчество;"
            "фамилия имя отчество (при наличии);аты-жөні;аты жөні;тегі аты әкесінің аты;"
            "т а ә"
        ),
        parse=cell_parsers.parse_name,
        replaces=NAME_PARTS,
    ),
    PersonColumn(
        name="family_name",
        label=_("Family name"),
        headings="family name;surname;last name;фамилия;тегі;тек",
        parse=cell_parsers.parse_name,
        is_needed=True,
        contradiction="other_name",
    ),
    PersonColumn(
        name="given_name",
        label=_("Given name"),
        headings="given name;first name;name;имя;аты;есімі",
        parse=cell_parsers.parse_name,
        is_needed=True,
        contradiction="other_name",
    ),
    PersonColumn(
        name="patronymic",
        label=_("Patronymic"),
        headings="patronymic;middle name;отчество;әкесінің аты",
        parse=cell_parsers.parse_name,
        contradiction="other_name",
    ),
    PersonColumn(
        name="language",
        label=_("Language"),
        headings="language;язык;язык обучения;тіл;тілі;оқу тілі",
        parse=cell_parsers.parse_language,
        messages={"not_a_language": _("Write the language as kk, ru or en.")},
        contradiction="other_name",
        initial=get_first_language(),
        show=_show_language,
    ),
    EstablishmentColumn(
        name="establishment",
        label=_("Establishment"),
        headings=(
            "establishment;establishment code;institution;place of work;учреждение;"
            "код учреждения;подразделение;место службы;место работы;мекеме;мекемесі;"
            "мекеме коды;қызмет орны;жұмыс орны;бөлімше"
        ),
        model=Establishment,
        kind="place",
        is_needed=True,
        messages={
            "unknown_place": _(
                "No establishment has this code, key or title. Write it as it "
                "appears on the platform."
            ),
            "ambiguous_place": _(
                "Several establishments have this title; their codes are "
                "%(codes)s. Write the code of the right one instead."
            ),
            "closed_place": _(
                "This establishment is closed. Write the one that took over from it."
            ),
            "place_outside": _("This establishment is outside your remit."),
        },
    ),
    NamedRowColumn(
        name="post",
        label=_("Position"),
        headings="position;post;должность;штатная должность;лауазым;лауазымы",
        model=Post,
        kind="post",
        is_needed=True,
        messages={
            "unknown_post": _(
                "No position has this code, key or title. Write it as it appears "
                "on the platform."
            ),
            "ambiguous_post": _(
                "Several positions have this title; their codes are %(codes)s. "
                "Write the code of the right one instead."
            ),
        },
    ),
    Column(
        name="starts_on",
        label=_("First day"),
        headings=(
            "from;since;start;start date;first day;с;с даты;дата назначения;дата начала;"
            "первый день;назначен с;бастап;басталу күні;тағайындалған күні;бірінші күні"
        ),
        parse=cell_parsers.parse_date,
    ),
    Column(
        name="ends_on",
        label=_("Last day"),
        headings=(
            "to;until;end;end date;last day;по;дата окончания;последний день;дейін;"
            "аяқталу күні;соңғы күні"
        ),
        parse=cell_parsers.parse_date,
    ),
    AppointmentColumn(
        name="is_acting",
        label=_("Acting"),
        headings=(
            "acting;врио;и о;ио;исполняющий обязанности;временно исполняющий обязанности;"
            "м а;міндетін атқарушы;уақытша міндетін атқарушы"
        ),
        parse=cell_parsers.parse_yes_no,
        default=False,
        show=_show_acting,
    ),
    AppointmentColumn(
        name="share",
        label=_("Share of the post, %"),
        headings=(
            "share;share of the post;share of the post %;ставка;ставка %;доля ставки;"
            "доля ставки %;мөлшерлеме;мөлшерлеме %;ставка үлесі;ставка үлесі %"
        ),
        parse=cell_parsers.parse_share,
        messages={
            "not_a_share": _("Write the share of the post as a number from 1 to 100."),
        },
        default=_FULL,
        show=_show_share,
    ),
    DatedColumn(
        name="rank",
        label=_("Rank"),
        headings=(
            "rank;шен;шені;звание;специальное звание;атақ;атағы;арнаулы атағы;арнайы атағы"
        ),
        model=Rank,
        kind="rank",
        messages={
            "unknown_rank": _(
                "No rank has this code or title. Write it as it appears on the platform."
            ),
            "ambiguous_rank": _(
                "Several ranks have this title; their codes are %(codes)s. Write "
                "the code of the right one instead."
            ),
        },
        contradiction="other_name",
        dated_model=RankHeld,
        begun="staff.rank_given",
        ended="staff.rank_ended",
    ),
    PersonColumn(
        name="external_id",
        label=_("Key in the personnel system"),
        headings=(
            "external id;id;key;key in the personnel system;personnel system id;ключ;"
            "внешний ключ;ключ в кадровой системе;кілт;кілті;кадр жүйесіндегі кілт"
        ),
        parse=cell_parsers.limit_text(64),
        contradiction="other_name",
        is_unique=True,
    ),
)

COLUMNS = {column.name: column for column in _ALL}
PERSON_COLUMNS = [one for one in _ALL if isinstance(one, PersonColumn)]
UNIQUE_COLUMNS = [one for one in PERSON_COLUMNS if one.is_unique]
APPOINTMENT_COLUMNS = [one for one in _ALL if isinstance(one, AppointmentColumn)]
NAMED_ROW_COLUMNS = [one for one in _ALL if isinstance(one, NamedRowColumn)]
DATED_COLUMNS = [one for one in _ALL if isinstance(one, DatedColumn)]


def load_name_indexes() -> dict[str, NameIndex]:
    """Return the rows that cells may name, by column; one query for each."""
    return {one.name: NameIndex(one.model.objects.all()) for one in NAMED_ROW_COLUMNS}


def get_column_label(name: str) -> str:
    """Return the label of a column, in the reader’s language; empty if there is none."""
    return str(COLUMNS[name].label) if name in COLUMNS else ""
