"""A translation beside its source: only what changed is open, and nothing is lost."""

import json

import pytest
from django import forms
from django.contrib.messages.storage.fallback import FallbackStorage
from django.test import RequestFactory
from django.urls import reverse
from django.utils import translation
from wagtail.models import Locale, Page

from content.models import LessonPage
from content.privacy.identifiers import check_digit
from content.publishing.models import TranslatedDraft
from content.questions.models import QuestionDraft
from content.studio.permissions import recreate
from content.studio.translating.forms import name_of
from content.studio.wagtail_hooks import refuse_early_page, refuse_early_snippet
from courses import translating
from courses.models import SubmittedTranslation, UnitVersion
from elearning.accounts.roles import Role
from elearning.audit.models import Entry
from elearning.notices.models import Notice
from tests.factories.accounts import UserFactory
from tests.factories.content import CoursePages, check_block, name, publish, text_block
from tests.factories.courses import CourseFactory, CourseRemitFactory
from tests.factories.provisions import released_instrument

pytestmark = pytest.mark.django_db

IIN = f"90010130012{check_digit('90010130012')}"
TEXT = f"{name('l1')}/text"


@pytest.fixture
def trainer(pages):
    recreate()
    return UserFactory(roles=[Role.TRAINER])


@pytest.fixture
def studio(trainer, sign_in):
    with translation.override("en"):
        yield sign_in(trainer)


def newest(slug="l1"):
    return UnitVersion.objects.filter(unit__slug=slug).newest().get()


def url(language="ru", slug="l1"):
    return reverse("studio_translate:translate", args=[newest(slug).unit.key, language])


def row(pages, language="ru"):
    return LessonPage.objects.get(pk=pages.lessons["l1"][language].pk)


def write(pages, language, *blocks):
    page = row(pages, language)
    page.body = json.dumps(blocks)
    return publish(page)


def opened(answer):
    return [
        shown["pair"].source.place
        for shown in answer.context["rows"]
        if shown["pair"].is_open
    ]


def sent(answer, **changes):
    """What the browser sends of the page, with ``changes`` by place or field."""
    form = answer.context["form"]
    data = {}
    for bound in form:
        widget, value = bound.field.widget, bound.value()
        if getattr(widget, "input_type", "") == "checkbox":
            continue
        shown = widget.format_value(value)
        data[bound.html_name] = "" if shown is None else shown
    return data | changes


def words(answer, place, text):
    """The field of ``place`` with ``text`` in it, as the editor would send it."""
    widget = answer.context["form"].fields[name_of(place)].widget
    return {name_of(place): widget.format_value(text)}


def draft(pages, language="ru"):
    return row(pages, language).get_latest_revision_as_object()


def said(page):
    return {
        block.id: str(block.value["text"])
        for block in page.body
        if block.block_type == "text"
    }


def behind(language="ru", slug="l1"):
    return newest(slug).texts.get(language=language).behind


@pytest.mark.parametrize("role", [Role.SAFEGUARD_REVIEWER, Role.MINISTRY_HR])
def test_page_is_for_trainers_alone(pages, sign_in, role):
    answer = sign_in(UserFactory(roles=[role])).get(url())

    assert answer.status_code == 302
    assert "translate" not in answer.url


def test_course_outside_her_remit_does_not_exist(studio, trainer, pages):
    CourseRemitFactory(user=trainer, course=CourseFactory(code="OTHER"))

    assert studio.get(url()).status_code == 404


def test_language_that_is_none_of_ours_does_not_exist(studio, pages):
    assert studio.get(url("de")).status_code == 404


def test_only_what_changed_is_open(studio, pages):
    write(pages, "kk", text_block("l1", "Жаңа мәтін"))

    answer = studio.get(url())

    assert opened(answer) == [TEXT]
    assert len(answer.context["rows"]) == 4


def test_saving_makes_a_draft_and_changes_no_version(studio, pages, trainer):
    write(pages, "kk", text_block("l1", "Жаңа мәтін"))
    before = newest()

    page = studio.get(url())
    answer = studio.post(url(), sent(page, **words(page, TEXT, "<p>Новый текст</p>")))

    assert answer.url == url()
    assert "Новый текст" in said(draft(pages))[name("l1")]
    assert newest() == before
    assert opened(studio.get(url())) == []
    entry = Entry.objects.get(action="courses.translation_saved")
    assert (entry.by, entry.details["segments"]) == (trainer, 1)


def test_published_translation_is_equal(studio, pages):
    write(pages, "kk", text_block("l1", "Жаңа мәтін"))
    page = studio.get(url())
    studio.post(url(), sent(page, **words(page, TEXT, "<p>Новый текст</p>")))

    row(pages).get_latest_revision().publish(skip_permission_checks=True)

    assert (behind("ru"), behind("kk"), behind("en")) == (0, 0, 1)


def test_segment_that_is_still_right_needs_no_change(studio, pages):
    write(pages, "kk", text_block("l1", "Жаңа мәтін"))
    page = studio.get(url())

    studio.post(url(), sent(page, **{name_of(TEXT, "right"): "on"}))
    row(pages).get_latest_revision().publish(skip_permission_checks=True)

    assert (behind("ru"), behind("kk")) == (0, 0)


def test_polishing_an_equal_segment_puts_nobody_behind(studio, pages):
    page = studio.get(url())

    studio.post(url(), sent(page, **{name_of("/title"): "Урок, лучше сказано"}))
    row(pages).get_latest_revision().publish(skip_permission_checks=True)

    assert newest().languages_outdated == set()


def test_new_block_comes_in_at_its_place_and_earlier_edits_stay(studio, pages):
    write(pages, "ru", text_block("l1", "Правка от руки"))
    write(
        pages, "kk", text_block("more", "Бірінші"), text_block("l1"), check_block("c")
    )
    page = studio.get(url())
    place = f"{name('more')}/text"

    studio.post(url(), sent(page, **words(page, place, "<p>Первый</p>")))

    blocks = draft(pages).body.get_prep_value()
    assert [block["id"] for block in blocks] == [name("more"), name("l1"), name("c")]
    assert "Первый" in said(draft(pages))[name("more")]
    assert "Правка от руки" in said(draft(pages))[name("l1")]
    options = blocks[2]["value"]["options"]
    assert [one["value"]["correct"] for one in options] == [True, False, False]
    assert f"{name('c')}/question" in opened(studio.get(url()))


def test_block_given_up_by_the_source_goes_and_an_own_one_stays(studio, pages):
    write(pages, "kk", text_block("l1"), text_block("gone"))
    write(pages, "ru", text_block("l1"), text_block("gone"), text_block("own"))
    write(pages, "kk", text_block("l1"))

    studio.post(url(), sent(studio.get(url())))

    assert list(said(draft(pages))) == [name("l1"), name("own")]


def test_later_save_is_told_and_nothing_is_lost(studio, pages):
    write(pages, "kk", text_block("l1", "Жаңа мәтін"))
    mine, hers = studio.get(url()), studio.get(url())
    studio.post(url(), sent(hers, **words(hers, TEXT, "<p>Её слова</p>")))

    late = studio.post(url(), sent(mine, **words(mine, TEXT, "<p>Мои слова</p>")))

    assert late.context["is_late"]
    assert "Мои слова" in late.context["form"][name_of(TEXT)].value()
    assert "Её слова" in late.content.decode()
    assert "Её слова" in said(draft(pages))[name("l1")]
    again = studio.post(url(), sent(late))
    assert again.status_code == 302
    assert "Мои слова" in said(draft(pages))[name("l1")]


def test_translation_of_a_source_that_changed_meanwhile_stays_outdated(studio, pages):
    write(pages, "kk", text_block("l1", "Жаңа мәтін"))
    page = studio.get(url())
    write(pages, "kk", text_block("l1", "Тағы да жаңа"))

    studio.post(url(), sent(page, **words(page, TEXT, "<p>Новый текст</p>")))

    assert opened(studio.get(url())) == [TEXT]
    row(pages).get_latest_revision().publish(skip_permission_checks=True)
    assert behind("ru") == 1


def test_data_of_a_real_person_is_refused_and_nothing_is_saved(studio, pages):
    page = studio.get(url())

    answer = studio.post(url(), sent(page, **{name_of("/title"): f"ИИН {IIN}"}))

    assert answer.status_code == 200
    assert answer.context["form"].non_field_errors()
    assert not TranslatedDraft.objects.exists()


def test_missing_language_is_made_from_its_source(studio, pages):
    pages.lesson("l3", [text_block("l3")], languages=["kk"])

    page = studio.get(url("ru", "l3"))
    place = f"{name('l3')}/text"
    studio.post(
        url("ru", "l3"),
        sent(page, **{name_of("/title"): "Урок 3"} | words(page, place, "<p>Да</p>")),
    )

    made = LessonPage.objects.get(
        slug="l3", locale=Locale.objects.get(language_code="ru")
    )
    assert not made.live
    text = made.get_latest_revision_as_object()
    assert (text.title, text.summary, text.minutes) == ("Урок 3", "", 10)
    assert made.get_parent().specific == pages.modules["ru"]


def test_page_whose_parent_is_missing_says_so(studio, pages):
    CoursePages(code="T2", languages=["kk"], lessons=["alone"])
    recreate()

    answer = studio.post(url("ru", "alone"), sent(studio.get(url("ru", "alone"))))

    assert answer.status_code == 200
    assert len(answer.context["form"].non_field_errors()) == 1
    assert not Page.objects.filter(slug="alone", locale__language_code="ru").exists()


def test_question_is_translated_by_its_parts(studio, pages):
    question = pages.question(languages=["kk"])["kk"]
    choice = question.answers[0].id

    page = studio.get(url("ru", "t1-q01"))
    studio.post(
        url("ru", "t1-q01"),
        sent(
            page,
            **{name_of("/stem"): "Вопрос?", name_of(f"{choice}/text"): "Да"},
        ),
    )

    made = QuestionDraft.objects.get(locale__language_code="ru")
    text = made.get_latest_revision_as_object()
    assert not made.live
    assert text.stem == "Вопрос?"
    assert [(one.value["text"], one.value["correct"]) for one in text.answers] == [
        ("Да", True),
        ("", False),
    ]


def test_submitted_translation_waits_until_it_is_published(studio, pages, trainer):
    studio.post(url(), sent(studio.get(url()), submit=""))

    waiting = SubmittedTranslation.objects.waiting().get()
    latest = row(pages).latest_revision_id
    assert (waiting.by, waiting.reference) == (trainer, str(latest))
    assert studio.get(url()).context["task"].waiting == waiting
    row(pages).get_latest_revision().publish(skip_permission_checks=True)
    assert not SubmittedTranslation.objects.waiting().exists()


def test_submitted_translation_can_be_given_back(studio, pages):
    studio.post(url(), sent(studio.get(url()), submit=""))

    answer = studio.post(url() + "back/")

    assert answer.url == url()
    assert not SubmittedTranslation.objects.waiting().exists()


def test_text_without_a_published_source_leads_back_to_the_table(studio, pages):
    pages.lesson("l3", [text_block("l3")], languages=["kk"])

    answer = studio.get(url("kk", "l3"), follow=True)

    assert answer.redirect_chain == [(reverse("desk:parity"), 302)]
    assert len(list(answer.context["messages"])) == 1


def test_source_is_compared_with_what_the_translation_was_made_from(studio, pages):
    write(pages, "kk", text_block("l1", "Есікті жаппас бұрын санаңыз"))
    write(pages, "ru", text_block("l1", "Посчитайте, прежде чем закрыть"))
    write(pages, "kk", text_block("l1", "Есікті жаппас бұрын екі рет санаңыз"))
    write(pages, "kk", text_block("l1", "Есікті жаппас бұрын үш рет санаңыз"))

    (pair,) = [
        shown["pair"]
        for shown in studio.get(url()).context["rows"]
        if shown["pair"].is_open
    ]

    assert [(one.kind, one.text) for one in pair.pieces] == [
        ("", "Есікті жаппас бұрын "),
        ("ins", "үш рет "),
        ("", "санаңыз"),
    ]


def test_translation_that_becomes_the_source_is_compared_with_what_it_said(
    studio, pages
):
    write(pages, "kk", text_block("l1", "Есікті жаппас бұрын санаңыз"))
    write(pages, "ru", text_block("l1", "Посчитайте людей"))
    write(pages, "ru", text_block("l1", "Посчитайте людей дважды"))

    (pair,) = [
        shown["pair"]
        for shown in studio.get(url("kk")).context["rows"]
        if shown["pair"].is_open
    ]

    assert [(one.kind, one.text) for one in pair.pieces] == [
        ("", "Посчитайте людей"),
        ("ins", " дважды"),
    ]


def test_long_translation_is_written_in_several_lines_of_a_short_source(studio, pages):
    long = "Есікті жаппас бұрын адамдарды екі рет санап, " * 2
    for language, summary in (("kk", long), ("ru", "Посчитайте."), ("ru", "Дважды.")):
        page = row(pages, language)
        page.summary = summary
        publish(page)

    field = studio.get(url("kk")).context["form"].fields[name_of("/summary")]

    assert isinstance(field.widget, forms.Textarea)


def test_text_that_was_never_translated_is_compared_with_nothing(studio, pages):
    write(pages, "kk", text_block("l1"), text_block("more", "Жаңа"))

    opened = [
        row["pair"] for row in studio.get(url()).context["rows"] if row["pair"].is_open
    ]

    assert {pair.pieces for pair in opened} == {()}


def test_changed_values_of_a_block_are_rows_that_say_what_changed(studio, pages):
    write(pages, "kk", check_block("c"))
    write(pages, "ru", check_block("c"))
    block = check_block("c")
    options = block["value"]["options"]
    options[0]["value"]["correct"], options[1]["value"]["correct"] = False, True
    write(pages, "kk", block)

    told = studio.get(url()).context["facts"]
    saved = studio.post(url(), sent(studio.get(url())))

    assert [
        [(one.label, one.before, one.after) for one in facts.changes] for facts in told
    ] == [[("Дұрыс", "Иә", "Жоқ")], [("Дұрыс", "Жоқ", "Иә")]]
    assert saved.status_code == 302
    assert [facts.is_done for facts in studio.get(url()).context["facts"]] == [True] * 2
    row(pages).get_latest_revision().publish(skip_permission_checks=True)
    assert (behind("ru"), studio.get(url()).context["facts"]) == (0, [])


def test_citation_added_with_new_words_is_told_and_taken_over(studio, pages):
    released_instrument("43")
    block = text_block("l1", "Жаңа мәтін")
    block["value"]["cites"] = "NMR 43"
    write(pages, "kk", block)
    page = studio.get(url())

    studio.post(url(), sent(page, **words(page, TEXT, "<p>Новый текст</p>")))

    (facts,) = page.context["facts"]
    assert [(one.before, one.after) for one in facts.changes] == [("", "NMR 43")]
    assert draft(pages).body[0].value["cites"] == "NMR 43"


def test_value_of_the_whole_is_a_row_too(studio, pages):
    page = row(pages, "kk")
    page.minutes = 25
    publish(page)

    (facts,) = studio.get(url()).context["facts"]

    assert [(one.label, one.before, one.after) for one in facts.changes] == [
        ("Минут", "10", "25")
    ]


def test_other_trainers_of_the_course_are_told_of_a_submitted_translation(
    studio, pages, trainer
):
    reader, elsewhere = (UserFactory(roles=[Role.TRAINER]) for _each in range(2))
    CourseRemitFactory(user=elsewhere, course=CourseFactory(code="OTHER"))
    UserFactory(roles=[Role.MINISTRY_HR])

    for _twice in range(2):
        studio.post(url(), sent(studio.get(url()), submit=""))

    told = Notice.objects.filter(kind=translating.SUBMITTED)
    assert {notice.user for notice in told} == {reader}
    notice = told.first()
    with translation.override("en"):
        assert notice.subject == "A translation of T1 waits to be read: Русский"
    assert notice.url == "/desk/parity/?course=T1&language=ru&state=in-review"


def test_translator_is_told_once_that_the_source_has_changed(studio, pages, trainer):
    page = studio.get(url())
    studio.post(url(), sent(page, **words(page, TEXT, "<p>Текст</p>")))
    row(pages).get_latest_revision().publish(skip_permission_checks=True)

    write(pages, "kk", text_block("l1", "Жаңа мәтін"))
    write(pages, "kk", text_block("l1", "Тағы да жаңа"))

    (notice,) = Notice.objects.filter(kind=translating.BEHIND)
    assert (notice.user, notice.context) == (trainer, {"code": "T1", "language": "ru"})


def test_translation_is_not_handed_over_before_its_source(studio, pages):
    source = LessonPage(title="Дереккөз", slug="l4", summary="x")
    pages.modules["kk"].add_child(instance=source)
    source.live = False
    source.save()
    copy = source.copy_for_translation(Locale.objects.get(language_code="ru"))
    edit = reverse("wagtailadmin_pages:edit", args=[copy.pk])
    assert refuse_early_page(request_of(studio, edit), copy).url == edit
    assert refuse_early_page(request_of(studio, edit), source) is None

    publish(LessonPage.objects.get(pk=source.pk))

    assert refuse_early_page(request_of(studio, edit), copy) is None


def test_question_is_saved_as_a_draft_before_its_source_is_handed_over(pages):
    kept = pages.question(languages=["kk"])["kk"]
    facts = {"course": kept.course, "outcome": kept.outcome, "cites": "", "live": False}
    source = QuestionDraft.objects.create(code="T1-Q09", stem="?", **facts)
    copy = source.copy_for_translation(Locale.objects.get(language_code="ru"))
    copy.save()
    sent = [RequestFactory().post("/", {"action-publish": "1"}) for _each in range(2)]

    refuse_early_snippet(sent[0], source)
    refuse_early_snippet(sent[1], copy)

    assert ["action-publish" in one.POST for one in sent] == [True, False]
    assert "Қазақша" in sent[1].early


def request_of(client, path):
    """A request as the studio has it, with room for messages."""
    request = RequestFactory().post(path)
    request.session = client.session
    request._messages = FallbackStorage(request)  # noqa: SLF001 — as the middleware does
    return request
