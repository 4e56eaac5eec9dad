"""The profile: what is on record follows it, and it says what it is by the standard."""

import copy
import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction
from django.utils import translation

from courses import outline_cache
from courses.assessment.papers import question_draw
from courses.records.profile import profile_document
from courses.records.profile.profile_events import Presence
from courses.records.profile.statement_templates import EVENTS, build_template
from courses.records.statements import extensions, iris
from courses.records.statements.vocabulary import VocabularyTerm
from elearning.languages import CODES
from tests.courses.records.story import whole_story
from tests.courses.records.template_check import match_templates
from tests.factories.records import told

pytestmark = [pytest.mark.django_db, pytest.mark.database_vendor]
NAMES = [event.name for event in EVENTS]
DOC = Path(settings.BASE_DIR, "docs", "xapi-profile.md")


@pytest.fixture(scope="module")
def story(django_db_setup, django_db_blocker):
    """Every statement of the whole story, as it was recorded."""
    with django_db_blocker.unblock(), translation.override("kk"), transaction.atomic():
        question_draw.clear_listing_cache()  # the numbers of editions are those of other tests' too
        outline_cache.clear_outlines()
        whole_story()
        recorded = told()
        transaction.set_rollback(True)
    return recorded


@pytest.fixture(scope="module")
def templates():
    return [build_template(event) for event in EVENTS]


@pytest.fixture
def following(story, templates):
    """Return what was recorded of one event."""

    def following(name):
        (wanted,) = [event.iri for event in EVENTS if event.name == name]
        return [
            one for one in story if match_templates(one, templates).matching == [wanted]
        ]

    return following


def broken(statement, templates):
    """The locations of the rules that a statement breaks."""
    return [
        location for _template, location in match_templates(statement, templates).broken
    ]


def test_every_recorded_statement_follows_exactly_one_template(story, templates):
    verdicts = [match_templates(statement, templates) for statement in story]

    assert [len(verdict.matching) for verdict in verdicts] == [1] * len(story)
    assert [verdict.broken for verdict in verdicts if verdict.broken] == []


@pytest.mark.parametrize("name", NAMES)
def test_template_has_a_recorded_statement(name, following, templates):
    recorded = following(name)

    assert recorded
    assert all(match_templates(statement, templates).is_valid for statement in recorded)


def test_no_extension_is_unknown(story):
    known = {extension.iri for extension in extensions.EXTENSIONS}

    for statement in story:
        assert statement["context"].get("extensions", {}).keys() <= known
        assert statement.get("result", {}).get("extensions", {}).keys() <= known


def test_every_recorded_statement_is_in_the_category_of_the_profile(story):
    for statement in story:
        (category,) = statement["context"]["contextActivities"]["category"]
        assert category["id"] == iris.build_profile_version_iri()


def test_nobody_is_named_anywhere_in_the_story(story):
    words = json.dumps(story, ensure_ascii=False)

    assert "Қайратұлы" not in words
    assert "Нұрсұлтан" not in words
    assert "@" not in words.replace("@context", "")


def test_clauses_are_cited_by_lesson_question_choice_and_guideline(following):
    cited = {
        name: [
            one["context"]["extensions"].get(extensions.CITES.iri)
            for one in following(name)
        ]
        for name in ("lesson-opened", "lesson-finished", "check-answered")
    }
    lesson = ["NMR 1", "MG-6 1.1"]
    assert cited == {key: [lesson, lesson] for key in cited}

    choices = [
        one["context"]["extensions"][extensions.CITES.iri]
        for one in following("choice-made")
    ]
    assert choices == [["NMR 43"], lesson] * 2
    answered = following("question-answered")
    assert {
        one["context"]["extensions"][extensions.CITES.iri][0] for one in answered
    } == {f"NMR {number}" for number in range(1, 5)}


def test_renewal_names_the_certificate_before(following):
    first, second = (one["object"]["id"] for one in following("certificate-earned"))
    (renewed,) = following("certificate-renewed")

    assert renewed["object"]["id"] == second
    assert renewed["context"]["extensions"][extensions.RENEWS.iri] == first


def test_time_that_ran_out_is_told_before_the_result(story, following):
    (terminated,) = following("time-ran-out")
    after = story[story.index(terminated) + 1]

    assert terminated["context"]["extensions"][extensions.GROUND.iri] == "clock"
    assert after in following("exam-passed")


@pytest.mark.parametrize(
    ("event", "change", "location"),
    [
        ("exam-passed", {"context.registration": None}, "$.context.registration"),
        ("exam-passed", {"context.language": "de"}, "$.context.language"),
        ("exam-passed", {"context.platform": "other"}, "$.context.platform"),
        ("exam-passed", {"result.success": False}, "$.result.success"),
        ("exam-passed", {"result.success": 1}, "$.result.success"),
        ("exam-passed", {"result.score.scaled": None}, "$.result.score.scaled"),
        ("exam-passed", {"result.response": "a"}, "$.result.response"),
        ("lesson-opened", {"result": {"success": True}}, "$.result"),
        ("lesson-opened", {"timestamp": None}, "$.timestamp"),
        (
            "lesson-opened",
            {"actor.name": "Somebody"},
            "$.actor['name','mbox','mbox_sha1sum','openid']",
        ),
        (
            "lesson-opened",
            {"context.contextActivities.parent": None},
            "$.context.contextActivities.parent[*].id",
        ),
        (
            "lesson-opened",
            {"context.contextActivities.category": []},
            "$.context.contextActivities.category[*].id",
        ),
    ],
)
def test_statement_that_breaks_a_rule_is_caught(
    event, change, location, following, templates
):
    statement = copy.deepcopy(following(event)[0])
    for path, value in change.items():
        put(statement, path, value)

    assert location in broken(statement, templates)


def test_statement_of_something_else_matches_no_template(story, templates):
    other = story[0] | {"verb": {"id": "https://example.org/verbs/dreamt"}}

    verdict = match_templates(other, templates)

    assert (verdict.matching, verdict.is_valid) == ([], False)


def put(statement, path, value):
    """Set what stands at a path; ``None`` takes it away."""
    *steps, last = path.split(".")
    for step in steps:
        statement = statement[step]
    if value is None:
        del statement[last]
    else:
        statement[last] = value


def test_profile_has_no_empty_values_and_speaks_three_languages():
    made = profile_document.build_profile()

    assert list(empty_values(made)) == []
    for part in [made, *made["concepts"], *made["templates"]]:
        assert set(part["prefLabel"]) == set(part["definition"]) == set(CODES)
    ids = [
        one["id"]
        for kind in ("concepts", "templates", "patterns")
        for one in made[kind]
    ]
    assert len(ids) == len(set(ids))
    (version,) = made["versions"]
    assert {version["id"], made["id"]} == {
        iris.build_profile_version_iri(),
        iris.build_profile_iri(),
    }


def test_profile_defines_what_is_ours_and_nothing_of_others():
    made = profile_document.build_profile()

    assert all(one["id"].startswith(settings.XAPI_BASE_IRI) for one in made["concepts"])
    words = [one for one in made["concepts"] if "Extension" not in one["type"]]
    assert [one["id"].rsplit("/", 2)[1:] for one in words] == [
        ["verbs", "renewed"],
        ["verbs", "updated"],
        ["verbs", "revoked"],
        ["types", "certificate"],
        ["types", "guideline"],
        ["types", "session"],
        ["types", "test"],
    ]
    assert all(json.loads(one["inlineSchema"]) for one in made["concepts"][7:])


def test_patterns_name_every_template():
    made = profile_document.build_profile()
    ids = {one["id"] for one in made["templates"]}
    under = next(one for one in made["patterns"] if "alternates" in one)
    alone = [one["sequence"] for one in made["patterns"] if "sequence" in one]

    assert set(under["alternates"]) | {item for one in alone for item in one} == ids


def test_document_names_the_same_events_as_the_tables():
    rows = re.findall(
        r"^\| `([a-z-]+)` \| ([\w ]+) \| ([\w ]+) \|", DOC.read_text(), re.MULTILINE
    )

    assert [row[0] for row in rows] == NAMES
    assert [row[1] for row in rows] == [event.verb.labels["en"] for event in EVENTS]
    assert [row[2] for row in rows] == [event.about.labels["en"] for event in EVENTS]


def test_document_names_the_same_parts_as_the_tables():
    rows = re.findall(
        r"^\| `([a-z-]+)` \|.*\| ([^|]*)\|$", DOC.read_text(), re.MULTILINE
    )
    told = {name: set(re.findall(r"[a-z.]+(?=\W|$)", text)) for name, text in rows}

    for event in EVENTS:
        assert told[event.name] - {"true", "false"} == parts(event), event.name


def parts(event):
    """The parts of a statement as the document names them; an edition goes without saying."""
    values = {one.name for one, when in event.values.items() if when != Presence.ALWAYS}
    values |= {one.name for one in event.values if one.name != "edition"}
    keys = {one if isinstance(one, str) else one.name for one in event.result}
    scores = {key for key in keys if key.startswith("score.")}
    if len(scores) > 1:
        keys = keys - scores | {"score", "scaled", "raw", "min", "max"}
    return keys | values


def test_document_names_the_same_extensions_as_the_tables():
    rows = re.findall(r"^\| `extensions/([a-z-]+)` \|", DOC.read_text(), re.MULTILINE)

    assert rows == [extension.name for extension in extensions.EXTENSIONS]


def test_every_text_of_the_tables_is_there():
    terms = [*extensions.EXTENSIONS, *(event.about for event in EVENTS)]

    for term in terms:
        assert isinstance(term, VocabularyTerm)
        assert set(term.labels) == set(CODES)
        assert not term.is_ours or set(term.meanings) == set(CODES)


def empty_values(value):
    """Yield the values of a document that are empty."""
    if value is None or value in ("", [], {}):
        yield value
    if isinstance(value, dict):
        value = list(value.values())
    for one in value if isinstance(value, list) else ():
        yield from empty_values(one)
