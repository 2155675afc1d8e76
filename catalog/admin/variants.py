"""A product's sizes on its page: which there are. How many of each is the ledger's to say."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from catalog.admin.labelled import LabelledFormSet
from catalog.models import Product, Size, Variant


def sizes_offered(product: Product) -> Any:
    """Sizes of the type's scale, and of any other scale the product already has sizes of."""
    return Size.objects.filter(
        Q(scale__types=product.product_type_id) | Q(scale__sizes__variants__product=product)
    ).distinct()


class VariantForm(forms.ModelForm):
    class Meta:
        model = Variant
        fields = ["size", "sku"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sku"].required = False
        self.fields["sku"].help_text = "Left empty, it is made from the product's id and the size."

    def clean(self) -> dict[str, Any]:
        super().clean()
        size = self.cleaned_data.get("size")
        if size and not self.cleaned_data.get("sku"):
            self.cleaned_data["sku"] = f"{self.instance.product.external_id}-{size.label}"
        return self.cleaned_data


class VariantFormSet(LabelledFormSet):
    def add_fields(self, form: forms.ModelForm, index: int | None) -> None:
        super().add_fields(form, index)
        size: Any = form.fields["size"]
        if form.instance.pk:
            # A size that exists keeps its size: its ledger is about that one.
            size.disabled = True
            size.choices = [(form.instance.size_id, form.instance.size.label)]
        else:
            size.queryset = sizes_offered(self.instance)

    def clean(self) -> None:
        super().clean()
        for form in self.deleted_forms:
            if form.instance.pk and form.instance.movements.exists():
                raise ValidationError(
                    f"Size {form.instance.size} has stock movements and cannot be removed."
                )


class VariantInline(admin.TabularInline):
    model = Variant
    form = VariantForm
    formset = VariantFormSet
    extra = 0
    verbose_name = "size"
    verbose_name_plural = "sizes"
    fields = ["size", "sku", "on_hand", "reserved", "ledger"]
    readonly_fields = ["on_hand", "reserved", "ledger"]

    def get_queryset(self, request: Any) -> Any:
        return super().get_queryset(request).select_related("size", "product")

    @admin.display(description="Ledger")
    def ledger(self, variant: Variant) -> SafeString | str:
        if not variant.pk:
            return "–"
        page = reverse("admin:catalog_product_stock", args=[variant.product_id])
        return format_html(
            '<a href="{}?variant={}#ledger">Movements of size {}</a>',
            page,
            variant.pk,
            variant.size.label,
        )
