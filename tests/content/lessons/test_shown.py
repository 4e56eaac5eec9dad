"""Lessons that are kept in memory: still right when something changes, and each reader's own."""

import re

import pytest
from django.test import Client

from content.glossary.term_import import BundleTerm, import_terms
from courses.enrolment import enrol_learner
from courses.models import Enrolment
from courses.provisions.document_release import release_document
from courses.provisions.document_versions import record_document_version
from tests.content.lessons.reading import url, words
from tests.factories.content import (
    CoursePages,
    check_block,
    name,
    quote_block,
    text_block,
)
from tests.factories.provisions import document_text, released_instrument
from tests.factories.staff import StaffMemberFactory

pytestmark = pytest.mark.django_db


def term(definition):
    return BundleTerm(
        "lesson-word",
        terms={"kk": "мәтін"},
        definitions={"kk": definition},
        forms={"kk": ["мәтін"]},
    )


def test_lesson_asks_the_same_few_questions_however_long_it_is(
    reader, learner, django_assert_num_queries
):
    pages = CoursePages(code="A2", lessons=[])
    blocks = [text_block("t1"), quote_block("NMR 43", "q1"), check_block("c1")]
    pages.lesson("short", blocks)
    many = [text_block(f"t{n}") for n in range(2, 5)]
    many += [quote_block("NMR 36", f"q{n}") for n in range(2, 5)]
    many += [check_block(f"c{n}") for n in range(2, 5)]
    pages.lesson("long", many)
    pages.release()
    enrol_learner(learner, pages.course, by=learner.user)
    for unit in ("short", "long", "short"):
        reader.get(url(unit, course="a2"))

    for unit in ("long", "short"):
        reader.get(url(unit, course="a2"))
        with django_assert_num_queries(8):
            assert reader.get(url(unit, course="a2")).status_code == 200


def test_changed_term_is_explained_anew_at_once(reader):
    import_terms([term("Бірінші түсіндірме")], by=None)
    assert "Бірінші түсіндірме" in words(reader.get(url("l1")))

    import_terms([term("Екінші түсіндірме")], by=None)
    assert "Екінші түсіндірме" in words(reader.get(url("l1")))

    import_terms([BundleTerm("other-word", {}, {}, {})], by=None)
    assert "түсіндірме" not in words(reader.get(url("l1")))


def test_provision_that_is_released_anew_is_quoted_anew_at_once(reader, pages):
    before = words(reader.get(url("l2")))
    document = released_instrument("43", code="ABC")
    assert words(reader.get(url("l2"))).count(document.code) == before.count("ABC")

    quoted = words(reader.get(url("l2")))
    nmr = type(document).objects.get(code="NMR")
    nmr.shorts = {"kk": "Мандела ережелері"}
    nmr.save()

    assert "Мандела ережелері" not in quoted
    assert "Мандела ережелері" in words(reader.get(url("l2")))

    for language in ("kk", "ru", "en"):
        text = document_text("36", "43", language=language, words="Жаңа сөздер")
        version = record_document_version(nmr, language, text, by=None)
    release_document(version, [], by=None)
    assert words(reader.get(url("l2"))).count("Мандела ережелері") > 0


def test_what_one_reader_answered_is_not_shown_to_the_next(
    reader, learner, pages, client
):
    wrong = {
        "action": "check",
        "block": name("check"),
        "choice": name("check", "b"),
    }
    reader.post(url("l2"), wrong)
    assert "Түсіндірме b" in words(reader.get(url("l2")))

    other = StaffMemberFactory()
    enrol_learner(other, pages.course, by=other.user)
    client.force_login(other.user)
    assert "Түсіндірме b" not in words(client.get(url("l2")))


def read_by_another(pages):
    """Return the browser of another learner on the course, who sends forms of her own only."""
    other = StaffMemberFactory()
    enrolment = enrol_learner(other, pages.course, by=other.user)
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(other.user)
    return browser, enrolment


def test_question_kept_for_everybody_is_sent_with_each_readers_own_token(reader, pages):
    first = words(reader.get(url("l2")))
    browser, _enrolment = read_by_another(pages)
    second = words(browser.get(url("l2")))
    token = re.compile(r'name="csrfmiddlewaretoken" value="(\w{64})"')

    assert len(set(token.findall(second))) > 0
    assert not set(token.findall(first)) & set(token.findall(second))
    for sent in token.findall(second):
        answer = {
            "action": "check",
            "block": name("check"),
            "choice": name("check", "a"),
        }
        answered = browser.post(url("l2"), answer | {"csrfmiddlewaretoken": sent})
        assert answered.status_code == 302


def test_no_words_of_an_author_become_the_token_of_a_reader(reader, learner):
    zeros = "0" * 64
    pages = CoursePages(code="A2", lessons=[])
    block = check_block()
    block["value"]["question"] = zeros
    pages.lesson("l1", [block])
    pages.release()
    enrol_learner(learner, pages.course, by=learner.user)

    for _time in range(2):
        assert zeros in words(reader.get(url("l1", course="a2")))


def test_outline_kept_for_everybody_leads_each_reader_to_her_own_exam(
    reader, learner, pages
):
    browser, enrolment = read_by_another(pages)
    own = str(Enrolment.objects.get(learner=learner).key)
    others = str(enrolment.key)

    first, second = words(reader.get(url("l2"))), words(browser.get(url("l2")))

    assert (own in first, others in first) == (True, False)
    assert (own in second, others in second) == (False, True)


def test_outline_ticks_what_its_own_reader_has_done(reader, learner, pages):
    browser, _enrolment = read_by_another(pages)
    reader.post(url("l1"), {"action": "done"})

    assert words(reader.get(url("l2"))).count("step-done") == 1
    assert words(browser.get(url("l2"))).count("step-done") == 0
