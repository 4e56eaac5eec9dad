"""The glossary: loaded, searched, and explained where a term first stands."""

import pytest
from django.urls import reverse
from django.utils import translation

from content.curriculum.bundle_reader import read_library
from content.curriculum.errors import BundleError
from content.glossary.models import Term
from content.glossary.term_import import BundleTerm, import_terms
from content.glossary.term_index import filter_terms, group_terms_by_letter
from content.glossary.term_links import PageGlossary
from courses.provisions.document_release import release_document
from elearning.audit import models as audit
from tests.factories.approvals import approved
from tests.factories.provisions import published_guideline
from tests.factories.staff import StaffMemberFactory


def entry(name, kk, ru, en, *, forms=True):
    """A term whose wordings are the term itself."""
    terms = {"kk": kk, "ru": ru, "en": en}
    return BundleTerm(
        name=name,
        terms=terms,
        definitions={code: f"<{name} {code}>" for code in terms},
        forms={code: [word] if forms else [] for code, word in terms.items()},
    )


TORTURE = entry("torture", "азаптау", "пытка", "Torture")
BAN = entry("ban", "азаптауға тыйым салу", "запрет пыток", "Ban on torture")
NEED = entry("need", "қажеттілік", "необходимость", "Necessity", forms=False)


@pytest.fixture
def terms(db):
    import_terms([TORTURE, BAN, NEED], by=None)


def explained(html, language="ru"):
    with translation.override(language):
        return PageGlossary.of(language).explain(html)


def link(words, name="torture", language="ru"):
    return (
        f'<a class="term" href="/{language}/glossary/#t-{name}" '
        f'data-says="&lt;{name} {language}&gt;">{words}</a>'
    )


@pytest.mark.parametrize(
    "html",
    [
        "",
        "<p>Попытка &lt;p&gt; необходимость</p>",
        "<h2>Пытка</h2>",
        '<a href="/">пытка</a>',
        "<form><p>пытка</p><label>пытка</label></form>",
        '<img alt="пытка">',
        "<p>анти-пытка</p>",
        "a < b, пыткаж",
    ],
)
def test_what_is_no_term_is_left_as_it_is(terms, html):
    assert explained(html) == html


def test_first_place_of_a_term_is_explained_and_no_other(terms):
    html = "<p>О <b>Пытке</b>: пытка &amp; боль.</p><p>Пытка.</p>"

    assert explained(html) == (
        f"<p>О <b>{link('Пытке')}</b>: пытка &amp; боль.</p><p>Пытка.</p>"
    )


def test_longer_term_wins_over_one_inside_it(terms):
    assert explained("азаптауға тыйым салу, азаптаудың", "kk") == (
        f"{link('азаптауға тыйым салу', 'ban', 'kk')}, {link('азаптаудың', language='kk')}"
    )


def test_page_says_once_what_a_term_means(terms):
    with translation.override("ru"):
        glossary = PageGlossary.of("ru")
        texts = [glossary.explain("пытка") for _clause in range(2)]

    assert texts == [
        link("пытка"),
        '<a class="term" href="/ru/glossary/#t-torture">пытка</a>',
    ]


def test_text_after_a_form_is_explained_again(terms):
    assert explained("<form>пытка</form> пытка") == (
        f"<form>пытка</form> {link('пытка')}"
    )


def test_letter_that_grows_in_lower_case_moves_nothing(terms):
    assert explained("İ пытка") == "İ пытка"


def test_loading_again_changes_nothing_and_a_lost_term_goes(terms):
    entries = audit.Entry.objects.count()
    assert import_terms([TORTURE, BAN, NEED], by=None) == 0
    assert audit.Entry.objects.count() == entries

    import_terms([TORTURE], by=None)

    assert [term.name for term in Term.objects.all()] == ["torture"]
    import_terms([], by=None)
    assert Term.objects.count() == 1


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("- name: Big", "“Big” is not a name"),
        ("- name: a\n  term: {kk: а, ru: б}", "“en” is missing."),
        ("a: 1", "A list is expected here."),
        (
            (
                "- &one {name: a, term: {kk: а, ru: б, en: c}, definition: {kk: а, ru: б, "
                "en: c}, forms: {kk: [а], ru: [], en: []}}\n- *one"
            ),
            "“а” stands twice.",
        ),
    ],
)
def test_wrong_glossary_is_refused_with_its_line(tmp_path, text, reason):
    (tmp_path / "glossary.yaml").write_text(text, "utf-8")

    with pytest.raises(BundleError) as error:
        read_library(tmp_path)

    assert reason in str(error.value)


def test_terms_stand_in_the_order_of_the_kazakh_alphabet():
    words = ["қамау", "кеңес", "әдеп", "азаптау", "өтініш", "ортақ", "іс", "ықпал"]
    terms = [Term(name=str(n), terms={"kk": word}) for n, word in enumerate(words)]

    with translation.override("kk"):
        found = group_terms_by_letter(terms)

    assert [letter for letter, _terms in found] == list("АӘКҚОӨЫІ")


@pytest.mark.parametrize("query", ["ПЫТКА", "азаптау", "tort", "пытка torture"])
def test_term_is_found_in_any_language(terms, query):
    assert "torture" in [term.name for term in filter_terms(Term.objects.all(), query)]


@pytest.mark.parametrize("query", ["жоқ", "\0жоқ", "%"])
def test_search_without_a_hit_says_what_to_do(client, terms, query):
    client.force_login(StaffMemberFactory().user)

    page = client.get("/en/glossary/", {"q": query}).content.decode()

    assert "Try only the beginning of the word." in page
    assert 'id="t-torture"' not in page


def test_glossary_shows_each_term_in_three_languages(
    client, terms, django_assert_max_num_queries
):
    client.force_login(StaffMemberFactory().user)

    with django_assert_max_num_queries(12):
        page = client.get(reverse("glossary:glossary")).content.decode()

    assert 'id="t-torture"' in page
    assert "&lt;torture kk&gt;" in page
    assert "Русский: пытка" in page


def test_strangers_do_not_see_the_glossary(client, terms):
    assert client.get(reverse("glossary:glossary")).status_code == 302


def test_clause_of_a_guideline_explains_its_terms_once(client, terms):
    client.force_login(StaffMemberFactory().user)
    version = published_guideline("1.1", "1.2", words="Азаптау, азаптау")
    release_document(version, approved([version.digest]), by=None)

    page = client.get("/kk/guidelines/mg-6/").content.decode()

    assert page.count('class="term"') == 2
    marked = client.get("/kk/guidelines/mg-6/", {"q": "азаптау"}).content.decode()
    assert marked.count("<mark>Азаптау</mark></a>") == 2
