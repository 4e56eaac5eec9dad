"""Facts to verify: notes beside the texts that no learner, hash or weight ever meets."""

import io

import pytest
from django.core.management import call_command
from django.urls import reverse

from content.curriculum.bundle_reader import read_library
from content.curriculum.errors import BundleError
from content.models import LessonPage
from content.publishing.models import Fact
from elearning.accounts.roles import Role
from elearning.audit.models import Entry
from tests.factories.accounts import UserFactory
from tests.factories.curriculum import load_approved

FACTS = """
- id: v1
  lesson: l1
  block: rule
  check: That rule 1 names staff as well.
  source: A/RES/70/175, rule 1
- id: v2
  question: T1-Q01
  check: That nobody may give such an order.
  source: CAT 2(3)
"""
SHEET = """
- id: v1
  clause: "1.1"
  check: How many days.
  source: Order 517
"""


pytestmark = pytest.mark.database_vendor


@pytest.fixture
def trainer(sign_in):
    user = UserFactory(roles=[Role.TRAINER])
    user.client = sign_in(user)
    return user


@pytest.fixture
def noted(bundles):
    (bundles / "courses/t1/verify.yaml").write_text(FACTS, "utf-8")
    (bundles / "guidelines/mg-1/verify.yaml").write_text(SHEET, "utf-8")
    return bundles


@pytest.mark.parametrize(
    ("file", "old", "new", "line", "reason"),
    [
        ("courses/t1", "lesson: l1", "lesson: l7", 2, "There is no l7 here."),
        ("courses/t1", "block: rule", "block: ruler", 2, "l1 has no block ruler."),
        ("courses/t1", "T1-Q01", "T1-Q91", 7, "There is no T1-Q91 here."),
        ("courses/t1", "id: v2", "id: v1", 7, "The id v1 stands twice."),
        ("courses/t1", "id: v2", "id: V2", 7, None),
        ("courses/t1", "lesson: l1", "question: T1-Q01", 2, None),
        ("courses/t1", "  source: CAT 2(3)\n", "", 7, "“source” is missing."),
        ("courses/t1", "check: That rule", "text: That rule", 5, None),
        ("guidelines/mg-1", "1.1", "7.7", 2, "There is no clause 7.7."),
    ],
)
def test_wrong_note_is_refused_with_its_line(noted, file, old, new, line, reason):
    path = noted / file / "verify.yaml"
    path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")

    with pytest.raises(BundleError) as error:
        read_library(noted)

    found = [(one.file, one.line, one.reason) for one in error.value.faults]
    assert {name for name, _line, _reason in found} == {f"{file}/verify.yaml"}
    assert line in [at for _name, at, _reason in found]
    assert reason is None or reason in [said for _name, _line, said in found]


def test_note_changes_no_content_hash(bundles):
    before = [one.hashes() for one in read_library(bundles).courses]
    (bundles / "courses/t1/verify.yaml").write_text(FACTS, "utf-8")

    assert [one.hashes() for one in read_library(bundles).courses] == before


@pytest.mark.django_db
def test_facts_are_loaded_once_and_leave_with_their_note(noted):
    load_approved(noted)
    first = list(Fact.objects.order_by("pk").values_list("pk", "place"))
    assert [place for _pk, place in first] == ["1.1", "l1 · rule", "T1-Q01"]

    load_approved(noted)
    assert list(Fact.objects.order_by("pk").values_list("pk", "place")) == first
    assert Entry.objects.filter(action="publishing.facts_noted").count() == 2

    (noted / "courses/t1/verify.yaml").unlink()
    load_approved(noted)
    assert [one.place for one in Fact.objects.all()] == ["1.1"]


@pytest.mark.django_db
def test_command_lists_facts_and_provisions_nobody_read(noted):
    rules = noted / "instruments/nmr.yaml"
    text = rules.read_text("utf-8").replace("verified: V", "verified: G", 1)
    rules.write_text(text, "utf-8")
    load_approved(noted)
    out = io.StringIO()

    call_command("facts_to_verify", stdout=out)

    lines = out.getvalue().splitlines()
    assert lines[0].endswith("| How many days. | Order 517")
    assert (
        "T1 | l1 · rule | That rule 1 names staff as well. | A/RES/70/175, rule 1"
        in lines
    )
    assert lines[-2].startswith("NMR 1 | G | ")
    assert lines[-1] == "Facts: 3. Provisions: 1."


@pytest.mark.django_db
def test_preview_shows_the_note_at_its_block_and_no_learner_reads_it(noted, trainer):
    load_approved(noted)
    page = LessonPage.objects.get(slug="l1", locale__language_code="ru")

    preview = page.make_preview_request().render().content.decode()
    edit = trainer.client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).text

    note = "That rule 1 names staff as well."
    assert preview.index(note) < preview.index("In our own words.")
    assert note in edit
    assert "A/RES/70/175, rule 1" not in page.words()
    assert note not in str(page.plain_content())


@pytest.mark.django_db
def test_trainer_says_what_the_source_says_and_the_fact_leaves_the_list(noted, trainer):
    load_approved(noted)
    fact = Fact.objects.get(place="l1 · rule")
    url = reverse("studio_facts:checked", args=[fact.pk])

    page = LessonPage.objects.get(slug="l1", locale__language_code="kk")
    editor = reverse("wagtailadmin_pages:edit", args=[page.pk])
    shown = trainer.client.get(reverse("studio_facts:all")).text
    assert f'<a href="{editor}#block-{fact.block}-section">l1 · rule</a>' in shown
    trainer.client.post(url, {"finding": "  "})
    fact.refresh_from_db()
    assert fact.checked_at is None
    trainer.client.post(url, {"finding": "Rule 1 names staff and visitors."})
    fact.refresh_from_db()

    assert (fact.finding, fact.checked_by) == (
        "Rule 1 names staff and visitors.",
        trainer,
    )
    assert "l1 · rule" not in trainer.client.get(reverse("studio_facts:all")).text
    assert Entry.objects.get(action="publishing.fact_checked").by == trainer
    load_approved(noted)
    fact.refresh_from_db()
    assert fact.checked_at is not None


@pytest.mark.django_db
def test_facts_are_for_authors_alone(noted, sign_in):
    load_approved(noted)
    client = sign_in(UserFactory())
    fact = Fact.objects.first()

    answers = [
        client.get(reverse("studio_facts:all")),
        client.post(reverse("studio_facts:checked", args=[fact.pk])),
    ]

    assert [one.status_code for one in answers] == [302, 302]
    fact.refresh_from_db()
    assert fact.checked_at is None
