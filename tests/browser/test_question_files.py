"""A trainer brings questions in from Excel and takes them out again, in the studio."""

import pytest

from tests.browser import looking, walking

#: Kazakh letters, semicolons and a byte order mark: as Excel in Kazakhstan saves it.
HEAD = "Коды;Түрі;Оқу нәтижесі;Сұрақ;Дұрыс таңдаулар;Таңдау 1;Таңдау 2"
DRAFTS = """
import json
from content.questions.models import QuestionDraft
print(json.dumps(QuestionDraft.objects.filter(code__startswith={code!r}).count()))
"""


def table(code, rows=30, bad=()):
    lines = [
        f"{code}{n:02};{'riddle' if n in bad else 'single'};1;"
        f"{code}: тінту {n}-рет қалай жүргізіледі?;1;Ұятқа қалдырмай;Әйтеуір"
        for n in range(1, rows + 1)
    ]
    return "\r\n".join([HEAD, *lines]).encode("utf-8-sig")


@pytest.mark.parametrize(("size", "language"), [("phone", "kk"), ("desk", "ru")])
def test_trainer_imports_a_table_twice_and_exports_it(
    platform, visit, enter, size, language
):
    code = f"X-{language}-"
    drafts = DRAFTS.format(code=code)
    page = looking.listen(visit(size, language))
    enter(page, "trainer", language)
    content = table(code, bad=(4, 9, 19))
    found = {}

    for time in ("first", "second"):
        page.goto("/studio/question-exchange/import/")
        found[f"upload {time}"] = looking.faults(page, language, f"import-{size}-file")
        page.set_input_files("[name=file]", _file("сұрақтар.csv", content))
        page.select_option("[name=course]", label=_course(page))
        walking.press(page.locator("main button.button[type=submit]").first)
        page.wait_for_url("**/import/*/")
        name = f"import-{size}-check-{time}"
        found[f"check {time}"] = looking.faults(page, language, name)
        if time == "first":
            assert walking.facts(platform, drafts) == 0
            assert page.locator("#rows-faulty + div tbody tr").count() == 3
            walking.press(page.locator("main form button[type=submit]").first)
            page.wait_for_url("**/import/result/")
            name = f"import-{size}-result"
            found["result"] = looking.faults(page, language, name)
        assert walking.facts(platform, drafts) == 27

    page.goto("/studio/question-exchange/export/")
    page.select_option("[name=format]", "moodle")
    walking.press(page.locator("main form button[type=submit]").first)
    found["export"] = looking.faults(page, language, f"export-{size}")
    with page.expect_download() as download:
        page.locator("main section form button").click()

    assert download.value.suggested_filename.endswith("-questions-moodle.zip")
    assert {where: faults for where, faults in found.items() if faults} == {}


def _file(name, content):
    return {"name": name, "mimeType": "text/csv", "buffer": content}


def _course(page):
    """The course that the starter content has a bank for."""
    options = page.locator("[name=course] option").all_text_contents()
    return options[0]
