"""The timeline of a person: day by day, with related statements on one line."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from courses.desk.records import statement_sentences
from courses.records import context_lookup
from courses.records.statement_browser import RedactedStatement
from courses.records.statements import extensions

_ANSWERS = frozenset({"answered", "skipped"})


@dataclass
class TimelineMoment:
    """A line: the moment, the sentence, the outcome and any answers."""

    at: datetime
    sentence: str
    outcome: str
    answers: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True)
class TimelineDay:
    """A day and its moments, newest first."""

    on: date
    moments: list[TimelineMoment]


def build_timeline_days(lines: Iterable[RedactedStatement]) -> list[TimelineDay]:
    """Return lines as days, newest first.

    The answers of one attempt share a line; a step and the progress it brought do too.
    """
    told = sorted(
        ((get_statement_time(line), line.content) for line in lines), key=_newest_first
    )
    titles = context_lookup.load_unit_titles(_parents(content for _at, content in told))
    moments: list[TimelineMoment] = []
    progressed: dict[tuple[str, datetime], int] = {}
    for moment, content in told:
        done = statement_sentences.find_statement_progress(content)
        if (
            done is not None
            and statement_sentences.get_verb_name(content) == "progressed"
        ):
            progressed[_place(content, moment)] = done
        else:
            _add(moments, moment, content, titles)
            _note_progress(moments[-1], content, progressed)
    grouped = groupby(moments, key=lambda moment: moment.at.date())
    return [TimelineDay(on, list(of_day)) for on, of_day in grouped]


def get_statement_time(line: RedactedStatement) -> datetime:
    """Return the time of a statement in the local time zone.

    It is the moment of storage if the statement gives no time with a zone.
    """
    told = parse_datetime(str(line.content.get("timestamp", "")))
    happened = told if told and timezone.is_aware(told) else line.stored_at
    return timezone.localtime(happened)


def _newest_first(told: tuple[datetime, dict[str, Any]]) -> float:
    return -told[0].timestamp()


def _add(
    moments: list[TimelineMoment],
    moment: datetime,
    content: dict[str, Any],
    titles: dict[UUID, str],
) -> None:
    if statement_sentences.get_verb_name(content) not in _ANSWERS:
        told = statement_sentences.format_statement_sentence(content)
        moments.append(
            TimelineMoment(
                moment, told, statement_sentences.format_statement_outcome(content)
            )
        )
        return
    last = moments[-1].answers if moments else []
    if not last or _exam(last[0]) != _exam(content):
        title = titles.get(_parent(content) or UUID(int=0), "")
        moments.append(TimelineMoment(moment, _answered(title), ""))
    answers = moments[-1].answers
    answers.append(content)
    right = sum(bool(item.get("result", {}).get("success")) for item in answers)
    moments[-1].outcome = _("%(right)s of %(all)s right") % {
        "right": right,
        "all": len(answers),
    }


def _answered(title: str) -> str:
    if title:
        return _("Questions answered in “%(title)s”") % {"title": title}
    return _("Questions answered")


def _note_progress(
    moment: TimelineMoment,
    content: dict[str, Any],
    progressed: dict[tuple[str, datetime], int],
) -> None:
    if statement_sentences.get_verb_name(content) != "completed":
        return
    done = progressed.pop(_place(content, moment.at), None)
    if done is not None:
        known = [moment.outcome] if moment.outcome else []
        moment.outcome = ", ".join([*known, statement_sentences.format_progress(done)])


def _place(content: dict[str, Any], moment: datetime) -> tuple[str, datetime]:
    return str(content.get("context", {}).get("registration")), moment


def _exam(content: dict[str, Any]) -> tuple[UUID | None, Any]:
    """Return the lesson or exam of an answer, and the attempt."""
    told = content.get("context", {}).get("extensions", {})
    return _parent(content), told.get(extensions.ATTEMPT.iri)


def _parents(contents: Iterable[dict[str, Any]]) -> set[UUID]:
    return {key for content in contents if (key := _parent(content))}


def _parent(content: dict[str, Any]) -> UUID | None:
    around = content.get("context", {}).get("contextActivities", {})
    listed = around.get("parent", ())
    for item in [listed] if isinstance(listed, dict) else listed:
        if key := context_lookup.find_unit_key(item["id"]):
            return key
    return None
