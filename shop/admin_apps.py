from django.contrib.admin.apps import AdminConfig


class MerchandisingConfig(AdminConfig):
    default_site = "shop.admin_site.MerchandisingSite"
