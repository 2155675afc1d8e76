"""The whole range as it was last clustered: a tree of products, and their places on a map."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
from django.db import models, transaction

from recommender.models.embedding import EncoderVersion


def packed(array: np.ndarray) -> bytes:
    file = io.BytesIO()
    np.save(file, array, allow_pickle=False)
    return file.getvalue()


def unpacked(data: bytes | memoryview) -> np.ndarray:
    return np.load(io.BytesIO(bytes(data)), allow_pickle=False)


class RangeMap(models.Model):
    """A product deleted since is simply not shown; one made since is not on it yet."""

    encoder = models.ForeignKey(EncoderVersion, models.CASCADE, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    purity = models.JSONField(default=list)
    leaves = models.BinaryField()  # (n,) keys of products
    tree = models.BinaryField()  # (n - 1, 4), as scipy.cluster.hierarchy has it
    on_map = models.BinaryField()  # (m,) keys of products
    points = models.BinaryField()  # (m, 2), 0 to 1

    class Meta:
        verbose_name = "map of the range"
        verbose_name_plural = "maps of the range"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"The range on {self.made_at:%d.%m.%Y %H:%M}"

    @classmethod
    @transaction.atomic
    def keep(
        cls,
        encoder: EncoderVersion,
        leaves: np.ndarray,
        tree: np.ndarray,
        on_map: np.ndarray,
        points: np.ndarray,
        purity: list[Any],
    ) -> RangeMap:
        """In the place of the last one."""
        cls.objects.all().delete()
        return cls.objects.create(
            encoder=encoder,
            purity=purity,
            leaves=packed(np.asarray(leaves, np.int64)),
            tree=packed(np.asarray(tree, np.float64)),
            on_map=packed(np.asarray(on_map, np.int64)),
            points=packed(np.asarray(points, np.float32)),
        )
