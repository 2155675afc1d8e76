#!/usr/bin/env python
"""Django's command line, with the shop's own PostgreSQL under it where no URL names another."""

from __future__ import annotations

import os
import sys

from django.core.exceptions import ImproperlyConfigured

from shop.embedded import EmbeddedError
from shop.surroundings import surroundings


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")
    try:
        with surroundings(sys.argv, os.environ):
            from django.core.management import execute_from_command_line

            execute_from_command_line(sys.argv)
    except (EmbeddedError, ImproperlyConfigured) as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
