"""Two wordings, compared word by word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses import differing
from courses.differing import Piece


@pytest.mark.parametrize(
    ("before", "after", "pieces"),
    [
        ("", "", ()),
        ("", "Жаңа", (Piece("ins", "Жаңа"),)),
        ("Ескі", "", (Piece("del", "Ескі"),)),
        (
            "At most 15 days.",
            "At most 10 days.",
            (
                Piece("", "At most "),
                Piece("del", "15"),
                Piece("ins", "10"),
                Piece("", " days."),
            ),
        ),
    ],
)
def test_words_are_told_apart(before, after, pieces):
    assert differing.words(before, after) == pieces


@given(st.text(), st.text())
def test_both_texts_can_be_read_from_the_pieces(before, after):
    pieces = differing.words(before, after)

    assert "".join(one.text for one in pieces if one.kind != "ins") == before
    assert "".join(one.text for one in pieces if one.kind != "del") == after


@pytest.mark.parametrize(
    "saved",
    [
        '<p data-block-key="a1b2c">Don\'t.</p><p data-block-key="x9">He <b>may</b> go.</p>',
        "<p>Don&#x27;t.</p>\n\n<p>He <b>may</b> go.</p>\n",
    ],
)
def test_text_that_an_editor_only_writes_differently_says_the_same(saved):
    text = "<p>Don't.</p>\n<p>He <b>may</b> go.</p>"

    assert differing.bare(saved) == differing.bare(text)
    assert differing.bare(saved) != differing.bare(text.replace("may", "must"))
    assert differing.bare(saved) != differing.bare(text.replace("b>", "i>"))
