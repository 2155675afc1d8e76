"""An outfit a stylist put together."""

from __future__ import annotations

from django.db import models
from django.urls import reverse


class Look(models.Model):
    title = models.CharField(max_length=120)
    slug = models.SlugField(max_length=140, unique=True)
    description = models.TextField(blank=True)
    is_published = models.BooleanField(default=True)
    products = models.ManyToManyField("catalog.Product", through="LookItem", related_name="looks")
    created_at = models.DateTimeField(auto_now_add=True)

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
