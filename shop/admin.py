"""The admin's name is the shop's."""

from django.conf import settings
from django.contrib import admin

admin.site.site_header = f"{settings.SHOP_NAME} · merchandising"
admin.site.site_title = settings.SHOP_NAME
admin.site.index_title = "Merchandising"
