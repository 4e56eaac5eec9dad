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
