"""Texts come from Word: what they say is kept, what they look like is not."""

import json

from tests.browser import looking, walking
from tests.browser.test_studio import FACTS, TEXT, add
from tests.waiting import until

#: What Word puts into the clipboard, written for this test.
WORD = """
<html xmlns:o="urn:schemas-microsoft-com:office:office"
 xmlns:w="urn:schemas-microsoft-com:office:word">
<head><meta name=Generator content="Microsoft Word 15">
<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml>
<![endif]--><style><!-- p.MsoNormal {mso-style-unhide:no;font-family:"Times"} --></style>
</head><body lang=RU>
<h1 style='mso-outline-level:1'><span style='color:red'>Ночная смена</span><o:p></o:p></h1>
<p class=MsoNormal style='text-indent:35pt'><b style='mso-bidi-font-weight:normal'>Стук</b>
в дверь<span style='mso-spacerun:yes'>&nbsp;</span>— <del cite="mailto:X">убранное</del><ins
cite="mailto:X">добавленное</ins> правило.<a class=msocomanchor href="#_msocom_1">[П1]</a>
<a href="https://adilet.zan.kz/rus/docs/K1400000234"><span lang=RU>Кодекс</span></a><o:p></o:p></p>
<p class=MsoListParagraphCxSpFirst style='mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='mso-list:Ignore'>·<span style='font:7.0pt "Times"'>&nbsp;&nbsp;</span></span><![endif]>
Первое</p>
<p class=MsoListParagraphCxSpLast style='mso-list:l0 level1 lfo1'><span
style='mso-list:Ignore'>·</span>Второе</p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><span
style='mso-list:Ignore'>1.</span>Шаг</p>
<table class=MsoTableGrid border=1><tr><td><p class=MsoNormal>Мера</p></td>
<td><p class=MsoNormal>Правило</p></td></tr><tr><td>Обыск</td><td>52</td></tr></table>
<div style='mso-element:comment-list'><div style='mso-element:comment' id="_com_1">
<p class=MsoCommentText>Замечание коллеги</p></div></div>
</body></html>
"""
PASTE = """([rich, plain]) => {
  const data = new DataTransfer();
  if (rich) data.setData('text/html', rich);
  data.setData('text/plain', plain);
  document.activeElement.dispatchEvent(
    new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true}));
}"""
PAGE = "Сотрудник объясняет причину проверки до того, как открыть дверь. " * 30


def stored(page, name):
    """Return the paragraphs that the field would send: their type and their text."""
    content = json.loads(page.locator(f"[name={name}]").input_value())
    content = content or {"blocks": []}  # where nothing was written yet
    kinds = [(block["type"], block["text"].strip()) for block in content["blocks"]]
    return content, [kind for kind in kinds if kind[1]]


def test_word_is_cleaned_and_a_book_is_refused(platform, visit, enter):
    module, _titles = walking.facts(platform, FACTS)
    page = looking.listen(visit("desk", "ru"))
    enter(page, "trainer", "ru")
    page.goto(f"/studio/pages/add/content/lessonpage/{module}/")
    page.fill("[name=title]", "Qoyu")  # what the studio saves by itself is whole
    page.fill("[name=summary]", "Мәтінді қою.")
    text = f"{add(page, 0, TEXT)}-text"
    field = page.locator(f"[name={text}] ~ * [contenteditable=true]").first
    field.click()

    page.evaluate(PASTE, [WORD, "Ночная смена"])
    until(lambda: ("unstyled", "Обыск | 52") in stored(page, text)[1])

    content, said = stored(page, text)
    assert said == [
        ("header-three", "Ночная смена"),
        ("unstyled", "Стук в дверь — добавленное правило. Кодекс"),
        ("unordered-list-item", "Первое"),
        ("unordered-list-item", "Второе"),
        ("ordered-list-item", "Шаг"),
        ("unstyled", "Мера | Правило"),
        ("unstyled", "Обыск | 52"),
    ]
    links = [entity["data"]["url"] for entity in content["entityMap"].values()]
    assert links == ["https://adilet.zan.kz/rus/docs/K1400000234"]
    assert "mso-" not in json.dumps(content)

    page.evaluate(PASTE, ["", PAGE * 200])
    note = page.locator(".paste-note")
    note.wait_for()
    assert "195" in note.inner_text()
    assert stored(page, text)[1] == said

    page.keyboard.type(" Дальше.")
    page.evaluate(PASTE, ["", PAGE])
    note.wait_for(state="hidden")
    until(lambda: "Дальше." in "".join(words for _kind, words in stored(page, text)[1]))
    assert page.said == []
    assert page.foreign == []
