"""No way round a release: whatever the route, learners read what every gate has passed."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale, Page
from wagtail_localize.models import Translation, TranslationSource

from content.curriculum.bundle_approvals import read_approvals
from content.curriculum.errors import FaultCollector
from content.models import LessonPage
from content.publishing.scheduled_publication import publish_due_revisions
from courses.errors import ReleaseError
from courses.models import Approval, Course
from courses.release import (
    content_approvals,
    gates,
    proposal_approval,
    proposed_outline,
)
from courses.release.edition_proposal import EditionProposal
from elearning.accounts.roles import Role
from elearning.audit.models import Entry
from tests.factories.accounts import UserFactory
from tests.factories.approvals import approved

pytestmark = pytest.mark.django_db


def bulk(client, page):
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    return client.post(f"{url}?id={page.pk}")


def bulk_unpublish(client, page):
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "unpublish"])
    return client.post(f"{url}?id={page.pk}")


def unpublish(client, page):
    return client.post(reverse("wagtailadmin_pages:unpublish", args=[page.pk]))


def act(name):
    def through_the_api(client, page, sent=None):
        url = f"/studio/api/main/pages/{page.pk}/action/{name}/"
        return client.post(url, sent or {}, "application/json")

    return through_the_api


@pytest.fixture
def trainer(sign_in):
    user = UserFactory(roles=[Role.TRAINER])
    user.client = sign_in(user)
    return user


def read_by_learners(course):
    """What the current edition lists: the only thing a learner ever reads."""
    edition = Course.objects.get(pk=course.pk).current_edition
    return edition.pk, list(edition.entries.values_list("version", flat=True))


@pytest.mark.parametrize(
    "route", [bulk, bulk_unpublish, unpublish, act("publish"), act("unpublish")]
)
def test_no_route_of_the_studio_reaches_a_learner(trainer, pages, route):
    pages.release()
    before = read_by_learners(pages.course)
    page = LessonPage.objects.get(pk=pages.lessons["l1"]["kk"].pk)
    page.title = "Басқа атау"
    page.save_revision(user=trainer)

    route(trainer.client, page)

    assert read_by_learners(pages.course) == before


def api_copy(client, page):
    """Copy the page with what is live of it, beside it."""
    sent = {"recursive": True, "keep_live": True, "slug": "copied", "title": "Көшірме"}
    return act("copy")(client, page, sent)


def api_alias(client, page):
    return act("create_alias")(client, page, {"update_slug": True})


def api_translation(client, page):
    english = Page.objects.filter(
        translation_key=page.translation_key, locale__language_code="en"
    )
    english.update(translation_key=uuid.uuid4(), slug="another")
    sent = {"locale": "en", "copy_parents": True}
    return act("copy_for_translation")(client, page, sent)


def api_revert(client, page):
    sent = {"revision_id": page.revisions.order_by("pk").first().pk}
    return act("revert_to_page_revision")(client, page, sent)


def localized(client, page):
    """Translate the page with wagtail-localize and publish what comes of it."""
    source, _is_new = TranslationSource.update_or_create_from_instance(page)
    russian = Locale.objects.get(language_code="ru")
    Translation.objects.get_or_create(source=source, target_locale=russian)
    return source.create_or_update_translation(
        russian, publish=True, fallback=True, copy_parent_pages=True
    )


def scheduled(client, page):
    """Have the draft go live at a moment that is due."""
    page.go_live_at = timezone.now() - timedelta(minutes=1)
    revision = page.save_revision()
    type(revision).objects.filter(pk=revision.pk).update(
        approved_go_live_at=page.go_live_at
    )
    assert publish_due_revisions(timezone.now()) == 1


@pytest.mark.parametrize(
    "route",
    [api_copy, api_alias, api_translation, api_revert, localized, scheduled],
    ids=lambda route: route.__name__,
)
def test_no_route_beside_the_editor_reaches_a_learner(trainer, pages, route):
    pages.release()
    before = read_by_learners(pages.course)
    page = LessonPage.objects.get(pk=pages.lessons["l1"]["kk"].pk)
    page.title = "Басқа атау"
    page.save_revision(user=trainer)

    answer = route(trainer.client, page)

    assert getattr(answer, "status_code", 200) < 500
    assert read_by_learners(pages.course) == before
    with pytest.raises(ReleaseError):
        proposal_approval.release_proposal(pages.course, by=trainer)
    assert Entry.objects.filter(action="courses.release_refused").count() == 1
    assert read_by_learners(pages.course) == before


def api_delete(client, page):
    return act("delete")(client, page)


def studio_delete(client, page):
    return client.post(reverse("wagtailadmin_pages:delete", args=[page.pk]))


@pytest.mark.parametrize("route", [api_delete, studio_delete])
def test_deletion_of_what_was_published_is_refused_in_words_and_kept(
    trainer, pages, route
):
    pages.release()
    page = LessonPage.objects.get(pk=pages.lessons["l1"]["kk"].pk)
    type(page).objects.filter(pk=page.pk).update(owner=trainer)

    answer = route(trainer.client, page)

    entry = Entry.objects.get(action="publishing.deletion_refused")
    assert answer.status_code in {400, 302}
    assert entry.by == trainer
    assert "cannot be deleted" in entry.reason or "жою" in entry.reason
    assert LessonPage.objects.filter(pk=page.pk).exists()


def test_deletion_of_a_page_above_what_was_published_is_refused(trainer, pages):
    pages.release()
    module = pages.modules["kk"]
    Page.objects.filter(pk=module.pk).update(owner=trainer)

    assert api_delete(trainer.client, module).status_code in {400, 403}
    assert Page.objects.filter(pk=pages.lessons["l1"]["kk"].pk).exists()


def given_by_nobody(course, digests, author):
    return []


def given_by_the_author(course, digests, author):
    return approved(digests, by=author)


def given_by_the_author_office(course, digests, author):
    return [
        approval
        for gate in Approval.Gate
        for approval in content_approvals.approve_content(
            digests, by=None, gate=gate, office="One", author_office="One"
        )
    ]


def given_for_other_content(course, digests, author):
    return approved(["0" * 64], by=UserFactory())


def given_by_the_second_person_alone(course, digests, author):
    return approved(digests, by=UserFactory(), gates=[Approval.Gate.PEER])


def given_by_the_reviewer_alone(course, digests, author):
    return approved(digests, by=UserFactory(), gates=[Approval.Gate.SAFEGUARD])


def given_for_all_but_one(course, digests, author):
    return approved(digests[1:], by=UserFactory())


@pytest.mark.parametrize(
    "given",
    [
        given_by_nobody,
        given_by_the_author,
        given_by_the_author_office,
        given_for_other_content,
        given_by_the_second_person_alone,
        given_by_the_reviewer_alone,
        given_for_all_but_one,
    ],
)
def test_release_without_its_approvals_is_refused_and_kept_in_the_trail(pages, given):
    author, course = UserFactory(), pages.course
    for page in pages.lessons["l1"].values():
        row = LessonPage.objects.get(pk=page.pk)
        row.title += "."
        row.save_revision(user=author).publish()
    versions = proposed_outline.list_proposed_versions(course)
    approvals = given(course, [one.digest for one in versions], author)

    with pytest.raises(ReleaseError) as error:
        EditionProposal(
            course, proposed_outline.build_proposed_manifest(course), approvals
        ).release(
            by=author,
        )

    entry = Entry.objects.get(action="courses.release_refused")
    assert (entry.by, entry.reason) == (author, str(error.value))
    assert not course.editions.exists()


@pytest.mark.parametrize("office", ["peer", "reviewer"])
def test_bundle_approved_by_its_own_author_is_refused(tmp_path, office):
    offices = {"author": "One", "peer": "Two", "reviewer": "Three"} | {office: "One"}
    lines = [f"  {name}: {words}" for name, words in offices.items()]
    file = tmp_path / "approvals.yaml"
    file.write_text("\n".join(["- content: l1", "  hash: abc", *lines]), "utf-8")
    faults = FaultCollector(tmp_path)

    read_approvals(tmp_path, faults)

    assert len(faults.found) == 1


def test_every_gate_that_is_demanded_has_its_words():
    assert all(gates.format_missing_approval(gate, ["x"]) for gate in gates.DEMANDED)
