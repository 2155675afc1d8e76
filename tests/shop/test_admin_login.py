"""The admin's door: a guesser is locked out, whoever has the password is not kept waiting."""

from __future__ import annotations

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db

LOGIN = reverse("admin:login")


@pytest.fixture
def merchandiser(django_user_model):
    return django_user_model.objects.create_superuser("ines", password="right-horse-battery")


def attempt(client, password: str, username: str = "ines", ip: str = "203.0.113.9"):
    data = {"username": username, "password": password, "next": "/admin/"}
    return client.post(LOGIN, data, REMOTE_ADDR=ip)


def test_the_right_password_opens_the_admin(client, merchandiser):
    assert attempt(client, "right-horse-battery").url == "/admin/"


def test_five_wrong_passwords_lock_the_door_even_to_the_right_one(client, merchandiser):
    answers = [attempt(client, f"guess {number}").status_code for number in range(5)]
    assert answers == [200, 200, 200, 200, 429]
    locked = attempt(client, "right-horse-battery")
    assert locked.status_code == 429
    assert "errors/locked_out.html" in [template.name for template in locked.templates]
    assert "_auth_user_id" not in client.session


def test_four_wrong_passwords_do_not(client, merchandiser):
    for number in range(4):
        attempt(client, f"guess {number}")
    assert attempt(client, "right-horse-battery").status_code == 302


def test_a_guesser_elsewhere_does_not_lock_the_merchandiser_out(client, merchandiser):
    for number in range(6):
        attempt(client, f"guess {number}", ip="198.51.100.7")
    assert attempt(client, "right-horse-battery").status_code == 302
