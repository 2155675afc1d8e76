"""A model that a setting names, and that is not to be had."""

from __future__ import annotations


class ModelUnavailable(RuntimeError):
    """It cannot be loaded. The sentence says what to do."""
