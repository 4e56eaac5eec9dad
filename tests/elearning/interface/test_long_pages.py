"""Long pages are sent without the indentation of their templates."""

from django.template import Context, Template


def test_empty_lines_and_indentation_are_left_out_and_spaces_between_words_stay():
    page = Template(
        "{% load interface %}{% onelines %}\n  <p>\n\n    {{ words }} <b>one</b> "
        "<i>two</i>\n  </p>\n\n{% endonelines %}"
    )

    html = page.render(Context({"words": "A < B"}))

    assert html == "\n<p>\nA &lt; B <b>one</b> <i>two</i>\n</p>\n"
