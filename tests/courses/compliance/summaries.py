"""Summaries of standings, reckoned one by one."""

from collections import Counter

from courses.compliance.standing_summary import SummaryRow, UpdateSummary


def total_row(standings):
    """One row for all of them."""
    return SummaryRow("", counts=Counter(one.state for one in standings))


def update_summary(standings):
    """The updates that are pending."""
    waiting = [one for one in standings if one.waits_for_update]
    days = {one.update_due_on for one in waiting if one.update_due_on}
    return UpdateSummary(
        people=len({one.person.pk for one in waiting}),
        late=len({one.person.pk for one in waiting if not one.is_held}),
        due_on=min((day for day in days if day >= waiting[0].on), default=None),
        minutes=sum(one.update_minutes for one in waiting),
    )
