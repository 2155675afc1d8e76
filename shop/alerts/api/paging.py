"""Lists of what comes and goes while somebody pages."""

from __future__ import annotations

from drf_spectacular.utils import OpenApiParameter
from rest_framework.pagination import CursorPagination

ID = OpenApiParameter("public_id", str, OpenApiParameter.PATH, description="Its id.")


class NewestFirst(CursorPagination):
    ordering = "-pk"
    page_size = 50
    page_size_query_param = "limit"
    max_page_size = 200
