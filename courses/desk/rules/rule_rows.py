"""Rows of the list of rules, and the rules that apply in a user’s remit."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from courses.acknowledgements.models import ReadingRule
from courses.compliance.models import Requirement
from courses.desk.rules.forms import TrainingRuleFilter
from courses.models import Course
from elearning.accounts.models import User
from elearning.accounts.roles import Role
from elearning.staff.models import DatedModel, Establishment, in_force


@dataclass(frozen=True)
class RuleRow:
    """A row: a rule about a course, a qualification or a guideline."""

    rule: Any
    kind: str
    what: str
    state: str
    change_url: str = ""
    end_url: str = ""


def list_rule_rows(form: TrainingRuleFilter, user: User, on: date) -> list[RuleRow]:
    """Return the rules that ``form`` selects for ``user``, as of ``on``."""
    form.is_valid()
    given = form.cleaned_data
    state, kind = given.get("state", ""), given.get("kind", "")
    found: list[RuleRow] = []
    if kind != "guideline":
        rules = _in_state(list_visible_rules(user), state, on)
        found += [_of_course(rule, user, on) for rule in rules]
    if kind in {"", "guideline"}:
        among = _of_places(ReadingRule.objects.all(), user)
        reading = _in_state(among, state, on)
        named = reading.select_related("document", "post", "establishment")
        found += [_of_guideline(rule, user, on) for rule in named]
    return [line for line in found if kind in {"", line.kind}]


def list_visible_rules(user: User) -> QuerySet[Requirement]:
    """Return the rules that apply to places of the user’s remit.

    The ministry’s office also sees rules for kinds of places that its remit does not
    have.
    """
    rules = _of_places(Requirement.objects.all(), user)
    if not user.has_role(Role.MINISTRY_HR):
        kinds = Establishment.objects.visible_to(user).order_by().values("kind")
        rules = rules.filter(Q(kind="") | Q(kind__in=kinds))
    return rules.select_related("course", "post", "category", "establishment")


def _of_places(rules: QuerySet[Any], user: User) -> QuerySet[Any]:
    """Keep the rules for a place of the user’s remit, or for one above it."""
    if user.has_role(Role.MINISTRY_HR):
        return rules
    paths = Establishment.objects.visible_to(user).values_list("path", flat=True)
    step = Establishment.steplen
    mine = list(paths)
    above = {path[:end] for path in mine for end in range(step, len(path) + 1, step)}
    return rules.filter(
        Q(establishment=None) | Q(establishment__path__in=[*mine, *above])
    )


def _in_state(rules: QuerySet[Any], state: str, on: date) -> QuerySet[Any]:
    return rules.filter(
        {
            TrainingRuleFilter.IN_FORCE: in_force(on),
            TrainingRuleFilter.PLANNED: Q(starts_on__gt=on),
            TrainingRuleFilter.ENDED: Q(ends_on__lt=on),
        }.get(state, Q(ends_on=None) | Q(ends_on__gte=on))
    )


def get_rule_state(rule: DatedModel, on: date) -> str:
    """Return the value of the state filter that ``rule`` matches."""
    if rule.starts_on > on:
        return TrainingRuleFilter.PLANNED
    return (
        TrainingRuleFilter.IN_FORCE if rule.holds_on(on) else TrainingRuleFilter.ENDED
    )


def _of_course(rule: Requirement, user: User, on: date) -> RuleRow:
    is_external = rule.course.delivery == Course.Delivery.EXTERNAL
    state = get_rule_state(rule, on)
    is_open = state != TrainingRuleFilter.ENDED and user.has_role(Role.MINISTRY_HR)
    return RuleRow(
        rule,
        "external" if is_external else "course",
        f"{rule.course.code} — {rule.course.title}",
        state,
        reverse("desk:rules:change", args=[rule.pk]) if is_open else "",
        reverse("desk:rules:end", args=[rule.pk]) if is_open else "",
    )


def _of_guideline(rule: ReadingRule, user: User, on: date) -> RuleRow:
    state = get_rule_state(rule, on)
    is_open = state != TrainingRuleFilter.ENDED and user.has_role(Role.MINISTRY_HR)
    return RuleRow(
        rule,
        "guideline",
        f"{rule.document.code} — {rule.document.title}",
        state,
        end_url=reverse("desk:end-reading-rule", args=[rule.pk]) if is_open else "",
    )
