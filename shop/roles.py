"""Who of the staff may do what: three groups that a shop begins with.

They are made once. What a shop changes about them afterwards stays as it is, unless it asks for
them as they were (`manage.py set_up_roles --again`).
"""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib.auth.models import Group, Permission
from django.db.models import Q, QuerySet

VIEW, CHANGE = ("view",), ("view", "change")
ALL = ("view", "add", "change", "delete")
EVERYTHING = "*"

#: By app, or app.model, what a role may do there. The more precise says it alone.
ROLES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    # The range, its stock, its rules, what shoppers look for; no person.
    "Merchandiser": {
        "catalog": ALL,
        "recommender": ALL,
        "recommender.encoderversion": VIEW,
        "recommender.historicalsubstitutionrule": VIEW,
        "insight": VIEW,
        "alerts.occasion": VIEW,
        "alerts.earning": VIEW,
    },
    # Shoppers: their orders and alerts.
    "Support": {
        "catalog": VIEW,
        "catalog.reservation": ("view", "delete"),
        "bag": CHANGE,
        "alerts": VIEW,
        "alerts.subscription": CHANGE,
        "alerts.mailbox": CHANGE,
    },
    # All of it, staff and keys included.
    "Owner": {EVERYTHING: ALL},
}


def set_up_roles(again: bool = False) -> list[str]:
    """Make the groups that are missing; with `again` all as they were at first. Which it made."""
    made = []
    for role, rights in ROLES.items():
        group, is_new = Group.objects.get_or_create(name=role)
        if is_new or again:
            group.permissions.set(permissions(rights))
            made.append(role)
    return made


def permissions(rights: Mapping[str, tuple[str, ...]]) -> QuerySet[Permission]:
    if EVERYTHING in rights:
        return Permission.objects.all()
    wanted = Q(pk__in=[])
    for place, actions in rights.items():
        app, _, model = place.partition(".")
        for action in actions:
            codes = Q(codename=f"{action}_{model}") if model else Q(codename__startswith=action)
            more_precise = [f"{action}_{each}" for each in named_in(rights, app)]
            kept = Q(content_type__app_label=app) & codes
            wanted |= kept if model else kept & ~Q(codename__in=more_precise)
    return Permission.objects.filter(wanted)


def named_in(rights: Mapping[str, tuple[str, ...]], app: str) -> list[str]:
    """The models of an app that are spoken of by themselves."""
    return [place.partition(".")[2] for place in rights if place.startswith(f"{app}.")]
