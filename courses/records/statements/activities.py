"""xAPI activities for courses, units, questions, blocks and certificates."""

from collections.abc import Mapping
from typing import Any

from django.utils import translation
from tincan import Activity, ActivityDefinition, LanguageMap

from courses.assessment.kinds import Given
from courses.assessment.models import AttemptPurpose, KeyCorrection, QuestionVersion
from courses.models import Course, EditionEntry, Unit
from courses.provisions.models import DocumentEdition
from courses.records.statements import activity_types
from courses.records.statements.activity_types import ActivityType
from courses.records.statements.iris import build_iri
from elearning.languages import CODES


def build_course_activity(row: Course) -> Activity:
    """Return the activity of a course, the same in every edition."""
    return _activity(build_iri("courses", row.code), activity_types.COURSE, row.titles)


def build_unit_activity(entry: EditionEntry) -> Activity:
    """Return the activity of a unit, titled as in the learner’s edition."""
    row = entry.version.unit
    titles = {text.language: text.title for text in entry.version.texts.all()}
    kind = activity_types.OF_UNIT[Unit.Kind(row.kind)]
    return _activity(build_iri("units", row.key), kind, titles)


def build_test_activity(entry: EditionEntry, purpose: AttemptPurpose) -> Activity:
    """Return the activity of a test that does not count, beside the exam of ``entry``."""
    titles = {}
    for language in CODES:
        with translation.override(language):
            titles[language] = str(purpose.label)
    name = _test_name(entry.version.unit, purpose)
    return _activity(name, activity_types.TEST, titles)


def list_exam_iris(row: Unit) -> list[str]:
    """Return the IRIs of an exam and of the tests beside it, which use its questions."""
    return [
        build_iri("units", row.key),
        *(_test_name(row, purpose) for purpose in AttemptPurpose),
    ]


def is_practice_statement(content: Mapping[str, Any]) -> bool:
    """Return whether a statement is about practice, or a test that does not count."""
    around = content.get("context", {}).get("contextActivities", {}).get("parent", ())
    listed = [around] if isinstance(around, dict) else list(around)
    about, *parents = (
        one.get("definition", {}).get("type") for one in [content["object"], *listed]
    )
    is_practice = (
        about == activity_types.QUESTION.iri and activity_types.COURSE.iri in parents
    )
    return is_practice or activity_types.TEST.iri in {about, *parents}


def build_question_activity(
    row: QuestionVersion, correction: KeyCorrection | None = None
) -> Activity:
    """Return the activity of a bank question, with its parts and correct responses.

    They are those of ``correction``, if an answer was marked by one.
    """
    stems = {code: text["stem"] for code, text in row.body.items()}
    activity = _activity(
        build_iri("units", row.version.unit.key), activity_types.QUESTION, stems
    )
    told, definition = row.kind.interaction(row.body, row.key), activity.definition
    definition.interaction_type = told.type
    keys = correction.keys if correction else [row.key]
    told_of = [row.kind.interaction(row.body, key).patterns for key in keys]
    if patterns := [pattern for each in told_of for pattern in each]:
        definition.correct_responses_pattern = patterns
    for name, parts in told.components.items():
        components = [{"id": key, "description": _map(words)} for key, words in parts]
        setattr(definition, name, components)
    return activity


def format_response(row: QuestionVersion, given: Given) -> str:
    """Return an answer in xAPI’s format (xAPI 1.0.3, Part Two, Appendix C)."""
    return row.kind.response(row.body, given)


def build_self_check_activity(
    entry: EditionEntry, block: str, interaction: str
) -> Activity:
    """Return the activity of a self-check in a lesson, named after the lesson."""
    activity = _block(entry, block, activity_types.QUESTION)
    activity.definition.interaction_type = interaction
    return activity


def build_scenario_activity(entry: EditionEntry, block: str) -> Activity:
    """Return the activity of a scenario in a lesson, named after the lesson."""
    return _block(entry, block, activity_types.SCENARIO)


def build_certificate_activity(
    key: object, public_titles: Mapping[str, str]
) -> Activity:
    """Return the activity of a certificate, with the neutral title of its course."""
    kind = activity_types.CERTIFICATE
    return _activity(build_iri("certificates", key), kind, public_titles)


def build_guideline_activity(edition: DocumentEdition) -> Activity:
    """Return the activity of a guideline, the same in every edition, titled as in this one."""
    titles = {code: text["title"] for code, text in edition.version.body.items()}
    kind = activity_types.GUIDELINE
    return _activity(build_iri("guidelines", edition.document.code), kind, titles)


def build_session_activity(key: object, titles: Mapping[str, str]) -> Activity:
    """Return the activity of a classroom session."""
    return _activity(build_iri("sessions", key), activity_types.SESSION, titles)


def build_activity_reference(activity: Activity) -> Activity:
    """Return an activity for use in a context: its type, without its title."""
    kind = ActivityDefinition(type=activity.definition.type)
    return Activity(id=activity.id, definition=kind)


def _test_name(exam: Unit, purpose: AttemptPurpose) -> str:
    return f"{build_iri('units', exam.key)}/{purpose.value}"


def _activity(name: str, kind: ActivityType, titles: Mapping[str, str]) -> Activity:
    definition = ActivityDefinition(name=_map(titles), type=kind.iri)
    return Activity(id=name, definition=definition)


def _block(entry: EditionEntry, block: str, kind: ActivityType) -> Activity:
    lesson = build_unit_activity(entry)
    return _activity(f"{lesson.id}/blocks/{block}", kind, lesson.definition.name)


def _map(texts: Mapping[str, str]) -> LanguageMap:
    """Return the language map of the non-empty texts; our language codes are xAPI’s tags."""
    return LanguageMap({code: text for code, text in texts.items() if text})
