"""Drawn diagrams: only what is listed comes into a page, and words fit into their room."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from content.blocks import LessonBody
from content.blocks.body_reader import extract_body_text
from content.blocks.drawings import (
    DrawingError,
    iter_drawing_faults,
    list_word_names,
    measure_text_width,
    parse_drawing,
    render_drawing,
)
from content.blocks.translation_segments import hash_body_segments
from tests.factories.content import name

TEXT = '<text x="20" y="50" font-size="26" data-text="one" data-width="200"/>'
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 100">'
    f'<rect class="box" x="1" y="1" width="600" height="90"/>{TEXT}</svg>'
)


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def block(source=SVG, words=None, **said):
    words = {"one": "Бір"} if words is None else words
    value = {
        "drawing": source,
        "words": [
            {"type": "item", "id": name("w", key), "value": {"name": key, "text": text}}
            for key, text in words.items()
        ],
        "alt": "Не көрсетілген",
        "long": "",
        "caption": "Атауы",
    }
    return {"type": "drawing", "id": name("drawing"), "value": value | said}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (TEXT, "<script>alert(1)</script>"),
        (TEXT, "<foreignObject><p>x</p></foreignObject>"),
        (TEXT, '<image href="https://elsewhere.example/x.png"/>'),
        (TEXT, '<use href="#a"/>'),
        (TEXT, "<style>rect{fill:url(//elsewhere.example)}</style>"),
        ('class="box"', 'onload="alert(1)"'),
        ('class="box"', 'style="fill:red"'),
        ('class="box"', 'class="check"'),
        ('class="box"', 'fill="url(#a)"'),
        ('x="1"', 'x="1&quot;&gt;&lt;script&gt;"'),
        ("0 0 640 100", "0 0 641 100"),
        ("0 0 640 100", "0 0 640 9000"),
        ('data-text="one" data-width="200"/>', ">Words</text>"),
        ('data-text="one" data-width="200"/>', "><tspan>a</tspan></text>"),
        ('font-size="26"', 'font-size="12"'),
        ('data-width="200"', ""),
        ('x="20"', 'x="left"'),
        ("</svg>", ""),
        ("<svg", '<!DOCTYPE svg [<!ENTITY a "b">]><svg'),
        ("</svg>", f"{TEXT * 100}</svg>"),
    ],
)
def test_drawing_that_holds_anything_else_is_refused_and_never_shown(old, new):
    source = SVG.replace(old, new, 1)
    assert source != SVG

    with pytest.raises(DrawingError):
        parse_drawing(source)
    assert render_drawing(source, {"one": "Бір"}, "") == ""
    with pytest.raises(ValidationError):
        LessonBody().clean(LessonBody().to_python([block(source)]))


def test_words_are_put_in_line_by_line_and_escaped():
    html = render_drawing(SVG, {"one": "Бір <b>\nекі & үш"}, 'alt "x"')

    assert html == (
        '<svg viewBox="0 0 640 100" role="img" aria-label="alt &quot;x&quot;" '
        'focusable="false"><rect class="d-box" x="1" y="1" width="600" height="90">'
        '</rect><text font-size="26"><tspan x="20" y="43.5">Бір &lt;b&gt;</tspan>'
        '<tspan x="20" y="74.7">екі &amp; үш</tspan></text></svg>'
    )


def test_words_that_are_missing_or_do_not_fit_are_named():
    assert list_word_names(SVG) == ["one"]
    assert list(iter_drawing_faults(SVG, {"one": "Қауіпсіздік\nережесі"})) == []
    found = list(iter_drawing_faults(SVG, {"two": "x"}))
    assert found == [
        "The drawing has a place for “one”, but there are no words for it.",
        "The drawing has no place for “two”.",
    ]
    assert list(iter_drawing_faults(SVG, {"one": "а\nб\nв"})) == [
        "“one” has more than 2 lines."
    ]
    (found,) = iter_drawing_faults(SVG, {"one": "Қауіпсіздік бөлімшесі"})
    assert "there is room for only 200" in found


def test_kazakh_word_is_measured_as_the_broadest_usual_font_shows_it():
    assert measure_text_width("Қауіпсіздік", 100) == pytest.approx(643, abs=40)


def test_editor_is_told_which_words_do_not_fit():
    body = LessonBody()

    with pytest.raises(ValidationError) as error:
        body.clean(body.to_python([block(words={"one": "Қауіпсіздік бөлімшесі"})]))
    assert "there is room for only 200" in str(
        error.value.block_errors[0].as_json_data()
    )

    kept = body.clean(body.to_python([block()]))
    assert kept[0].value["drawing"] == SVG


def test_saving_a_form_leaves_what_nobody_changed_as_it_was():
    body = LessonBody()
    source = SVG.replace("><", ">\n<")
    kept = [block(source, {"one": "Бір\nекі"}, long="Бір\n\nекі")]
    sent = [
        block(
            source.replace("\n", "\r\n"),
            {"one": "Бір\r\nекі"},
            long="Бір\r\n\r\nекі",
        )
    ]

    saved = body.clean(body.to_python(sent)).get_prep_value()

    assert saved == body.to_python(kept).get_prep_value()


def test_words_are_searched_and_translated_and_the_drawing_is_not():
    raw = [block()]

    assert extract_body_text(raw) == "Бір Не көрсетілген Атауы"
    places = {
        place.partition("/")[2] for place in hash_body_segments(LessonBody(), raw)
    }
    assert {"alt", "caption"} <= places
    other = [block(SVG.replace("600", "610"))]
    changed = {
        place.partition("/")[2]
        for place, digest in hash_body_segments(LessonBody(), other).items()
        if hash_body_segments(LessonBody(), raw).get(place) != digest
    }
    assert len(changed) == 1
    assert not changed & {"alt", "caption"}
