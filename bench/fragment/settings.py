"""The shop's own settings with one page more."""

from pathlib import Path

from shop.settings import *  # noqa: F403
from shop.settings import TEMPLATES

ROOT_URLCONF = "bench.fragment.bare"
TEMPLATES = [{**TEMPLATES[0], "DIRS": [*TEMPLATES[0]["DIRS"], Path(__file__).parent]}]
