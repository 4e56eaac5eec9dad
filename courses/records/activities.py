"""Courses, units, questions, blocks and certificates as xAPI activities."""

from typing import Any

from tincan import Activity, ActivityDefinition, LanguageMap

from courses.assessment.models import QuestionVersion
from courses.models import Course, EditionEntry, Unit
from courses.records.iris import iri

_ADL = "http://adlnet.gov/expapi/activities/"
_TYPES = {
    Unit.Kind.COURSE: f"{_ADL}course",
    Unit.Kind.MODULE: f"{_ADL}module",
    Unit.Kind.LESSON: f"{_ADL}lesson",
    Unit.Kind.EXAM: f"{_ADL}assessment",
}
_INTERACTION = f"{_ADL}cmi.interaction"
_SIMULATION = f"{_ADL}simulation"
#: How xAPI joins the ids of several choices.
_JOINT = "[,]"


def course(row: Course) -> Activity:
    """Return a course, the same in every edition."""
    definition = ActivityDefinition(
        name=_map(row.titles), type=_TYPES[Unit.Kind.COURSE]
    )
    return Activity(id=iri("courses", row.code), definition=definition)


def unit(entry: EditionEntry) -> Activity:
    """Return a unit, titled as in the learner's edition."""
    row = entry.version.unit
    titles = {text.language: text.title for text in entry.version.texts.all()}
    definition = ActivityDefinition(name=_map(titles), type=_TYPES[Unit.Kind(row.kind)])
    return Activity(id=iri("units", row.key), definition=definition)


def question(row: QuestionVersion) -> Activity:
    """Return a question of the bank with its choices and the right ones."""
    definition = ActivityDefinition(
        name=_map({code: text["stem"] for code, text in row.body.items()}),
        type=_INTERACTION,
        correct_responses_pattern=[response(row, row.correct)],
    )
    if row.type == QuestionVersion.Type.TRUE_FALSE:
        definition.interaction_type = "true-false"
    else:
        definition.interaction_type = "choice"
        definition.choices = [
            {"id": choice, "description": _map(_choice_texts(row, choice))}
            for choice in row.choice_ids
        ]
    return Activity(id=iri("units", row.version.unit.key), definition=definition)


def response(row: QuestionVersion, choices: list[str]) -> str:
    """Return an answer as xAPI writes it: ids joined, or true or false."""
    if row.type == QuestionVersion.Type.TRUE_FALSE:
        return "true" if choices == row.choice_ids[:1] else "false"
    return joined(choice for choice in row.choice_ids if choice in choices)


def joined(choices: Any) -> str:
    """Return the ids of choices as one response."""
    return _JOINT.join(choices)


def self_check(entry: EditionEntry, block: str) -> Activity:
    """Return a self-check inside a lesson, named after the lesson."""
    activity = _block(entry, block, _INTERACTION)
    activity.definition.interaction_type = "choice"
    return activity


def scenario(entry: EditionEntry, block: str) -> Activity:
    """Return a scenario inside a lesson, named after the lesson."""
    return _block(entry, block, _SIMULATION)


def certificate(key: object, public_titles: dict[str, str]) -> Activity:
    """Return a certificate, under the neutral title of its course."""
    definition = ActivityDefinition(
        name=_map(public_titles), type=iri("types", "certificate")
    )
    return Activity(id=iri("certificates", key), definition=definition)


def _block(entry: EditionEntry, block: str, kind: str) -> Activity:
    lesson = unit(entry)
    definition = ActivityDefinition(name=lesson.definition.name, type=kind)
    return Activity(id=f"{lesson.id}/blocks/{block}", definition=definition)


def _choice_texts(row: QuestionVersion, wanted: str) -> dict[str, str]:
    return {
        code: choice["text"]
        for code, text in row.body.items()
        for choice in text["choices"]
        if choice["id"] == wanted
    }


def _map(texts: dict[str, str]) -> LanguageMap:
    """Return the texts there are; the tags of xAPI are ours."""
    return LanguageMap({code: text for code, text in texts.items() if text})
