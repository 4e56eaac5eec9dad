"""A guideline is read by keyboard: its terms are explained, its clauses are cited."""

from tests.browser import looking


def test_term_is_explained_below_its_paragraph_by_keyboard_alone(visit, enter):
    page = looking.listen(visit("phone", "kk"))
    enter(page, "learner")
    page.goto("/kk/guidelines/mg-6/")
    term = page.locator("a.term").first
    note = page.locator("[role=note].term-note")
    assert term.get_attribute("role") == "button"

    term.focus()
    page.keyboard.press("Space")
    assert term.get_attribute("aria-expanded") == "true"
    assert note.inner_text().startswith(term.get_attribute("data-says"))
    assert note.get_attribute("lang") == "kk"
    assert term.get_attribute("aria-describedby") == note.get_attribute("id")
    assert looking.overflow(page) <= 0

    page.keyboard.press("Tab")  # its link is the next stop, or comes before long
    page.keyboard.press("Escape")
    assert note.count() == 0
    assert term.get_attribute("aria-expanded") == "false"
    assert term.evaluate("one => one === document.activeElement")

    page.keyboard.press("Enter")
    page.locator("a.term").nth(1).press("Enter")
    assert note.count() == 1  # one at a time
    assert "/guidelines/" in page.url
    assert looking.faults(page, "kk", "terms") == []


def test_term_leads_to_the_glossary_where_no_script_runs(visit, enter):
    page = visit("phone", "kk", java_script_enabled=False)
    enter(page, "learner")
    page.goto("/kk/guidelines/mg-6/")
    words = page.locator("a.term").first.get_attribute("data-says")

    page.locator("a.term").first.click()

    assert "/kk/glossary/#" in page.url
    assert words in page.locator("main").inner_text()


def test_citation_of_a_clause_is_copied_with_edition_and_date(visit, enter):
    page = looking.listen(visit("desk", "ru"))
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    enter(page, "learner", "ru")
    page.goto("/ru/guidelines/mg-6/")
    button = page.locator("[data-copy*='2.3']").first
    said = button.get_attribute("data-copy")

    button.focus()
    page.keyboard.press("Enter")
    page.locator(f"text=Скопировано: {said}").first.wait_for(state="attached")

    assert said.startswith("MG-6, 2.3 (редакция 1, ")
    assert page.evaluate("navigator.clipboard.readText()") == said
    assert page.said == []
