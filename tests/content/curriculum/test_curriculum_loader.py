"""Loading bundles: checked before anything is kept, released only when approved."""

import dataclasses
import io
import json
import re
import shutil

import pytest
from django.core.management import CommandError, call_command
from django_tasks_db.models import DBTaskResult

from content.curriculum.bundle_reader import read_library
from content.curriculum.curriculum_loader import INDEXING, load_curriculum, save_course
from content.curriculum.errors import ApprovalsError, BundleError
from content.models import LessonPage
from courses.models import Approval, Edition
from courses.provisions.citation_lookup import resolve_citations
from courses.provisions.models import Document, DocumentEdition
from courses.release.edition_proposal import EditionProposal
from elearning.audit.models import Entry
from elearning.installation.models import Demonstration
from tests.content.curriculum.samples import count, course, replace
from tests.factories.curriculum import load_approved

pytestmark = pytest.mark.django_db


def test_wrong_bundle_loads_nothing(bundles):
    replace(bundles, "courses/t1/l1.kk.md", "minutes: 10", "minutes: ten")

    with pytest.raises(BundleError):
        load_approved(bundles)

    assert count() == dict.fromkeys(count(), 0)


def test_command_says_file_line_and_reason(bundles):
    replace(bundles, "courses/t1/l1.kk.md", "minutes: 10", "minutes: ten")

    with pytest.raises(CommandError) as error:
        call_command("load_curriculum", bundles=bundles, stdout=io.StringIO())

    assert "courses/t1/l1.kk.md:4: “minutes” must be a whole number." in str(
        error.value
    )


def test_without_approvals_nothing_reaches_a_learner(bundles):
    report = load_approved(bundles)

    assert report.waiting == ["MG-1", "T1"]
    assert course().current_edition is None
    refused = Entry.objects.filter(action__endswith="release_refused").order_by("pk")
    assert [entry.action.partition(".")[0] for entry in refused] == [
        "provisions",
        "courses",
    ]
    assert all(entry.reason and entry.by is None for entry in refused)
    assert not resolve_citations(["MG-1 1.1"])[0].is_known
    assert resolve_citations(["NMR 1"])[0].is_known


def test_approved_bundle_is_released_naming_its_offices(bundles, approve):
    approve()

    report = load_approved(bundles)

    assert report.released == ["MG-1", "T1"]
    edition = course().current_edition
    slugs = [entry.version.unit.slug for entry in edition.outline]
    assert slugs == ["t1", "m1", "l1", "s1", "exam"]
    questions = edition.entries.filter(version__unit__kind="question")
    assert [one.version.unit.slug for one in questions] == [
        "t1-q01",
        "t1-q02",
        "t1-q03",
    ]


def test_what_is_over_the_budget_waits_with_its_reason_and_all_else_is_loaded(
    bundles, approve, settings
):
    approve()
    settings.PAGE_BUDGET_KB = 0
    said = io.StringIO()

    Demonstration.objects.create()
    call_command(
        "load_curriculum",
        bundles=bundles,
        demonstration_approvals=True,
        stdout=said,
    )

    for code in ("MG-1", "T1"):
        (line,) = re.findall(
            rf"^Waiting: {code}\. (.+)$", said.getvalue(), re.MULTILINE
        )
        refused = Entry.objects.filter(action__endswith="release_refused", reason=line)
        assert refused.count() == 1
        assert " 0 КБ" in line
    assert course().current_edition is None
    assert LessonPage.objects.filter(live=True).count() > 0
    settings.PAGE_BUDGET_KB = 120
    assert load_approved(bundles).released == ["MG-1", "T1"]


def test_approval_of_other_content_releases_nothing(bundles, approve):
    approve()
    replace(bundles, "courses/t1/l1.kk.md", "In our own words.", "In other words.")

    assert load_approved(bundles).waiting == ["T1"]
    assert course().current_edition is None


def test_hashes_are_printed_and_written(bundles):
    out = io.StringIO()

    call_command("curriculum_hashes", bundles=bundles, write=True, stdout=out)

    assert "t1/l1 " in out.getvalue()
    assert load_approved(bundles).released == ["MG-1", "T1"]


def second_guideline(bundles, code, cites):
    """Copy MG-1 as another guideline, whose first clause cites what is given."""
    slug = code.lower()
    folder = bundles / "guidelines" / slug
    shutil.copytree(bundles / "guidelines/mg-1", folder)
    for path in folder.iterdir():
        text = path.read_text("utf-8").replace("MG-1", code).replace("mg-1", slug)
        path.unlink()
        path.with_name(path.name.replace("mg-1", slug)).write_text(text, "utf-8")
    cite(bundles, slug, cites)


def cite(bundles, slug, cites):
    for path in (bundles / "guidelines" / slug).glob("*.md"):
        text = re.sub(
            r"(?m)^(1\.1 [^(\n]*?)( \([^)]*\))?$",
            rf"\1 ({cites})",
            path.read_text("utf-8"),
        )
        path.write_text(text, "utf-8")


def test_guideline_is_loaded_after_the_one_that_it_cites(bundles, approve):
    second_guideline(bundles, "MG-2", "NMR 1")
    cite(bundles, "mg-1", "MG-2 1.1")
    approve()

    assert load_approved(bundles).released == ["MG-2", "MG-1", "T1"]


def test_guidelines_that_cite_each_other_are_refused_by_line(bundles):
    second_guideline(bundles, "MG-2", "MG-1 1.1")
    cite(bundles, "mg-1", "MG-2 1.1")

    with pytest.raises(BundleError) as error:
        load_approved(bundles)

    files = {fault.file for fault in error.value.faults}
    assert files == {
        f"guidelines/{slug}/{slug}.{code}.md"
        for slug in ("mg-1", "mg-2")
        for code in ("kk", "ru", "en")
    }
    assert "“MG-2 1.1” closes a circle of guidelines" in str(error.value)
    assert Document.objects.count() == 0


def test_loading_leaves_one_task_to_index_each_page(bundles, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

    load_approved(bundles)

    asked = [
        json.dumps([row.task_path, row.args_kwargs])
        for row in DBTaskResult.objects.filter(task_path__in=INDEXING)
    ]
    assert asked
    assert len(set(asked)) == len(asked)


def test_approvals_of_bundles_count_for_nothing_in_the_service(bundles, approve):
    approve()
    said = io.StringIO()

    call_command("load_curriculum", bundles=bundles, stdout=said)

    assert "Not yet reviewed" in said.getvalue()
    assert "Released" not in said.getvalue()
    assert not Approval.objects.exists()
    assert not Edition.objects.exists()
    assert not DocumentEdition.objects.filter(document__code="MG-1").exists()
    assert EditionProposal(course()).missing != []
    with pytest.raises(ApprovalsError):
        load_curriculum(bundles, take_approvals=True)
    with pytest.raises(CommandError, match="are for a demonstration"):
        call_command("load_curriculum", bundles=bundles, demonstration_approvals=True)
    assert not Approval.objects.exists()


def test_facts_that_a_bundle_brings_or_changes_wait_for_a_second_person(bundles):
    (bundle,) = read_library(bundles).courses
    made = save_course(bundle)
    save_course(bundle)
    assert made.facts_changes.get().by is None

    save_course(dataclasses.replace(bundle, validity_months=bundle.validity_months + 1))

    assert made.facts_changes.count() == 2
    assert Entry.objects.filter(action="courses.facts_written").count() == 2


def test_facts_wait_for_nobody_in_a_demonstration(bundles):
    Demonstration.objects.create()

    made = save_course(read_library(bundles).courses[0])

    assert not made.facts_changes.exists()
