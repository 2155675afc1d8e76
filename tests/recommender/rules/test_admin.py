"""A merchandiser writes a rule, tries it, and reads what became of rules."""

from __future__ import annotations

import html
import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from recommender.models import SubstitutionRule
from recommender.substitutes import substitutes_for
from tests.factories import make_product
from tests.recommender.rules.rulebook import make_rule

pytestmark = pytest.mark.django_db

ADD = reverse("admin:recommender_substitutionrule_add")
LIST = reverse("admin:recommender_substitutionrule_changelist")
HISTORY = reverse("admin:recommender_historicalsubstitutionrule_changelist")


def change_page(rule: SubstitutionRule) -> str:
    return reverse("admin:recommender_substitutionrule_change", args=[rule.pk])


def filled_in(**facts) -> dict:
    """The form as a browser sends it."""
    usual = {"name": "Autumn window", "action": "boost", "priority": 50, "is_active": "on"}
    return {**usual, **facts}


def words(response) -> str:
    assert response.status_code == 200
    return re.sub(r"\s+", " ", html.unescape(re.sub("<[^>]+>", " ", response.content.decode())))


# -- the form ---------------------------------------------------------------------------------


def test_a_rule_is_saved_as_it_was_filled_in(admin_client, its_lookalike):
    other = make_product("Solveig dress", external_id="S-7")
    data = filled_in(
        action="pin",
        offered_products=[other.pk, its_lookalike.pk],
        wanted_types=[other.product_type_id],
        wanted_genders=["Women"],
        wanted_tags="Autumn window, new",
        margin_from="40",
        starts_on="2026-09-01",
    )
    admin_client.post(ADD, data)
    rule = SubstitutionRule.objects.get()
    assert rule.offered_products == [other.pk, its_lookalike.pk]
    assert rule.wanted_types == [other.product_type_id]
    assert (rule.wanted_genders, rule.wanted_tags) == (["Women"], ["autumn-window", "new"])
    page = admin_client.get(change_page(rule)).content.decode()
    chosen = re.findall(r'<option value="(\d+)" selected', page)
    assert chosen[:2] == [str(other.pk), str(its_lookalike.pk)]
    assert 'value="autumn-window, new"' in page


def test_products_are_pasted_as_ids_or_skus_and_join_those_picked(admin_client, its_lookalike):
    first, second = (make_product(f"Dress {n}", external_id=f"D-{n}") for n in (1, 2))
    data = filled_in(offered_products=[its_lookalike.pk], offered_codes="D-2\nD-1-M, D-2")
    admin_client.post(ADD, data)
    assert SubstitutionRule.objects.get().offered_products == [
        its_lookalike.pk,
        second.pk,
        first.pk,
    ]


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({}, "Say which products it is about"),
        ({"offered_codes": "D-9 D-8"}, "No product has the id or SKU D-9, D-8."),
        ({"action": "pin", "offered_tags": "new"}, "A pin shows certain products first"),
        ({"offered_tags": "new", "strength": "0.5"}, "greater than or equal to 1.1"),
        ({"offered_tags": "???"}, "has no letter or digit to make a tag of"),
        ({"offered_products": ["999999"]}, "999999 is not one of the available choices"),
        ({"offered_tags": "new", "starts_on": "2026-02-02", "ends_on": "2026-02-01"}, "be over"),
    ],
)
def test_what_cannot_be_meant_is_said_on_the_form(admin_client, facts, said):
    assert said in words(admin_client.post(ADD, filled_in(**facts)))
    assert not SubstitutionRule.objects.exists()


# -- trying -----------------------------------------------------------------------------------


@pytest.fixture
def rack(sold_out_dress, its_lookalike):
    """Two dresses stand in for the sold-out one: Alva, the more alike, and then Saga."""
    make_product("Saga dress", stock={"M": 1}, vector=[0.9, 0.44, 0], brand="Havn", tags=["new"])
    return sold_out_dress


def tried(response) -> dict[str, list[tuple[str, str]]]:
    """The one answer that would change: products and what became of them, now and then."""
    (difference,) = response.context["trial"]["differences"]
    return {
        title: [(place.substitute.product.title, place.change) for place, *_ in places]
        for title, places in difference["answers"]
    }


def answer(variant) -> list[str]:
    return [each.product.title for each in substitutes_for(variant)]


def test_a_rule_is_tried_before_it_is_saved(admin_client, rack):
    before = answer(rack)
    assert before == ["Alva dress", "Saga dress"]
    response = admin_client.post(ADD, filled_in(offered_tags="new", _try="Try it"))
    page = words(response)
    assert "1 of 1 answers would change, 0 stay as they are. The rule is not saved." in page
    assert "Saga dress Black · closest · €60.00 Earlier" in page
    assert tried(response) == {
        "Now": [("Alva dress", ""), ("Saga dress", "")],
        "With this rule": [("Saga dress", "earlier"), ("Alva dress", "later")],
    }
    assert not SubstitutionRule.objects.exists()
    assert SubstitutionRule.history.count() == 0
    assert answer(rack) == before


def test_what_was_filled_in_is_still_there_after_trying(admin_client, rack):
    response = admin_client.post(ADD, filled_in(offered_tags="new", _try="Try it"))
    assert 'value="Autumn window"' in response.content.decode()
    assert "errornote" not in response.content.decode()


def test_a_rule_that_changes_nothing_says_so(admin_client, rack):
    page = words(admin_client.post(ADD, filled_in(offered_tags="old", _try="Try it")))
    assert "Nothing would change: all 1 answers stay as they are." in page
    facts = {"offered_tags": "new", "wanted_genders": ["Men"], "_try": "Try it"}
    assert "Nothing would change" in words(admin_client.post(ADD, filled_in(**facts)))


def test_what_comes_in_and_what_goes_is_marked(admin_client, rack, its_lookalike):
    facts = {"action": "exclude", "offered_codes": its_lookalike.external_id, "_try": "Try it"}
    assert tried(admin_client.post(ADD, filled_in(**facts))) == {
        "Now": [("Alva dress", "gone"), ("Saga dress", "")],
        "With this rule": [("Saga dress", "")],
    }


def test_a_saved_rule_is_tried_against_itself_as_it_is_now(admin_client, rack):
    rule = make_rule("exclude", name="No Saga", offered_tags=["new"])
    assert answer(rack) == ["Alva dress"]
    data = filled_in(name="No Saga", action="bury", offered_tags="new", _try="Try it")
    assert tried(admin_client.post(change_page(rule), data)) == {
        "Now": [("Alva dress", "")],
        "With this rule": [("Alva dress", ""), ("Saga dress", "new")],
    }
    rule.refresh_from_db()
    assert rule.action == "exclude"


def test_a_saved_rule_that_is_switched_off_shows_what_comes_back(admin_client, rack):
    rule = make_rule("exclude", name="No Saga", offered_tags=["new"])
    data = filled_in(name="No Saga", action="exclude", offered_tags="new", _try="Try it")
    del data["is_active"]
    assert tried(admin_client.post(change_page(rule), data)) == {
        "Now": [("Alva dress", "")],
        "With this rule": [("Alva dress", ""), ("Saga dress", "new")],
    }
    data["_save"] = data.pop("_try")
    admin_client.post(change_page(rule), data)
    assert answer(rack) == ["Alva dress", "Saga dress"]


def test_a_swatch_that_goes_is_a_difference(admin_client, rack):
    """The navy one is another colour of the black one, on the same card."""
    for number in range(4):  # so many cards that colours share one
        make_product(f"{number}", stock={"M": 1}, vector=[0.8, 0.5, number / 9], brand=f"{number}")
    for colour in ("Black", "Navy Blue"):
        alva = make_product(
            f"Runa {colour}", style_code="RUNA", colour=colour, stock={"M": 1}, vector=[1, 0, 0]
        )
    cards = substitutes_for(rack)
    assert [each.title for card in cards for each in card.swatches] == [alva.title]
    facts = {"action": "exclude", "offered_codes": alva.external_id, "_try": "Try it"}
    response = admin_client.post(ADD, filled_in(**facts))
    assert {change for places in tried(response).values() for _, change in places} == {""}
    assert "Runa Navy Blue Gone" in words(response)


def test_a_rule_that_begins_later_is_tried_as_if_it_were_in_force(admin_client, rack):
    tomorrow = timezone.localdate() + timedelta(days=1)
    facts = {"offered_tags": "new", "starts_on": tomorrow.isoformat(), "_try": "Try it"}
    assert "1 of 1 answers would change" in words(admin_client.post(ADD, filled_in(**facts)))


def test_a_faulty_rule_is_not_tried(admin_client, rack):
    page = words(admin_client.post(ADD, filled_in(_try="Try it")))
    assert "Say which products it is about" in page
    assert "What it would change" not in page


def test_the_sizes_that_shoppers_look_at_most_are_tried_first(admin_client, rack, settings):
    small = rack.product.variants.get(size__label="S")
    small.take(small.on_hand)
    settings.MOST_VISITED_SOLD_OUT = "tests.recommender.rules.test_admin.most_looked_at"
    most_looked_at.answer = [small]
    trial = try_it(admin_client)
    assert trial["tried_on"] == 2
    assert [each["variant"].size.label for each in trial["differences"]] == ["S", "M"]


def try_it(client) -> dict:
    response = client.post(ADD, filled_in(offered_tags="new", _try="Try it"))
    return response.context["trial"]


def most_looked_at(count: int) -> list:
    return most_looked_at.answer[:count]


# -- lists and history ------------------------------------------------------------------------


def test_the_list_says_what_each_rule_does_and_whether_it_is_in_force(admin_client, its_lookalike):
    make_rule(
        "boost",
        name="Window",
        strength="1.5",
        offered_brands=[its_lookalike.brand_id],
        margin_from=40,
        wanted_types=[its_lookalike.product_type_id],
        wanted_genders=["Women"],
    )
    yesterday = timezone.localdate() - timedelta(days=1)
    make_rule("bury", name="Summer", offered_tags=["sale"], ends_on=yesterday)
    page = words(admin_client.get(LIST))
    assert (
        "Shows earlier (×1.5): by Fjellro; margin 40 % or more. In place of: Dress; for Women."
        in page
    )
    assert "Shows last of its rung: tagged sale. In place of: anything." in page
    assert "Over" in words(admin_client.get(f"{LIST}?state=over"))
    listed = admin_client.get(f"{LIST}?state=in_force").context["cl"].result_list
    assert [rule.name for rule in listed] == ["Window"]


def test_the_list_asks_the_database_as_often_for_nine_rules_as_for_two(
    admin_client, its_lookalike, django_assert_max_num_queries
):
    for number in range(9):
        make_rule("boost", offered_products=[its_lookalike.pk], name=str(number))
    with django_assert_max_num_queries(11):
        admin_client.get(LIST)


def test_the_history_of_a_rule_says_who_changed_what_in_names(
    admin_client, admin_user, its_lookalike
):
    admin_client.post(ADD, filled_in(offered_brands=[its_lookalike.brand_id]))
    rule = SubstitutionRule.objects.get()
    other = make_product("Saga dress", brand="Havn")
    data = filled_in(offered_brands=[its_lookalike.brand_id, other.brand_id], priority=60)
    admin_client.post(change_page(rule), data)
    url = reverse("admin:recommender_substitutionrule_history", args=[rule.pk])
    page = words(admin_client.get(url))
    assert "Offered brands : Fjellro → Fjellro, Havn" in page
    assert "Priority : 50 → 60" in page
    assert page.count(admin_user.username) >= 2
    assert "Shows earlier (×2): by Fjellro. In place of: anything." in page


def test_what_was_done_to_a_rule_that_is_gone_can_still_be_read(admin_client):
    rule = make_rule("exclude", name="Gone again", offered_tags=["sale"])
    url = reverse("admin:recommender_substitutionrule_delete", args=[rule.pk])
    admin_client.post(url, {"post": "yes"})
    page = words(admin_client.get(HISTORY))
    assert "Gone again" in page
    assert "Deleted" in page
    assert "Never shows: tagged sale. In place of: anything." in page


def test_rules_switched_off_in_the_list_leave_history(admin_client, admin_user):
    rule = make_rule("exclude", offered_tags=["sale"])
    admin_client.post(LIST, {"action": "switch_off", "_selected_action": [rule.pk]})
    newest = rule.history.first()
    assert (newest.is_active, newest.history_user) == (False, admin_user)
    assert newest.history_change_reason == "Switched off in the list"


def test_rules_are_for_staff_who_may(client, django_user_model):
    assert client.get(LIST).status_code == 302
    helper = django_user_model.objects.create_user("helper", password="x", is_staff=True)
    client.force_login(helper)
    for url in (LIST, ADD, HISTORY):
        assert client.get(url).status_code == 403
    assert client.post(ADD, filled_in(offered_tags="new", _try="Try it")).status_code == 403
