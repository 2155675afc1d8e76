"""Products: the list a merchandiser works from, and a product's page."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone
from django.utils.safestring import SafeString
from simple_history.admin import SimpleHistoryAdmin
from simple_history.utils import bulk_update_with_history

from catalog.admin.colours import ColourAdmin
from catalog.admin.exchange import ProductExchange
from catalog.admin.filters import StockFilter
from catalog.admin.finding import find
from catalog.admin.marks import chip, product_name, size_chips, thumbnail
from catalog.admin.photos import PhotoInline
from catalog.admin.picker import product_picker
from catalog.admin.product_form import ProductForm
from catalog.admin.stock_page import stock_page
from catalog.admin.tags import TagFilter
from catalog.admin.variants import VariantInline
from catalog.models import Product, Status
from catalog.models.product import ProductQuerySet
from catalog.paging import CountedSoFar


@admin.register(Product)
class ProductAdmin(ProductExchange, ColourAdmin, SimpleHistoryAdmin):
    form = ProductForm
    inlines = [VariantInline, PhotoInline]
    list_display = ["picture", "name", "kind", "seen", "price_shown", "sizes", "state"]
    list_display_links = ["name"]
    list_filter = [
        "status",
        StockFilter,
        "product_type__section",
        ("product_type", admin.RelatedOnlyFieldListFilter),
        "gender",
        ("colour", admin.AllValuesFieldListFilter),
        "season",
        TagFilter,
    ]
    list_per_page = 50
    paginator = CountedSoFar
    #: By key, which is the order of making as well, and has its index.
    ordering = ["-pk"]
    list_select_related = ["product_type", "brand"]
    show_full_result_count = False
    search_fields = ["title", "external_id", "variants__sku", "brand__name"]
    search_help_text = "Title, colour, type, brand, product id or SKU"
    autocomplete_fields = ["brand", "product_type"]
    prepopulated_fields = {"slug": ["title", "external_id"]}
    history_list_display = ["status", "price"]
    actions = ["activate", "discontinue", "fill_in_colours"]
    fieldsets = [
        (None, {"fields": ["title", "external_id", "status", "brand", "description"]}),
        ("What it is", {"fields": ["product_type", "gender", "colour", "style_code", "tags"]}),
        ("When and where it is worn", {"fields": ["season", "year", "usage"]}),
        ("Price", {"fields": ["price", "currency", "cost"]}),
        ("Address in the shop", {"fields": ["slug"], "classes": ["collapse"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Product]:
        return super().get_queryset(request).prefetch_related("images", "variants__size")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Product], search_term: str
    ) -> tuple[QuerySet[Product], bool]:
        """And whether any may come twice. `search_fields` only tells Django that there is one."""
        text = search_term.replace("\0", "").strip()
        return (find(queryset, text) if text else queryset), False

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        return super().changelist_view(request, {"title": "Products", **(extra_context or {})})

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """A brand or type is picked or made from here. Changing one is about all of its products,
        and is done on its own page."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget.can_change_related = field.widget.can_delete_related = False
            field.widget.can_view_related = False
        return field

    def get_inlines(self, request: HttpRequest, obj: Product | None) -> list:
        """Sizes come after the first save: which there are follows from the product's type."""
        return self.inlines if obj else [PhotoInline]

    def get_urls(self) -> list:
        view = self.admin_site.admin_view
        return [
            path(
                "<int:product_id>/stock/",
                view(lambda request, product_id: stock_page(self, request, product_id)),
                name="catalog_product_stock",
            ),
            path("picker/", view(product_picker(self)), name="catalog_product_picker"),
            *super().get_urls(),
        ]

    def response_add(
        self, request: HttpRequest, obj: Product, post_url_continue: str | None = None
    ) -> HttpResponse:
        """Stay on the new product's page, where its sizes can now be entered."""
        if "_addanother" not in request.POST and IS_POPUP_VAR not in request.POST:
            post = request.POST.copy()
            post["_continue"] = "1"
            request.POST = post  # type: ignore[assignment]
        return super().response_add(request, obj, post_url_continue)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        obj._change_reason = "Edited" if change else "Created"
        super().save_model(request, obj, form, change)

    @admin.display(description="Photo")
    def picture(self, product: Product) -> SafeString:
        return thumbnail(product.cover)

    @admin.display(description="Product", ordering="title")
    def name(self, product: Product) -> SafeString:
        return product_name(product)

    @admin.display(description="Type", ordering="product_type__name")
    def kind(self, product: Product) -> str:
        return product.product_type.name

    @admin.display(description="Price", ordering="price")
    def price_shown(self, product: Product) -> str:
        return product.price_text

    @admin.display(description="Stock by size")
    def sizes(self, product: Product) -> str:
        return size_chips(product.variants.all())

    @admin.display(description="Status", ordering="status")
    def state(self, product: Product) -> SafeString:
        return chip(product.get_status_display(), product.status)

    @admin.action(description="Activate: show in the shop", permissions=["change"])
    def activate(self, request: HttpRequest, products: ProductQuerySet) -> None:
        if unpriced := products.filter(price=0).count():
            message = f"Not activated, for want of a price: {unpriced}."
            self.message_user(request, message, messages.WARNING)
        self._set_status(request, products.filter(price__gt=0), Status.ACTIVE)

    @admin.action(description="Discontinue: take out of the shop", permissions=["change"])
    def discontinue(self, request: HttpRequest, products: ProductQuerySet) -> None:
        self._set_status(request, products, Status.DISCONTINUED)

    def _set_status(self, request: HttpRequest, products: ProductQuerySet, status: Status) -> None:
        changed = change_status(products, status, request.user)
        self.message_user(request, f"Now {status.label.lower()}: {changed}.", messages.SUCCESS)


def change_status(products: ProductQuerySet, status: Status, who: Any) -> int:
    """Set the status of those that have another, with a line in each one's history."""
    changed = list(products.exclude(status=status).prefetch_related(None))
    now = timezone.now()
    for product in changed:
        product.status, product.updated_at = status, now
    bulk_update_with_history(
        changed,
        Product,
        ["status", "updated_at"],
        batch_size=500,
        default_user=who,
        default_change_reason=f"Made {status.label.lower()} in the list",
    )
    return len(changed)
