"""The page to compare with: a view that draws a small template and asks the database nothing."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path


def bare(request: HttpRequest) -> HttpResponse:
    return render(request, "bare.html", {"title": "A bare page"})


urlpatterns = [path("bench/bare/", bare)]
