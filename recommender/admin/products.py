"""What the recommender adds to the product list and page: does the product have its vector?

The catalogue knows nothing of vectors, so its list of products is registered again here, with
one column, one filter and one action more.
"""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import Count, Prefetch, Q, QuerySet
from django.http import HttpRequest
from django.urls import path
from django.utils.html import format_html
from django.utils.safestring import SafeString

from catalog.admin.marks import chip
from catalog.admin.products import ProductAdmin
from catalog.admin.stock import ReadOnlyAdmin
from catalog.colours import Suggestion
from catalog.models import Product
from catalog.models.product import ProductQuerySet
from recommender.admin.substitutes_page import substitutes_page
from recommender.colour_words import second_opinions
from recommender.embedding.indexing import request_again
from recommender.models import EmbeddingState, EncoderVersion, ProductEmbedding


class EmbeddingFilter(admin.SimpleListFilter):
    title = "embedding"
    parameter_name = "embedding"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return list(EmbeddingState.choices)

    def queryset(self, request: HttpRequest, queryset: Any) -> ProductQuerySet:
        if self.value() not in EmbeddingState.values:
            return queryset
        rows = ProductEmbedding.objects.of_active_encoder().filter(state=self.value())
        return queryset.filter(pk__in=rows.values("product"))


admin.site.unregister(Product)


@admin.register(Product)
class ProductWithEmbeddingAdmin(ProductAdmin):
    list_display = [*ProductAdmin.list_display[:-1], "embedding", ProductAdmin.list_display[-1]]
    list_filter = [*ProductAdmin.list_filter[:2], EmbeddingFilter, *ProductAdmin.list_filter[2:]]
    readonly_fields = ["embedding"]
    fieldsets = [
        *ProductAdmin.fieldsets[:-1],
        ("Substitutes", {"fields": ["embedding"]}),
        ProductAdmin.fieldsets[-1],
    ]
    actions = [*ProductAdmin.actions, "embed_again"]

    def get_urls(self) -> list:
        page = self.admin_site.admin_view(
            lambda request, product_id: substitutes_page(self, request, product_id)
        )
        address = path("<int:product_id>/substitutes/", page, name="catalog_product_substitutes")
        return [address, *super().get_urls()]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Product]:
        active = ProductEmbedding.objects.of_active_encoder().defer("vector")
        return (
            super()
            .get_queryset(request)
            .prefetch_related(Prefetch("embeddings", active, to_attr="active_embeddings"))
        )

    @admin.display(description="Embedding")
    def embedding(self, product: Product) -> SafeString | str:
        row = next(iter(getattr(product, "active_embeddings", [])), None)
        return embedding_mark(row) if row else "–"

    def second_opinions(self, products: list[Product]) -> dict[int, Suggestion]:
        return second_opinions(products)

    @admin.action(description="Embed again", permissions=["change"])
    def embed_again(self, request: HttpRequest, products: ProductQuerySet) -> None:
        chosen, waiting = products.count(), request_again(products)
        self.message_user(request, f"Waiting for a new vector: {waiting}.", messages.SUCCESS)
        if waiting < chosen:
            without = f"Without a photo to make one from: {chosen - waiting}."
            self.message_user(request, without, messages.WARNING)


def embedding_mark(row: ProductEmbedding) -> SafeString:
    """The state, and under it why it is not better."""
    mark = chip(row.get_state_display(), row.state)
    why = reason(row)
    return format_html('{}<span class="why" title="{}">{}</span>', mark, why, why) if why else mark


def reason(row: ProductEmbedding) -> str:
    if row.state == EmbeddingState.NO_PHOTO:
        return "Missing or broken photo"
    if row.state == EmbeddingState.WAITING and row.attempts:
        return f"Failed {row.attempts} times, tried again soon: {row.error}"
    return row.error if row.state == EmbeddingState.FAILED else ""


@admin.register(EncoderVersion)
class EncoderVersionAdmin(ReadOnlyAdmin):
    list_display = [
        "version", "role", "name", "dimension", "progress", *EmbeddingState.values, "trouble",
    ]  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[EncoderVersion]:
        counts: dict[str, Any] = {
            f"{state}_count": Count("embeddings", filter=Q(embeddings__state=state))
            for state in EmbeddingState.values
        }
        return EncoderVersion.objects.by_need().annotate(**counts)

    @admin.display(description="Role")
    def role(self, encoder: EncoderVersion) -> SafeString:
        return chip(encoder.role.label, encoder.role)

    @admin.display(description="Progress")
    def progress(self, encoder: Any) -> str:
        """Of the products with a photo, how many have their vector."""
        done, rest = encoder.embedded_count, encoder.waiting_count + encoder.failed_count
        return f"{done:,} of {done + rest:,} ({done / (done + rest):.0%})" if done + rest else "–"

    @admin.display(description="No photo")
    def no_photo(self, encoder: Any) -> int:
        return encoder.no_photo_count

    @admin.display(description="Waiting")
    def waiting(self, encoder: Any) -> int:
        return encoder.waiting_count

    @admin.display(description="Embedded")
    def embedded(self, encoder: Any) -> int:
        return encoder.embedded_count

    @admin.display(description="Failed")
    def failed(self, encoder: Any) -> int:
        return encoder.failed_count
