"""Forms for positions, their categories, and ranks."""

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.desk.organisation.forms import (
    TITLE,
    CodeField,
    ExternalIdField,
    TitlesForm,
)
from elearning.staff.models import PostCategory


class PostCategoryForm(TitlesForm):
    """Titles of a category of positions."""


class NewPostCategoryForm(PostCategoryForm):
    """A new category."""

    field_order = ("code", *TITLE.names)

    code = CodeField()


class PostForm(TitlesForm):
    """Titles and category of a position."""

    field_order: tuple[str, ...] = (
        *TITLE.names,
        "category",
        "external_id",
    )

    category = forms.ModelChoiceField(
        label=_("Category"),
        queryset=PostCategory.objects.all(),
        to_field_name="code",
        required=False,
        empty_label=_("None"),
        help_text=_("A training rule can apply to all positions in a category."),
    )
    external_id = ExternalIdField()


class NewPostForm(PostForm):
    """A new position."""

    field_order = ("code", *PostForm.field_order)

    code = CodeField()


class RankForm(TitlesForm):
    """Titles of a rank, and its place in the order of ranks."""

    field_order: tuple[str, ...] = (*TITLE.names, "order")

    order = forms.IntegerField(
        label=_("Seniority"),
        min_value=0,
        max_value=999,
        help_text=_("Numbers count up from the lowest rank."),
        widget=forms.NumberInput(attrs={"class": "width-s"}),
    )


class NewRankForm(RankForm):
    """A new rank."""

    field_order = ("code", *RankForm.field_order)

    code = CodeField()
