from django.urls import path

from shop.insight import views

urlpatterns = [
    path("seen/", views.seen, name="seen"),
    path("thumbs/", views.thumbs, name="thumbs"),
]
