"""What merchandisers decide about substitutes, as rows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from catalog.models import Gender, Section


class RuleAction(models.TextChoices):
    PIN = "pin", "Pin: show first"
    BOOST = "boost", "Boost: show earlier"
    BURY = "bury", "Bury: show later"
    EXCLUDE = "exclude", "Exclude: never show"


#: Of two rules with the same priority, the one that takes more away decides.
STRICTEST_FIRST = (RuleAction.EXCLUDE, RuleAction.BURY, RuleAction.PIN, RuleAction.BOOST)
STRONG = (RuleAction.BOOST, RuleAction.BURY)


class RuleQuerySet(models.QuerySet["SubstitutionRule"]):
    def in_force(self, day: date) -> RuleQuerySet:
        begun = Q(starts_on=None) | Q(starts_on__lte=day)
        not_over = Q(ends_on=None) | Q(ends_on__gte=day)
        return self.filter(begun, not_over, is_active=True)

    def coming(self, day: date) -> RuleQuerySet:
        return self.filter(starts_on__gt=day, is_active=True)

    def over(self, day: date) -> RuleQuerySet:
        return self.filter(ends_on__lt=day, is_active=True)


def keys() -> ArrayField:
    """Primary keys, in the order in which they were named.

    No foreign keys: with them, deleting the only brand that a rule names would leave the rule
    naming none, and so being about every brand. A key that is gone matches nothing.
    """
    return ArrayField(models.BigIntegerField(), default=list, blank=True)


def words(length: int, choices: Any = None) -> ArrayField:
    return ArrayField(
        models.CharField(max_length=length, choices=choices), default=list, blank=True
    )


def per_cent() -> models.SmallIntegerField:
    limits = [MinValueValidator(-1000), MaxValueValidator(100)]
    return models.SmallIntegerField(null=True, blank=True, validators=limits)


class SubstitutionRule(models.Model):
    """For these garments, do this with those products. An empty field asks nothing."""

    name = models.CharField(
        max_length=120, unique=True, help_text="Staff read it where the rule decided something."
    )
    action = models.CharField(max_length=8, choices=RuleAction)
    strength = models.DecimalField(
        max_digits=4,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal("1.1")), MaxValueValidator(Decimal(100))],
        help_text="A boost counts the score so many times (2 where left empty), a bury divides "
        "it (last of its rung where left empty). Neither leaves its rung.",
    )
    priority = models.SmallIntegerField(
        default=50,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
        help_text="0 to 100. Where several rules are about one product the highest decides, alone; "
        "of equal ones exclude before bury before pin before boost, then the older.",
    )
    is_active = models.BooleanField("switched on", default=True)
    starts_on = models.DateField("from", null=True, blank=True)
    ends_on = models.DateField("until", null=True, blank=True, help_text="That day included.")

    wanted_products = keys()
    wanted_types = keys()
    wanted_brands = keys()
    wanted_genders = words(10, Gender.choices)
    wanted_sections = words(20, Section.choices)
    wanted_tags = words(40)

    offered_products = keys()
    offered_types = keys()
    offered_brands = keys()
    offered_tags = words(40)
    margin_from = per_cent()
    margin_to = per_cent()
    age_from = models.PositiveSmallIntegerField(null=True, blank=True)
    age_to = models.PositiveSmallIntegerField(null=True, blank=True)

    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    history = HistoricalRecords(
        excluded_fields=["updated_at"],
        verbose_name="change of a rule",
        verbose_name_plural="changes of rules",
    )
    objects = RuleQuerySet.as_manager()

    class Meta:
        ordering = ["-priority", "name"]
        verbose_name = "substitution rule"

    def __str__(self) -> str:
        return self.name

    @property
    def names_products(self) -> bool:
        """Whether it says which products it is about."""
        asked = (
            self.offered_products,
            self.offered_types,
            self.offered_brands,
            self.offered_tags,
        )
        limits = (self.margin_from, self.margin_to, self.age_from, self.age_to)
        return any(asked) or any(limit is not None for limit in limits)

    def clean(self) -> None:
        """Raises ValidationError, by field, with what to do about it."""
        if errors := dict(self._faults()):
            raise ValidationError(errors)

    def _faults(self) -> Iterator[tuple[str, str]]:
        if self.action == RuleAction.PIN and not self.offered_products:
            yield "offered_products", "A pin shows certain products first: name them."
        elif not self.names_products:
            yield (
                NON_FIELD_ERRORS,
                "Say which products it is about, or it would be about all.",
            )
        if self.strength is not None and self.action not in STRONG:
            yield "strength", "Only a boost or a bury has a strength. Leave it empty."
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            yield "ends_on", "It would be over before it begins."
        for low, high in (("margin_from", "margin_to"), ("age_from", "age_to")):
            least, most = getattr(self, low), getattr(self, high)
            if least is not None and most is not None and least > most:
                yield high, "At most is less than at least: no product is both."

    @property
    def state(self) -> str:
        """in force, coming, over or off, today."""
        today = timezone.localdate()
        if not self.is_active:
            return "off"
        if self.starts_on and self.starts_on > today:
            return "coming"
        return "over" if self.ends_on and self.ends_on < today else "in force"
