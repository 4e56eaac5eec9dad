"""What a reviewer reads beside the checklist, and where her remarks lead the authors."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from content.models import LessonPage
from courses.models import SafeguardAnswer, SafeguardDraft
from courses.release import safeguard_reviews
from courses.release.safeguard_checklist import CHECKLIST
from elearning.accounts.roles import Role
from tests.factories.accounts import UserFactory
from tests.factories.content import check_block, name, publish, text_block

pytestmark = pytest.mark.django_db

INTRO = name("l1")


@pytest.fixture
def reviewer(sign_in):
    user = UserFactory(roles=[Role.SAFEGUARD_REVIEWER])
    user.client = sign_in(user)
    return user


def changed(pages, blocks, slug="l1", *, by=None):
    """Publish the lesson anew with ``blocks``, in every language."""
    for page in pages.lessons[slug].values():
        row = LessonPage.objects.get(pk=page.pk)
        row.body = json.dumps(blocks)
        publish(row, by=by)


def address(pages, number=-1, language="en"):
    subject = safeguard_reviews.list_review_subjects(pages.course)[number]
    with translation.override(language):
        return reverse("desk:reviews:module", args=[pages.course.slug, subject.key])


def sheet(answer, **verdicts):
    sent = {"seen": answer.context["seal"]}
    for item in CHECKLIST:
        sent[f"verdict-{item.key}"] = verdicts.get(item.key, "yes")
        sent[f"reason-{item.key}"] = f"Because of {item.key}."
    return sent


def lines(answer):
    return [
        (one.compared.block.id, one.compared.is_new, one.compared.is_changed)
        for one in answer.context["opened"].lines
    ]


@pytest.mark.parametrize("query", ["part=none", "language=de", "part=l1&language=xx"])
def test_place_that_is_not_there_opens_the_nearest(pages, reviewer, query):
    opened = reviewer.client.get(f"{address(pages)}?{query}").context["opened"]

    assert opened.part.place in {"m1", "l1"}
    assert opened.language in {"kk", "ru", "en"}


def test_block_that_is_not_there_is_refused_and_nothing_is_lost(pages, reviewer):
    url = address(pages)
    sent = sheet(reviewer.client.get(url), dignity="no")

    answer = reviewer.client.post(url, sent | {"place-dignity": "l1#none"})

    assert answer.context["form"].errors.keys() == {"place-dignity"}
    assert not SafeguardAnswer.objects.exists()


def test_page_is_read_as_a_learner_reads_it_with_all_answers(pages, reviewer):
    changed(pages, [text_block("l1", "Мәтін тәртібі"), check_block()])

    answer = reviewer.client.get(f"{address(pages)}?part=l1&language=kk")

    page = answer.content.decode()
    assert f'id="{INTRO}"' in page
    assert "<p>Мәтін тәртібі</p>" in page
    assert "Түсіндірме a" in page
    assert [line[0] for line in lines(answer)] == ["head", INTRO, name("check")]


def test_what_was_released_before_is_compared_word_by_word(pages, reviewer):
    pages.release()
    changed(pages, [text_block("l1", "Мәтін жаңа"), text_block("more", "Тағы")])

    answer = reviewer.client.get(f"{address(pages)}?part=l1&language=ru")

    assert lines(answer) == [
        ("head", False, False),
        (INTRO, False, True),
        (name("more"), True, False),
    ]
    assert "<ins> жаңа</ins>" in answer.content.decode()


def test_block_that_is_gone_is_shown_as_removed(pages, reviewer):
    pages.release()
    changed(pages, [text_block("more", "Тағы")])

    opened = reviewer.client.get(f"{address(pages)}?part=l1").context["opened"]

    removed = [line.compared.is_removed for line in opened.lines]
    assert removed == [False, False, True]


def test_question_is_read_with_what_is_right_in_it(pages, reviewer):
    pages.question()

    answer = reviewer.client.get(f"{address(pages, 0)}?part=t1-q01&language=ru")

    (line,) = answer.context["opened"].lines
    assert "Сұрақ T1-Q01 ru" in line.compared.block.words
    assert "Сұрақ T1-Q01 ru" in answer.content.decode()
    assert "checked" in line.compared.block.html


def test_another_part_opens_and_what_is_filled_in_stays(pages, reviewer):
    url = address(pages)
    sent = {"reason-dignity": "So far.", "show": "l1#ru"}

    answer = reviewer.client.post(url, sent, follow=True)

    opened = answer.context["opened"]
    assert (opened.part.place, opened.language) == ("l1", "ru")
    assert "So far." in answer.content.decode()
    assert SafeguardDraft.objects.get().by == reviewer


def test_no_at_a_block_leads_its_author_to_that_block(pages, reviewer, sign_in):
    url = address(pages)
    sent = sheet(reviewer.client.get(url), dignity="no")
    reviewer.client.post(url, sent | {"place-dignity": f"l1#{INTRO}"})
    trainer = sign_in(UserFactory(roles=[Role.TRAINER]))

    with translation.override("en"):
        url = reverse("desk:release-course", args=[pages.course.slug])
    release = trainer.get(url)

    (line,) = [one for one in release.context["reviews"] if one.comments]
    place = line.comments[0].place
    page = pages.lessons["l1"]["en"]
    assert place.title == "Сабақ l1 en — Text: Тақырып"
    assert place.url.endswith(f"/#{INTRO}")
    assert place.editor.endswith(f"/pages/{page.pk}/edit/#block-{INTRO}-section")
    assert place.editor in release.content.decode()
    assert f'id="{INTRO}"' in trainer.get(place.url).content.decode()


def test_remark_stands_at_its_block_when_it_is_reviewed_again(pages, reviewer):
    url = address(pages)
    sent = sheet(reviewer.client.get(url), dignity="no")
    reviewer.client.post(url, sent | {"place-dignity": f"l1#{INTRO}"})
    changed(pages, [text_block("l1", "Мәтін жаңа")])

    opened = reviewer.client.get(f"{address(pages)}?part=l1").context["opened"]

    remarks = {one.compared.block.id: one.remarks for one in opened.lines}
    assert [one.reason for one in remarks[INTRO]] == ["Because of dignity."]
    assert remarks["head"] == []


def test_page_takes_as_many_queries_for_three_lessons(pages, reviewer):
    def counted():
        with CaptureQueriesContext(
            connection,
        ) as found:
            reviewer.client.get(f"{address(pages)}?part=l1")
        return len(found)

    counted()
    one = counted()
    pages.lesson("l2", [text_block("l2")])
    pages.lesson("l3", [text_block("l3")])
    assert counted() == one


def test_exam_and_front_page_are_read_with_their_rules_and_audience(pages, reviewer):
    pages.exam(pass_mark=70)
    front = pages.fronts["kk"]
    front.audience = "Қызметкерлер"
    publish(front)

    exam = reviewer.client.get(f"{address(pages)}?part=exam&language=kk")
    course = reviewer.client.get(f"{address(pages, 0)}?part=t1&language=kk")

    assert "70" in exam.content.decode()
    assert "Қызметкерлер" in course.content.decode()
