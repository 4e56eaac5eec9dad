"""Open answers in a pack: every level that people gave, and a mark that follows from them."""

import json
from datetime import timedelta
from decimal import Decimal

import pytest

from courses.assessment.corrections import key_corrections, regrades
from courses.assessment.marks import answer_moderation, attempt_marking
from courses.assessment.models import Attempt
from courses.evidence import open_mark_rows
from elearning.accounts.roles import Role
from tests.courses.evidence.packs import facts_of, findings, forged, sealed
from tests.factories.accounts import UserFactory
from tests.factories.assessment import NOW
from tests.factories.open_answers import marked, open_item, trainer, written

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(minutes=10)
DAY = timedelta(days=1)
NAMED, STRUCK = "Ахметов келіспеді.", "— келіспеді."


def handed_in(**facts):
    """An attempt whose open answer waits for markers, beside one right answer."""
    attempt = written(**({"others": 1, "markers": 2} | facts))
    return attempt_marking.mark_attempt(
        attempt, at=LATER, by=attempt.enrolment.learner.user
    )


def disputed():
    """An attempt whose two markers did not agree, so that a third decided."""
    attempt = handed_in()
    marked(attempt, 2, 2, comment="Толық.")
    marked(attempt, 0, 0, at=NOW + 2 * DAY)
    marked(attempt, 1, 2, at=NOW + 3 * DAY, decides=True)
    return Attempt.objects.get(pk=attempt.pk)


def struck():
    """An attempt whose open answer was set aside, given back and marked."""
    attempt = handed_in(text=NAMED, markers=1)
    item = open_item(attempt)
    aside = answer_moderation.withhold_answer(
        item, reason="Тегі", by=trainer(), at=LATER
    )
    office = UserFactory(roles=[Role.ADMINISTRATOR])
    answer_moderation.return_redacted_answer(
        aside, text=STRUCK, by=office, at=NOW + DAY
    )
    marked(attempt, at=NOW + 2 * DAY)
    return Attempt.objects.get(pk=attempt.pk)


def pack_of(attempt):
    return sealed(facts_of(attempt, at=NOW + 5 * DAY))


def sheet(files):
    (found,) = json.loads(files["marks.json"])["open"]
    return found


def first_of(name):
    """The first entry about an open answer called so, in the value of the trail."""
    return lambda value: next(
        one["columns"]
        for one in value["entries"]
        if one["columns"][3] == f"assessment.answer_{name}"
    )


# what holds


def test_pack_tells_what_each_marker_gave_and_names_none():
    attempt = disputed()
    files = pack_of(attempt)

    kept = sheet(files)

    assert [(one["levels"], one["is_decision"]) for one in kept["marks"]] == [
        ({"x": 2, "y": 2}, False),
        ({"x": 0, "y": 0}, False),
        ({"x": 1, "y": 2}, True),
    ]
    assert (kept["wanted"], kept["set_aside"]) == (2, [])
    markers = [one.marker for one in open_item(attempt).open_marks.all()]
    assert [one["marker"] for one in kept["marks"]] == [one.pk for one in markers]
    everything = b"".join(files.values()).decode()
    assert not any(one.staff_number in everything for one in markers)


@pytest.mark.parametrize(
    ("points", "decisions"),
    [
        ([(2, 2), (2, 1)], []),  # a point apart: their mean
        ([(2, 2), (0, 0)], ["third"]),
        ([(2, 2), (0, 0)], ["first", "second"]),
        ([(0, 0), (0, 0)], []),
    ],
)
def test_mark_is_counted_together_from_the_levels(points, decisions):
    attempt = handed_in()
    people = {"first": trainer(), "second": trainer(), "third": trainer()}
    for (x, y), name in zip(points, people, strict=False):
        marked(attempt, x, y, by=people[name])
    for name in decisions:
        marked(attempt, 1, 1, by=people[name], decides=True)

    files = pack_of(Attempt.objects.get(pk=attempt.pk))

    assert findings(files, right=False) == set()
    assert {"open", "witness", "marked", "told"} <= findings(files, right=True)


def test_answer_that_nobody_wrote_needs_no_marker():
    attempt = handed_in(text="")

    files = pack_of(attempt)

    assert findings(files, right=False) == set()
    assert sheet(files)["marks"] == []


def test_question_in_trial_may_wait_for_its_mark():
    attempt = handed_in(markers=1)
    attempt.items.filter(question__type="open").update(is_scored=False)
    attempt_marking.complete_marking(attempt, at=LATER, by=None)

    files = pack_of(Attempt.objects.get(pk=attempt.pk))

    assert findings(files, right=False) == set()
    assert "unmarked" in findings(files, right=True)


def test_text_that_was_set_aside_stays_outside():
    attempt = struck()
    files = pack_of(attempt)

    assert findings(files, right=False) == set()
    assert "withheld" in findings(files, right=True)
    assert "Ахметов" not in b"".join(files.values()).decode()
    (aside,) = sheet(files)["set_aside"]
    assert aside["given_back"]["text"] == STRUCK
    item = open_item(attempt)
    item.answer = NAMED
    assert open_mark_rows.get_printable_answer(item) == STRUCK


def test_text_that_waits_for_the_data_office_is_printed_nowhere():
    item = open_item(handed_in(text=NAMED, markers=1))
    item.answer = NAMED
    answer_moderation.withhold_answer(item, reason="Тегі", by=trainer(), at=LATER)

    assert open_mark_rows.get_printable_answer(item) == ""


def corrected(attempt, effect, **facts):
    """The attempt after a correction of its open question, with new marks if asked."""
    question = open_item(attempt).question
    draft = key_corrections.draft_correction(question, effect, **facts)
    kept = key_corrections.propose_correction(
        draft, reason="Қате", by=trainer(), at=NOW + 4 * DAY
    )
    key_corrections.decide_correction(
        kept, is_confirmed=True, reason="Иә", by=trainer(), at=NOW + 4 * DAY
    )
    if effect == "remark":
        marked(attempt, 2, 1, at=NOW + 4 * DAY)
        marked(attempt, 2, 1, at=NOW + 4 * DAY)
    regrades.apply_due_corrections(NOW + 5 * DAY)
    return Attempt.objects.get(pk=attempt.pk)


#: The second criterion is worth nothing.
X_ALONE = {
    f"{name}/{level}": level * (name == "x") for name in "xy" for level in (0, 1, 2)
}


def test_marks_by_other_points_follow_from_the_same_levels():
    attempt = corrected(disputed(), "points", points=X_ALONE)
    files = pack_of(attempt)

    assert findings(files, right=False) == set()
    assert {"regraded", "two-persons"} <= findings(files, right=True)
    assert attempt.verdict.score == Decimal("0.7500")


def test_marks_given_again_count_and_those_before_stay():
    attempt = corrected(disputed(), "remark")
    attempt = corrected(attempt, "points", points=X_ALONE)
    files = pack_of(attempt)

    assert findings(files, right=False) == set()
    assert [bool(one["asked_by"]) for one in sheet(files)["marks"]] == [
        *[False] * 3,
        *[True] * 2,
    ]


@pytest.mark.parametrize(
    "forge",
    [
        lambda v: v["corrections"][0]["keys"][0].update(
            points={"x": [0, 1, 2], "y": [0, 0, 2]}
        ),
        lambda v: v["corrections"][0].update(marks_of=None),
        lambda v: [one.update(asked_by=None) for one in v["open"][0]["marks"][3:]],
    ],
)
def test_forged_points_and_forged_new_marks_are_found(forge):
    files = pack_of(corrected(disputed(), "remark", points=X_ALONE))

    assert "regraded-wrong" in findings(forged(files, "marks.json", forge), right=False)


# what a forger leaves behind


@pytest.mark.parametrize(
    ("name", "forge", "wrong"),
    [
        (
            "marks.json",
            lambda v: v["open"][0]["marks"][2].update(
                levels={"x": 2, "y": 2}, points=4
            ),
            {"mark-wrong", "witness-wrong"},
        ),
        (
            "marks.json",
            lambda v: v["open"][0]["marks"][2].update(points=4),
            {"levels-wrong", "witness-wrong"},
        ),
        (
            "marks.json",
            lambda v: v["open"][0]["marks"][0].update(levels={"x": 2}, points=2),
            {"levels-wrong", "witness-wrong"},
        ),
        (
            "marks.json",
            lambda v: v["open"][0]["marks"][1].update(marker=0),
            {"witness-wrong"},
        ),
        (
            "marks.json",
            lambda v: v["open"][0]["marks"].pop(),
            {"mark-wrong", "witness-wrong"},
        ),
        ("marks.json", lambda v: v["open"][0].update(wanted=3), {"mark-wrong"}),
        (
            "questions.json",
            lambda v: [one["key"].update(criteria={"x": 1, "y": 2}) for one in v],
            {"mark-wrong", "levels-wrong"},
        ),
        (
            "audit.json",
            lambda v: first_of("marked")(v)[9].update(points=1),
            {"witness-wrong", "seal-wrong"},
        ),
        (
            "audit.json",
            lambda v: first_of("decided")(v)[9].update(levels={"x": 2, "y": 1}),
            {"witness-wrong", "seal-wrong"},
        ),
        ("audit.json", lambda v: v["entries"].clear(), {"witness-wrong", "told-wrong"}),
    ],
)
def test_forged_mark_of_a_person_contradicts_something(name, forge, wrong):
    files = pack_of(disputed())

    assert findings(forged(files, name, forge), right=False) == wrong


@pytest.mark.parametrize(
    "forge",
    [
        lambda v: v["open"][0].update(set_aside=[]),
        lambda v: v["open"][0]["set_aside"][0].update(given_back=None),
        lambda v: v["open"][0]["set_aside"][0].update(by=0),
        lambda v: v["open"][0]["marks"][0].update(at="2026-03-02T05:00:00+00:00"),
    ],
)
def test_forged_story_of_an_answer_set_aside_is_found(forge):
    files = pack_of(struck())

    assert findings(forged(files, "marks.json", forge), right=False) == {"aside-wrong"}
