"""CSV in and out of the product list: with a preview, and with formulas defused."""

from __future__ import annotations

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest
from import_export.admin import ImportExportMixin
from import_export.forms import ImportForm

from catalog.admin.resources import ProductResource
from catalog.admin.spreadsheet import SafeCSV
from catalog.admin.uploads import ImportUploads
from catalog.models import Product

LARGEST_UPLOAD = 5_000_000  # bytes; every row is shown in the preview


class SmallFileForm(ImportForm):
    def clean_import_file(self) -> object:
        upload = self.cleaned_data["import_file"]
        if upload.size > LARGEST_UPLOAD:
            raise forms.ValidationError(
                "The file is larger than 5 MB. Import it with manage.py import_catalog."
            )
        return upload


class ProductExchange(ImportExportMixin):
    resource_classes = [ProductResource]
    import_formats = [SafeCSV]
    export_formats = [SafeCSV]
    import_form_class = SmallFileForm
    tmp_storage_class = ImportUploads
    skip_export_form = True

    def has_import_permission(self, request: HttpRequest) -> bool:
        return self.has_add_permission(request) and self.has_change_permission(request)

    def has_export_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def get_export_queryset(self, request: HttpRequest) -> QuerySet[Product]:
        """What the list shows, by its filters and search."""
        products = super().get_export_queryset(request).order_by("pk")
        return products.prefetch_related(None).prefetch_related("variants__size")
