"""A shopper's own alerts: what only looks changes nothing, what she says is done."""

from __future__ import annotations

import pytest
from django.test import Client

from catalog.models import MovementReason
from shop.alerts.models import Letter, Mailbox, Subscription
from tests.shop.alerts.letters import ADA, asks, link_in, post_comes, says_yes, waiting
from tests.shop.alerts.test_asking import later
from tests.shop.shopping import text_of, words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def letter(client, sold_out_dress, mailoutbox):
    asks(client, sold_out_dress)
    post_comes()
    return mailoutbox[0]


def everything() -> list[object]:
    tables = (Mailbox, Subscription, Letter)
    return [row for table in tables for row in table.objects.order_by("pk").values()]


def test_a_scanner_that_follows_every_link_changes_nothing(letter):
    before = everything()
    for link in (link_in(letter), f"{link_in(letter)}stop/"):
        for _ in range(3):
            assert Client().get(link).status_code in (200, 302)
            assert Client().head(link).status_code in (200, 302)
    assert everything() == before


def test_the_key_in_the_address_stays_with_her(letter, caplog):
    page = Client().get(link_in(letter))
    assert page["Referrer-Policy"] == "same-origin"
    assert "no-store" in page["Cache-Control"]
    key = link_in(letter).split("/")[3]
    assert len(key) == 43
    assert key not in str(everything())
    assert key not in caplog.text


def test_it_opens_nothing_when_it_is_old_or_guessed(client, letter):
    for link in ("/alerts/mine/guessed/", f"{link_in(letter)[:-2]}/"):
        page = client.get(link)
        assert page.status_code == 404
        assert "Send me a new one" in words_of(page)
    later(days=91)
    assert client.get(link_in(letter)).status_code == 404
    assert client.post(f"{link_in(letter)}stop/").status_code == 404


def test_one_click_in_the_mail_program_ends_it_all(letter, client):
    says_yes(client, letter)
    link = letter.extra_headers["List-Unsubscribe"].strip("<>")
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    mail_program = Client(enforce_csrf_checks=True)
    path = link.split("/", 3)[3]
    answer = mail_program.post(f"/{path}", {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert Subscription.objects.get().state == "ended"


def test_on_the_page_itself_a_foreign_site_can_do_nothing(letter):
    stranger = Client(enforce_csrf_checks=True)
    assert stranger.post(link_in(letter), {"act": "stop_all"}).status_code == 403
    assert Subscription.objects.get().state == "pending"


def test_she_stops_one_of_two(client, letter, same_dress_in_red):
    says_yes(client, letter)
    red = waiting(same_dress_in_red.variants.get(), ADA)
    page = client.post(link_in(letter), {"act": "stop", "alert": red.pk}, follow=True)
    assert "Stopped. You will hear no more of it." in words_of(page)
    assert "Linnea dress in red" not in words_of(page).partition("In stock meanwhile")[0]
    assert Subscription.objects.active().count() == 1


def test_what_is_still_gone_shows_what_can_stand_in(client, letter, its_lookalike):
    says_yes(client, letter)
    words = words_of(client.get(link_in(letter)))
    assert words.index("In stock meanwhile") < words.index("Alva dress")
    its_lookalike.variants.get().move(-3, MovementReason.SOLD)
    assert "In stock meanwhile" not in words_of(client.get(link_in(letter)))


def test_her_key_opens_nobody_elses_alerts(client, letter, same_dress_in_red):
    other = waiting(same_dress_in_red.variants.get(), "bob@example.org")
    client.post(link_in(letter), {"act": "stop", "alert": other.pk})
    other.refresh_from_db()
    assert other.is_active


def test_never_again_holds_until_she_takes_it_back(client, letter, sold_out_dress, mailoutbox):
    page = client.post(link_in(letter), {"act": "never"}, follow=True)
    assert "We write to this address no more" in words_of(page)
    later(days=2)
    asks(Client(), sold_out_dress)
    post_comes()
    assert len(mailoutbox) == 1
    client.post(link_in(letter), {"act": "allow"})
    asks(Client(), sold_out_dress)
    post_comes()
    assert len(mailoutbox) == 2


def test_a_letter_has_text_and_html_and_a_fixed_name(letter):
    assert letter.extra_headers["Message-ID"] == Letter.objects.get().message_id
    [(html, kind)] = [(part.content, part.mimetype) for part in letter.alternatives]
    assert kind == "text/html"
    assert "Yes, tell me" in html
    assert link_in(letter) in html


def test_a_title_that_is_markup_stays_a_title(client, sold_out_dress, mailoutbox):
    product = sold_out_dress.product
    product.title = "<b>Bold</b>\nBcc: all@example.org & co"
    product.save()
    asks(client, sold_out_dress)
    post_comes()
    [mail] = mailoutbox
    assert mail.subject == "Shall we tell you? <b>Bold</b> Bcc: all@example.org & co"
    html = mail.alternatives[0].content
    assert "&lt;b&gt;Bold" in html
    assert "& co, M" in mail.body
    assert mail.recipients() == [ADA]


def test_mails_are_shown_on_a_laptop_only(client, letter, settings, tmp_path):
    settings.MAIL_FOLDER = tmp_path
    settings.EMAIL_BACKEND = "shop.alerts.dev_mail.MailFolder"
    letter.connection = None
    letter.send()
    settings.DEBUG = True
    listing = client.get("/dev/mail/")
    assert "Shall we tell you? Linnea dress" in words_of(listing)
    name = next(tmp_path.iterdir()).name
    assert f'href="/dev/mail/{name}"' in text_of(listing)
    assert "Say yes here" in words_of(client.get(f"/dev/mail/{name}"))
    assert client.get("/dev/mail/1-a.eml").status_code == 404
    settings.DEBUG = False
    assert client.get("/dev/mail/").status_code == 404
