"""Questions that ask the same: found, and warned about."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from content.questions.models import QuestionDraft
from content.questions.stem_fingerprint import normalize_stem
from tests.content.bank.forms import form_of, listed
from tests.factories.provisions import released_instrument

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Тінту қалай жүргізіледі?", "тінту  ҚАЛАЙ жүргізіледі"),
        ("Кто проводит обыск?", "«Кто проводит обыск»…"),
    ],
)
def test_same_words_ask_the_same_whatever_their_signs(one, other):
    assert normalize_stem(one) == normalize_stem(other) != normalize_stem("Другое")


def test_likeness_is_of_one_language(pages):
    rows = pages.question("T1-Q01", stem="Нормы?")
    pages.question("T1-Q02", languages=["ru"], stem="нормы")

    def alike(row):
        return [other.code for other in QuestionDraft.objects.alike(row)]

    assert alike(rows["ru"]) == ["T1-Q02"]
    assert alike(rows["kk"]) == []


def test_list_marks_and_finds_questions_that_ask_the_same(trainer, pages):
    pages.question("T1-Q01", stem="Нормы?")
    pages.question("T1-Q02", languages=["ru"], stem="нормы")
    pages.question("T1-Q03")

    assert listed(trainer, alike="yes") == {("T1-Q01", "ru"), ("T1-Q02", "ru")}
    page = trainer.client.get(reverse("studio_questions:list")).content.decode()
    with translation.override("kk"):
        assert page.count(gettext("Another question asks the same thing.")) == 2


def test_question_that_is_asked_already_is_warned_about_when_it_is_saved(
    trainer, pages
):
    released_instrument("43")
    pages.question("T1-Q01", stem="Тінту қалай жүргізіледі?")
    row = pages.question("T1-Q02", stem="Басқа сұрақ?", cites="NMR 43")["kk"]
    edit = reverse("studio_questions:edit", args=[row.pk])

    def warned(stem):
        answer = trainer.client.post(edit, form_of(row, stem=stem))
        assert answer.status_code == 302, answer.context["form"].errors
        found = [str(one) for one in get_messages(answer.wsgi_request)]
        return [one for one in found if "T1-Q01" in one]

    assert warned("Мүлде басқа?") == []
    assert len(warned("тінту қалай жүргізіледі")) == 1
