"""Guidelines and instruments as readers meet them."""

import json
import re
from datetime import date
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.timezone import localtime
from pypdf import PdfReader

from content.guidelines.models import GuidelineIndex, GuidelinePage
from content.guidelines.passages import passages
from content.models.site import ensure_site
from content.search.within import within
from courses.provisions.circles import circle
from courses.provisions.errors import ProvisionError
from courses.provisions.models import Citation, Document
from courses.provisions.releasing import release
from courses.provisions.versions import note_document
from tests.factories.approvals import approved
from tests.factories.content import add, name, publish
from tests.factories.courses import CourseFactory, EditionFactory, UnitVersionFactory
from tests.factories.provisions import DocumentFactory, released_instrument, weighed
from tests.factories.staff import StaffMemberFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(client):
    client.force_login(StaffMemberFactory().user)
    return client


def section(number, text="Тармақ", cites=""):
    clause = {
        "type": "item",
        "id": name("clause", number),
        "value": {
            "number": number,
            "text": f"<p>{text} {number}</p>",
            "safeguard": True,
            "cites": cites,
        },
    }
    value = {"heading": "1. Негіздер", "clauses": [clause]}
    return [{"type": "section", "id": name("section"), "value": value}]


def guideline_pages(text="Тармақ"):
    """A guideline published, and not released, in all languages."""
    homes = ensure_site()
    released_instrument("1")
    document = DocumentFactory(kind="guideline", code="MG-6", shorts={})
    pages = []
    for language, home in homes.items():
        index = GuidelineIndex.objects.child_of(home).first() or add(
            home, GuidelineIndex(title="Тізім", slug="guidelines"), "guidelines/index"
        )
        page = GuidelinePage(
            title=f"Ұсыным {language}",
            slug="mg-6",
            document=document,
            body=json.dumps(section("1.1", text, "NMR 1")),
        )
        pages.append(add(index, page, "mg-6"))
    return document, pages


def release_newest(document):
    version = document.versions.order_by("-number").first()
    return release(version, approved([version.digest]), by=None)


def words(response):
    return response.content.decode()


def test_guideline_that_is_only_published_is_not_found(reader):
    guideline_pages()

    assert reader.get(reverse("content:guideline", args=["mg-6"])).status_code == 404


def test_guideline_released_shows_clauses_with_anchors_and_sources(reader):
    document, _pages = guideline_pages()
    release_newest(document)

    page = words(reader.get(reverse("content:guideline", args=["mg-6"])))

    assert 'id="c-1-1"' in page
    assert 'data-copy="MG-6, 1.1 (' in page
    assert reverse("content:instrument", args=["nmr"]) + "#p-1" in page


def test_guideline_published_again_shows_the_released_text(reader):
    document, pages = guideline_pages()
    release_newest(document)
    for page in pages:
        page.body = json.dumps(section("1.1", "Жаңа"))
        page.__dict__.pop("text", None)
        publish(page)

    page = words(reader.get(reverse("content:guideline", args=["mg-6"])))

    assert "Тармақ 1.1" in page
    assert "Жаңа" not in page


def test_guideline_on_paper_is_an_entry_of_the_register(reader):
    DocumentFactory(
        kind="guideline",
        code="MG-9",
        distribution=Document.Distribution.REGISTER_ONLY,
        owners={"kk": "Оқу бөлімі"},
    )

    page = words(reader.get(reverse("content:guideline", args=["mg-9"])))

    assert "Оқу бөлімі" in page
    assert "MG-9" in words(reader.get(reverse("content:guidelines")))


def test_instrument_shows_its_provisions_with_anchors(reader):
    released_instrument("43")

    page = words(reader.get(reverse("content:instrument", args=["nmr"])))

    assert 'id="p-43"' in page
    assert "Мәтін 43 kk" in page


def test_instrument_says_where_its_official_text_is_and_when_it_was_read(reader):
    document = released_instrument("43")
    link = "https://docs.un.org/ru/A/RES/70/175"
    kept = {"kk": "Оқу бөлімінің қоры"}
    Document.objects.filter(pk=document.pk).update(
        links={"kk": link}, read_on=date(2026, 11, 26), keepers=kept
    )

    page = words(reader.get(reverse("content:instrument", args=["nmr"])))

    assert f'<a href="{link}" rel="external noopener noreferrer">{link}</a>' in page
    assert "Оқу бөлімінің қоры" in page
    assert "2026 ж. 26 қараша" in page


def test_instrument_without_provisions_says_to_read_the_official_text(reader):
    released_instrument(code="LPO")

    page = words(reader.get("/en/rules/lpo/"))

    assert "Only the entry stands here. Read the official text" in page


def test_instrument_missing_in_a_language_is_labelled(reader):
    released_instrument("43", languages=("kk", "ru"))

    page = words(reader.get("/en/rules/nmr/"))

    assert "Not yet in your language. It is shown in Kazakh." in page
    assert '<div lang="kk">' in page


def test_instrument_takes_as_many_queries_with_three_provisions(
    reader, django_assert_max_num_queries
):
    released_instrument("1", code="ONE")
    released_instrument("11", "12", "13", code="THREE")
    reader.get("/kk/rules/one/")
    with django_assert_max_num_queries(25) as one:
        reader.get("/kk/rules/one/")
    with django_assert_max_num_queries(25) as three:
        reader.get("/kk/rules/three/")

    assert len(one) == len(three)


def faults(page):
    """What the studio says of each field of ``page``."""
    with pytest.raises(ValidationError) as error, translation.override("en"):
        page.full_clean()
    return error.value.message_dict


def page_in(language="ru", *, code="MG-6", clauses=(("1.1", "NMR 1"),)):
    """A published guideline whose clauses cite as said."""
    document = Document.objects.filter(code=code).first() or DocumentFactory(
        kind="guideline", code=code, shorts={}
    )
    home = ensure_site()[language]
    index = GuidelineIndex.objects.child_of(home).first() or add(
        home, GuidelineIndex(title="Список", slug="guidelines"), "guidelines/index"
    )
    page = GuidelinePage(
        title=code,
        slug=document.slug,
        document=document,
        body=json.dumps([section(*one)[0] for one in cited(clauses)]),
    )
    return add(index, page, code)


def cited(clauses):
    return [(number, "Пункт", cites) for number, cites in clauses]


def test_document_on_paper_only_takes_no_text():
    released_instrument("1")
    page = page_in()
    page.document.distribution = Document.Distribution.REGISTER_ONLY
    page.document.save()

    told = (
        "“Nelson Mandela Rules” is kept on paper only, so its text may not stand here. "
        "Choose another entry of the register."
    )
    assert faults(page) == {"document": [told]}
    with pytest.raises(ProvisionError):
        note_document(page.document, "ru", page.text, by=None)
    assert page.document.versions.count() == 1


@pytest.mark.parametrize(
    ("other", "cites", "around"),
    [
        ("NMR 1", "MG-6 1.1", "MG-6 1.1 → MG-6 1.1"),
        ("MG-6 1.1", "MG-7 2.1", "MG-6 1.1 → MG-7 2.1 → MG-6 1.1"),
    ],
)
def test_clauses_that_rest_on_each_other_are_named(other, cites, around):
    released_instrument("1")
    page = page_in()
    page_in(code="MG-7", clauses=[("2.1", other)])
    page.body = json.dumps(section("1.1", cites=cites))

    told = f"These clauses rest on each other: {around}. Take one of the citations out."
    assert faults(page) == {"body": [told]}


def test_circle_that_somebody_else_made_is_not_held_against_this_guideline():
    released_instrument("1")
    other = page_in(code="MG-7", clauses=[("2.1", "NMR 1")])
    text = other.text
    text["sections"][0]["clauses"][0]["cites"] = ["MG-7 2.1"]
    note_document(other.document, "ru", text, by=None)

    page = page_in(clauses=[("1.1", "MG-7 2.1")])

    page.full_clean()


def test_circles_are_found_in_one_query(django_assert_num_queries):
    released_instrument("1")
    document = page_in(clauses=[("1.1", "NMR 1"), ("1.2", "MG-6 1.1")]).document

    for cites in (
        {"1.1": ["NMR 1"]},
        {f"2.{n}": [f"MG-6 2.{n + 1}"] for n in range(9)},
    ):
        with django_assert_num_queries(1):
            assert circle(document, cites) == []


def test_renumbered_clause_is_a_new_one():
    released_instrument("1")
    page = page_in()
    (block,) = section("1.1")
    block["value"]["clauses"][0]["value"]["number"] = "1.2"
    page.body = json.dumps([block])

    publish(page)

    clauses = page.document.clauses.order_by("number")
    assert [clause.number for clause in clauses] == ["1.1", "1.2"]
    assert len({clause.key for clause in clauses}) == 2


def test_copied_guideline_gets_clauses_of_its_own():
    released_instrument("1")
    page_in()

    copied = page_in(code="MG-7")

    (clause,) = copied.document.clauses.all()
    assert str(clause) == "MG-7 1.1"


def test_link_to_a_page_leads_to_where_the_page_is_now(reader):
    released_instrument("1")
    page = page_in("kk")
    page_in("ru")
    (block,) = section("1.1")
    target = GuidelineIndex.objects.first()
    block["value"]["clauses"][0]["value"]["text"] = (
        f'<p><a linktype="page" id="{target.pk}">Тізім</a> '
        f'<a linktype="page" id="999999">Жоқ</a></p>'
    )
    for one in GuidelinePage.objects.all():
        one.body = json.dumps([block])
        publish(one)
    release_newest(page.document)

    shown = words(reader.get(page.document.get_absolute_url()))

    assert f'<a href="{target.url}">Тізім</a> <a>Жоқ</a>' in shown
    assert "linktype" not in shown


def test_citation_names_edition_and_date(reader):
    document, _pages = guideline_pages()
    edition = release_newest(document)
    day = date_format(localtime(edition.released_at))

    page = words(reader.get(reverse("content:guideline", args=["mg-6"])))

    assert f'data-copy="MG-6, 1.1 (1-басылым, {day})"' in page
    assert f"http://localhost:8000{document.get_absolute_url()}#c-1-1" in page


def cited_by_lesson(code, number="1.1"):
    """A lesson of a current edition that rests on a clause of MG-6."""
    course = CourseFactory(code=code, slug=code.lower())
    version = UnitVersionFactory(unit__course=course, unit__slug="l1")
    edition = EditionFactory(course=course, versions=[version])
    clause = Document.objects.get(code="MG-6").clauses.get(number=number)
    Citation.objects.create(clause=clause, unit_version=version, place="b")
    Citation.objects.create(clause=clause, unit_version=version, place="c")
    return edition


def test_lessons_of_a_closed_course_are_told_to_nobody(reader):
    document, _pages = guideline_pages()
    release_newest(document)
    cited_by_lesson("T1")
    closed = cited_by_lesson("T2").course
    closed.closed_at = timezone.now()
    closed.save()

    page = words(reader.get(document.get_absolute_url()))

    assert reverse("content:lesson", args=["t1", "l1"]) in page
    assert "T2" not in page
    assert page.count(">Бірлік") <= 1


def test_guideline_takes_as_many_queries_with_three_lessons(
    reader, django_assert_max_num_queries
):
    document, _pages = guideline_pages()
    release_newest(document)
    cited_by_lesson("T1")
    reader.get(document.get_absolute_url())
    with django_assert_max_num_queries(30) as one:
        reader.get(document.get_absolute_url())
    cited_by_lesson("T2")
    cited_by_lesson("T3")
    with django_assert_max_num_queries(30) as three:
        reader.get(document.get_absolute_url())

    assert len(one) == len(three)


@pytest.mark.parametrize("query", ["ЖАДЫҢ", "1.9", "\0", "тармак жок", "<mark>"])
def test_search_without_a_hit_says_what_to_do(reader, query):
    document, _pages = guideline_pages()
    release_newest(document)

    page = words(reader.get(document.get_absolute_url(), {"q": query}))

    assert "<mark>" not in page
    assert ("сөздің басын ғана" in page) is bool(query.strip("\0"))


@pytest.mark.parametrize("query", ["тармақ", "ТАРМАК", "1.1 тарм", "тармак  1.1"])
def test_search_marks_the_words_whatever_the_keyboard(reader, query):
    document, _pages = guideline_pages(text="Бұл тармақ, <b>тармақ</b> &amp;")
    release_newest(document)

    page = words(reader.get(document.get_absolute_url(), {"q": query}))

    assert "<mark>тарм" in page.lower()
    assert '<a href="#c-1-1">1.1</a>' in page
    assert f'value="{query}"' in page


def test_marks_are_counted_and_leave_tags_alone():
    clause = {"number": "1", "text": "<p class='p'>P &amp; <b>p</b></p>", "title": "p"}

    found = within([{"clauses": [clause]}], "p")

    assert found.marks == 3
    assert found.hits[0]["text"] == (
        "<p class='p'><mark>P</mark> &amp; <b><mark>p</mark></b></p>"
    )


def second_edition(reason="Заң өзгерді", **text):
    """Edition 2 of MG-6, whose only clause says something else."""
    document, pages = guideline_pages()
    release_newest(document)
    for page in pages:
        page.body = json.dumps(section("1.1", **text))
        page.__dict__.pop("text", None)
        publish(page)
    version = document.versions.order_by("-number").first()
    weighed(version, "1.1", reason=reason)
    release_newest(document)
    return document


def test_editions_of_what_is_not_released_are_not_found(reader):
    guideline_pages()

    for address in ("editions/", "editions/1/"):
        assert reader.get(f"/kk/guidelines/mg-6/{address}").status_code == 404


def test_history_says_what_changed_and_why(reader):
    second_edition(text="Жаңа")

    page = words(reader.get("/ru/guidelines/mg-6/editions/"))

    assert page.index("Редакция 2") < page.index("Редакция 1")
    assert "Заң өзгерді" in page
    assert "Существенное изменение" in page
    assert (
        reverse("content:comparison", args=["mg-6", 2]).replace("/kk/", "/ru/") in page
    )


def test_history_takes_as_many_queries_with_three_editions(
    reader, django_assert_max_num_queries
):
    document = second_edition(text="Жаңа")
    reader.get("/kk/guidelines/mg-6/editions/")
    with django_assert_max_num_queries(20) as two:
        reader.get("/kk/guidelines/mg-6/editions/")
    for number in (3, 4):
        for page in GuidelinePage.objects.all():
            page.body = json.dumps(section("1.1", text=f"Жаңа {number}"))
            publish(page)
        weighed(document.versions.order_by("-number").first())
        release_newest(document)
    with django_assert_max_num_queries(20) as four:
        reader.get("/kk/guidelines/mg-6/editions/")

    assert len(two) == len(four)


def test_comparison_is_readable_without_colour(reader):
    second_edition(text="Жаңа тармақ")

    page = words(reader.get("/en/guidelines/mg-6/editions/2/?since=huge"))

    assert re.search(r"<ins><span [^>]*>\[added: </span>Жаңа тармақ<", page)
    assert re.search(r"<del><span [^>]*>\[taken away: </span>Тармақ<", page)
    assert "Заң өзгерді" in page


def test_first_edition_has_nothing_to_be_compared_with(reader):
    second_edition(text="Жаңа")

    page = words(reader.get("/en/guidelines/mg-6/editions/1/"))

    assert "There is nothing to compare it with." in page
    assert reader.get("/en/guidelines/mg-6/editions/3/").status_code == 404


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_pdf_is_tagged_and_names_edition_and_clauses(reader, language):
    document, _pages = guideline_pages()
    release_newest(document)

    answer = reader.get(f"/{language}/guidelines/mg-6/pdf/")

    assert answer.headers["Content-Disposition"] == (
        f'attachment; filename="mg-6-1-{language}.pdf"'
    )
    sheet = PdfReader(BytesIO(answer.content))
    words = "".join(page.extract_text() for page in sheet.pages)
    assert sheet.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert sheet.trailer["/Root"]["/Lang"] == language
    assert f"http://localhost:8000/{language}/guidelines/mg-6/#c-1-1" in words
    assert "MG-6" in words


def test_pdf_of_what_is_not_released_or_on_paper_is_not_found(reader):
    guideline_pages()
    DocumentFactory(
        kind="guideline",
        code="MG-9",
        distribution=Document.Distribution.REGISTER_ONLY,
    )

    for slug in ("mg-6", "mg-9", "none"):
        assert reader.get(f"/kk/guidelines/{slug}/pdf/").status_code == 404


def test_rich_text_is_read_into_passages():
    html = '<p>A <b>b</b> <a href="/x/">c</a></p><ol><li>d &amp; <i>e</i></li></ol>'

    found = [
        (one["kind"], [tuple(run.values()) for run in one["runs"]])
        for one in passages(html, "http://h")
    ]

    assert found == [
        (
            "text",
            [
                ("A ", False, False, ""),
                ("b", True, False, ""),
                (" ", False, False, ""),
                ("c", False, False, "http://h/x/"),
            ],
        ),
        ("numbered", [("d & ", False, False, ""), ("e", False, True, "")]),
    ]
