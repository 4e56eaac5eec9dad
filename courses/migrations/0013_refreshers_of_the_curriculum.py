"""The refreshers of the curriculum name the courses that they renew (curriculum R5)."""

from typing import Any

from django.db import migrations


def name_courses(apps: Any, schema_editor: Any) -> None:
    """Let C1-R … C6-R refresh C1 … C6 where both were loaded before."""
    courses = apps.get_model("courses", "Course").objects
    for number in range(1, 7):
        base = courses.filter(code=f"C{number}").first()
        if base is not None:
            courses.filter(code=f"C{number}-R", refreshes=None).update(refreshes=base)


class Migration(migrations.Migration):
    dependencies = [("courses", "0012_started_enrolments")]

    operations = [migrations.RunPython(name_courses, migrations.RunPython.noop)]
