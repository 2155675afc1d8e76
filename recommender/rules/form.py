"""The form of a rule: garments and products are picked by name, or pasted as ids or SKUs."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelectMultiple
from django.core.exceptions import ValidationError
from django.db.models import Q

from catalog.admin.marks import product_label
from catalog.admin.tags import TagsField
from catalog.models import Brand, Gender, LookItem, Product, ProductType, Section
from recommender.models import SubstitutionRule


class Picker(AutocompleteSelectMultiple):
    """Django's autocomplete; what is chosen stays in its order, which is the order of pins."""

    def build_attrs(self, base_attrs: Any, extra_attrs: Any = None) -> dict[str, Any]:
        # Select2 puts the cross that clears all into a list, among its items.
        return {**super().build_attrs(base_attrs, extra_attrs), "data-allow-clear": "false"}

    def optgroups(self, name: str, value: Any, attrs: Any = None) -> Any:
        groups = super().optgroups(name, value, attrs)
        groups[0][1].sort(key=lambda option: value.index(str(option["value"])))
        return groups


class ProductsPicker(Picker):
    """Asks the view that tells colourways apart."""

    url_name = "%s:catalog_product_picker"


class KeysField(forms.ModelMultipleChoiceField):
    """Rows of a table, as a list of their primary keys."""

    def clean(self, value: Any) -> Any:
        found = {row.pk for row in super().clean(value)}
        return [key for key in dict.fromkeys(int(each) for each in value or []) if key in found]


class ProductsField(KeysField):
    def label_from_instance(self, product: Any) -> str:
        return product_label(product)


class CodesField(forms.CharField):
    """Products by id or SKU, as a list of primary keys."""

    widget = forms.Textarea

    def clean(self, value: Any) -> list[int]:
        codes = [code for code in re.split(r"[\s,;]+", super().clean(value)) if code]
        known: dict[str, int] = {}
        named = Q(external_id__in=codes) | Q(variants__sku__in=codes)
        for row in Product.objects.filter(named).values_list("external_id", "variants__sku", "pk"):
            known |= {code: row[2] for code in row[:2] if code}
        if missing := [code for code in codes if code not in known]:
            raise ValidationError(f"No product has the id or SKU {', '.join(missing[:5])}.")
        return [known[code] for code in codes]


def picked_products(label: str, help_text: str) -> ProductsField:
    return ProductsField(
        Product.objects.select_related("brand"),
        label=label,
        help_text=help_text,
        required=False,
        widget=ProductsPicker(LookItem._meta.get_field("product"), admin.site),
    )


def picked(model: type[Brand] | type[ProductType], source: str, label: str) -> KeysField:
    widget = Picker(Product._meta.get_field(source), admin.site)
    rows = model._default_manager.all()
    return KeysField(rows, label=label, required=False, widget=widget)


def codes(label: str) -> CodesField:
    widget = forms.Textarea(attrs={"rows": 2, "cols": 60})
    help_text = "Added to those picked above. Separated by spaces, commas or new lines."
    return CodesField(label=label, help_text=help_text, required=False, widget=widget)


def tags(label: str) -> TagsField:
    return TagsField(label=label, required=False, help_text="One of these is enough.")


def ticked(label: str, choices: Any) -> forms.MultipleChoiceField:
    widget = forms.CheckboxSelectMultiple
    return forms.MultipleChoiceField(label=label, choices=choices, required=False, widget=widget)


class RuleForm(forms.ModelForm):
    wanted_types = picked(ProductType, "product_type", "Types of garment")
    wanted_brands = picked(Brand, "brand", "Brands of garment")
    wanted_genders = ticked("For whom", Gender.choices)
    wanted_sections = ticked("Sections", Section.choices)
    wanted_tags = TagsField(
        label="Tags of garment", required=False, help_text="One of these is enough."
    )
    wanted_products = picked_products("These garments alone", "Found by title, id or SKU.")
    wanted_codes = codes("…or the garments' ids or SKUs")

    offered_products = picked_products("Products", "Pins are shown in the order given here.")
    offered_codes = codes("…or the products' ids or SKUs")
    offered_types = picked(ProductType, "product_type", "Types")
    offered_brands = picked(Brand, "brand", "Brands")
    offered_tags = tags("Tags")

    class Meta:
        model = SubstitutionRule
        exclude = ["created_at", "updated_at"]  # noqa: DJ006 - every other field is asked for
        labels = {
            "margin_from": "Margin at least",
            "margin_to": "Margin at most",
            "age_from": "In the shop for at least",
            "age_to": "In the shop for at most",
        }
        help_texts = {
            "margin_from": "Per cent of the price. A product whose cost is not known has none.",
            "margin_to": "Per cent of the price.",
            "age_from": "Days.",
            "age_to": "Days: 30 is what came within a month.",
        }

    @property
    def is_trial(self) -> bool:
        return "_try" in self.data

    def is_valid(self) -> bool:
        """False for a trial as well: the admin saves what is valid, and shows the rest again."""
        return super().is_valid() and not self.is_trial

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for side in ("wanted", "offered"):
            pasted = cleaned.pop(f"{side}_codes", [])
            picked = cleaned.get(f"{side}_products", [])
            cleaned[f"{side}_products"] = list(dict.fromkeys([*picked, *pasted]))
        return cleaned
