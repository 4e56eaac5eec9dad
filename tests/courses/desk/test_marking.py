"""The desk of marking: who opens it, what she sees of an answer, what she can do."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses.assessment.errors import OpenMarkError
from courses.assessment.marks import answer_moderation, attempt_marking
from courses.assessment.models import (
    GivenBack,
    OpenMark,
    SetAside,
    list_answers_to_mark,
)
from elearning.accounts.roles import Role
from elearning.audit.models import Entry
from elearning.notices.models import Notice
from tests.factories.accounts import UserFactory
from tests.factories.assessment import NOW
from tests.factories.open_answers import TEXT, marked, open_item, trainer, written
from tests.factories.records import told

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(minutes=10)
OPEN_TO = {
    "queue": Role.TRAINER,
    "disagreements": Role.TRAINER,
    "mine": Role.TRAINER,
    "next": Role.TRAINER,
    "mark": Role.TRAINER,
    "decide": Role.TRAINER,
    "set-aside": Role.TRAINER,
    "held": Role.ADMINISTRATOR,
    "give-back": Role.ADMINISTRATOR,
}


def waiting(**facts):
    """The open answer of an exam that was handed in."""
    attempt = written(**facts)
    attempt_marking.mark_attempt(attempt, at=LATER, by=attempt.enrolment.learner.user)
    return open_item(attempt)


def address(name, item, aside=None):
    args = {
        "next": [item.attempt.enrolment.course.slug, "kk"],
        "mark": [item.pk],
        "decide": [item.pk],
        "set-aside": [item.pk],
        "give-back": [aside.pk if aside else 1],
    }
    return reverse(f"desk:marking:{name}", args=args.get(name, []))


def levels(x=2, y=1, **more):
    return {"level-x": str(x), "level-y": str(y), "comment": ""} | more


def test_queue_lists_what_waits_by_course_and_language(client, enter):
    waiting()
    enter(Role.TRAINER)

    page = client.get(reverse("desk:marking:queue"))

    (line,) = page.context["lines"]
    assert (line.number, line.counting, line.language, line.is_late) == (
        1,
        1,
        "kk",
        True,
    )
    assert [(tab.count, tab.current) for tab in page.context["tabs"]] == [
        (1, True),
        (0, False),
        (None, False),
    ]


def test_marker_sees_the_answer_and_never_whose_it_is(client, enter):
    item = waiting()
    enter(Role.TRAINER)

    page = client.get(address("mark", item)).content.decode()

    learner = item.attempt.enrolment.learner
    assert TEXT in page
    assert "Деңгей 2" in page
    for hidden in (
        learner.family_name,
        learner.staff_number,
        str(learner.key),
        str(item.attempt.key),
        str(item.attempt.enrolment.key),
    ):
        assert hidden not in page


def test_marks_are_kept_and_the_next_answer_follows(client, enter):
    item = waiting()
    user = enter(Role.TRAINER)

    answer = client.post(
        address("mark", item), levels(comment="Нақты жазылған."), follow=True
    )

    kept = OpenMark.objects.get()
    assert (kept.marker, kept.levels, kept.points, kept.comment) == (
        user,
        {"x": 2, "y": 1},
        3,
        "Нақты жазылған.",
    )
    item.attempt.refresh_from_db()
    assert item.attempt.is_marked
    assert answer.redirect_chain[-1][0] == reverse("desk:marking:queue")


@pytest.mark.parametrize(
    "change", [{"level-x": ""}, {"level-x": "3"}, {"level-x": "a"}]
)
def test_level_that_is_missing_or_strange_is_shown_at_its_field(client, enter, change):
    item = waiting()
    enter(Role.TRAINER)

    page = client.post(address("mark", item), levels() | change)

    assert page.status_code == 200
    assert list(page.context["form"].errors) == ["level-x"]
    assert not OpenMark.objects.exists()


def test_answer_that_a_colleague_marked_meanwhile_leads_back(client, enter):
    item = waiting()
    enter(Role.TRAINER)
    marked(item.attempt)

    answer = client.post(address("mark", item), levels())

    assert answer.url == reverse("desk:marking:queue")
    assert OpenMark.objects.count() == 1


def test_answer_left_to_a_colleague_comes_last(client, enter):
    first = waiting()
    second = waiting(edition=first.attempt.enrolment.edition)
    enter(Role.TRAINER)

    url = address("next", first)
    assert client.get(url).url == address("mark", first)
    assert client.get(f"{url}?after={first.pk}").url == address("mark", second)
    assert client.get(f"{url}?after={'9' * 30}").url == address("mark", first)
    assert client.get(f"{url}?after=x").url == address("mark", first)


def test_who_decides_sees_both_marks_without_names(client, enter):
    item, one, other = waiting(markers=2), trainer(), trainer()
    marked(item.attempt, 2, 2, by=one, comment="Толық.")
    marked(item.attempt, 0, 1, by=other)
    enter(Role.TRAINER)

    page = client.get(address("decide", item))

    assert [row["points"] for row in page.context["rows"]] == [[2, 0], [2, 1]]
    assert page.context["is_one_of_two"] is False
    words = page.content.decode()
    assert "Толық." in words
    assert one.staff_number not in words
    assert other.staff_number not in words

    client.post(address("decide", item), levels(1, 1))
    item.attempt.refresh_from_db()
    assert item.attempt.is_marked


def test_my_marks_are_mine_alone(client, enter):
    item = waiting(markers=2)
    marked(item.attempt)
    user = enter(Role.TRAINER)
    marked(item.attempt, by=user)

    page = client.get(reverse("desk:marking:mine"))

    assert [mark.marker for mark in page.context["page"]] == [user]


# --- Set aside ------------------------------------------------------------------------


def test_answer_that_names_somebody_is_read_by_no_marker(client, enter):
    item, office = waiting(), UserFactory(roles=[Role.ADMINISTRATOR])
    user = enter(Role.TRAINER)

    client.post(address("set-aside", item), {"reason": "Сотталғанның тегі"})

    kept = SetAside.objects.get()
    assert (kept.item, kept.reason, kept.by) == (item, "Сотталғанның тегі", user)
    assert not list_answers_to_mark(trainer()).exists()
    assert client.get(address("mark", item)).url == reverse("desk:marking:queue")
    notice = Notice.objects.get(kind="open-answer-set-aside")
    assert (notice.user, notice.context) == (
        office,
        {"code": item.attempt.enrolment.course.code},
    )
    item.attempt.refresh_from_db()
    assert item.attempt.is_waiting
    with pytest.raises(OpenMarkError):
        marked(item.attempt)


def test_setting_aside_needs_a_reason(client, enter):
    item = waiting()
    enter(Role.TRAINER)

    page = client.post(address("set-aside", item), {"reason": " "})

    assert list(page.context["form"].errors) == ["reason"]
    with pytest.raises(OpenMarkError):
        answer_moderation.withhold_answer(item, reason=" ", by=trainer(), at=LATER)


def test_data_office_strikes_the_names_and_the_markers_go_on(client, enter):
    item = waiting(text="Иванов келіспеді.")
    aside = answer_moderation.withhold_answer(
        item, reason="Тегі", by=trainer(), at=LATER
    )
    enter(Role.ADMINISTRATOR)

    page = client.get(address("give-back", item, aside))
    assert page.context["form"].initial == {"text": "Иванов келіспеді."}
    client.post(address("give-back", item, aside), {"text": "— келіспеді."})

    assert GivenBack.objects.get().text == "— келіспеді."
    assert Entry.objects.filter(action="assessment.answer_read").count() == 1
    enter(Role.TRAINER)
    shown = client.get(address("mark", item)).content.decode()
    assert "— келіспеді." in shown
    assert "Иванов" not in shown


def test_text_that_was_set_aside_is_told_to_no_store():
    item = waiting(text="Иванов келіспеді.")
    aside = answer_moderation.withhold_answer(
        item, reason="Тегі", by=trainer(), at=LATER
    )
    office = UserFactory(roles=[Role.ADMINISTRATOR])
    answer_moderation.return_redacted_answer(
        aside, text="— келіспеді.", by=office, at=LATER
    )
    marked(item.attempt)

    (answered,) = [one for one in told() if one["verb"]["id"].endswith("answered")]

    assert answered["result"] == {"success": True, "score": {"scaled": 1}}
    assert "Иванов" not in str(told())


def test_answer_is_given_back_once():
    item = waiting()
    aside = answer_moderation.withhold_answer(
        item, reason="Тегі", by=trainer(), at=LATER
    )
    office = UserFactory(roles=[Role.ADMINISTRATOR])
    with pytest.raises(OpenMarkError):
        answer_moderation.return_redacted_answer(aside, text=" ", by=office, at=LATER)
    with pytest.raises(OpenMarkError):
        answer_moderation.return_redacted_answer(
            aside, text="—", by=trainer(), at=LATER
        )
    answer_moderation.return_redacted_answer(aside, text="—", by=office, at=LATER)

    with pytest.raises(OpenMarkError):
        answer_moderation.return_redacted_answer(aside, text="—", by=office, at=LATER)


# --- Queries --------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["queue", "disagreements", "mine", "held"])
def test_lists_ask_as_often_for_three_answers_as_for_one(client, enter, name):
    user = enter(OPEN_TO[name])

    def another():
        item = waiting(markers=2)
        if name == "disagreements":
            marked(item.attempt, 2, 2)
            marked(item.attempt, 0, 0)
        if name == "mine":
            marked(item.attempt, by=user)
        if name == "held":
            answer_moderation.withhold_answer(
                item, reason="Тегі", by=trainer(), at=LATER
            )

    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert client.get(reverse(f"desk:marking:{name}")).status_code == 200
        return len(captured)

    another()
    queries()
    once = queries()
    another()
    another()

    assert queries() == once
