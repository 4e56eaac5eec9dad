"""A trainer makes a course from nothing; a learner takes it and gets the certificate."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser import looking, walking
from tests.browser.conftest import own_installation
from tests.browser.test_studio import CHECK, TEXT, add, press
from tests.browser.test_trainer_walk import answer_checklist

#: Where the author of a question stands once it is handed over.
_BANK = re.compile(r"/studio/questions/(\?.*)?$")

_PARTS = """
import json
from content.models import CoursePage, ExamPage, LessonPage, ModulePage
print(json.dumps([
    [kind.__name__, page.locale.language_code, page.slug, page.pk, str(page.translation_key)]
    for kind in (CoursePage, ModulePage, LessonPage, ExamPage)
    for page in kind.objects.filter(url_path__contains="/night-1/").select_related("locale")
]))
"""
#: The cards of a translation that are not done yet, and the words of their source.
_CARDS = "details.translation-pair[open]:has(.translation-own)"
_QUESTIONS = """
import json
from content.questions.models import QuestionDraft
rows = QuestionDraft.objects.filter(course__code="NIGHT-1").select_related("locale")
print(json.dumps([
    [row.code, row.locale.language_code, row.pk, str(row.translation_key)]
    for row in rows.order_by("pk")
]))
"""
SCENARIO = 13  # as the list of blocks orders them
CHOICE, PAIR, STEP = 0, 1, 2  # as the list of answers does
FACTS = {
    "code": "night-1",
    "title_kk": "Түнгі кезекшілік",
    "title_ru": "Ночное дежурство",
    "title_en": "Night duty",
    "public_title_kk": "Кезекшілік",
    "public_title_ru": "Дежурство",
    "public_title_en": "Duty",
    "outcomes_kk": "Кезекшілікті қабылдайды\nБөлмелерді тексереді",
    "outcomes_ru": "Принимает дежурство\nПроверяет камеры",
    "outcomes_en": "Takes over the duty\nChecks the cells",
    "hours": "1",
    "validity_months": "24",
}

platform, _sessions = own_installation("new-course")


def parts(platform, language):
    """The pages of the course in ``language``: number and key, by address."""
    rows = walking.facts(platform, _PARTS)
    return {slug: (pk, key) for _kind, code, slug, pk, key in rows if code == language}


def write(page, name, text):
    """Type into a rich text."""
    page.locator(f"[name='{name}'] ~ * [contenteditable=true]").first.click()
    page.keyboard.type(text)


def tick(box):
    """Tick a box by the keyboard: under a pointer, a block that unfolds still moves."""
    box.press("Space")
    expect(box).to_be_checked()


def hand_over(page):
    """Hand the page of a course over, and stand at the release."""
    press(page, "action-publish")
    page.wait_for_url("**/desk/release/night-1/")


def make_course(trainer):
    """Fill in the form; a mistake loses nothing of what was typed."""
    trainer.goto("/studio/courses/new/")
    for name, words in (FACTS | {"code": "c1"}).items():
        trainer.fill(f"[name={name}]", words)
    trainer.select_option("[name=source]", "ru")
    walking.press(trainer.locator("main form button[type=submit]"))
    assert trainer.locator("main .error-message").count() == 1
    assert trainer.input_value("[name=outcomes_ru]") == FACTS["outcomes_ru"]
    trainer.fill("[name=code]", FACTS["code"])
    walking.press(trainer.locator("main form button[type=submit]"))
    assert trainer.url.endswith("?ordering=ord")


def write_front_and_module(trainer, at):
    """Hand over the front page with its summary, and the module as it is."""
    trainer.goto(f"/studio/pages/{at['night-1'][0]}/edit/")
    trainer.fill("[name=summary]", "Как принять дежурство и проверить камеры.")
    hand_over(trainer)
    trainer.goto(f"/studio/pages/{at['m1'][0]}/edit/")
    hand_over(trainer)


def write_first_lesson(trainer, at):
    """A passage and a self-check."""
    trainer.goto(f"/studio/pages/{at['l1-1'][0]}/edit/")
    trainer.fill("[name=title]", "Прием дежурства")
    trainer.fill("[name=summary]", "Кто принимает дежурство, отвечает за людей.")
    trainer.fill("[name=outcomes]", "1")
    text = add(trainer, 0, TEXT)
    trainer.fill(f"[name={text}-heading]", "Журнал")
    write(trainer, f"{text}-text", "Прочитайте журнал и пересчитайте ключи.")
    check = add(trainer, 1, CHECK)
    trainer.fill(f"[name={check}-question]", "С чего начинают?")
    for option, words in enumerate(("С журнала.", "С обхода.")):
        trainer.fill(f"[name={check}-options-{option}-value-text]", words)
        trainer.fill(
            f"[name={check}-options-{option}-value-feedback]", "Так в правилах."
        )
    tick(trainer.locator(f"[name={check}-options-0-value-correct]"))
    hand_over(trainer)


def write_second_lesson(trainer, at):
    """A scenario of three steps."""
    trainer.goto(f"/studio/pages/add/content/lessonpage/{at['m1'][0]}/")
    trainer.fill("[name=title]", "Ночная проверка")
    trainer.fill("[name=summary]", "Проверка защищает тех, кто за дверью.")
    trainer.fill("[name=outcomes]", "2")
    scenario = add(trainer, 0, SCENARIO)
    write(trainer, f"{scenario}-situation", "Ночью из камеры слышен крик.")
    nodes = trainer.locator("[data-contentpath=nodes]")
    for number, (name, text) in enumerate(
        (("n1", "Что Вы делаете?"), ("y", "Врач успел."), ("z", "Врач опоздал."))
    ):
        node = f"{scenario}-nodes-{number}-value"
        if not trainer.locator(f"[name={node}-name]").count():
            nodes.locator(".c-sf-add-button:visible").last.click()
        trainer.fill(f"[name={node}-name]", name)
        write(trainer, f"{node}-text", text)
    for number, (to, words) in enumerate((("y", "Зову врача."), ("z", "Жду утра."))):
        choices = trainer.locator("[data-contentpath=choices]").first
        choices.locator(".c-sf-add-button:visible").last.click()
        choice = f"{scenario}-nodes-0-value-choices-{number}-value"
        trainer.fill(f"[name={choice}-text]", words)
        trainer.fill(f"[name={choice}-to]", to)
    trainer.select_option(f"[name={scenario}-nodes-1-value-ending]", "good")
    trainer.select_option(f"[name={scenario}-nodes-2-value-ending]", "poor")
    hand_over(trainer)


def answers(page, kind, fields):
    """Add answers of that kind to a question, one for each mapping of fields."""
    for number, words in enumerate(fields):
        page.locator("[data-contentpath=answers] .c-sf-add-button:visible").last.click()
        page.locator("[role=option]").nth(kind).click()
        page.wait_for_selector(f"[name=answers-{number}-type]", state="attached")
        for name, said in words.items():
            field = page.locator(f"[name=answers-{number}-value{name}]")
            tick(field) if said is True else field.fill(said)


def write_questions(trainer):
    """Five questions of five types, handed over each."""
    right = {"-text": "Да.", "-correct": True}
    wrong = {"-text": "Нет."}
    more = {"-text": "Тоже да.", "-correct": True}
    pairs = [{"-left": left, "-right": left.upper()} for left in ("ключ", "свет")]
    steps = [{"": words} for words in ("Постучать", "Назвать себя", "Открыть")]
    kinds = {
        "single": (CHOICE, [right, wrong]),
        "multiple": (CHOICE, [right, more, wrong]),
        "matching": (PAIR, pairs),
        "ordering": (STEP, steps),
        "numeric": (CHOICE, []),
    }
    for number, (kind, said) in enumerate(kinds.items(), start=1):
        trainer.goto("/studio/questions/add/?locale=ru")
        course = trainer.locator("[name=course] option", has_text=FACTS["title_ru"])
        trainer.select_option("[name=course]", course.get_attribute("value"))
        outcome = trainer.locator("[name=outcome] option").filter(
            has_text=FACTS["outcomes_ru"].splitlines()[number % 2]
        )
        trainer.select_option("[name=outcome]", outcome.get_attribute("value"))
        trainer.fill("[name=code]", f"NIGHT-1-Q0{number}")
        trainer.select_option("[name=type]", kind)
        trainer.fill("[name=stem]", f"Вопрос {number}: что делает дежурный?")
        trainer.fill("[name=feedback]", "Так сказано в уроке.")
        trainer.fill("[name=cites]", "NMR 1")
        answers(trainer, *said)
        if kind == "numeric":
            trainer.fill("[name=answer]", "15")
        press(trainer, "action-publish")
        trainer.wait_for_url(_BANK)


def write_exam(trainer, at):
    """As many questions as the bank has."""
    trainer.goto(f"/studio/pages/{at['exam'][0]}/edit/")
    trainer.fill("[name=questions]", "5")
    hand_over(trainer)


def translate(trainer, key):
    """Write every segment in Kazakh beside its source, and save the draft."""
    trainer.goto(f"/studio/translate/{key}/kk/")
    for card in trainer.locator(_CARDS).all():
        source = card.locator(".translation-source p:not(.translation-name)")
        said = source.first.inner_text()
        words = said if said.isdigit() or len(said) == 1 else f"{said} (қаз.)"
        rich = card.locator("[contenteditable=true]")
        if rich.count():
            rich.first.click()
            trainer.keyboard.type(words)
        else:
            card.locator("textarea, input[type=text]").first.fill(words)
    trainer.wait_for_timeout(300)
    walking.press(trainer.locator(".translation-actions [name=save]"))
    assert trainer.locator(_CARDS).count() == 0


def translate_pages(trainer, platform):
    """Translate what was handed over, from the top, and hand the Kazakh over as well."""
    russian = parts(platform, "ru")
    for slug in ("night-1", "m1", "l1-1", "nochnaya-proverka", "exam"):
        translate(trainer, russian[slug][1])
        pages = {key: pk for pk, key in parts(platform, "kk").values()}
        trainer.goto(f"/studio/pages/{pages[russian[slug][1]]}/edit/")
        hand_over(trainer)


def translate_questions(trainer, platform):
    """Do the same for the questions."""
    for _code, _language, _pk, key in walking.facts(platform, _QUESTIONS):
        translate(trainer, key)
    for _code, language, pk, _key in walking.facts(platform, _QUESTIONS):
        if language == "kk":
            trainer.goto(f"/studio/questions/edit/{pk}/")
            press(trainer, "action-publish")
            trainer.wait_for_url(_BANK)


def release(colleague, reviewer):
    """A second person approves, the reviewer answers every question, it is released."""
    colleague.goto("/ru/desk/release/night-1/")
    assert (
        "NIGHT-1" in colleague.locator("section[aria-labelledby='facts']").inner_text()
    )
    assert looking.faults(colleague, "ru", "release-facts") == []
    walking.press(colleague.locator("form[action$='/approve/'] button"))
    reviews = reviewer.locator("main a[href*='/reviews/night-1/']")
    reviewer.goto("/ru/desk/reviews/")
    for _number in range(reviews.count()):
        reviewer.goto("/ru/desk/reviews/")
        walking.press(reviews.first)
        answer_checklist(reviewer)
    colleague.goto("/ru/desk/release/night-1/")
    assert colleague.locator("#missing").count() == 0
    walking.press(colleague.locator("form.form:not([action]) button"))
    colleague.goto("/ru/desk/release/night-1/")
    assert "Выпущено" in colleague.locator("main").inner_text()


def learn(learner, platform):
    """Join the course, read it, pass the exam, and hold the certificate."""
    assert walking.read_lessons(learner, "night-1", "ru") == 2
    learner.goto("/ru/courses/night-1/")
    walking.press(learner.locator("main a[href*='/exams/']").first)
    walking.sit_exam(learner, walking.right_answers(platform, "NIGHT-1"))
    assert "NIGHT-1" in learner.locator(".certificate").inner_text()


@pytest.mark.journey
def test_a_course_from_nothing_reaches_a_learner(platform, visit, enter):
    trainer, colleague, reviewer, learner = (
        looking.listen(visit("desk", "ru")) for _person in range(4)
    )
    enter(trainer, "trainer", "ru")

    make_course(trainer)
    at = parts(platform, "ru")
    write_front_and_module(trainer, at)
    write_first_lesson(trainer, at)
    write_second_lesson(trainer, at)
    write_questions(trainer)
    write_exam(trainer, at)
    translate_pages(trainer, platform)
    translate_questions(trainer, platform)
    enter(colleague, "trainer-2", "ru")
    enter(reviewer, "safeguard-reviewer", "ru")
    release(colleague, reviewer)

    enter(learner, "learner", "ru")
    learn(learner, platform)
    people = (trainer, colleague, reviewer, learner)
    assert [page.foreign for page in people] == [[]] * len(people)
