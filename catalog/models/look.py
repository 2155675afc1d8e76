"""An outfit a stylist put together."""

from __future__ import annotations

from django.db import models
from django.db.models import Prefetch
from django.urls import reverse

from catalog.models.product import Product, Status


class LookQuerySet(models.QuerySet["Look"]):
    def published(self) -> LookQuerySet:
        return self.filter(is_published=True)

    def for_card(self) -> LookQuerySet:
        """With its garments, also those that are gone for good, in a fixed number of queries. What
        was not for sale yet is no part of it yet."""
        worn = LookItem.objects.exclude(product__status=Status.DRAFT)
        cards = Prefetch("product", Product.objects.for_card())
        items = worn.order_by("position", "pk").prefetch_related(cards)
        return self.prefetch_related(Prefetch("items", items))


class Look(models.Model):
    title = models.CharField(max_length=120)
    slug = models.SlugField(max_length=140, unique=True)
    description = models.TextField(blank=True)
    is_published = models.BooleanField(default=True)
    products = models.ManyToManyField("catalog.Product", through="LookItem", related_name="looks")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = LookQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("look", args=[self.slug])


class LookItem(models.Model):
    look = models.ForeignKey(Look, models.CASCADE, related_name="items")
    product = models.ForeignKey("catalog.Product", models.CASCADE, related_name="look_items")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["look", "product"], name="product_once_per_look")
        ]

    def __str__(self) -> str:
        return f"{self.product} in {self.look}"
