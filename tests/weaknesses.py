"""Ask the internet which locked packages have known weaknesses, and say what came of it.

    python -m tests.weaknesses requirements/base.txt

Runs in the environment of ``make audit``. It ends with 1 where weaknesses are known, and with
2 where it could not ask, or not about every package: then nothing is known of the rest.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

_NAMED = 5  # packages of which nothing is known that are named


def told(report: dict[str, Any]) -> tuple[list[str], int]:
    """Return what a report of pip-audit says, line by line, and how the command ends."""
    packages = report["dependencies"]
    weak = [
        f"{one['name']} {one['version']}: {found['id']}, mended in "
        f"{', '.join(found['fix_versions']) or 'no version yet'}"
        for one in packages
        for found in one.get("vulns", ())
    ]
    unknown = [one["name"] for one in packages if "skip_reason" in one]
    if unknown:
        names = ", ".join(unknown[:_NAMED]) + (", …" if unknown[_NAMED:] else "")
        missing = f"Nothing is known of {len(unknown)} of {len(packages)} packages ({names}): "
        return [
            *weak,
            f"{missing}nobody answered for them. Ask again with a connection.",
        ], 2
    if weak:
        return weak, 1
    return [f"No weaknesses are known in {len(packages)} packages."], 0


def main(lock: str) -> int:
    """Ask about every package of ``lock``; return how the command ends."""
    done = subprocess.run(
        [
            *(str(Path(sys.executable).with_name("pip-audit")), "--requirement", lock),
            *("--require-hashes", "--disable-pip", "--format", "json"),
            *("--progress-spinner", "off"),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    try:
        lines, status = told(json.loads(done.stdout))
    except ValueError:
        reason = (done.stderr.strip() or "pip-audit said nothing").splitlines()[-1]
        lines = ["There is no connection: nothing was audited.", reason]
        status = 2
    print("\n".join(lines))
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
