"""Questions about regions of a picture in QTI: of other systems, damaged, and ours."""

from random import Random

import pytest

from content.questions.exchange.qti_files import read_qti, write_qti2, write_qti3
from content.questions.exchange.zip_reader import extract_xml_files
from content.questions.notation.exchange_question import ExchangeRegion
from content.questions.notation.xml_nodes import read_xml
from content.questions.types.hotspot.region_coordinates import convert_to_pixels
from elearning.zip_files import build_zip
from tests.factories.exchange import asked
from tests.factories.pictures import plan

SCRIPT = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
UNPACKABLE = Random(1).randbytes(2_100_000)
REGIONS = """
  <hotspotChoice identifier="a" shape="rect" coords="80,60,240,300" hotspotLabel="Дверь"/>
  <hotspotChoice identifier="b" shape="circle" coords="560,420,80" hotspotLabel="Стол"/>
"""


def item(
    regions=REGIONS,
    picture='data="plan.png" width="800" height="600"',
    alt="План",
    **facts,
):
    facts = {"cardinality": "single", "right": ["b"]} | facts
    values = "".join(f"<value>{name}</value>" for name in facts["right"])
    return f"""<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1"
      identifier="i-1" title="Где стоять" adaptive="false" timeDependent="false"
      xml:lang="ru">
  <responseDeclaration identifier="R" cardinality="{facts["cardinality"]}"
    baseType="identifier"><correctResponse>{values}</correctResponse></responseDeclaration>
  <itemBody><hotspotInteraction responseIdentifier="R" maxChoices="1">
  <prompt>Где Вы встанете?</prompt>
  <object type="image/png" {picture}>{alt}</object>{regions}
  </hotspotInteraction></itemBody></assessmentItem>"""


def package(text, folder="", **files):
    href = f"{folder}item.xml"
    manifest = (
        '<manifest><resources><resource type="imsqti_item_xmlv2p1" '
        f'href="{href}"/></resources></manifest>'
    )
    content = {"imsmanifest.xml": manifest.encode(), href: text.encode()}
    return build_zip(content | (files or {"plan.png": plan()}))


def read(content):
    return read_qti(content, "kk")[0]


def fault(content):
    (found,) = read(content).faults
    return found.reason


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("hall.png", "“hall.png” is not in the package"),
        ("../plan.png", "lies outside the package"),
        ("%2e%2e/plan.png", "lies outside the package"),
        ("/etc/passwd", "lies outside the package"),
        ("https://evil.example/plan.png", "lies outside the package"),
        ("data:image/png;base64,AAAA", "lies outside the package"),
        ("item.xml", "“item.xml” is not in the package"),
        ("", "is not in the package"),
    ],
)
def test_picture_that_is_not_beside_the_item_is_told(source, reason):
    text = item(picture=f'data="{source}" width="800" height="600"')

    assert reason in fault(package(text))


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("plan.png", b"no picture", "cannot be opened as a picture"),
        ("plan.png", plan(size=(6100, 10)), "is not between 1 and 6000 pixels"),
        ("plan.svg", SCRIPT, "contains a program or a link"),
        ("plan.png", UNPACKABLE, "is larger than 2 MB"),
    ],
    ids=["garbage", "wide", "script", "heavy"],
)
def test_picture_made_to_harm_is_told(name, content, reason):
    text = item(picture=f'data="{name}" width="800" height="600"')

    assert reason in fault(package(text, **{name: content}))


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('shape="circle"', 'shape="ellipse"', "the shape “ellipse” cannot be read"),
        ('shape="circle"', 'shape="default"', "the shape “default” cannot be read"),
        ("560,420,80", "560,420", "“560,420”, cannot be read"),
        ("560,420,80", "10%,20%,5%", "“10%,20%,5%”, cannot be read"),
        ("560,420,80", "-5,420,80", "“-5,420,80”, cannot be read"),
        ("80,60,240,300", "80,60,240", "“80,60,240”, cannot be read"),
        ("80,60,240,300", "1," * 500 + "1", "cannot be read"),
    ],
)
def test_region_without_a_place_here_is_told(old, new, reason):
    assert reason in fault(package(item(REGIONS.replace(old, new))))


def test_single_item_asks_for_its_package():
    assert "is not in the package" in fault(item().encode())


def test_regions_of_another_system_are_read_in_thousandths():
    (found,) = read(package(item())).questions

    question = found.question
    assert (question.type, question.language) == ("hotspot", "ru")
    assert question.stem == "Где Вы встанете?"
    assert question.regions == (
        ExchangeRegion("Дверь", "rectangle", (100, 100, 200, 400)),
        ExchangeRegion("Стол", "circle", (700, 700, 100), is_right=True),
    )
    picture = question.picture
    assert (picture.content, picture.width, picture.height) == (plan(), 800, 600)
    assert (picture.alt, found.notes) == ("План", ())


def test_picture_shown_smaller_is_measured_as_it_is_shown():
    regions = REGIONS.replace("80,60,240,300", "40,30,120,150")
    regions = regions.replace("560,420,80", "280,210,40")
    text = item(regions, 'data="img/plan.png" width="400" height="300"')

    (found,) = read(package(text, **{"img/plan.png": plan()})).questions

    assert found.question.regions[0].points == (100, 100, 200, 400)
    assert found.question.picture.width == 800


def test_picture_is_found_from_the_folder_of_the_item():
    text = item(picture='data="../img/plan%20a.png"')

    (found,) = read(package(text, "items/", **{"img/plan a.png": plan()})).questions

    assert found.question.picture.name == "plan a.png"


def test_picture_and_regions_without_words_get_some_and_say_so():
    text = item(REGIONS.replace(' hotspotLabel="Дверь"', ""), alt="")

    (found,) = read(package(text)).questions

    assert found.question.picture.alt == "Где стоять"
    assert found.question.regions[0].label == "Область 1"
    assert len(found.notes) == 2


@pytest.mark.parametrize(
    ("write", "names"),
    [
        (write_qti2, ("hotspotInteraction", "object", "hotspotChoice", "data")),
        (
            write_qti3,
            ("qti-hotspot-interaction", "img", "qti-hotspot-choice", "src"),
        ),
    ],
)
def test_items_of_ours_show_their_picture_as_their_version_does(write, names):
    question = asked("hotspot")
    files = extract_xml_files(write([question])[0], with_pictures=True)

    interaction, shown, choice, source = names
    root = read_xml(files["items/q-T1-Q01-kk.xml"].decode())
    (node,) = root.under(interaction)
    (picture,) = node.all(shown)
    assert picture.get(source) == "../pictures/plan.png"
    assert files["pictures/plan.png"] == question.picture.content
    coords = [one.get("coords") for one in node.all(choice)]
    assert coords == [
        ",".join(map(str, convert_to_pixels(one, question.picture)))
        for one in question.regions
    ]
    (resource,) = read_xml(files["imsmanifest.xml"].decode()).under("resource")
    assert [one.get("href") for one in resource.all("file")] == [
        "items/q-T1-Q01-kk.xml",
        "pictures/plan.png",
    ]
