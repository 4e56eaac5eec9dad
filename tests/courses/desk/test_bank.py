"""The desk of the question bank: who does what, and what whom is shown."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses.assessment.bank import filing, reviewing, states
from courses.assessment.marks import marking
from courses.assessment.models import (
    Filing,
    LeakDecision,
    QuestionNumbers,
    ReviewTask,
    State,
    StateChange,
)
from courses.models import Unit, UnitText
from elearning.accounts.roles import Role
from elearning.audit.models import Entry
from tests.factories.accounts import UserFactory
from tests.factories.assessment import (
    NOW,
    QuestionVersionFactory,
    answer,
    begin,
    edition_with_exam,
    exam_enrolment,
)
from tests.factories.courses import (
    CourseFactory,
    OutcomeFactory,
    UnitVersionFactory,
)
from tests.factories.staff import AppointmentFactory
from tests.factories.statistics import asked_in

pytestmark = pytest.mark.django_db

READERS = {Role.TRAINER, Role.SAFEGUARD_REVIEWER}
UNKNOWN = "7d1f0d5c-0000-4000-8000-000000000000"
HR = {Role.FACILITY_HR, Role.MINISTRY_HR}
OPEN_TO = {
    "questions": READERS,
    "question": READERS,
    "state": {Role.TRAINER},
    "file": {Role.TRAINER},
    "versions": READERS,
    "compare": READERS,
    "languages": READERS,
    "quarantine": {Role.TRAINER},
    "lift": READERS,
    "decide": {Role.TRAINER},
    "tasks": READERS,
    "leaks": HR,
    "leak": HR,
}


@pytest.fixture
def edition():
    """All four questions there are, are asked; three right ones pass."""
    return edition_with_exam([{}] * 4)


@pytest.fixture
def question(edition):
    return Unit.objects.filter(course=edition.course, kind="question").first()


def address(name, question):
    keys = [] if name in {"questions", "tasks", "leaks"} else [question.key]
    return reverse(f"desk:bank:{name}", args=keys)


def leak(question, by=None):
    return states.quarantine(
        question, reason="Топта тарап кетті", by=by or UserFactory(), at=NOW
    )


def sat(question, learner, *, marked=True):
    """An attempt of ``learner`` in which ``question`` was asked and answered rightly."""
    edition = question.course.editions.get()
    attempt = begin(exam_enrolment(edition=edition, learner=learner))
    others = attempt.items.exclude(question__version__unit=question)
    answer(attempt, wrong={others.first().position})
    return marking.mark(attempt, at=NOW) if marked else attempt


@pytest.fixture
def leaked(house, question):
    """A leaked question that the insider had in her exam."""
    sat(question, house.insider)
    leak(question)
    return question


@pytest.mark.parametrize("name", OPEN_TO)
def test_page_sends_strangers_to_the_door(client, question, name):
    answer = client.get(address(name, question))

    assert answer.status_code == 302
    assert reverse("account_login") in answer.url


@pytest.mark.parametrize("name", OPEN_TO)
@pytest.mark.parametrize("role", Role)
def test_page_opens_to_its_roles_alone(client, enter, leaked, name, role):
    enter(role)

    answer = client.get(address(name, leaked))

    assert answer.status_code == (200 if role in OPEN_TO[name] else 404)


@pytest.mark.parametrize("name", ["question", "state", "quarantine", "lift", "decide"])
def test_what_is_no_question_does_not_exist(client, enter, edition, name):
    enter(Role.TRAINER)
    lesson = Unit.objects.get(course=edition.course, kind="lesson")

    assert client.get(address(name, lesson)).status_code == 404


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("state", {"reason": ""}),
        ("state", {"state": "retired", "reason": " "}),
        ("state", {"state": "quarantined", "reason": "Себеп"}),
        ("state", {"state": "draft", "reason": "Себеп"}),
        ("state", {"state": "live", "reason": "Себеп"}),
        ("quarantine", {"reason": ""}),
        ("quarantine", {"reason": "\0"}),
        ("lift", {"reason": "Себеп"}),
        ("decide", {"decision": "stand", "reason": "Себеп"}),
        ("decide", {"decision": "forget", "reason": "Себеп"}),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_is_kept(
    client, enter, question, name, given
):
    enter(Role.TRAINER)

    answer = client.post(address(name, question), given)

    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert not StateChange.objects.exists()
    assert not LeakDecision.objects.exists()


@pytest.mark.parametrize("query", [{"state": "x"}, {"course": "no"}, {"words": "\0"}])
def test_wrong_filter_shows_the_rest(client, enter, question, query):
    enter(Role.TRAINER)

    answer = client.get(address("questions", question), query)

    assert len(answer.context["lines"]) == 4


def test_list_is_filtered_by_course_state_and_words(client, enter, question):
    edition_with_exam([{}] * 2)
    enter(Role.SAFEGUARD_REVIEWER)
    states.change(question, State.RETIRED, reason="Ескірді", by=None, at=NOW)

    def found(**query):
        page = client.get(address("questions", question), query)
        return [line.unit for line in page.context["lines"]]

    assert len(found()) == 6
    assert len(found(course=question.course.code)) == 4
    assert found(state="retired") == [question]
    assert found(words=question.slug) == [question]
    assert found(words=question.slug, state="live") == []


def test_trainer_changes_a_state(client, enter, question):
    user = enter(Role.TRAINER)

    client.post(
        address("state", question), {"state": "trial", "reason": "Әлі сыналмаған"}
    )

    fact = StateChange.objects.get()
    assert (fact.unit, fact.state, fact.by) == (question, "trial", user)
    page = client.get(address("question", question))
    assert "Әлі сыналмаған" in page.content.decode()


def test_quarantine_says_first_what_the_exam_will_lack(client, enter, question):
    enter(Role.TRAINER)

    page = client.get(address("quarantine", question))

    assert len(page.context["consequences"]) == 4


def test_trainer_quarantines_decides_and_a_second_person_lifts(
    client, house, enter, question
):
    trainer = enter(Role.TRAINER)
    sat(question, house.insider)

    client.post(address("quarantine", question), {"reason": "Топта тарап кетті"})
    client.post(
        address("decide", question), {"decision": "examine", "reason": "Екеуі ғана"}
    )
    refused = client.post(address("lift", question), {"reason": "Қателестім"})

    assert refused.context["form"].errors
    assert states.state_of(question) == State.QUARANTINED
    kept = LeakDecision.objects.get()
    assert (kept.decision, kept.attempts, kept.by) == ("examine", 1, trainer)
    enter(Role.SAFEGUARD_REVIEWER)
    client.post(address("lift", question), {"reason": "Жалған дабыл"})
    assert states.state_of(question) == State.LIVE
    shown = client.get(address("question", question)).content.decode()
    assert "Екеуі ғана" in shown
    assert "Жалған дабыл" in shown


def test_trainer_sees_numbers_and_establishments_and_no_person(
    client, house, enter, question
):
    sat(question, house.insider)
    leak(question)
    enter(Role.TRAINER)

    page = client.get(address("question", question))

    assert page.context["leak"].attempts == 1
    assert page.context["leak"].places == [(house.mine, 1)]
    assert page.context["is_small"], "results of one person would point at her"
    shown = page.content.decode()
    assert house.mine.title in shown
    assert house.insider.family_name not in shown
    assert house.insider.staff_number not in shown


def test_officer_sees_her_own_people_with_and_without_and_the_look_is_audited(
    client, house, enter, question
):
    for person in (house.insider, house.outsider):
        sat(question, person)
    leak(question)
    officer = enter(Role.FACILITY_HR)

    page = client.get(address("leak", question))

    ((attempt, effect),) = page.context["lines"]
    assert attempt.enrolment.learner == house.insider
    assert effect.passes_only_with
    assert (
        question.versions.get().question.text()[0]["stem"] not in page.content.decode()
    )
    assert Entry.objects.get(action="assessment.leak_viewed").by == officer


def test_running_attempt_has_no_result_yet(client, house, enter, question):
    sat(question, house.insider, marked=False)
    leak(question)
    enter(Role.FACILITY_HR)

    page = client.get(address("leak", question))

    assert [effect for _attempt, effect in page.context["lines"]] == [None]


def test_question_that_reached_none_of_her_people_does_not_exist(
    client, house, enter, question
):
    sat(question, house.outsider)
    leak(question)
    enter(Role.FACILITY_HR)

    assert list(client.get(address("leaks", question)).context["lines"]) == []
    assert client.get(address("leak", question)).status_code == 404


def test_question_that_never_leaked_does_not_exist(client, house, enter, question):
    sat(question, house.insider)
    enter(Role.FACILITY_HR)

    assert client.get(address("leak", question)).status_code == 404


@pytest.mark.parametrize(
    "case",
    [
        ("questions", Role.TRAINER),
        ("question", Role.TRAINER),
        ("leaks", Role.FACILITY_HR),
        ("leak", Role.FACILITY_HR),
    ],
    ids=lambda case: case[0],
)
def test_queries_do_not_grow(client, house, enter, leaked, case):
    name, role = case

    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address(name, leaked)).status_code == 200
        return len(captured)

    enter(role)
    queries()
    one = queries()
    others = Unit.objects.filter(course=leaked.course, kind="question")
    for _number in range(2):
        held = AppointmentFactory(establishment=house.mine)
        states.lift(leaked, reason="Жалған дабыл", by=UserFactory(), at=NOW)
        sat(leaked, held.staff_member)
        leak(leaked)
    for other in others.exclude(pk=leaked.pk)[:2]:
        leak(other)

    assert queries() == one


# --- Release --------------------------------------------------------------------------


def test_release_page_warns_of_what_the_bank_lacks(client, enter, edition):
    OutcomeFactory(course=edition.course, number=77)
    for entry in edition.entries.all()[::-1]:
        edition.course.proposed_entries.create(
            unit=entry.version.unit, position=100 - entry.position
        )
    enter(Role.SAFEGUARD_REVIEWER)

    page = client.get(reverse("desk:release-course", args=[edition.course.slug]))

    assert len(page.context["warnings"]) == 2, "an outcome, and no must-pass question"
    assert page.context["missing"] == []
    assert "77" in page.content.decode()


def reviewed(edition, count=1):
    """Tasks about the first questions of an edition."""
    for question in asked_in(edition)[:count]:
        QuestionNumbers.objects.create(
            question=question, n=40, facility="0.5", discrimination="-0.2"
        )
    reviewing.open_tasks(NOW)
    return list(ReviewTask.objects.order_by("pk"))


def test_task_says_what_the_numbers_show_and_is_closed_by_a_trainer(
    client, enter, edition
):
    (task,) = reviewed(edition)
    user = enter(Role.TRAINER)
    url = reverse("desk:bank:close-task", args=[task.pk])

    page = client.get(reverse("desk:bank:tasks")).content.decode()
    assert url in page
    assert "-0,20" in page
    assert client.post(url, {"reason": " "}).status_code == 200
    assert client.post(url, {"reason": "Кілт дұрыс емес еді"}).status_code == 302

    assert task.closing.by == user
    assert url not in client.get(reverse("desk:bank:tasks")).content.decode()


def test_reviewer_reads_tasks_and_closes_none(client, enter, edition):
    (task,) = reviewed(edition)
    enter(Role.SAFEGUARD_REVIEWER)
    url = reverse("desk:bank:close-task", args=[task.pk])

    assert url not in client.get(reverse("desk:bank:tasks")).content.decode()
    assert client.post(url, {"reason": "Себеп"}).status_code == 404
    assert (
        reverse("desk:bank:tasks") in client.get(reverse("desk:home")).content.decode()
    )


def test_list_of_tasks_asks_as_often_for_one_as_for_three(client, enter, edition):
    enter(Role.TRAINER)

    def queries():
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("desk:bank:tasks"))
        return len(captured)

    reviewed(edition)
    queries()
    one = queries()
    for question in asked_in(edition)[1:3]:
        QuestionNumbers.objects.create(
            question=question, n=40, facility="0.5", discrimination="-0.2"
        )
    reviewing.open_tasks(NOW)

    assert queries() == one


def shown(client, **query):
    page = client.get(reverse("desk:bank:questions"), query)
    assert page.status_code == 200
    return [line.unit.slug for line in page.context["lines"]]


@pytest.fixture
def bank():
    """Three released questions, told apart by what the filters ask."""
    course = CourseFactory(code="B1")
    outcomes = [OutcomeFactory(course=course, number=number) for number in (1, 2)]
    facts = [
        {"difficulty": "easy", "cites": ["NMR 4"], "outcome": outcomes[0]},
        {"difficulty": "hard", "cites": ["NMR 43", "CAT 2"], "outcome": outcomes[1]},
        {"difficulty": "medium", "cites": ["NMR 1"], "outcome": outcomes[1]},
    ]
    named = [
        one | {"version__unit__slug": f"b1-q0{place}"}
        for place, one in enumerate(facts, start=1)
    ]
    edition = edition_with_exam(named, course)
    return list(
        Unit.objects.filter(
            kind="question", versions__entries__edition=edition
        ).order_by("slug")
    )


@pytest.mark.parametrize(
    ("query", "places"),
    [
        ({"outcome": "2"}, [1, 2]),
        ({"difficulty": "hard"}, [1]),
        ({"clause": "nmr  4"}, [0]),
        ({"clause": "CAT 2"}, [1]),
        ({"folder": "Law"}, [0, 2]),
        ({"folder": "Law/Torture"}, [2]),
        ({"tag": " Night"}, [2]),
        ({"tag": "nigh"}, []),
        ({"sort": "difficulty"}, [1, 2, 0]),
        ({"sort": "facility"}, [2, 0, 1]),
        ({"sort": "n"}, [0, 2, 1]),
        ({"sort": "times"}, [0, 1, 2]),
        ({"outcome": "2", "sort": "facility"}, [2, 1]),
    ],
)
def test_list_is_filtered_and_sorted(client, enter, bank, query, places):
    for unit, folder, tags in [(bank[0], "Law", ""), (bank[2], "Law/Torture", "night")]:
        filing.file(unit.key, unit.course, folder=folder, tags=tags, by=None)
    for unit, n, facility in [(bank[0], 40, "0.8"), (bank[2], 30, "0.4")]:
        QuestionNumbers.objects.create(
            question=unit.versions.get().question, n=n, facility=facility
        )
    enter(Role.TRAINER)

    assert shown(client, **query) == [bank[place].slug for place in places]


def test_language_that_is_missing_or_behind_is_found(client, enter, bank):
    texts = UnitText.objects.filter(version__unit=bank[0])
    assert {"kk", "ru"} <= set(texts.values_list("language", flat=True))
    UnitText.objects.filter(version__unit=bank[0], language="ru").delete()
    enter(Role.TRAINER)

    assert shown(client, lacks="ru") == [bank[0].slug]
    assert shown(client, lacks="kk") == []


def test_numbers_are_for_trainers_alone(client, enter, bank):
    question = bank[0].versions.get().question
    QuestionNumbers.objects.create(question=question, n=77, facility="0.8123")

    enter(Role.TRAINER)
    seen = client.get(reverse("desk:bank:questions")).content.decode()
    enter(Role.SAFEGUARD_REVIEWER)
    hidden = client.get(reverse("desk:bank:questions")).content.decode()

    assert ">77<" in seen
    assert ">77<" not in hidden
    assert shown(client, sort="facility") == [unit.slug for unit in bank]


def test_list_asks_as_often_for_one_as_for_three(client, enter, bank):
    enter(Role.TRAINER)

    def queries(**query):
        with CaptureQueriesContext(connection) as captured:
            shown(client, **query)
        return len(captured)

    queries()
    assert queries(difficulty="hard") == queries()


def test_trainer_files_a_question(client, enter, question):
    user = enter(Role.TRAINER)
    url = address("file", question)

    assert client.post(url, {"folder": "a/b/c/d/e"}).status_code == 200
    answer = client.post(url, {"folder": "Law", "tags": "night, Search"})

    assert answer.status_code == 302
    page = client.get(address("question", question)).content.decode()
    assert "night, search" in page
    assert Entry.objects.filter(action="assessment.question_filed", by=user).exists()


def second_version(question):
    """A newer version of ``question``, asking in other words."""
    old = question.versions.get().question
    words = {
        code: text | {"stem": f"{text['stem']} Жаңа"} for code, text in old.body.items()
    }
    version = UnitVersionFactory(
        unit=question, number=2, change="substantive", reason="Ереже өзгерді"
    )
    return QuestionVersionFactory(version=version, outcome=old.outcome, body=words)


def test_versions_say_why_and_where_and_are_compared_in_words(client, enter, question):
    second_version(question)
    enter(Role.TRAINER)

    page = client.get(address("versions", question))
    assert [one.row.number for one in page.context["versions"]] == [2, 1]
    number = question.course.editions.get().number
    assert [one.editions for one in page.context["versions"]] == [[], [number]]
    assert "Ереже өзгерді" in page.content.decode()

    compared = client.get(address("compare", question)).content.decode()
    assert "<ins> Жаңа</ins>" in compared
    assert "<del>" not in compared
    back = client.get(address("compare", question), {"before": "2", "after": "1"})
    assert "<del> Жаңа</del>" in back.content.decode()


@pytest.mark.parametrize("query", [{"before": "x"}, {"after": "99"}, {"after": "1"}])
def test_version_that_does_not_exist_falls_back(client, enter, question, query):
    enter(Role.TRAINER)

    assert client.get(address("compare", question), query).status_code == 200


def test_versions_ask_as_often_for_one_as_for_three(client, enter, question):
    enter(Role.TRAINER)

    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address("versions", question)).status_code == 200
        return len(captured)

    queries()
    one = queries()
    second_version(question)
    UnitVersionFactory(unit=question, number=3)

    assert queries() == one


def test_languages_stand_side_by_side_with_what_is_missing(client, enter, question):
    version = question.versions.get()
    version.texts.filter(language="en").delete()
    enter(Role.TRAINER)

    columns = client.get(address("languages", question)).context["columns"]

    assert [(one.code, one.is_missing) for one in columns] == [
        ("kk", False),
        ("ru", False),
        ("en", True),
    ]


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"folder": "Law"},
        {"key": ["x"], "folder": "Law"},
        {"key": [UNKNOWN]},
        {"key": [UNKNOWN], "folder": "a/b/c/d/e"},
    ],
)
def test_wrong_choice_files_nothing(client, enter, bank, given):
    enter(Role.TRAINER)

    answer = client.post(reverse("desk:bank:file-many"), given)

    assert answer.status_code == 302
    assert not Filing.objects.exists()


def test_chosen_questions_are_filed_together_and_keep_their_tags(client, enter, bank):
    filing.file(bank[0].key, bank[0].course, folder="Old", tags="night", by=None)
    enter(Role.TRAINER)
    keys = [str(unit.key) for unit in bank[:2]]

    client.post(reverse("desk:bank:file-many"), {"key": keys, "tags": "search"})
    client.post(reverse("desk:bank:file-many"), {"key": keys[1:], "folder": "Law"})

    kept = {one.key: (one.folder, one.tag_list) for one in Filing.objects.all()}
    assert kept == {
        bank[0].key: ("Old", ["night", "search"]),
        bank[1].key: ("Law", ["search"]),
    }


def test_reviewer_files_nothing(client, enter, bank):
    enter(Role.SAFEGUARD_REVIEWER)
    given = {"key": [str(bank[0].key)], "folder": "Law"}

    assert client.post(reverse("desk:bank:file-many"), given).status_code == 404
    assert not Filing.objects.exists()
