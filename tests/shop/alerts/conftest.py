from __future__ import annotations

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def nobody_has_asked_yet() -> None:
    """How often a visitor asked is counted in the process's own cache."""
    cache.clear()
