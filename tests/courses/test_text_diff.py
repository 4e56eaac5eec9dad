"""Two wordings, compared word by word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses import text_diff
from courses.text_diff import DiffPiece


@pytest.mark.parametrize(
    ("before", "after", "pieces"),
    [
        ("", "", ()),
        ("", "Жаңа", (DiffPiece("ins", "Жаңа"),)),
        ("Ескі", "", (DiffPiece("del", "Ескі"),)),
        (
            "At most 15 days.",
            "At most 10 days.",
            (
                DiffPiece("", "At most "),
                DiffPiece("del", "15"),
                DiffPiece("ins", "10"),
                DiffPiece("", " days."),
            ),
        ),
    ],
)
def test_words_are_told_apart(before, after, pieces):
    assert text_diff.diff_words(before, after) == pieces


@given(st.text(), st.text())
def test_both_texts_can_be_read_from_the_pieces(before, after):
    pieces = text_diff.diff_words(before, after)

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

    assert text_diff.normalise_rich_text(saved) == text_diff.normalise_rich_text(text)
    assert text_diff.normalise_rich_text(saved) != text_diff.normalise_rich_text(
        text.replace("may", "must")
    )
    assert text_diff.normalise_rich_text(saved) != text_diff.normalise_rich_text(
        text.replace("b>", "i>")
    )
