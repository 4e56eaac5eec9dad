"""The desk's statistics: who sees them, what is flagged, what is withheld."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from courses.assessment.models import PaperVersion
from courses.assessment.statistics import tally_store
from elearning.accounts.roles import Role
from tests.factories.assessment import edition_with_exam
from tests.factories.kinds import QUESTIONS, sent_for
from tests.factories.statistics import LATER, asked_in, taken

pytestmark = pytest.mark.django_db

LIST = "desk:statistics:questions"


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def trainer(enter):
    return enter(Role.TRAINER)


@pytest.fixture
def edition():
    return edition_with_exam([{}] * 4)


def sit(edition, *given, times=1, language="kk"):
    """Let people sit the exam, and count them."""
    for _number in range(times):
        for answers in given:
            taken(edition, answers, language=language)
    tally_store.count_new_attempts(LATER)


def listed(answer):
    return [item["line"].pk for item in answer.context["lines"]]


def words(answer):
    return " ".join(answer.content.decode().split())


# --- Who may look ---------------------------------------------------------------------


def test_menu_leads_trainers_there(client, trainer):
    answer = client.get(reverse("desk:home"))

    assert f'href="{reverse(LIST)}"' in words(answer)


# --- Bad input ------------------------------------------------------------------------


@pytest.mark.parametrize("query", [{"course": "no"}, {"show": "x"}])
def test_wrong_filter_is_said_and_shows_the_rest(client, trainer, edition, query):
    answer = client.get(reverse(LIST), query)

    assert set(answer.context["form"].errors) == set(query)
    assert len(listed(answer)) == 4


@pytest.mark.parametrize("query", [{"sort": "x"}, {"page": "x"}, {"page": "99"}])
def test_unknown_order_or_page_shows_the_list(client, trainer, edition, query):
    assert len(listed(client.get(reverse(LIST), query))) == 4


@pytest.mark.parametrize("name", ["question", "exam"])
def test_unknown_question_or_exam_is_not_found(client, trainer, name):
    answer = client.get(reverse(f"desk:statistics:{name}", args=[999]))

    assert answer.status_code == 404


# --- The list -------------------------------------------------------------------------


def test_list_without_questions_says_how_they_come(client, trainer):
    assert "No matching questions" in words(client.get(reverse(LIST)))


def test_list_sorts_by_its_columns_unknown_last(client, trainer, edition):
    one, two, three, four = (question.pk for question in asked_in(edition))
    sit(edition, "abb", "aab", "aab", "aab", "bba", "bba")

    facility = listed(client.get(reverse(LIST), {"sort": "facility"}))
    answers = listed(client.get(reverse(LIST), {"sort": "n"}))

    assert facility == [three, two, one, four]
    assert answers[-1] == four


def test_list_of_a_course_holds_its_questions_alone(client, trainer, edition):
    other = edition_with_exam([{}])

    answer = client.get(reverse(LIST), {"course": other.course.code})

    assert listed(answer) == [asked_in(other)[0].pk]


def test_questions_to_review_come_first_and_can_be_had_alone(client, trainer, edition):
    last = asked_in(edition)[3]
    sit(edition, "aaab", "bbba", "abab", times=10)

    every = client.get(reverse(LIST))
    alone = client.get(reverse(LIST), {"show": "review"})

    assert listed(every)[0] == last.pk
    assert listed(alone) == [last.pk]
    assert "Those who know more do worse" in words(alone)


def test_queries_do_not_grow_with_questions_and_answers(client, trainer):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse(LIST))
        return len(captured)

    sit(edition_with_exam([{}]), "a", times=6)
    queries()
    one = queries()
    for _number in range(2):
        sit(edition_with_exam([{}]), "a", "b", times=6)

    assert queries() == one


# --- Small groups ---------------------------------------------------------------------


def test_numbers_of_fewer_than_five_are_withheld_everywhere(client, trainer, edition):
    sit(edition, "abab", times=4)

    for address in addresses_without_more(edition):
        page = words(client.get(address))
        assert "50%" not in page
        assert "ewer than 5" in page


def addresses_without_more(edition):
    paper = PaperVersion.objects.get(version__entries__edition=edition)
    return [
        reverse(LIST),
        reverse("desk:statistics:question", args=[asked_in(edition)[0].pk]),
        reverse("desk:statistics:exam", args=[paper.pk]),
    ]


def test_thirds_are_shown_when_none_of_them_is_small(client, trainer, edition):
    url = reverse("desk:statistics:question", args=[asked_in(edition)[0].pk])
    sit(edition, "abbb", "baab", "aaaa", times=4)
    few = client.get(url)
    sit(edition, "abbb", "baab", "aaaa", times=1)

    enough = client.get(url)

    assert (few.context["has_thirds"], enough.context["has_thirds"]) == (False, True)
    (choices, lines), *_results = enough.context["tables"]
    assert [(row.letter, row.is_right, row.n, row.thirds) for row in choices.rows] == [
        ("A", True, 10, (1, 0, 1)),
        ("B", False, 5, (0, 1, 0)),
        ("C", False, 0, (0, 0, 0)),
        ("D", False, 0, (0, 0, 0)),
    ]
    assert len(lines) == 4


# --- One question ---------------------------------------------------------------------


def test_question_nobody_was_asked_says_so(client, trainer, edition):
    url = reverse("desk:statistics:question", args=[asked_in(edition)[0].pk])

    assert "Nobody has been asked this question yet" in words(client.get(url))


def test_gap_between_languages_is_told_with_advice(client, trainer, edition):
    sit(edition, "aaab", "bbbb", times=25, language="kk")
    sit(edition, "aaab", "aabb", "abbb", "aaaa", "bbbb", times=10, language="ru")
    url = reverse("desk:statistics:question", args=[asked_in(edition)[0].pk])

    page = words(client.get(url))

    assert "“Қазақша” is 30 points lower than in “Русский”" in page
    assert "It passes the quality gate" in page


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
@pytest.mark.parametrize("name", QUESTIONS)
def test_every_kind_of_question_has_its_page(client, trainer, name, language):
    body, key = QUESTIONS[name]
    edition = edition_with_exam(
        [{"type": name, "body": body, "key": key}, {}, {}], questions=3
    )
    question = asked_in(edition)[0]
    right = question.kind.read(body["kk"], sent_for(name, key))
    sit(edition, [right, "a", "b"], [right, "a", "a"], [None, "b", "b"], times=10)

    with translation.override(language):
        url = reverse("desk:statistics:question", args=[question.pk])
        answer = client.get(url)

    *_choices, (results, _lines) = answer.context["tables"]
    assert [row.n for row in results.rows] == [20, 0, 0, 10]


# --- The exam -------------------------------------------------------------------------


def test_exam_shows_its_numbers_weights_and_languages(client, trainer, edition):
    sit(edition, "aaaa", "aaab", "aabb", "abbb", "bbbb", times=2, language="kk")
    sit(edition, "aaaa", language="ru")
    paper = PaperVersion.objects.get(version__entries__edition=edition)

    answer = client.get(reverse("desk:statistics:exam", args=[paper.pk]))

    report = answer.context["report"]
    assert (report.n, report.passed, report.mean, report.median) == (10, 4, 0.5, 0.5)
    assert report.is_drawn is False
    # V(q) = 10/9 (0.16, 0.24, 0.24, 0.16), V(T) = 20/9: 4/3 (1 - 0.8 / 2)
    assert report.consistency == pytest.approx(0.8)
    assert list(report.histogram) == [2, 0, 2, 0, 0, 2, 0, 2, 0, 2]
    assert report.languages["ru"] is None
    assert sum(row["weight"] for row in answer.context["weights"]) == pytest.approx(1)


def test_exam_of_drawn_papers_says_how_it_is_computed(client, trainer, edition):
    sit(edition, "aaa", "aab", "bbb", "aba", times=2)
    sit(edition, [*"aa", "b"], times=2)
    paper = PaperVersion.objects.get(version__entries__edition=edition)
    url = reverse("desk:statistics:exam", args=[paper.pk])
    same = client.get(url).context["report"]
    first, *_rest = asked_in(edition)
    attempt = taken(edition, "baa")
    last = asked_in(edition)[3]
    attempt.items.filter(question=first).update(question=last)
    tally_store.count_new_attempts(LATER)

    drawn = client.get(url)

    assert (same.is_drawn, drawn.context["report"].is_drawn) == (False, True)
    assert "candidates had different ones" in words(drawn)


def test_map_places_questions_with_enough_answers(client, trainer, edition):
    sit(edition, "aaa", "abb", "bab", times=9)
    few = client.get(reverse(LIST)).context["dots"]
    sit(edition, "aaa", "abb", "bab")

    enough = client.get(reverse(LIST)).context["dots"]

    assert (len(few), len(enough)) == (0, 3)
    assert [dot.x for dot in enough].count("69.33%") == 2
