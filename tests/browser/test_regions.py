"""A trainer draws the regions of a picture in the studio, and writes a case."""

from tests.browser import looking, walking
from tests.browser.test_studio import settle

_MAKE = """
import json
from tests.factories.content import CoursePages
from tests.factories.pictures import image, region
from content.questions.models import QuestionDraft

pages = CoursePages(code="DRAW", lessons=[], languages=["kk"])
parts = [
    region("a", "Есік", "100 120 200 260"),
    region("b", "Журнал", "400 120 200 260", right=True),
    region("c", "Үстел", "800 700 100", shape="circle"),
]
row = pages.question(
    "DRAW-Q01", ["kk"], parts={"kk": parts}, type="hotspot", cites="NMR 1",
    stem="Журнал қайда тұрады?", picture=image(), picture_alt="Кезекші бөлмесінің сызбасы",
)["kk"]
case = pages.case("DRAW-K01", ["kk"], text="Түнгі ауысым.Кезекші журналды ашты.")["kk"]
pages.question("DRAW-Q02", ["kk"], case=case)
print(json.dumps([row.pk, case.pk]))
"""


def test_regions_are_drawn_on_the_picture(platform, visit, enter):
    question, case = walking.facts(platform, _MAKE)
    page = looking.listen(visit("desk", "kk"))
    enter(page, "trainer")
    page.goto(f"/studio/questions/edit/{question}/")
    drawing = page.locator("[data-regions] svg")
    drawing.locator("text").nth(2).wait_for()
    assert drawing.locator("rect, circle").count() == 3

    _pull(page, drawing, "0", (0.1, 0.6), (0.4, 0.9))
    _pull(page, drawing, "2", (0.8, 0.3), (0.9, 0.3))

    values = [
        [
            int(one)
            for one in page.input_value(f"[name=answers-{n}-value-points]").split()
        ]
        for n in (0, 2)
    ]
    assert all(
        abs(one - other) <= 3
        for drawn, wanted in zip(
            values, [[100, 600, 300, 300], [800, 300, 100]], strict=True
        )
        for one, other in zip(drawn, wanted, strict=True)
    )
    page.locator("[name=answers-0-value-shape]").select_option("polygon")
    page.locator("[data-regions] select").select_option("0")
    page.locator("[data-regions] button").click()
    for place in [(0.1, 0.6), (0.4, 0.6), (0.25, 0.9)]:
        _press(page, drawing, place)
    assert len(page.input_value("[name=answers-0-value-points]").split()) == 6
    assert drawing.locator("polygon").count() == 1
    looking.picture(page, "studio-regions-kk")
    settle(page)

    page.goto(f"/studio/cases/edit/{case}/")
    page.get_by_role("link", name="DRAW-Q02").wait_for()
    looking.picture(page, "studio-case-kk")
    page.goto("/studio/cases/")
    page.get_by_role("link", name="DRAW-K01").first.wait_for()
    looking.picture(page, "studio-cases-kk")
    assert page.said == []


def _at(drawing, place):
    box = drawing.bounding_box()
    return box["x"] + box["width"] * place[0], box["y"] + box["height"] * place[1]


def _press(page, drawing, place):
    drawing.scroll_into_view_if_needed()
    page.mouse.move(*_at(drawing, place))
    page.mouse.down()
    page.mouse.up()


def _pull(page, drawing, region, start, end):
    page.locator("[data-regions] select").select_option(region)
    drawing.scroll_into_view_if_needed()
    page.mouse.move(*_at(drawing, start))
    page.mouse.down()
    page.mouse.move(*_at(drawing, end), steps=4)
    page.mouse.up()
