import io

import pytest
from PIL import Image

from courses.certificates.designs import emblem_reader
from courses.certificates.errors import DesignError

OUTER = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'


def svg(inside, size='viewBox="0 0 10 10"'):
    """An SVG with ``inside`` in it, as a file."""
    return f"<svg {OUTER} {size}>{inside}</svg>".encode()


def png(size, mode="RGBA"):
    """A PNG of one colour, as a file."""
    file = io.BytesIO()
    Image.new(mode, size).save(file, "PNG")
    return file.getvalue()


BOMB = b'<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]>' + svg("<g>&c;</g>")


@pytest.mark.parametrize(
    "file",
    [
        svg("<script>alert(1)</script>"),
        svg('<foreignObject><p xmlns="http://www.w3.org/1999/xhtml"/></foreignObject>'),
        svg('<path d="M0 0" onload="alert(1)"/>'),
        svg('<image href="https://example.org/a.png"/>'),
        svg('<image href="data:image/png;base64,AAAA"/>'),
        svg('<path d="M0 0" fill="url(https://example.org/#a)"/>'),
        svg('<path d="M0 0" style="fill:url(//example.org/a)"/>'),
        svg('<path d="M0 0" fill="url(&#35;a) u&#114;l(x)"/>'),
        svg('<linearGradient id="a" xlink:href="https://example.org/#b"/>'),
        svg('<use href="#a"/>'),
        svg('<a href="https://example.org/"><path d="M0 0"/></a>'),
        svg('<animate attributeName="d" values="M0 0"/>'),
        svg("<text>Committee</text>"),
        svg("<style>.a{fill:red}</style>"),
        svg("<g>" * 40 + "</g>" * 40),
        svg("<g/>" * 4000),
        svg("", size=""),
        svg("", size='viewBox="0 0 0 10"'),
        svg("", size='viewBox="0 0 100 10"'),
        svg("", size='width="50%" height="1e999"'),
        BOMB,
        b"<svg><path/></svg>",
        b"<p>no drawing</p>",
        b"",
        b"%PDF-1.7",
        b"\xff\xd8\xff\xe0JFIF",
        b"\x89PNG\r\n\x1a\nbroken",
        png((100, 100))[:60],
        png((5000, 5)),
        png((100, 10)),
        b" " * (emblem_reader.HEAVIEST + 1),
    ],
)
def test_what_is_no_emblem_is_refused_in_a_sentence(file):
    with pytest.raises(DesignError, match=r"\.$"):
        emblem_reader.read_emblem(file)


def test_a_drawing_is_made_anew_of_shapes_and_colours_alone():
    file = svg(
        '<title>T</title><metadata>made by</metadata><g style="fill:#123456;-x-font:1">'
        '<path d="M0 0h5" class="a" data-x="1"/></g>'
        '<linearGradient id="b" xlink:href="#c"/><rect fill="url(#b)" width="1"/>'
    )

    assert emblem_reader.read_emblem(file) == (
        f'<svg {OUTER} width="10" height="10" viewBox="0 0 10 10"><g fill="#123456">'
        '<path d="M0 0h5"></path></g><linearGradient id="b" xlink:href="#c">'
        '</linearGradient><rect fill="url(#b)" width="1"></rect></svg>'
    )


def test_a_drawing_made_anew_stays_as_it_is():
    once = emblem_reader.read_emblem(
        svg('<circle cx="5" cy="5" r="4" fill="#a8781c"/>')
    )

    assert emblem_reader.read_emblem(once.encode()) == once


def test_a_picture_is_painted_anew_and_made_smaller():
    kept = emblem_reader.read_emblem(png((1200, 800)))

    assert 'width="600" height="400"' in kept
    assert "data:image/png;base64," in kept


def test_a_picture_of_many_colours_weighs_no_more_than_a_file_may():
    noise = Image.effect_noise((700, 700), 90)
    file = io.BytesIO()
    noise.quantize(4).save(file, "PNG", optimize=True)

    assert len(file.getvalue()) <= emblem_reader.HEAVIEST
    assert (
        len(emblem_reader.read_emblem(file.getvalue()))
        <= emblem_reader.HEAVIEST * 4 / 3 + 500
    )
