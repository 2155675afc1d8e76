"""The shop's own settings with two pages more."""

from pathlib import Path

from shop.settings import *  # noqa: F403
from shop.settings import TEMPLATES

ROOT_URLCONF = "bench.fragment.within"
FOLDERS = [*TEMPLATES[0]["DIRS"], Path(__file__).parent]  # type: ignore[misc]
TEMPLATES = [{**TEMPLATES[0], "DIRS": FOLDERS}]
