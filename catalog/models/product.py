"""What the shop sells, before sizes and stock."""

from __future__ import annotations

from decimal import Decimal

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, When
from django.db.models.fields.json import KT
from django.urls import reverse
from django.utils.text import slugify
from simple_history.models import HistoricalRecords

from catalog.colours import Palette, read_palette
from catalog.money import format_price
from catalog.picture import Picture
from catalog.tags import LONGEST


class Section(models.TextChoices):
    CLOTHING = "clothing", "Clothing"
    SHOES = "shoes", "Shoes"
    ACCESSORIES = "accessories", "Accessories"
    BEAUTY = "beauty", "Beauty"
    OTHER = "other", "Other"


class Gender(models.TextChoices):
    WOMEN = "Women", "Women"
    MEN = "Men", "Men"
    GIRLS = "Girls", "Girls"
    BOYS = "Boys", "Boys"
    UNISEX = "Unisex", "Unisex"


class Season(models.TextChoices):
    SPRING = "Spring", "Spring"
    SUMMER = "Summer", "Summer"
    FALL = "Fall", "Autumn"
    WINTER = "Winter", "Winter"


class Status(models.TextChoices):
    DRAFT = "draft", "Draft"
    ACTIVE = "active", "Active"
    DISCONTINUED = "discontinued", "Discontinued"


class ProductType(models.Model):
    """A kind of garment: what it is called, where it hangs, how it is measured."""

    name = models.CharField(max_length=80, unique=True)
    slug = models.SlugField(max_length=90, unique=True)
    section = models.CharField(max_length=20, choices=Section)
    family = models.CharField(
        max_length=40,
        blank=True,
        help_text="The group of types worn in the same place: Topwear, Bottomwear, Shoes…",
    )
    size_scale = models.ForeignKey("catalog.SizeScale", models.PROTECT, related_name="types")

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Brand(models.Model):
    name = models.CharField(max_length=120, unique=True)
    slug = models.SlugField(max_length=140, unique=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class ProductQuerySet(models.QuerySet["Product"]):
    def active(self) -> ProductQuerySet:
        return self.filter(status=Status.ACTIVE)

    def in_stock(self) -> ProductQuerySet:
        """Products with at least one size on hand."""
        from catalog.models.stock import Variant

        return self.filter(Exists(Variant.objects.in_stock().filter(product=OuterRef("pk"))))

    def tagged(self, tag: str) -> ProductQuerySet:
        return self.filter(tags__contains=[tag])

    def in_size(self, label: str) -> ProductQuerySet:
        """Products with that size on hand."""
        from catalog.models.stock import Variant

        variants = Variant.objects.in_stock().filter(product=OuterRef("pk"), size__label=label)
        return self.filter(Exists(variants))

    def with_shown_colour(self) -> ProductQuerySet:
        """With `shown_colour`, which is `Product.visible_colour`; null for none."""
        from catalog.models.photo import ProductImage

        of_product = ProductImage.objects.filter(product=OuterRef("pk"))
        of_product = of_product.order_by("position", "pk")
        seen = Subquery(
            of_product.values(base=KT("colours__0__base"))[:1], output_field=models.CharField()
        )
        return self.annotate(shown_colour=Case(When(colour="", then=seen), default=F("colour")))

    def for_card(self) -> ProductQuerySet:
        """With all that a card in a list shows, in this query itself."""
        from catalog.models.cards import with_cards

        return with_cards(self)


class Product(models.Model):
    external_id = models.CharField(
        max_length=64, unique=True, help_text="The product's id in the system it came from."
    )
    title = models.CharField(max_length=255)
    slug = models.SlugField(max_length=300, unique=True)
    description = models.TextField(blank=True)
    brand = models.ForeignKey(Brand, models.PROTECT, related_name="products", null=True, blank=True)
    product_type = models.ForeignKey(ProductType, models.PROTECT, related_name="products")
    style_code = models.CharField(
        max_length=64,
        blank=True,
        db_index=True,
        help_text="Products with the same style code are colourways of one model.",
    )
    gender = models.CharField(max_length=10, choices=Gender)
    colour = models.CharField(max_length=40, blank=True)
    season = models.CharField(max_length=10, choices=Season, blank=True)
    year = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1900), MaxValueValidator(2100)]
    )
    usage = models.CharField(max_length=40, blank=True)
    price = models.DecimalField(
        max_digits=10, decimal_places=2, validators=[MinValueValidator(Decimal("0.01"))]
    )
    currency = models.CharField(max_length=3, default=settings.CURRENCY)
    cost = models.DecimalField(
        max_digits=10,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0))],
        help_text="What the shop pays for a piece, in the currency of its price. For staff alone.",
    )
    tags = ArrayField(
        models.CharField(max_length=LONGEST),
        default=list,
        db_default=[],
        blank=True,
        help_text="The shop's own words, separated by commas. For staff and their rules.",
    )
    status = models.CharField(max_length=12, choices=Status, default=Status.DRAFT)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    history = HistoricalRecords(excluded_fields=["updated_at"])
    objects = ProductQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["status", "product_type", "gender"]),
            models.Index(fields=["status", "-created_at", "-id"]),
            models.Index(fields=["status", "price"]),
            # The newest of each type; and what completes an outfit, best match and latest first.
            models.Index(fields=["product_type", "status", "-created_at", "-id"]),
            models.Index(
                fields=["product_type", "gender", "usage", "season", "-year", "id"],
                condition=Q(status="active"),
                name="product_completes_outfit",
            ),
            models.Index(fields=["status", "colour"]),
            GinIndex(fields=["tags"], name="product_tags"),
            # Which tags there are is read off the few products that have some.
            models.Index(fields=["id"], condition=~Q(tags=[]), name="product_tagged"),
        ]
        constraints = [
            # Files know products without a price yet: they may lie in the shop, not be sold.
            models.CheckConstraint(
                condition=Q(price__gt=0) | Q(price=0) & ~Q(status="active"),
                name="product_priced_when_active",
            ),
            models.CheckConstraint(condition=Q(cost__gte=0), name="product_cost_not_negative"),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, **kwargs) -> None:
        self.slug = self.slug or slug_for(self.title, self.external_id)
        super().save(**kwargs)

    def get_absolute_url(self) -> str:
        return reverse("product", args=[self.slug])

    @property
    def cover(self):
        """The photo shown in lists, or None; costs no query after `for_card()`."""
        return next(iter(self.images.all()), None)

    @property
    def picture(self) -> Picture | None:
        """The cover as lists show it."""
        return self.cover.picture if self.cover else None

    @property
    def palette(self) -> Palette:
        """The garment's own colours, as its cover shows them; empty while nothing was read."""
        return read_palette(self.cover and self.cover.colours)

    @property
    def visible_colour(self) -> str:
        """The colour it is sold as, else the one its cover shows, else ""."""
        if self.colour:
            return self.colour
        stated = self.cover.colours if self.cover else None
        return stated[0]["base"] if stated else ""

    @property
    def is_active(self) -> bool:
        return self.status == Status.ACTIVE

    @property
    def price_text(self) -> str:
        return format_price(self.price, self.currency)


def slug_for(title: str, external_id: str) -> str:
    """A readable, unique slug: the id makes it unique, since two products may share a title."""
    return slugify(f"{title[:200]} {external_id}")[:300] or "product"
