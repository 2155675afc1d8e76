"""A product's photos on its page. A file comes in through the one door, like every picture."""

from __future__ import annotations

from typing import Any, BinaryIO, cast

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.html import format_html
from django.utils.safestring import SafeString

from catalog.admin.colours import swatches
from catalog.admin.labelled import LabelledFormSet
from catalog.models import ProductImage
from catalog.photos import DarkroomBroken, Photo, PhotoRefused, admit


class PhotoField(forms.FileField):
    """An uploaded picture as the door lets it in; a refusal is a form error with its reason.

    Not Django's ImageField, which would decode a stranger's file in the web server's process.
    """

    widget = forms.FileInput(attrs={"accept": ".jpg,.jpeg,.png,.webp,.avif,.heic,.heif"})

    def clean(self, data: Any, initial: Any = None) -> Photo | None:
        upload = super().clean(data, initial)
        return self._admitted(upload) if upload else None

    def _admitted(self, upload: UploadedFile) -> Photo:
        try:
            return admit(cast(BinaryIO, upload.file))
        except PhotoRefused as refusal:
            raise ValidationError(f"{upload.name} was refused: {refusal.reason}.") from refusal
        except DarkroomBroken as fault:
            raise ValidationError("Photos cannot be taken in just now. Try again later.") from fault


class PhotoForm(forms.ModelForm):
    photo = PhotoField(required=False)

    class Meta:
        model = ProductImage
        fields = ["alt_text", "position"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["photo"].required = not self.instance.pk
        self.fields["photo"].label = "Photo"
        self.fields["alt_text"].label = "What one sees"
        self.fields["position"].label = "Order"
        self.fields["position"].widget = forms.NumberInput(attrs={"min": 0, "size": 3})

    def save(self, commit: bool = True) -> ProductImage:
        if photo := self.cleaned_data.get("photo"):
            self.instance.keep(photo)
        return super().save(commit)


class PhotoFormSet(LabelledFormSet):
    def clean(self) -> None:
        """A picture stands once in a product: refused here, before the database would."""
        super().clean()
        taken = {form.instance.digest: form for form in self.initial_forms}
        for form in self.forms:
            photo = getattr(form, "cleaned_data", {}).get("photo")
            if photo and taken.setdefault(photo.source_digest, form) is not form:
                form.add_error("photo", "This picture is already among the product's photos.")


class PhotoInline(admin.TabularInline):
    model = ProductImage
    form = PhotoForm
    formset = PhotoFormSet
    extra = 0
    verbose_name = "photo"
    fields = ["preview", "seen", "photo", "alt_text", "position"]
    readonly_fields = ["preview", "seen"]

    def get_queryset(self, request: Any) -> Any:
        return super().get_queryset(request).select_related("product")

    @admin.display(description="Preview")
    def preview(self, photo: ProductImage) -> SafeString | str:
        if not photo.pk:
            return "–"
        return format_html(
            '<a href="{}"><img class="preview" src="{}" alt="{}" width="96" height="128"></a>',
            photo.image.url,
            photo.rendition(320),
            photo.alt_text or "The photo at full size",
        )

    @admin.display(description="Colours seen")
    def seen(self, photo: ProductImage) -> SafeString | str:
        return swatches(photo.colours)
