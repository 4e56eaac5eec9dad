"""The studio: who enters, which doors are closed, and that editing works."""

import json
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupPagePermission
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from content.curriculum.bundle_reader import DEFAULT
from content.curriculum.plain_page_loader import load_plain_pages
from content.models import LessonPage
from content.models.site_setup import ensure_site
from content.studio.trainer_permissions import recreate_trainer_permissions
from courses.models import UnitText, UnitVersion
from courses.provisions import citation_index
from courses.provisions.document_release import release_document
from elearning.accounts.roles import Role
from tests.factories.accounts import UserFactory
from tests.factories.approvals import approved
from tests.factories.content import text_block
from tests.factories.provisions import changed_guideline, published_guideline

pytestmark = pytest.mark.django_db


@pytest.fixture
def trainer(sign_in):
    user = UserFactory(roles=[Role.TRAINER])
    user.client = sign_in(user)
    return user


@pytest.mark.parametrize("role", [role for role in Role if role != Role.TRAINER])
def test_studio_is_closed_to_every_other_role(sign_in, role):
    response = sign_in(UserFactory(roles=[role])).get("/studio/", follow=True)

    assert response.status_code == 200
    assert response.redirect_chain == [(reverse("learner:training"), 302)]


@pytest.mark.parametrize("role", Role)
def test_menu_leads_trainers_to_the_studio_and_nobody_else(sign_in, role):
    page = sign_in(UserFactory(roles=[role])).get("/kk/my/").content.decode()

    assert ('href="/studio/"' in page) == (role == Role.TRAINER)


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_menu_of_the_studio_leads_to_the_guide_in_the_trainers_language(
    trainer, language
):
    trainer.client.get(f"/{language}/my/")

    page = trainer.client.get("/studio/").text

    assert f"/{language}/authors/" in page


def test_guide_for_authors_is_closed_to_strangers(client):
    homes = ensure_site()
    load_plain_pages(DEFAULT, homes)

    answer = client.get("/en/authors/")

    assert answer.url.startswith(reverse("account_login"))
    client.force_login(UserFactory())
    assert "Types of questions" in client.get("/en/authors/").text


def test_studio_is_closed_to_strangers(client):
    response = client.get("/studio/")

    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))


@pytest.mark.parametrize(
    ("door", "ours"),
    [
        ("/studio/login/", "account_login"),
        ("/studio/login/?next=/studio/", "account_login"),
        ("/studio/logout/", "account_logout"),
        ("/studio/password_reset/", "account_reset_password"),
        ("/studio/password_reset/confirm/x/y/", "account_reset_password"),
        ("/studio/password_reset/done/", "account_reset_password"),
    ],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_other_doors_lead_to_ours(client, door, ours, method):
    response = getattr(client, method)(door)

    assert response.status_code == 302
    assert response.url.startswith(reverse(ours))


def test_studio_has_a_policy_of_its_own(trainer):
    studio = trainer.client.get("/studio/").headers["Content-Security-Policy"]
    ours = trainer.client.get("/kk/catalogue/").headers["Content-Security-Policy"]

    assert "unsafe-inline" in studio
    assert "unsafe-inline" not in ours
    assert "https:" not in studio


def test_studio_asks_no_other_site(trainer):
    page = trainer.client.get("/studio/").content.decode()

    assert "gravatar" not in page
    assert "releases.wagtail.org" not in page


def test_trainers_get_their_permissions_back_after_a_flush(pages):
    Group.objects.all().delete()

    recreate_trainer_permissions()

    group = Group.objects.get(name=Role.TRAINER)
    assert group.permissions.filter(codename="access_admin").exists()
    codenames = GroupPagePermission.objects.filter(group=group).values_list(
        "permission__codename", flat=True
    )
    assert set(codenames) == {"add_page", "change_page", "publish_page"}


def test_trainer_does_not_edit_the_front_page_of_the_platform(trainer, pages):
    home = pages.homes["kk"]

    response = trainer.client.get(reverse("wagtailadmin_pages:edit", args=[home.pk]))

    assert response.status_code == 302


def form_of(page, text):
    return nested_form_data(
        {
            "title": page.title,
            "slug": page.slug,
            "summary": page.summary,
            "minutes": page.minutes,
            "outcomes": page.outcomes,
            "cites": page.cites,
            "change_weight": "editorial",
            "change_reason": "",
            "comments-TOTAL_FORMS": 0,
            "comments-INITIAL_FORMS": 0,
            "body": streamfield(
                [("text", {"heading": "Тақырып", "text": rich_text(text)})]
            ),
            "action-publish": "1",
        }
    )


def test_trainer_edits_previews_and_publishes_a_lesson(trainer, pages):
    page = pages.lessons["l1"]["kk"]
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert trainer.client.get(url).status_code == 200

    data = form_of(page, "<p>Жаңа мәтін</p>")
    preview = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    assert trainer.client.post(preview, data).json()["is_valid"]
    shown = trainer.client.get(preview).content.decode()
    assert "Жаңа мәтін" in shown
    assert "site.css" in shown

    response = trainer.client.post(url, data)

    assert response.status_code == 302
    version = UnitVersion.objects.filter(unit__slug="l1").newest().get()
    assert version.published_by == trainer
    assert "Жаңа мәтін" in json.dumps(
        LessonPage.objects.get(pk=page.pk).body.get_prep_value(), ensure_ascii=False
    )


def test_trainer_creates_a_lesson(trainer, pages):
    module = pages.modules["kk"]
    url = reverse("wagtailadmin_pages:add", args=["content", "lessonpage", module.pk])
    draft = LessonPage(title="Жаңа", slug="new", summary="Қысқаша", minutes=5)

    response = trainer.client.post(url, form_of(draft, "<p>Мәтін</p>"))

    assert response.status_code == 302
    assert UnitVersion.objects.filter(unit__slug="new").exists()


def test_script_in_rich_text_does_not_survive_the_editor(trainer, pages):
    page = pages.lessons["l1"]["kk"]
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    text = "<p>Мәтін<script>alert(1)</script><a href='javascript:x()'>y</a></p>"

    trainer.client.post(url, form_of(page, text))

    stored = str(LessonPage.objects.get(pk=page.pk).body.get_prep_value())
    assert "<script" not in stored
    assert "javascript:" not in stored


@pytest.mark.parametrize("facts", [{"roles": [Role.TRAINER]}, {"is_superuser": True}])
@pytest.mark.parametrize(
    "address",
    [
        "users/",
        "users/new/",
        "users/edit/1/",
        "users",
        "groups/",
        "groups/edit/1/",
        "bulk/accounts/user/assign_role/?id=1",
        "bulk/accounts/user/delete/?id=1",
        "bulk/accounts/user/set_active_state/?id=1",
        "api-tokens/",
    ],
)
def test_accounts_and_groups_are_nowhere_in_the_studio(sign_in, address, facts):
    client = sign_in(UserFactory(**facts))
    assert client.get("/studio/").status_code == 200

    assert client.get(f"/studio/{address}").status_code == 404
    assert client.post(f"/studio/{address}").status_code == 404


def test_accounts_of_the_studio_do_not_exist_for_strangers_either(client):
    assert client.get("/studio/users/").status_code == 404
    assert client.get("/studio/groups/").status_code == 404


def test_deleting_a_published_page_is_refused_in_words(trainer, pages, sign_in):
    page = pages.lessons["l1"]["kk"]
    user = UserFactory(is_superuser=True)
    sign_in(user)
    url = reverse("wagtailadmin_pages:delete", args=[page.pk])

    response = trainer.client.post(url, follow=True)

    assert LessonPage.objects.filter(pk=page.pk).exists()
    assert [message.level_tag for message in response.context["messages"]] == ["error"]


def test_deleting_many_published_pages_is_refused(trainer, pages, sign_in):
    page = pages.lessons["l1"]["kk"]
    sign_in(UserFactory(is_superuser=True))
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])

    trainer.client.post(f"{url}?id={page.pk}")

    assert LessonPage.objects.filter(pk=page.pk).exists()


def test_page_that_was_never_published_may_be_deleted(trainer, pages, sign_in):
    draft = LessonPage(title="Жоба", slug="d", summary="Қ", minutes=5, live=False)
    draft.locale_id = pages.modules["kk"].locale_id
    draft.body = json.dumps([text_block()])
    pages.modules["kk"].refresh_from_db()
    pages.modules["kk"].add_child(instance=draft)
    draft.save_revision()
    sign_in(UserFactory(is_superuser=True))

    trainer.client.post(reverse("wagtailadmin_pages:delete", args=[draft.pk]))

    assert not LessonPage.objects.filter(pk=draft.pk).exists()


def test_bulk_publish_goes_the_same_way(trainer, pages):
    page = pages.lessons["l1"]["kk"]
    page = LessonPage.objects.get(pk=page.pk)
    page.title = "Басқа атау"
    page.save_revision(user=trainer)
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])

    trainer.client.post(f"{url}?id={page.pk}")

    version = UnitVersion.objects.filter(unit__slug="l1").newest().get()
    assert version.text("kk").title == "Басқа атау"
    assert version.published_by == trainer


@pytest.mark.parametrize(
    ("language", "label"), [("kk", "Шығаруға тапсыру"), ("ru", "Передать на выпуск")]
)
def test_editor_offers_to_hand_over_and_no_workflow_of_wagtail(
    trainer, pages, language, label
):
    trainer.client.get(f"/{language}/my/")
    page = pages.lessons["l1"]["kk"]

    editor = trainer.client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).text

    assert label in editor
    assert "action-submit" not in editor


def test_question_bank_opens_for_a_trainer(trainer, pages):
    row = pages.question()["kk"]

    assert trainer.client.get(reverse("studio_questions:list")).status_code == 200
    edit = trainer.client.get(reverse("studio_questions:edit", args=[row.pk]))
    assert edit.status_code == 200


def test_question_is_previewed_in_our_own_look(pages):
    row = pages.question()["kk"]

    response = row.make_preview_request()

    page = response.render().content.decode()
    assert "site.css" in page
    assert row.stem in page


@pytest.fixture
def guideline(db):
    first = published_guideline("1.1")
    release_document(first, approved([first.digest]), by=None)


def rests_on(page, places):
    """The newest version of ``page``, published yesterday, whose ``places`` cite MG-6 1.1."""
    version = UnitVersion.objects.filter(unit__key=page.translation_key).newest()
    version.update(published_at=timezone.now() - timedelta(days=1))
    UnitText.objects.filter(version__in=version).update(
        details={"cited": {place: ["MG-6 1.1"] for place in places}}
    )
    citation_index.index_unit_version(version.get())


def test_studio_says_which_clause_has_changed_under_a_lesson(trainer, pages, guideline):
    lesson = pages.lessons["l1"]["kk"]
    rests_on(lesson, [""])
    edit = reverse("wagtailadmin_pages:edit", args=[lesson.pk])
    assert "Заң өзгерді" not in trainer.client.get(edit).text

    changed_guideline("1.1", substantive=["1.1"])

    page = trainer.client.get(edit).text
    assert "MG-6 1.1 тармағына сүйенеді: Заң өзгерді" in page
    assert reverse("desk:still-right", args=[lesson.translation_key]) in page


def test_studio_says_it_at_the_block_that_rests_on_the_clause(
    trainer, pages, guideline
):
    lesson = pages.lessons["l1"]["kk"]
    block = lesson.body[0].id
    rests_on(lesson, [block])
    changed_guideline("1.1", substantive=["1.1"])

    page = trainer.client.get(reverse("wagtailadmin_pages:edit", args=[lesson.pk])).text

    right = reverse("desk:still-right", args=[lesson.translation_key])
    assert f'<span data-stale-block="{block}">' in page
    assert f'href="{right}?block={block}"' in page
    assert f'href="#block-{block}-section"' in page


def test_list_of_questions_marks_those_that_a_changed_clause_made_stale(
    trainer, pages, guideline
):
    rests_on(pages.question()["kk"], [""])
    bank = reverse("studio_questions:list")
    assert "<strong>Ескірген</strong>" not in trainer.client.get(bank).text

    changed_guideline("1.1", substantive=["1.1"])

    assert "<strong>Ескірген</strong>" in trainer.client.get(bank).text
