import io

import pytest
from PIL import Image

from courses.certificates.designs import design_preview
from courses.certificates.designs.design_proposals import DesignDraft
from courses.certificates.models import Certificate
from tests.factories.designs import EMBLEM, DesignFactory, words

pytestmark = pytest.mark.django_db


def size_of(picture):
    """Width and height of a PNG."""
    return Image.open(io.BytesIO(picture), formats=["PNG"]).size


@pytest.mark.parametrize("form", ["sheet", "card"])
@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_a_design_is_shown_on_a_specimen_in_each_language(language, form):
    broad, high = size_of(
        design_preview.render_design_preview(DesignFactory.build(), language, form)
    )

    assert min(broad, high) > 900
    assert not Certificate.objects.exists()


def test_a_draft_with_gaps_and_odd_letters_is_shown_as_far_as_it_goes():
    draft = DesignDraft(
        words=words(kk={"heading": "Ы" * 300, "issuer": "金"}), palette="sky"
    )

    assert size_of(design_preview.render_design_preview(draft.design(), "kk"))
    assert size_of(
        design_preview.render_design_preview(
            DesignDraft(words={}, palette="sky").design(), "ru"
        )
    )


def test_colour_emblem_and_words_change_the_specimen():
    pictures = {
        design_preview.render_design_preview(design, "en")
        for design in (
            None,
            DesignFactory.build(palette="sky"),
            DesignFactory.build(palette="night"),
            DesignFactory.build(palette="sky", emblem=EMBLEM),
        )
    }

    assert len(pictures) == 4
