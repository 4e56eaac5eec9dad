#!/usr/bin/env python
"""Run a management command."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.umask(0o077)  # what the platform writes is nobody else's: keys, records, letters
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "elearning.settings.production")
    execute_from_command_line(sys.argv)
