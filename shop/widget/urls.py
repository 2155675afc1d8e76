from django.urls import path

from shop.widget import pages

urlpatterns = [
    path("widget.js", pages.script, name="widget-script"),
    path("widget/", pages.frame, name="widget"),
    path("widget/demo/", pages.demo, name="widget-demo"),
]
