"""Explain the terms of what a template renders."""

from typing import Any

from django import template
from django.template.base import NodeList, Parser, Token

register = template.Library()


@register.tag
def explained(parser: Parser, token: Token) -> template.Node:
    """``{% explained %}…{% endexplained %}``: the first place of each term explains it.

    By the ``glossary`` of the page (``content.glossary.explaining.Glossary``); without one
    nothing is explained.
    """
    del token
    inside = parser.parse(("endexplained",))
    parser.delete_first_token()
    return _Explained(inside)


class _Explained(template.Node):
    """A part of a page in which each term is explained once."""

    def __init__(self, inside: NodeList) -> None:
        self.nodelist = inside

    def render(self, context: Any) -> str:
        html = self.nodelist.render(context)
        glossary = context.get("glossary")
        return str(glossary.explain(html)) if glossary else html
