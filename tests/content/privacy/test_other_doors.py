"""Translations and files bring no data of real people past the studio's forms."""

import pytest
from django.urls import reverse
from wagtail.models import Locale
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from content.models import LessonPage
from content.privacy.finding_justification import (
    FindingJustification,
    record_justification,
)
from content.privacy.national_ids import compute_check_digit
from content.privacy.sensitive_data import SensitiveDataFinding, SensitiveDataKind
from content.questions.exchange.import_preview import preview_question_import
from elearning.accounts.roles import Role
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db

IIN = f"90010130012{compute_check_digit('90010130012')}"


@pytest.fixture
def trainer(sign_in):
    user = UserFactory(roles=[Role.TRAINER])
    user.client = sign_in(user)
    user.client.get("/en/my/")
    return user


@pytest.fixture
def translated(pages):
    """The lesson in Kazakh, and where its first segment is translated into Russian."""
    lesson = LessonPage.objects.get(pk=pages.lessons["l1"]["kk"].pk)
    source, _is_new = TranslationSource.update_or_create_from_instance(lesson)
    translation = Translation.objects.create(
        source=source, target_locale=Locale.objects.get(language_code="ru")
    )
    segment = source.stringsegment_set.first()
    url = reverse(
        "wagtail_localize:edit_string_translation", args=[translation.pk, segment.pk]
    )
    return lesson, url


def put(trainer, url, words):
    boundary = "b"
    body = (
        f"--{boundary}\r\nContent-Disposition: form-data; name=value\r\n\r\n"
        f"{words}\r\n--{boundary}--\r\n"
    )
    return trainer.client.put(url, body, f"multipart/form-data; boundary={boundary}")


def test_translation_with_a_number_is_refused_beside_its_passage(trainer, translated):
    _lesson, url = translated

    answer = put(trainer, url, f"ИИН {IIN}").json()

    assert answer["data"] == f"ИИН {IIN}"
    assert answer["error"].startswith(f"“{IIN}” looks like somebody's identification")
    assert not StringTranslation.objects.exists()


def test_translation_keeps_what_has_a_reason_in_the_source(trainer, translated):
    lesson, url = translated
    found = SensitiveDataFinding(SensitiveDataKind.IIN, IIN, 0)
    record_justification(
        lesson, FindingJustification([found], "An invented number"), by=trainer
    )

    assert put(trainer, url, f"ИИН {IIN}").status_code == 201
    assert StringTranslation.objects.get().data == f"ИИН {IIN}"


def test_row_of_a_file_with_a_number_is_faulty(pages, settings):
    rows = [
        "Code;Type;Outcome;Question;Right choices;Choice 1;Choice 2",
        f"Q1;single;1;ЖСН {IIN}?;1;a;b",
        "Q2;single;1;Таза?;1;a;b",
    ]

    told = preview_question_import(
        "\n".join(rows).encode(), "t.csv", pages.course, language="kk"
    )

    assert [(row.code, row.state) for row in told.rows] == [
        ("Q1", "faulty"),
        ("Q2", "ready"),
    ]
    assert IIN in told.rows[0].reason
