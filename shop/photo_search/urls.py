from django.urls import path

from shop.photo_search.views import drawing, photo, searching

urlpatterns = [
    path("search/photo/", searching.photo_search, name="photo_search"),
    path("search/photo/picture/", photo.picture, name="search_picture"),
    path("search/photo/part/", photo.part, name="search_part"),
    path("search/photo/draw/", drawing.draw, name="draw"),
    path("search/photo/drawing/", drawing.drawing, name="search_drawing"),
]
