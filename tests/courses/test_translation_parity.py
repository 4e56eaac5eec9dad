"""Languages agree segment by segment: who changes leads, who lags catches up."""

import pytest

from courses.translation_parity import Parity, build_parity


@pytest.fixture
def equal():
    """A lesson of two segments and a fact, translated once."""
    kk = {"/title": "k1", "a/text": "k2", "a/facts": "f"}
    ru = {"/title": "r1", "a/text": "r2", "a/facts": "f"}
    return Parity().published("kk", kk).published("ru", ru)


def said(parity, language, **changes):
    """What ``language`` says, with ``changes``; ``None`` takes a segment out."""
    texts = {place: pair[0] for place, pair in parity.texts[language].items()}
    named = {"title": "/title", "text": "a/text", "facts": "a/facts", "b": "b/text"}
    for name, digest in changes.items():
        texts[named[name]] = digest
    return {place: digest for place, digest in texts.items() if digest}


def lags(parity):
    return {language: parity.changed(language) for language in sorted(parity.texts)}


def test_first_translation_is_equal(equal):
    assert lags(equal) == {"kk": [], "ru": []}


def test_changed_segment_puts_the_other_language_behind_in_that_segment(equal):
    parity = equal.published("kk", said(equal, "kk", text="k3"))

    assert lags(parity) == {"kk": [], "ru": ["a/text"]}
    assert (parity.leader("a/text"), parity.leader("/title")) == ("kk", "kk")


def test_added_block_turns_exactly_that_segment_red(equal):
    parity = equal.published("kk", said(equal, "kk", b="k4"))

    assert lags(parity) == {"kk": [], "ru": ["b/text"]}


def test_translating_one_of_two_changed_segments_leaves_the_other(equal):
    parity = equal.published("kk", said(equal, "kk", text="k3", title="k9"))

    parity = parity.published("ru", said(parity, "ru", text="r3"))

    assert lags(parity) == {"kk": [], "ru": ["/title"]}


def test_language_that_was_up_to_date_leads_with_its_change(equal):
    parity = equal.published("ru", said(equal, "ru", text="r3"))

    assert lags(parity) == {"kk": ["a/text"], "ru": []}
    assert parity.leader("a/text") == "ru"


def test_translation_that_names_its_source_does_not_lead(equal):
    made_from = {"a/text": "k2"}

    parity = equal.published("ru", said(equal, "ru", text="r3"), made_from)

    assert lags(parity) == {"kk": [], "ru": []}


def test_translation_of_an_older_source_stays_behind(equal):
    newer = equal.published("kk", said(equal, "kk", text="k3"))
    newer = newer.published("kk", said(newer, "kk", text="k4"))

    parity = newer.published("ru", said(newer, "ru", text="r3"), {"a/text": "k3"})

    assert lags(parity) == {"kk": [], "ru": ["a/text"]}


def test_source_that_takes_its_change_back_is_followed_again(equal):
    newer = equal.published("kk", said(equal, "kk", text="k3"))

    parity = newer.published("kk", said(newer, "kk", text="k2"))

    assert lags(parity) == {"kk": [], "ru": []}


def test_block_taken_out_of_the_source_is_too_much_in_the_other(equal):
    parity = equal.published("kk", said(equal, "kk", text=None, facts=None))

    assert lags(parity) == {"kk": [], "ru": ["a/facts", "a/text"]}
    assert lags(parity.published("ru", {"/title": "r1"})) == {"kk": [], "ru": []}


def test_taking_out_what_one_lags_in_does_not_take_it_from_the_source(equal):
    newer = equal.published("kk", said(equal, "kk", text="k3"))

    parity = newer.published("ru", said(newer, "ru", text=None, facts=None))

    assert lags(parity) == {"kk": ["a/facts"], "ru": ["a/text"]}


def test_same_fact_is_followed_whoever_changed_it(equal):
    parity = equal.published("kk", said(equal, "kk", facts="g"))
    assert lags(parity) == {"kk": [], "ru": ["a/facts"]}

    parity = parity.published("ru", said(parity, "ru", facts="g"))
    assert lags(parity) == {"kk": [], "ru": []}


def test_lacking_item_is_told_by_its_words_alone(equal):
    more = said(equal, "kk", b="k4") | {"b/facts": "n"}

    assert equal.published("kk", more).changed("ru") == ["b/text"]


def test_confirming_settles_what_is_there_and_leaves_what_is_missing(equal):
    more = said(equal, "kk", text="k3", b="k4")

    parity = equal.published("kk", more).confirmed("ru")

    assert lags(parity) == {"kk": [], "ru": ["b/text"]}


def test_confirmed_empty_field_stays_confirmed(equal):
    more = said(equal, "kk") | {"a/heading": "k5"}
    parity = equal.published("kk", more).confirmed("ru")

    parity = parity.published("ru", said(equal, "ru", title="r9"), {"/title": "k1"})

    assert lags(parity) == {"kk": [], "ru": []}


def test_text_that_leads_throughout_leaves_nothing_of_the_source(equal):
    parity = equal.published("en", {"/title": "e1"}, leads=True)

    assert dict(parity.sources) == {"/title": "e1"}


def test_what_is_kept_gives_the_same_parity(equal):
    assert build_parity(**equal.plain()) == equal
