"""The table of languages: what each page and question lacks in which language."""

import pytest
from django.core.paginator import Paginator
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from courses.desk.parity.guideline_parity import list_guideline_rows
from courses.desk.parity.parity_states import filter_parity_units
from courses.desk.parity.parity_table import ParityTable
from courses.models import SubmittedTranslation, UnitText
from courses.provisions.document_versions import (
    DocumentPublication,
    record_document_version,
)
from courses.provisions.translatable_document import TranslatableDocument
from courses.release import submitted_translations
from courses.release.submitted_translations import TranslatableUnit
from courses.release.unit_versions import (
    PublishedText,
    UnitPublication,
    record_versions,
)
from elearning.accounts.roles import Role
from elearning.audit.models import Entry
from elearning.languages import CODES
from tests.factories.accounts import UserFactory
from tests.factories.courses import (
    CourseFactory,
    CourseRemitFactory,
    UnitFactory,
    UnitVersionFactory,
)
from tests.factories.provisions import (
    DocumentFactory,
    document_text,
    published_guideline,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database_vendor]


@pytest.fixture
def trainer(enter):
    return enter(Role.TRAINER)


@pytest.fixture
def lesson():
    """A lesson in Kazakh and Russian, of which one of two sentences has changed since."""
    unit = UnitFactory(course=CourseFactory(code="T1"), slug="l1")
    says(unit, "kk", title="к", text="м")
    says(unit, "ru", title="р", text="т")
    says(unit, "kk", title="к", text="жаңа")
    return unit


def says(unit, language, **segments):
    digest = f"{language} {sorted(segments.items())}"
    text = PublishedText(
        language,
        segments.get("title", "—"),
        reference="1",
        digest=digest,
        structure="s",
        segments={f"/{place}": words for place, words in segments.items()},
    )
    said = UnitPublication(unit.key, unit.kind, unit.slug, text, by=None)
    return record_versions(unit.course, [said])[0]


def get(client, **query):
    with translation.override("en"):
        return client.get(reverse("desk:parity"), query, HTTP_ACCEPT_LANGUAGE="en")


def listed(answer):
    return {
        line.unit.slug: [str(cell.state) for cell in line.cells]
        for line in answer.context["lines"]
    }


def test_nonsense_in_the_filter_is_said_and_changes_nothing(client, trainer, lesson):
    answer = get(client, course="nothing", state="perfect", page="x")

    assert list(answer.context["form"].errors) == ["course", "state"]
    assert list(listed(answer)) == ["l1"]


def test_each_language_has_its_state(client, trainer, lesson):
    answer = get(client)

    assert listed(answer) == {"l1": ["equal", "outdated", "missing"]}
    (line,) = answer.context["lines"]
    assert [cell.detail for cell in line.cells] == ["", "(1)", ""]


def test_submitted_translation_is_in_review_until_it_is_published(
    client, trainer, lesson
):
    submitted_translations.submit_translation(
        TranslatableUnit(lesson), "ru", "7", by=trainer
    )
    assert listed(get(client)) == {"l1": ["equal", "in-review", "missing"]}

    says(lesson, "ru", title="р", text="новый")

    assert listed(get(client)) == {"l1": ["equal", "equal", "missing"]}


def test_submitting_twice_is_one_submission(trainer, lesson):
    first = submitted_translations.submit_translation(
        TranslatableUnit(lesson), "ru", "7", by=trainer
    )

    assert (
        submitted_translations.submit_translation(
            TranslatableUnit(lesson), "ru", "7", by=trainer
        )
        == first
    )
    newer = submitted_translations.submit_translation(
        TranslatableUnit(lesson), "ru", "8", by=trainer
    )
    assert list(SubmittedTranslation.objects.waiting()) == [newer]


def test_translation_given_back_is_outdated_again(client, trainer, lesson):
    found = submitted_translations.submit_translation(
        TranslatableUnit(lesson), "ru", "7", by=trainer
    )

    submitted_translations.return_translation(found, by=UserFactory())

    assert listed(get(client))["l1"][1] == "outdated"
    actions = Entry.objects.filter(action__startswith="courses.translation")
    assert list(actions.order_by("pk").values_list("action", flat=True)) == [
        "courses.translation_submitted",
        "courses.translation_given_back",
    ]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"language": "ru", "state": "outdated"}, ["l1"]),
        ({"language": "kk", "state": "outdated"}, []),
        ({"state": "missing"}, ["l1", "l2"]),
        ({"language": "ru", "state": "equal"}, ["l2"]),
        ({"language": "en", "state": "in-review"}, []),
        ({"kind": "question"}, []),
        ({"course": "T2"}, ["l2"]),
    ],
)
def test_filters_keep_what_they_say(client, trainer, lesson, query, found):
    other = UnitFactory(course=CourseFactory(code="T2"), slug="l2")
    UnitVersionFactory(unit=other, languages=["kk", "ru"])

    assert list(listed(get(client, **query))) == found


def test_text_from_before_segments_is_told_by_its_round(client, trainer):
    version = UnitVersionFactory(unit__slug="old")
    UnitText.objects.filter(version=version, language="ru").update(round=2)

    for query in ({}, {"state": "outdated"}):
        assert listed(get(client, **query)) == {
            "old": ["outdated", "equal", "outdated"]
        }


def test_trainer_sees_the_courses_of_her_remit(client, trainer, lesson):
    CourseRemitFactory(user=trainer, course=CourseFactory(code="T9"))

    assert listed(get(client)) == {}


def test_table_is_summed_up_by_language(client, trainer, lesson):
    totals = get(client).context["totals"]

    assert [
        (language, [total.number for total in numbers])
        for language, _name, numbers in totals
    ] == [("kk", [0, 0, 0, 1]), ("ru", [0, 1, 0, 0]), ("en", [1, 0, 0, 0])]


def test_export_has_the_same_lines_and_is_audited(client, trainer, lesson):
    url = reverse("desk:export-parity")
    answer = client.post(f"{url}?language=ru", {"kind": "csv"})

    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert "l1" in text.splitlines()[-1]
    assert text.splitlines()[-1].endswith("(1)")
    entry = Entry.objects.get(action="courses.parity_exported")
    assert (entry.by, entry.details["rows"]) == (trainer, 1)


def test_export_as_something_else_leads_back(client, trainer, lesson):
    answer = client.post(reverse("desk:export-parity"), {"kind": "exe"})

    assert answer.url == reverse("desk:parity")


def test_table_takes_as_many_queries_for_three_rows_as_for_one(client, trainer):
    def queries():
        with CaptureQueriesContext(connection) as seen:
            get(client)
        return len(seen)

    UnitVersionFactory()
    queries()
    one = queries()
    UnitVersionFactory.create_batch(2)

    assert queries() == one


def test_guidelines_stand_beside_pages_and_are_filtered_alike(client, trainer, lesson):
    published_guideline("1.1")
    record_document_version(
        published_guideline("1.1", code="MG-7").document,
        "kk",
        document_text("1.1", words="Жаңа"),
        by=None,
    )

    states = {
        line.code: [str(cell.state) for cell in line.cells]
        for line in get(client, kind="guideline").context["lines"]
    }

    assert states == {
        "MG-6": ["equal", "equal", "missing"],
        "MG-7": ["equal", "outdated", "missing"],
    }
    shown = get(client, language="ru", state="outdated").context
    assert [line.code for line in shown["lines"]] == ["T1", "MG-7"]
    assert [total.number for total in shown["totals"][0][2]] == [0, 2, 0, 0]
    assert [line.code for line in get(client, course="T1").context["lines"]] == ["T1"]


def test_page_behind_the_units_has_guidelines_alone(trainer, lesson):
    published_guideline("1.1")
    table = ParityTable(
        filter_parity_units(trainer, {}), list_guideline_rows({}, CODES), CODES
    )

    pages = Paginator(table, 1)

    assert [[line.code for line in pages.page(n)] for n in (1, 2)] == [["T1"], ["MG-6"]]


@pytest.fixture
def guideline():
    """MG-6 in Kazakh and Russian, of which one of two clauses has changed since."""
    document = DocumentFactory(kind="guideline", code="MG-6", shorts={})
    clauses(document, "kk", "а", "б")
    clauses(document, "ru", "а", "б")
    clauses(document, "kk", "а", "жаңа")
    return document


def clauses(document, language, *words):
    """Note a guideline whose clauses say ``words``."""
    text = document_text("1", words=" ".join(words), language=language)
    segments = {f"s/clauses/{n}/text": said for n, said in enumerate(words)}
    published = DocumentPublication(segments=segments)
    return record_document_version(
        document, language, text, by=None, published=published
    )


def states(answer):
    return {
        line.code: [f"{cell.state} {cell.detail}".strip() for cell in line.cells]
        for line in answer.context["lines"]
    }


def test_guideline_says_in_how_many_segments_it_is_outdated(client, trainer, guideline):
    assert states(get(client)) == {"MG-6": ["equal", "outdated (1)", "missing"]}
    assert states(get(client, language="ru", state="equal")) == {}

    clauses(guideline, "ru", "а", "новый")

    assert states(get(client)) == {"MG-6": ["equal", "equal", "missing"]}


def test_submitted_guideline_is_in_review_until_it_is_published(
    client, trainer, guideline
):
    thing = TranslatableDocument(guideline)
    first = submitted_translations.submit_translation(thing, "ru", "7", by=trainer)
    assert (
        submitted_translations.submit_translation(thing, "ru", "7", by=trainer) == first
    )
    assert states(get(client)) == {"MG-6": ["equal", "in-review (1)", "missing"]}

    clauses(guideline, "ru", "а", "новый")

    assert states(get(client)) == {"MG-6": ["equal", "equal", "missing"]}


@pytest.mark.parametrize(
    ("role", "leads"), [(Role.TRAINER, True), (Role.SAFEGUARD_REVIEWER, False)]
)
def test_cell_of_a_guideline_leads_who_translates_to_its_translation(
    client, enter, guideline, role, leads
):
    enter(role)

    page = get(client).text

    url = reverse("studio_translate:guideline", args=["mg-6", "ru"])
    assert (f'href="{url}"' in page) is leads


def test_table_takes_as_many_queries_for_three_guidelines_as_for_one(client, trainer):
    def queries():
        with CaptureQueriesContext(connection) as seen:
            get(client)
        return len(seen)

    published_guideline("1.1")
    queries()
    one = queries()
    for code in ("MG-7", "MG-8"):
        published_guideline("1.1", code=code)

    assert queries() == one
