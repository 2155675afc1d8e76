"""CSV out of the product list and back in: previewed, checked, and never a formula."""

from __future__ import annotations

import csv
from io import StringIO

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from catalog.admin.spreadsheet import FORMULA_STARTS, escaped, unescaped
from catalog.admin.uploads import folder
from catalog.models import Brand, Product
from tests.factories import make_product, make_type

pytestmark = pytest.mark.django_db

EXPORT = reverse("admin:catalog_product_export")
IMPORT = reverse("admin:catalog_product_import")
CONFIRM = reverse("admin:catalog_product_process_import")
GOOD = {
    "external_id": "N-1",
    "title": "Solveig dress",
    "description": "",
    "brand": "Nordlys",
    "product_type": "Dress",
    "style_code": "",
    "gender": "Women",
    "colour": "Olive",
    "season": "Fall",
    "year": "2026",
    "usage": "Casual",
    "price": "79.90",
    "currency": "EUR",
    "status": "draft",
}


def exported(client, query: str = "") -> list[dict[str, str]]:
    response = client.get(f"{EXPORT}{query}")
    assert response["Content-Type"].startswith("text/csv")
    return list(csv.DictReader(StringIO(response.content.decode())))


def as_csv(*rows: dict[str, str]) -> bytes:
    out = StringIO()
    writer = csv.DictWriter(out, rows[0])
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def preview(client, data: bytes):
    upload = SimpleUploadedFile("products.csv", data, "text/csv")
    return client.post(IMPORT, {"import_file": upload, "format": "0", "resource": "0"})


def confirm(client, previewed):
    return client.post(CONFIRM, previewed.context["confirm_form"].initial)


# -- out --------------------------------------------------------------------------------------


def test_an_export_holds_every_column_and_the_stock(admin_client):
    make_product("Linnea dress", external_id="L-1", price="89.90", stock={"M": 0, "S": 3})
    (row,) = exported(admin_client)
    assert row["external_id"] == "L-1"
    assert row["product_type"] == "Dress"
    assert row["price"] == "89.90"
    assert row["stock"] == "S:3 M:0"


def test_an_export_holds_what_the_list_shows(admin_client):
    make_product(external_id="A", gender="Women")
    make_product(external_id="B", gender="Men")
    assert [row["external_id"] for row in exported(admin_client, "?gender__exact=Men")] == ["B"]


@pytest.mark.parametrize("start", FORMULA_STARTS)
def test_a_cell_that_could_be_a_formula_goes_out_as_text(admin_client, start):
    make_product(f"{start}HYPERLINK(1)", external_id="F-1", slug="f-1")
    (row,) = exported(admin_client)
    assert row["title"] == f"'{start}HYPERLINK(1)"


@pytest.mark.parametrize("text", ["=1+1", "-5", "'quoted'", "plain", "", "'=1"])
def test_what_goes_out_comes_back_the_same(text):
    assert unescaped(escaped(text)) == text or text.startswith("'=")


def test_an_export_imported_again_changes_nothing(admin_client):
    make_product("=1+1", external_id="L-1", slug="l-1", description="Two\nlines", year=2026)
    before = Product.objects.values().get()
    previewed = preview(admin_client, admin_client.get(EXPORT).content)
    assert [row.import_type for row in previewed.context["result"]] == ["skip"]
    confirm(admin_client, previewed)
    assert Product.objects.values().get() == before


# -- in ---------------------------------------------------------------------------------------


def test_an_import_is_previewed_and_nothing_is_written_before_it_is_confirmed(admin_client):
    make_type("Dress")
    previewed = preview(admin_client, as_csv(GOOD))
    assert "Solveig dress" in previewed.content.decode()
    assert not Product.objects.exists()
    assert not Brand.objects.filter(name="Nordlys").exists()
    confirm(admin_client, previewed)
    product = Product.objects.get(external_id="N-1")
    assert (product.title, product.brand.name, product.status) == (
        "Solveig dress",
        "Nordlys",
        "draft",
    )
    assert product.slug == "solveig-dress-n-1"


def test_a_change_by_import_is_in_the_history_with_who_made_it(admin_client, admin_user):
    make_product(external_id="N-1", price="60.00")
    confirm(admin_client, preview(admin_client, as_csv({"external_id": "N-1", "price": "49.00"})))
    newest = Product.objects.get(external_id="N-1").history.first()
    assert str(newest.price) == "49.00"
    assert newest.history_user == admin_user
    assert newest.history_change_reason == "CSV import"


def test_stock_does_not_come_in_this_way(admin_client):
    product = make_product(external_id="N-1", stock={"S": 3})
    row = {"external_id": "N-1", "price": "49.00", "stock": "S:99", "on_hand": "99"}
    confirm(admin_client, preview(admin_client, as_csv(row)))
    assert product.variants.get().on_hand == 3


def test_the_preview_marks_changes_without_inline_styles(admin_client):
    make_product("Linnea dress", external_id="N-1")
    row = {"external_id": "N-1", "title": "Linnea <b>dress</b>"}
    page = preview(admin_client, as_csv(row)).content.decode()
    assert "<ins>" in page
    assert "&lt;b&gt;" in page
    assert "style=" not in page[page.index("import-preview") :]


@pytest.mark.parametrize(
    ("column", "cell", "said"),
    [
        ("price", "NaN", "Enter a price"),
        ("price", "Infinity", "Enter a price"),
        ("price", "-1", "greater than or equal to 0.01"),
        ("price", "dear", "Enter a price"),
        ("price", "", "cannot be null"),
        ("price", "1e9999999", "no more than 10 digits"),
        ("year", "last", "Enter a year"),
        ("gender", "Martian", "not a valid choice"),
        ("status", "sold", "not a valid choice"),
        ("product_type", "Spaceship", "There is no product type “Spaceship”"),
        ("external_id", "", "external_id is missing"),
        ("title", "x" * 300, "at most 255 characters"),
        ("title", "", "cannot be blank"),
        ("title", "a\0b", "control characters"),
        ("year", "123456789012", "less than or equal to 2100"),
    ],
)
def test_a_bad_row_is_refused_with_its_reason_and_nothing_goes_in(admin_client, column, cell, said):
    make_type("Dress")
    bad = {**GOOD, "external_id": "N-2", column: cell}
    previewed = preview(admin_client, as_csv(GOOD, bad))
    assert said in previewed.content.decode()
    assert "confirm_form" not in previewed.context
    assert not Product.objects.exists()


@pytest.mark.parametrize(
    "data", [b"\xff\xfe\x00garbage\xd8", b"", b'"' + b"x" * 200_000, b"\0" * 9]
)
def test_a_file_that_is_no_csv_is_refused_on_its_form(admin_client, data):
    response = preview(admin_client, data)
    assert response.status_code == 200
    assert response.context["form"].errors or response.context["result"].has_errors()


def test_a_file_too_large_for_a_preview_is_sent_to_the_command(admin_client):
    response = preview(admin_client, b"external_id\n" + b"x" * 5_000_001)
    assert "import_catalog" in str(response.context["form"].errors)


# -- the file between preview and import ------------------------------------------------------


@pytest.mark.parametrize("name", ["/etc/passwd", "passwd", "../secret_key", "a" * 32 + "/../x"])
def test_a_name_that_is_no_upload_is_never_opened(admin_client, name, tmp_path):
    data = {"import_file_name": name, "original_file_name": "x", "format": "0", "resource": "0"}
    assert admin_client.post(CONFIRM, data).status_code == 400


def test_an_upload_is_gone_once_it_is_imported(admin_client):
    make_type("Dress")
    previewed = preview(admin_client, as_csv(GOOD))
    name = previewed.context["confirm_form"].initial["import_file_name"]
    assert (folder() / name).exists()
    confirm(admin_client, previewed)
    assert not (folder() / name).exists()


def test_who_may_only_look_can_export_and_not_import(client, django_user_model):
    viewer = django_user_model.objects.create_user("viewer", password="x", is_staff=True)
    viewer.user_permissions.add(Permission.objects.get(codename="view_product"))
    client.force_login(viewer)
    assert client.get(EXPORT).status_code == 200
    assert client.get(IMPORT).status_code == 403
    assert client.post(CONFIRM, {}).status_code == 403
