"""What a product's page refuses beyond what the model does."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError

from catalog.admin.tags import TagsField
from catalog.models import Product, ProductType


class ProductForm(forms.ModelForm):
    tags = TagsField(required=False, help_text=Product._meta.get_field("tags").help_text)

    def clean_product_type(self) -> ProductType:
        product_type = self.cleaned_data["product_type"]
        if self._moves_to_other_sizes(product_type):
            raise ValidationError(
                f"{product_type} is measured in {product_type.size_scale}, and the product has "
                "sizes of another scale. Make a new product for it, and discontinue this one."
            )
        return product_type

    def _moves_to_other_sizes(self, product_type: ProductType) -> bool:
        if not self.instance.pk or self.instance.product_type_id == product_type.pk:
            return False
        other = self.instance.variants.exclude(size__scale=product_type.size_scale_id)
        return other.exists()
