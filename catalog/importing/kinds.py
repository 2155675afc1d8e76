"""The product types of the Fashion Product Images set: where they hang, how they are measured.

The set files a type under several categories here and there (a belt under Topwear), so section
and family come from this table and not from whichever row is read first. Families follow the
set's subCategory, but for outerwear, which the set counts as tops.
"""

from __future__ import annotations

from catalog.importing.row import Kind

#: (section, family, size scale): the types. Tights are no trousers: nobody goes out in them alone.
TYPES: dict[tuple[str, str, str], tuple[str, ...]] = {
    ("clothing", "Topwear", "alpha"): (
        "Tshirts", "Shirts", "Kurtas", "Kurtis", "Tops", "Sweaters", "Sweatshirts", "Tunics",
    ),
    ("clothing", "Outerwear", "alpha"): (
        "Jackets", "Blazers", "Rain Jacket", "Nehru Jackets", "Waistcoat", "Shrug", "Coats",
    ),
    ("clothing", "Bottomwear", "waist"): ("Jeans", "Trousers", "Rain Trousers"),
    ("clothing", "Bottomwear", "alpha"): (
        "Shorts", "Track Pants", "Capris", "Leggings", "Jeggings", "Skirts", "Churidar", "Patiala",
        "Salwar", "Salwar and Dupatta",
    ),
    ("clothing", "Legwear", "alpha"): ("Tights", "Stockings"),
    ("clothing", "Dress", "alpha"): ("Dresses", "Jumpsuit", "Rompers"),
    ("clothing", "Apparel Set", "alpha"): (
        "Clothing Set", "Kurta Sets", "Lehenga Choli", "Swimwear", "Tracksuits",
    ),
    ("clothing", "Innerwear", "alpha"): (
        "Boxers", "Briefs", "Camisoles", "Innerwear Vests", "Shapewear", "Trunk",
    ),
    ("clothing", "Innerwear", "bra"): ("Bra",),
    ("clothing", "Nightwear", "alpha"): (
        "Baby Dolls", "Bath Robe", "Lounge Pants", "Lounge Shorts", "Lounge Tshirts",
        "Night suits", "Nightdress", "Robe",
    ),
    ("clothing", "Saree", "one-size"): ("Sarees",),
    ("shoes", "Shoes", "eu-shoes"): (
        "Casual Shoes", "Formal Shoes", "Sports Shoes", "Flats", "Heels",
    ),
    ("shoes", "Sandal", "eu-shoes"): ("Sandals", "Sports Sandals"),
    ("shoes", "Flip Flops", "eu-shoes"): ("Flip Flops",),
    ("shoes", "Booties", "one-size"): ("Booties",),
    ("accessories", "Bags", "one-size"): (
        "Backpacks", "Clutches", "Duffel Bag", "Handbags", "Laptop Bag", "Messenger Bag",
        "Mobile Pouch", "Rucksacks", "Tablet Sleeve", "Trolley Bag", "Waist Pouch",
    ),
    ("accessories", "Belts", "alpha"): ("Belts",),
    ("accessories", "Cufflinks", "one-size"): ("Cufflinks", "Ties and Cufflinks"),
    ("accessories", "Eyewear", "one-size"): ("Sunglasses",),
    ("accessories", "Gloves", "alpha"): ("Gloves",),
    ("accessories", "Headwear", "one-size"): ("Caps", "Hat", "Headband"),
    ("accessories", "Jewellery", "one-size"): (
        "Bangle", "Bracelet", "Earrings", "Jewellery Set", "Necklace and Chains", "Pendant", "Ring",
    ),
    ("accessories", "Scarves", "one-size"): ("Scarves", "Mufflers", "Stoles", "Dupatta"),
    ("accessories", "Socks", "one-size"): ("Socks",),
    ("accessories", "Ties", "one-size"): ("Ties", "Suspenders"),
    ("accessories", "Umbrellas", "one-size"): ("Umbrellas",),
    ("accessories", "Wallets", "one-size"): ("Wallets",),
    ("accessories", "Watches", "one-size"): ("Watches",),
    ("accessories", "Accessories", "one-size"): (
        "Accessory Gift Set", "Hair Accessory", "Key chain", "Travel Accessory", "Water Bottle",
        "Shoe Accessories", "Shoe Laces",
    ),
    ("beauty", "Bath and Body", "one-size"): ("Body Lotion", "Nail Essentials"),
    ("beauty", "Fragrance", "one-size"): (
        "Deodorant", "Fragrance Gift Set", "Perfume and Body Mist",
    ),
    ("beauty", "Hair", "one-size"): ("Hair Colour",),
    ("beauty", "Lips", "one-size"): (
        "Lip Care", "Lip Gloss", "Lip Liner", "Lip Plumper", "Lipstick",
    ),
    ("beauty", "Makeup", "one-size"): (
        "Beauty Accessory", "Compact", "Concealer", "Eyeshadow", "Foundation and Primer",
        "Highlighter and Blush", "Kajal and Eyeliner", "Makeup Remover", "Mascara",
    ),
    ("beauty", "Nails", "one-size"): ("Nail Polish",),
    ("beauty", "Skin Care", "one-size"): (
        "Eye Cream", "Face Moisturisers", "Face Scrub and Exfoliator", "Face Serum and Gel",
        "Face Wash and Cleanser", "Mask and Peel", "Mens Grooming Kit", "Sunscreen", "Toner",
    ),
    ("other", "Sports Equipment", "one-size"): ("Basketballs", "Footballs"),
    ("other", "Wristbands", "one-size"): ("Wristbands",),
    ("other", "Free Gifts", "one-size"): ("Free Gifts", "Ipad"),
}  # fmt: skip

KINDS: dict[str, Kind] = {
    name.casefold(): Kind(name, section, family, scale)
    for (section, family, scale), names in TYPES.items()
    for name in names
}

#: masterCategory of that set -> section, for types the table does not know.
SECTIONS = {
    "apparel": "clothing",
    "footwear": "shoes",
    "accessories": "accessories",
    "personal care": "beauty",
}
#: How a type the table does not know is measured.
SCALE_OF_SECTION = {"clothing": "alpha", "shoes": "eu-shoes"}


def kind_called(name: str, section: str = "other", family: str = "") -> Kind:
    """The table's kind of that name, or else one by its section and family."""
    known = KINDS.get(name.casefold())
    return known or Kind(name, section, family, SCALE_OF_SECTION.get(section, "one-size"))
