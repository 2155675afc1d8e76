"""The keys integrators were given. A key's text is shown once, when it is made or replaced.

One with origins is public: it stands in pages of these, and is shown whenever it is asked for.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.postgres.forms import SimpleArrayField
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest

from shop.api.models import ApiKey, Scope
from shop.api.origins import origin_of

SHOWN_ONCE = "The key of {name}, shown this once: {text}"
EITHER = "Give scopes to a secret key, or origins to a public one, which reads."


class OriginField(forms.CharField):
    def clean(self, value: str) -> str:
        return origin_of(super().clean(value))


class ApiKeyForm(forms.ModelForm):
    scopes = forms.MultipleChoiceField(
        choices=[each for each in Scope.choices if each[0] != Scope.READ],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    origins = SimpleArrayField(
        OriginField(),
        delimiter="\n",
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        help_text="For a public key: the pages it may stand in, one a line, as "
        "https://www.nordlys.example",
    )

    class Meta:
        model = ApiKey
        fields = ["name", "scopes", "origins", "contact"]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if bool(given.get("scopes")) == bool(given.get("origins")) and not self.errors:
            raise ValidationError(EITHER)
        if self.instance.pk and self.instance.is_public != bool(given.get("origins")):
            raise ValidationError("A public key stays public, a secret one secret: make another.")
        return given | {"scopes": given.get("scopes") or [Scope.READ]}


@admin.register(ApiKey)
class ApiKeyAdmin(admin.ModelAdmin):
    form = ApiKeyForm
    list_display = ["name", "prefix", "scopes", "origins", "last_used_at", "revoked_at"]
    search_fields = ["name", "prefix"]
    readonly_fields = ["prefix", "in_pages", "created_at", "last_used_at", "revoked_at"]
    actions = ["replace", "revoke"]

    @admin.display(description="In pages")
    def in_pages(self, key: ApiKey) -> str:
        if not key.is_public:
            return ""
        script = f'<script src="{settings.SITE_URL}/widget.js"'
        return f'{script} data-key="{key.public_text}" data-sku="SKU" async></script>'

    def has_delete_permission(self, request: HttpRequest, obj: ApiKey | None = None) -> bool:
        return False  # what it asked for would go with it

    def save_model(self, request: HttpRequest, obj: ApiKey, form: Any, change: bool) -> None:
        if change or obj.is_public:
            super().save_model(request, obj, form, change)
        else:
            messages.warning(request, SHOWN_ONCE.format(name=obj.name, text=obj.renew()))

    @admin.action(
        description="Replace: a new text, the old one opens for a day", permissions=["change"]
    )
    def replace(self, request: HttpRequest, keys: QuerySet[ApiKey]) -> None:
        for key in keys:
            if not key.is_public:
                messages.warning(request, SHOWN_ONCE.format(name=key.name, text=key.renew()))

    @admin.action(description="Revoke at once", permissions=["change"])
    def revoke(self, request: HttpRequest, keys: QuerySet[ApiKey]) -> None:
        for key in keys:
            key.revoke()
