"""A merchandiser sets from where on dresses look alike, and sees first what that does."""

from __future__ import annotations

import html
import re

import pytest
from django.urls import reverse

from recommender.ladder.threshold import changes
from recommender.models import TypeLadder
from recommender.scoring.scorer import Scorer
from recommender.substitutes import substitutes_for
from tests.factories import make_product, make_type

pytestmark = pytest.mark.django_db


@pytest.fixture
def ladder_of_dresses(sold_out_dress) -> TypeLadder:
    return TypeLadder.objects.create(product_type=make_type("Dress"))


@pytest.fixture
def black_but_not_much_like_it(sold_out_dress):
    return make_product("Tent dress", stock={"M": 1}, vector=[0.75, 0.66, 0], brand="Nomad")


@pytest.fixture
def eight_like_it_in_red(sold_out_dress):
    return [
        make_product(
            f"Red dress {n}", colour="Red", stock={"M": 1}, vector=[1, 0, n / 50], brand=f"Red {n}"
        )
        for n in range(1, 9)
    ]


def address(ladder: TypeLadder) -> str:
    return reverse("admin:recommender_typeladder_threshold", args=[ladder.product_type_id])


def words(client, ladder: TypeLadder, **asked: str) -> str:
    answer = client.get(address(ladder), asked)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", html.unescape(re.sub("<[^>]+>", " ", answer.content.decode())))


def test_a_higher_threshold_is_seen_before_it_is_used(
    admin_client, ladder_of_dresses, black_but_not_much_like_it, eight_like_it_in_red
):
    assert "In force: 0.68" in words(admin_client, ladder_of_dresses)
    (seen,) = changes(make_type("Dress"), 0.9)
    assert seen.leaving == (black_but_not_much_like_it,)
    assert [product.colour for product in seen.entering] == ["Red"]
    page = words(admin_client, ladder_of_dresses, least="0.9")
    assert re.search(r"Linnea dress , M No photo Red dress \d No photo Tent dress 7", page)
    assert "Of 1 sold-out garments, 1 would be answered otherwise" in page
    assert "Of 1 sold-out garments, 0 would" in words(admin_client, ladder_of_dresses, least="0.6")
    assert TypeLadder.objects.get().least is None


def test_used_it_holds_for_shoppers_and_the_history_says_so(
    admin_client, ladder_of_dresses, black_but_not_much_like_it, eight_like_it_in_red,
    sold_out_dress,
):  # fmt: skip
    assert substitutes_for(sold_out_dress)[0].product == black_but_not_much_like_it
    admin_client.post(address(ladder_of_dresses), {"least": "0.9"})
    kept = TypeLadder.objects.get()
    assert (kept.least, kept.least_encoder) == (0.9, "three-numbers@1")
    shown = [each.product for each in substitutes_for(sold_out_dress)]
    assert black_but_not_much_like_it not in shown
    history = reverse("admin:recommender_typeladder_history", args=[kept.pk])
    assert "Threshold: 0.90." in admin_client.get(history).content.decode()


def test_it_can_be_taken_back_to_what_was_measured(admin_client, ladder_of_dresses):
    TypeLadder.objects.update(least=0.9, least_encoder="three-numbers@1")
    assert "In force: 0.90" in words(admin_client, ladder_of_dresses)
    admin_client.post(address(ladder_of_dresses), {"least": "0.9", "as_measured": "yes"})
    assert TypeLadder.objects.get().least is None
    assert "In force: 0.68" in words(admin_client, ladder_of_dresses)


@pytest.mark.parametrize("nonsense", ["", "much", "7", "nan", "inf"])
def test_nonsense_changes_nothing_and_is_refused_in_words(
    admin_client, ladder_of_dresses, nonsense
):
    answer = admin_client.post(address(ladder_of_dresses), {"least": nonsense}, follow=True)
    assert "A threshold is a number from -1 to 1." in answer.content.decode()
    assert "from -1 to 1" in words(admin_client, ladder_of_dresses, least=nonsense)
    assert TypeLadder.objects.get().least is None


def test_who_may_only_look_cannot_set_it(client, django_user_model, ladder_of_dresses):
    from django.contrib.auth.models import Permission

    looker = django_user_model.objects.create_user("looker", password="a long one", is_staff=True)
    looker.user_permissions.add(Permission.objects.get(codename="view_typeladder"))
    client.force_login(looker)
    assert "Use 0.90" not in client.get(address(ladder_of_dresses), {"least": "0.9"}).text
    assert client.post(address(ladder_of_dresses), {"least": "0.9"}).status_code == 403
    looker.user_permissions.clear()
    assert client.get(address(ladder_of_dresses)).status_code == 403


def test_the_slider_stops_where_it_was_measured(admin_client, ladder_of_dresses, encoder_version):
    assert "Nothing was learned of the encoder" in words(admin_client, ladder_of_dresses)
    learned = Scorer.shipped()
    encoder_version.version = learned.encoder
    encoder_version.save()
    page = words(admin_client, ladder_of_dresses)
    stop, precision, kept = learned.stops[""][10]
    assert f"{stop:.2f} {precision:.2f} {kept:.2f}" in page
    assert "of all types: too few pairs of this one" in page
    similar = learned.precision_above(learned.least[""], "")
    assert f"above which {similar:.2f} of the pairs were similar" in page
    rows = admin_client.get(reverse("admin:recommender_typeladder_thresholds")).text
    assert f"<td>{learned.least['']:.2f}</td><td>{similar:.2f}</td>" in rows


def test_the_page_is_reached_from_the_ladder(admin_client, ladder_of_dresses):
    form = reverse("admin:recommender_typeladder_change", args=[ladder_of_dresses.pk])
    assert address(ladder_of_dresses) in admin_client.get(form).content.decode()


def test_every_type_has_a_slider_though_nobody_touched_its_ladder(
    admin_client, sold_out_dress, black_but_not_much_like_it, eight_like_it_in_red
):
    ladders = admin_client.get(reverse("admin:recommender_typeladder_changelist"))
    thresholds = reverse("admin:recommender_typeladder_thresholds")
    assert thresholds in ladders.content.decode()
    slider = reverse("admin:recommender_typeladder_threshold", args=[make_type("Dress").pk])
    assert f'<a href="{slider}">Dress</a></th><td>0.68</td><td>–</td><td>As measured' in (
        admin_client.get(thresholds).content.decode()
    )
    assert "1 would be answered otherwise" in admin_client.get(slider, {"least": "0.9"}).text
    assert not TypeLadder.objects.exists()
    admin_client.post(slider, {"least": "0.9"})
    assert TypeLadder.objects.get().product_type == make_type("Dress")
    assert "<td>0.90</td><td>–</td><td>Set here" in admin_client.get(thresholds).content.decode()
