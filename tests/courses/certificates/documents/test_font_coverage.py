import re
import sys
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from courses.certificates.documents import font_coverage, typst_compiler

FONTS = Path(typst_compiler.__file__).parent / "typst" / "fonts"
KAZAKH = "ӘәҒғҚқҢңӨөҰұҮүҺһІі"
RUSSIAN = "".join(chr(code) for code in range(0x410, 0x450)) + "Ёё"
SIGNS = " !\"%&'()*+,-./0123456789:;=?@№«»„“”‘’–—…\N{NO-BREAK SPACE}"


def letters_of(pattern):
    """The characters of the fonts whose file names fit ``pattern``, of each or of any."""
    return [
        set(map(chr, TTFont(file).getBestCmap()))
        for file in sorted(FONTS.glob(pattern))
    ]


@pytest.mark.parametrize(
    ("name", "printed"),
    [
        ("\u202eӘсел\u202c \u200fАлия\u200e", "Әсел Алия"),
        ("Ким 金\nЁн", "Ким ? Ён"),
        ("عائشة", "عائشة"),
        ("Әсел = \x00Қ", "Әсел = Қ"),
        ("Йод й", "Йод й"),
        ("А\u00adлия 🙂\ud800", "Алия ?"),
        ("N\u20112", "N-2"),
    ],
)
def test_printable_keeps_letters_and_drops_what_has_no_shape(name, printed):
    assert font_coverage.make_printable(name) == printed


@pytest.mark.parametrize("pattern", ["SourceSerif4_*.ttf", "GolosText_*.ttf"])
def test_every_font_of_text_has_the_letters_of_both_languages(pattern):
    needed = set(KAZAKH + RUSSIAN + SIGNS)

    assert [needed - letters for letters in letters_of(pattern)] == [set()] * len(
        letters_of(pattern)
    )
    assert letters_of(pattern)


def test_every_letter_that_is_let_through_is_in_a_font():
    serif, arabic = letters_of("SourceSerif4_600*") + letters_of("NotoNaskh*")
    everything = map(chr, range(sys.maxunicode + 1))

    through = {one for one in everything if not font_coverage.UNPRINTABLE.match(one)}

    assert through - serif - arabic == set()
    assert set(KAZAKH + RUSSIAN + SIGNS) <= through


def test_each_family_stands_beside_its_licence():
    families = {file.name.partition("_")[0] for file in FONTS.glob("*.ttf")}
    licences = {re.sub(r"^OFL-", "", file.stem) for file in FONTS.glob("OFL-*.txt")}

    assert families == licences
