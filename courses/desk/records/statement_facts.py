"""Facts of a statement in the reader’s language, with links to pages they may open."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from courses.certificates.models import Certificate
from courses.desk.records import statement_sentences, timeline_days
from courses.provisions import citation_lookup
from courses.records import statement_browser
from courses.records.context_lookup import StatementContext
from elearning.languages import OWN_NAMES
from elearning.staff.models import StaffMember

if TYPE_CHECKING:
    from collections.abc import Iterator

    from courses.models import Enrolment
    from courses.records.statement_browser import RedactedStatement
    from elearning.accounts.models import User


@dataclass(frozen=True)
class StatementFact:
    """A line: a term, its value, a link, and the identifier behind the value.

    ``also`` has further values of the same term.
    """

    term: str
    value: str
    url: str = ""
    code: str = ""
    also: "tuple[StatementFact, ...]" = ()


def list_statement_facts(
    line: "RedactedStatement", around: StatementContext, *, reader: "User"
) -> list[StatementFact]:
    """Return the facts of a statement; ``around`` has the rows that it refers to."""
    return [
        *_said(line),
        *_course(around),
        *_enrolment(around.enrolment, reader),
        *_certificate(around),
        *_origin(line),
    ]


def get_statement_list_url(**query: object) -> str:
    """Return the address of the list of statements with a filter."""
    given = {key: value for key, value in query.items() if value}
    address = reverse("desk:records:statements")
    return f"{address}?{urlencode(given)}" if given else address


def _said(line: "RedactedStatement") -> "Iterator[StatementFact]":
    content = line.content
    verb, about = content["verb"], content["object"]
    if line.actor:
        url = get_statement_list_url(actor=line.actor)
        yield StatementFact(_("Actor (pseudonym)"), line.actor, url)
    words = statement_sentences.format_verb(verb["id"], verb.get("display"))
    yield StatementFact(
        _("Verb"), words, get_statement_list_url(verb=verb["id"]), verb["id"]
    )
    yield _object(about, statement_sentences.format_statement_object(content))
    if outcome := statement_sentences.format_statement_outcome(content):
        yield StatementFact(_("Result"), outcome)


def _object(about: dict[str, Any], name: str) -> StatementFact:
    kind = about.get("objectType", "Activity")
    if kind == "Activity":
        return StatementFact(
            _("Object"), name, get_statement_list_url(activity=about["id"]), about["id"]
        )
    if kind == "StatementRef":
        url = reverse("desk:records:statement", args=[about["id"]])
        return StatementFact(_("About the statement"), name, url)
    return StatementFact(_("Object"), name)


def _course(around: StatementContext) -> "Iterator[StatementFact]":
    if course := around.course:
        name = f"{course.code} — {course.title}"
        yield StatementFact(_("Course"), name, course.get_absolute_url())
    if edition := around.edition:
        day = date_format(localtime(edition.released_at), "DATE_FORMAT")
        words = _("%(number)s, released on %(day)s")
        yield StatementFact(
            _("Edition"), words % {"number": edition.number, "day": day}
        )
    if around.unit:
        kind = around.unit.unit.get_kind_display()
        yield StatementFact(str(kind), around.unit.title)
    if around.within:
        yield StatementFact(_("Part of"), around.within.title)
    yield from _cited(around.cites)


def _cited(codes: tuple[str, ...]) -> "Iterator[StatementFact]":
    """Yield the cited clauses by their usual names, each with a link to its text."""
    term = _("Legal basis")
    if cited := [
        StatementFact(term, one.label, one.url)
        for one in citation_lookup.resolve_citations(codes)
    ]:
        yield replace(cited[0], also=tuple(cited[1:]))


def _enrolment(
    enrolment: "Enrolment | None", reader: "User"
) -> "Iterator[StatementFact]":
    """Yield the enrolment; it links to the person only for those who may see them."""
    if enrolment is None:
        return
    day = date_format(localtime(enrolment.enrolled_at), "DATE_FORMAT")
    url = get_statement_list_url(registration=enrolment.key)
    yield StatementFact(_("Enrolled on"), day, url, str(enrolment.key))
    visible = StaffMember.objects.in_remit_of(reader)
    if visible.filter(pk=enrolment.learner_id).exists():
        record = reverse("desk:person", args=[enrolment.learner.key])
        yield StatementFact(
            _("Training record"), _("Open the record of this person"), record
        )


def _certificate(around: StatementContext) -> "Iterator[StatementFact]":
    if around.certificate is None:
        return
    for certificate in Certificate.objects.filter(key=around.certificate):
        # the public page: it shows no name
        yield StatementFact(
            _("Certificate"), certificate.number, certificate.verify_url
        )


def _origin(line: "RedactedStatement") -> "Iterator[StatementFact]":
    content = line.content
    happened = date_format(timeline_days.get_statement_time(line), "DATETIME_FORMAT")
    yield StatementFact(_("Happened"), happened)
    stored = date_format(localtime(line.stored_at), "DATETIME_FORMAT")
    yield StatementFact(_("Stored"), stored)
    yield StatementFact(
        _("Stored by"),
        statement_browser.get_authority_label(content) or _("the platform"),
    )
    language = content.get("context", {}).get("language", "")
    if language:
        yield StatementFact(_("Language"), OWN_NAMES.get(language, language))
    yield StatementFact(_("xAPI version"), str(content.get("version", "")))
