"""What a statement is about, said in the reader's language, with links where she may."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from courses.certificates.models import Certificate
from courses.desk.records import sentences, stories
from courses.provisions import citing
from courses.records import browsing
from courses.records.surroundings import Surroundings
from elearning.languages import OWN_NAMES
from elearning.staff.models import StaffMember

if TYPE_CHECKING:
    from collections.abc import Iterator

    from courses.models import Enrolment
    from courses.records.browsing import Line
    from elearning.accounts.models import User


@dataclass(frozen=True)
class Fact:
    """One line: a term, its value, where it leads, and the identifier behind it.

    ``also`` are further values of the same term.
    """

    term: str
    value: str
    url: str = ""
    code: str = ""
    also: "tuple[Fact, ...]" = ()


def facts(line: "Line", around: Surroundings, *, reader: "User") -> list[Fact]:
    """Return what is known of a statement; ``around`` are the rows it leads to."""
    return [
        *_said(line),
        *_course(around),
        *_enrolment(around.enrolment, reader),
        *_certificate(around),
        *_origin(line),
    ]


def list_url(**query: object) -> str:
    """Return the address of the list of statements with a filter."""
    given = {key: value for key, value in query.items() if value}
    address = reverse("desk:records:statements")
    return f"{address}?{urlencode(given)}" if given else address


def _said(line: "Line") -> "Iterator[Fact]":
    content = line.content
    verb, about = content["verb"], content["object"]
    if line.actor:
        url = list_url(actor=line.actor)
        yield Fact(_("Actor (pseudonym)"), line.actor, url)
    words = sentences.verb_words(verb["id"], verb.get("display"))
    yield Fact(_("Verb"), words, list_url(verb=verb["id"]), verb["id"])
    yield _object(about, sentences.thing(content))
    if outcome := sentences.outcome(content):
        yield Fact(_("Result"), outcome)


def _object(about: dict[str, Any], name: str) -> Fact:
    kind = about.get("objectType", "Activity")
    if kind == "Activity":
        return Fact(_("Object"), name, list_url(activity=about["id"]), about["id"])
    if kind == "StatementRef":
        url = reverse("desk:records:statement", args=[about["id"]])
        return Fact(_("About the statement"), name, url)
    return Fact(_("Object"), name)


def _course(around: Surroundings) -> "Iterator[Fact]":
    if course := around.course:
        name = f"{course.code} — {course.title}"
        yield Fact(_("Course"), name, course.get_absolute_url())
    if edition := around.edition:
        day = date_format(localtime(edition.released_at), "DATE_FORMAT")
        words = _("%(number)s, released on %(day)s")
        yield Fact(_("Edition"), words % {"number": edition.number, "day": day})
    if around.unit:
        kind = around.unit.unit.get_kind_display()
        yield Fact(str(kind), around.unit.title)
    if around.within:
        yield Fact(_("Part of"), around.within.title)
    yield from _cited(around.cites)


def _cited(codes: tuple[str, ...]) -> "Iterator[Fact]":
    """Tell of the clauses named, as people call them; each leads to its text."""
    term = _("Legal basis")
    if cited := [Fact(term, one.label, one.url) for one in citing.resolve(codes)]:
        yield replace(cited[0], also=tuple(cited[1:]))


def _enrolment(enrolment: "Enrolment | None", reader: "User") -> "Iterator[Fact]":
    """Tell of the enrolment; it leads to the person for those alone who may see her."""
    if enrolment is None:
        return
    day = date_format(localtime(enrolment.enrolled_at), "DATE_FORMAT")
    url = list_url(registration=enrolment.key)
    yield Fact(_("Enrolled on"), day, url, str(enrolment.key))
    visible = StaffMember.objects.in_remit_of(reader)
    if visible.filter(pk=enrolment.learner_id).exists():
        record = reverse("desk:person", args=[enrolment.learner.key])
        yield Fact(_("Training record"), _("Open the record of this person"), record)


def _certificate(around: Surroundings) -> "Iterator[Fact]":
    if around.certificate is None:
        return
    for certificate in Certificate.objects.filter(key=around.certificate):
        # the public page: it shows no name
        yield Fact(_("Certificate"), certificate.number, certificate.verify_url)


def _origin(line: "Line") -> "Iterator[Fact]":
    content = line.content
    happened = date_format(stories.at(line), "DATETIME_FORMAT")
    yield Fact(_("Happened"), happened)
    stored = date_format(localtime(line.stored_at), "DATETIME_FORMAT")
    yield Fact(_("Stored"), stored)
    yield Fact(_("Stored by"), browsing.source(content) or _("the platform"))
    language = content.get("context", {}).get("language", "")
    if language:
        yield Fact(_("Language"), OWN_NAMES.get(language, language))
    yield Fact(_("Version of xAPI"), str(content.get("version", "")))
