"""A trainer changes a guideline and a lesson; other people let the lesson through."""

import io
import os
import re
import zipfile

from PIL import Image

from content.privacy.national_ids import compute_check_digit
from tests.browser import looking, walking
from tests.browser.conftest import own_installation
from tests.browser.test_studio import press, settle

_PAGES = """
import json
from content.guidelines.models import GuidelinePage
from content.models import LessonPage
guideline = GuidelinePage.objects.get(slug="mg-6", locale__language_code="ru")
lessons = LessonPage.objects.filter(slug="l2-3", url_path__contains="/c1/")
print(json.dumps({"guideline": guideline.pk, "lesson": str(lessons[0].translation_key)} | {
    page.locale.language_code: page.pk for page in lessons.select_related("locale")}))
"""
#: The draft goes live at a moment that is due, as a scheduled publication does.
_SCHEDULED = """
from datetime import timedelta
from django.utils import timezone
from content.guidelines.models import GuidelinePage
from content.publishing.scheduled_publication import publish_due_revisions
page = GuidelinePage.objects.get(pk={page})
page.go_live_at = timezone.now() - timedelta(minutes=1)
draft = page.save_revision()
type(draft).objects.filter(pk=draft.pk).update(approved_go_live_at=page.go_live_at)
print(publish_due_revisions(timezone.now()))
"""
_REFUSALS = """
from elearning.audit.models import Entry
print(Entry.objects.filter(action__endswith="_refused").count())
"""
CLAUSE = "body-1-value-clauses-2-value-text"
SENTENCE = " Отказ записывают в журнал."
IIN = f"90010130012{compute_check_digit('90010130012')}"
SCREENS = (
    "/desk/",
    "/desk/release/",
    "/desk/release/guidelines/mg-6/",
    "/desk/release/guidelines/mg-6/impact/",
    "/desk/release/c1/",
    "/desk/parity/",
)
_POST = """async (path) => {
  const field = document.querySelector("[name=csrfmiddlewaretoken]");
  const headers = {"X-CSRFToken": field.value, "Content-Type": "application/json"};
  return (await fetch(path, {method: "POST", headers, body: "{}"})).status;
}"""
#: Three words of English in a row, a placeholder, or the key of an action.
_FOREIGN = re.compile(r"[A-Za-z]{3,} [a-z]{2,} [a-z]{3,}|%\(|\b[a-z]+\.[a-z]+_[a-z_]+")

platform, _sessions = own_installation("walk")


def write(page, name, text):
    """Go to the end of a rich text of the studio and type."""
    page.locator(f"[name={name}] ~ * [contenteditable=true]").first.click()
    page.keyboard.press("Control+End")
    page.keyboard.type(text)


def post(page, path):
    """Send an empty form as a script of the open page would, and return the answer."""
    return page.evaluate(_POST, path)


def upload(page, photo, **said):
    page.goto("/studio/images/add/")
    page.fill("[name=title]", "Двор для прогулок")
    page.set_input_files(
        "[name=file]", {"name": "y.jpg", "mimeType": "image/jpeg", "buffer": photo}
    )
    for name, words in said.items():
        page.fill(f"main form [name={name}]", words)
    walking.press(page.locator("main form button[type=submit]").last)


def photograph():
    """A photograph of more than 12 MB."""
    image = Image.frombytes("RGB", (2600, 2000), os.urandom(2600 * 2000 * 3))
    file = io.BytesIO()
    image.save(file, "JPEG", quality=98)
    return file.getvalue()


def answer_checklist(reviewer, refused=None):
    """Answer every question of the review that is open; ``refused`` says why not."""
    for number, row in enumerate(reviewer.locator("#review .panel").all()):
        said = "no" if refused and number == 0 else "yes"
        row.locator(f"label:has([value={said}])").click()
        row.locator("textarea").fill(refused if said == "no" else "Проверено.")
    walking.press(reviewer.locator("#review button:not([name])"))


def change_the_guideline(trainer, at):
    """Add a sentence to clause 2.3, read the difference, weigh it, see what it touches."""
    trainer.goto(f"/studio/pages/{at['guideline']}/edit/")
    write(trainer, CLAUSE, SENTENCE)
    settle(trainer)
    walking.press(trainer.locator("footer button.action-save"))
    trainer.goto(f"/studio/pages/{at['guideline']}/edit/")
    press(trainer, "action-publish")
    trainer.wait_for_url(lambda url: "/edit/" not in url)
    trainer.goto("/ru/desk/release/guidelines/mg-6/?in=ru")
    (new,) = trainer.locator("main ins").all_inner_texts()
    assert SENTENCE.strip() in new
    assert trainer.locator("main del").count() == 0
    weights = "form:has([value=substantive])"
    trainer.locator(f"{weights} label:has([value=substantive])").click()
    walking.press(trainer.locator(f"{weights} button[type=submit]"))
    assert trainer.locator("[role=alert], .callout-danger").count()  # a reason lacks
    trainer.locator(f"{weights} label:has([value=substantive])").click()
    trainer.locator(f"{weights} input[type=text]").fill("Правило 23 требует записи.")
    walking.press(trainer.locator(f"{weights} button[type=submit]"))
    trainer.goto("/ru/desk/release/guidelines/mg-6/impact/")
    touched = trainer.locator("main tbody tr").all_inner_texts()
    assert len([row for row in touched if "C1" in row]) >= 2


def try_every_way_round(trainer, learner, platform, at):
    """By the list, the API, a set time and alone: no reader sees the sentence."""
    refused = walking.facts(platform, _REFUSALS)
    bulk = f"/studio/bulk/wagtailcore/page/publish/?id={at['guideline']}"
    api = f"/studio/api/main/pages/{at['guideline']}/action/publish/"
    trainer.goto(f"/studio/pages/{at['guideline']}/edit/")
    assert [post(trainer, path) for path in (bulk, api)] == [404, 200]
    walking.facts(platform, _SCHEDULED.format(page=at["guideline"]))
    trainer.goto("/ru/desk/release/guidelines/mg-6/")
    assert trainer.locator("form[action$='/approve/'] button").count() == 0
    post(trainer, "/ru/desk/release/guidelines/mg-6/approve/")
    assert walking.facts(platform, _REFUSALS) == refused + 1
    learner.goto("/ru/guidelines/mg-6/")
    assert SENTENCE.strip() not in learner.locator("main").inner_text()


def change_the_lesson(trainer, at):
    """Keep data of real people out, and say what is in a picture."""
    trainer.goto(f"/studio/pages/{at['ru']}/edit/")
    summary = trainer.input_value("[name=summary]")
    trainer.fill("[name=summary]", f"Осужденный Ахметов Б., ИИН {IIN}, отказался.")
    settle(trainer)
    trainer.locator("footer button.action-save").click()
    trainer.locator(".messages .error, .messages .critical").first.wait_for()
    trainer.locator("main .w-field__errors", has_text=IIN).wait_for()
    trainer.goto(f"/studio/pages/{at['ru']}/edit/")
    assert trainer.input_value("[name=summary]") == summary
    photo = photograph()
    upload(trainer, photo)
    assert "Опишите одним предложением" in trainer.locator("main").inner_text()
    upload(trainer, photo, description="Двор с навесом и скамьей.")
    assert "/images/add/" not in trainer.url

    trainer.goto(f"/studio/pages/{at['ru']}/edit/")
    trainer.fill("[name=summary]", "Помощь врача не зависит от поведения человека.")
    press(trainer, "action-publish")
    trainer.wait_for_url(lambda url: "/edit/" not in url)
    trainer.goto("/ru/desk/release/c1/")
    (lacks,) = trainer.locator("#missing + ul li").all_inner_texts()
    assert "Қазақша (1)" in lacks


def translate_the_lesson(trainer, at):
    """Translate the one segment that is open, and see it on a Kazakh phone."""
    trainer.goto("/ru/desk/parity/?state=outdated")
    walking.press(trainer.locator(f"main a[href$='{at['lesson']}/kk/']"))
    assert trainer.locator("details[open] textarea, details[open] input").count()
    assert trainer.locator("details.translation-pair[open]").count() == 1
    field = "details.translation-pair[open] :is(textarea, input[type=text])"
    trainer.locator(field).fill("Дәрігер көмегі адамның мінез-құлқына байланысты емес.")
    walking.press(trainer.locator(".translation-actions [name=submit]"))
    assert trainer.locator("details.translation-pair[open]").count() == 0
    trainer.goto(f"/studio/pages/{at['kk']}/edit/")
    trainer.locator("[data-side-panel-toggle=preview]").first.click()
    shown = trainer.frame_locator("#w-preview-iframe").first
    shown.locator("html[lang=kk] .reading-head").wait_for()
    assert "Дәрігер көмегі" in shown.locator(".reading-head").inner_text()
    press(trainer, "action-publish")
    trainer.wait_for_url(lambda url: "/edit/" not in url)


def review_and_release(trainer, colleague, reviewer, at):
    """A no goes back with its reason; mended, the lesson passes and is released."""
    review = reviewer.locator("main .rows a[href*='/reviews/c1/']")
    reviewer.goto("/ru/desk/reviews/")
    walking.press(review.first)
    answer_checklist(reviewer, refused="Скажите, кому жалуются.")
    trainer.goto("/ru/desk/release/c1/")
    assert "Скажите, кому жалуются." in trainer.locator("main").inner_text()
    for language, words in (
        ("ru", "Помощь врача не зависит от поведения; жалуются прокурору."),
        ("kk", "Дәрігер көмегі мінез-құлыққа байланысты емес; прокурорға шағымданады."),
    ):
        trainer.goto(f"/studio/pages/{at[language]}/edit/")
        trainer.fill("[name=summary]", words)
        press(trainer, "action-publish")
        trainer.wait_for_url(lambda url: "/edit/" not in url)
    reviewer.goto("/ru/desk/reviews/")
    walking.press(review.first)
    answer_checklist(reviewer)
    colleague.goto("/ru/desk/release/c1/")
    walking.press(colleague.locator("form[action$='/approve/'] button"))
    assert colleague.locator("form[action$='/plan/']").count() == 1
    walking.press(colleague.locator("form.form:not([action]) button"))
    colleague.goto("/ru/desk/release/c1/")
    assert "Выпущено" in colleague.locator("main").inner_text()


def release_the_guideline(trainer, colleague, reviewer, learner):
    """Confirm the other languages; two people let it through, and everybody reads it."""
    path = "/ru/desk/release/guidelines/mg-6/"
    trainer.goto(path)
    while (confirm := trainer.locator("form[action*='/confirm/'] button")).count():
        walking.press(confirm.first)
    reviewer.goto("/ru/desk/reviews/guidelines/mg-6/")
    answer_checklist(reviewer)
    colleague.goto(path)
    walking.press(colleague.locator("form[action$='/approve/'] button"))
    walking.press(colleague.locator("form.form:not([action]) button"))
    learner.goto("/ru/guidelines/mg-6/")
    assert SENTENCE.strip() in learner.locator("main").inner_text()


def touched(trainer):
    """Return what the list of a change says of the lesson: whether it is stale."""
    trainer.goto("/ru/desk/release/guidelines/mg-6/impact/")
    (row,) = trainer.locator("main tbody tr:has-text('l2-3')").all_inner_texts()
    return "stale" if "Устарело" in row else "current" if "Актуально" in row else row


def restore_and_take_along(trainer, at):
    """Hand last week's lesson over again, and take the course along as a file."""
    trainer.goto(f"/studio/pages/{at['ru']}/history/")
    trainer.locator("main tbody [data-w-dropdown-target=toggle]").last.click()
    walking.press(trainer.locator("a[href$='/revert/']:visible"))
    first = trainer.input_value("[name=summary]")
    trainer.locator("footer [data-w-dropdown-target=toggle]").first.click()
    trainer.locator("[name=action-publish]:visible").click()
    trainer.wait_for_url(lambda url: "/revert/" not in url)
    trainer.goto(f"/studio/pages/{at['ru']}/edit/")
    assert trainer.input_value("[name=summary]") == first
    trainer.goto("/studio/course-packages/")
    walking.press(trainer.locator("main a[href$='/c1/']"))
    with trainer.expect_download() as taken:
        trainer.locator("main form button[type=submit]").click()
    with zipfile.ZipFile(taken.value.path()) as package:
        assert package.testzip() is None
        assert any(name.endswith(".json") for name in package.namelist())


def faults_in_kazakh(page, path):
    """Return what is wrong with a screen on a Kazakh phone."""
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"/kk{path}")
    name = "trainer" + path.replace("/", "-").rstrip("-")
    found = looking.faults(page, "kk", name)
    found += _FOREIGN.findall(page.locator("main").inner_text())
    return found + (["too wide"] if looking.overflow(page) > 0 else [])


def test_a_changed_text_passes_every_hand_before_learners_read_it(
    platform, visit, enter
):
    at = walking.facts(platform, _PAGES)
    trainer = looking.listen(visit("desk", "ru"))
    enter(trainer, "trainer", "ru")
    learner = visit("phone", "ru")
    enter(learner, "learner", "ru")

    colleague, reviewer = (looking.listen(visit("desk", "ru")) for _ in range(2))
    enter(colleague, "trainer-2", "ru")
    enter(reviewer, "safeguard-reviewer", "ru")

    change_the_guideline(trainer, at)
    try_every_way_round(trainer, learner, platform, at)
    release_the_guideline(trainer, colleague, reviewer, learner)
    assert touched(trainer) == "stale"
    change_the_lesson(trainer, at)
    translate_the_lesson(trainer, at)
    review_and_release(trainer, colleague, reviewer, at)
    assert touched(trainer) == "current"
    restore_and_take_along(trainer, at)

    trainer.said.clear()  # the browser tells of answers that refuse
    assert colleague.said + reviewer.said + trainer.foreign == []
    faults = {path: faults_in_kazakh(trainer, path) for path in SCREENS}
    faults["/desk/reviews/"] = faults_in_kazakh(reviewer, "/desk/reviews/")
    assert {path: found for path, found in faults.items() if found} == {}
