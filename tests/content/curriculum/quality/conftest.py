"""Good bundles that a test may spoil."""

import shutil
from pathlib import Path

import pytest

GOOD = Path(__file__).parents[1] / "good"
CLAUSES = {
    "kk": "Қызметкер ауысым басталғанда есікті, шамды және байланысты өзі тексеріп шығады.",
    "ru": "В начале смены сотрудник сам проверяет двери, свет и связь и записывает это.",
    "en": "At the start of a shift the officer checks the doors, the light and the radio.",
}


@pytest.fixture
def bundles(tmp_path):
    """A copy of good bundles that a test may spoil, its guideline as long as a real one."""
    root = Path(shutil.copytree(GOOD, tmp_path / "bundles"))
    for language, words in CLAUSES.items():
        with (root / f"guidelines/mg-6/mg-6.{language}.md").open(
            "a", encoding="utf-8"
        ) as file:
            file.writelines(f"\n1.{number} {words}\n" for number in range(3, 154))
    return root
