"""Versions of a question in the studio: compared, restored, and led to."""

import pytest
from django.urls import reverse

from content.questions.models import QuestionDraft
from courses.assessment.models import QuestionVersion
from courses.models import UnitVersion
from elearning.accounts.roles import Role
from tests.content.bank.forms import form_of
from tests.factories.accounts import UserFactory
from tests.factories.content import publish
from tests.factories.provisions import released_instrument

pytestmark = pytest.mark.django_db


def test_versions_are_compared_and_an_old_one_restored_as_a_new_one(trainer, pages):
    released_instrument("43")
    row = pages.question(languages=["kk"], stem="Бірінші?", cites="NMR 43")["kk"]
    row.stem = "Екінші?"
    publish(row)
    first, second = row.revisions.order_by("pk")

    compared = trainer.client.get(
        reverse(
            "studio_questions:revisions_compare", args=[row.pk, first.pk, second.pk]
        )
    ).content.decode()
    old = reverse("studio_questions:revisions_revert", args=[row.pk, first.pk])
    assert "Бірінші?" in trainer.client.get(old).content.decode()
    restored = form_of(row, stem="Бірінші?") | {
        "revision": first.pk,
        "action-publish": "1",
    }
    answer = trainer.client.post(
        reverse("studio_questions:edit", args=[row.pk]), restored
    )

    assert "Бірінші" in compared
    assert "Екінші" in compared
    assert answer.status_code == 302
    assert QuestionDraft.objects.get(pk=row.pk).stem == "Бірінші?"
    stems = [
        version.body["kk"]["stem"] for version in QuestionVersion.objects.order_by("pk")
    ]
    assert stems == ["Бірінші?", "Екінші?", "Бірінші?"]


def test_difficulty_reaches_the_assessment_office_and_is_the_same_in_each_language(
    pages,
):
    rows = pages.question(difficulty={"kk": "hard", "ru": "easy", "en": "hard"})

    assert rows["kk"].structure() == rows["en"].structure() != rows["ru"].structure()
    assert QuestionVersion.objects.latest("pk").difficulty == "hard"


def versions_page(name, key, *rest):
    return reverse(f"questions_versions:{name}", args=[key, *rest])


def test_older_version_is_restored_as_drafts_and_publishes_nothing(trainer, pages):
    rows = pages.question(stem={"kk": "Бірінші?", "ru": "Первый?", "en": "First?"})
    for language, stem in [("kk", "Екінші?"), ("ru", "Второй?")]:
        rows[language].stem = stem
        publish(rows[language])
    key, versions = rows["kk"].translation_key, UnitVersion.objects.count()
    url = versions_page("restore", key, 3)

    assert trainer.client.get(url).status_code == 200
    answer = trainer.client.post(url)

    assert answer.url == reverse("studio_questions:edit", args=[rows["kk"].pk])
    drafts = QuestionDraft.objects.filter(translation_key=key).order_by("locale")
    stems = [(row.stem, row.get_latest_revision_as_object().stem) for row in drafts]
    assert sorted(stems) == [
        ("First?", "First?"),
        ("Второй?", "Первый?"),
        ("Екінші?", "Бірінші?"),
    ]
    assert UnitVersion.objects.count() == versions
    assert trainer.client.post(url).url == reverse("desk:bank:versions", args=[key])


def test_strangers_restore_and_edit_nothing(client, pages, sign_in):
    key = pages.question()["kk"].translation_key
    for url in (versions_page("restore", key, 1), versions_page("edit", key, "kk")):
        assert client.post(url).status_code == 302
        reviewer = sign_in(UserFactory(roles=[Role.SAFEGUARD_REVIEWER]))
        assert reviewer.post(url).status_code in {302, 403, 405}
    assert QuestionDraft.objects.filter(has_unpublished_changes=True).count() == 0


@pytest.mark.parametrize("number", [9, 0])
def test_version_that_does_not_exist_cannot_be_restored(trainer, pages, number):
    key = pages.question()["kk"].translation_key

    assert trainer.client.post(versions_page("restore", key, number)).status_code == 404


def test_editor_opens_in_the_language_or_in_the_nearest(trainer, pages):
    rows = pages.question(languages=["kk", "ru"])
    key = rows["kk"].translation_key

    def opened(language):
        return trainer.client.get(versions_page("edit", key, language)).url

    assert opened("ru") == reverse("studio_questions:edit", args=[rows["ru"].pk])
    assert opened("en") == opened("kk")
