"""The keys integrators were given. A key's text is shown once, when it is made or replaced."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest

from shop.api.models import ApiKey, Scope

SHOWN_ONCE = "The key of {name}, shown this once: {text}"


class ApiKeyForm(forms.ModelForm):
    scopes = forms.MultipleChoiceField(choices=Scope, widget=forms.CheckboxSelectMultiple)

    class Meta:
        model = ApiKey
        fields = ["name", "scopes"]


@admin.register(ApiKey)
class ApiKeyAdmin(admin.ModelAdmin):
    form = ApiKeyForm
    list_display = ["name", "prefix", "scopes", "created_at", "last_used_at", "revoked_at"]
    search_fields = ["name", "prefix"]
    readonly_fields = ["prefix", "created_at", "last_used_at", "revoked_at"]
    actions = ["replace", "revoke"]

    def has_delete_permission(self, request: HttpRequest, obj: ApiKey | None = None) -> bool:
        return False  # what it asked for would go with it

    def save_model(self, request: HttpRequest, obj: ApiKey, form: Any, change: bool) -> None:
        if change:
            super().save_model(request, obj, form, change)
        else:
            messages.warning(request, SHOWN_ONCE.format(name=obj.name, text=obj.renew()))

    @admin.action(
        description="Replace: a new text, the old one opens for a day", permissions=["change"]
    )
    def replace(self, request: HttpRequest, keys: QuerySet[ApiKey]) -> None:
        for key in keys:
            messages.warning(request, SHOWN_ONCE.format(name=key.name, text=key.renew()))

    @admin.action(description="Revoke at once", permissions=["change"])
    def revoke(self, request: HttpRequest, keys: QuerySet[ApiKey]) -> None:
        for key in keys:
            key.revoke()
