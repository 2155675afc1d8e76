"""Jeans."""

from catalog.demo.garments.legs import Legs
from catalog.demo.garments.trousers import Trousers
from catalog.demo.model import Model, dyed, washed
from catalog.demo.palette import COPPER_THREAD

SKINNY = Legs(knee=98, foot=74, hip=154, waist=116, stance=86)


MOM = Legs(knee=146, foot=104, hip=182, waist=112, stance=106, top=158)


FLARE = Legs(knee=112, foot=180, hip=156, waist=114, stance=112)


HIS = Legs(waist=138, hip=168, crotch=456, knee=130, foot=112, stance=106)


HIS_SLIM = Legs(waist=134, hip=160, crotch=456, knee=114, foot=90, stance=98)


STRAIGHT = Legs(knee=136, foot=126, hip=164, stance=108)


JEANS = (
    Model(
        "Nell",
        "skinny jeans",
        "Kestrel Works",
        "Women",
        "Jeans",
        "79.00",
        "Fall",
        "Casual",
        Trousers(SKINNY, "jeans", COPPER_THREAD, 0.3),
        (
            washed("dark wash", fade=0.12),
            washed("mid wash"),
            dyed("Black", fade=0.06, stitch=(92, 90, 94)),
        ),
        "a close leg to the ankle",
        (
            "Close from hip to ankle with just enough stretch to kneel. The waist sits high and "
            "does not gape."
        ),
        texture="denim",
    ),
    Model(
        "Frankie",
        "mom jeans",
        "Kestrel Works",
        "Women",
        "Jeans",
        "85.00",
        "Spring",
        "Casual",
        Trousers(MOM, "jeans", COPPER_THREAD, 0.46),
        (
            washed("light wash"),
            washed("mid wash"),
            dyed("Off White", fade=0.0, stitch=(214, 196, 166)),
        ),
        "a high waist and tapered leg",
        (
            "High in the waist, easy in the hip, narrow at the ankle. Rigid cotton that learns "
            "your shape."
        ),
        texture="denim",
    ),
    Model(
        "Odile",
        "flared jeans",
        "Kestrel Works",
        "Women",
        "Jeans",
        "89.00",
        "Fall",
        "Casual",
        Trousers(FLARE, "jeans", COPPER_THREAD, 0.26),
        (
            washed("dark wash", fade=0.14),
            washed("mid wash"),
            dyed("White", fade=0.0, stitch=(206, 198, 184)),
        ),
        "a flare from the knee",
        "Slim to the knee and then a proper flare. Wear them long enough to cover the heel.",
        texture="denim",
    ),
    Model(
        "Rigg",
        "straight jeans",
        "Kestrel Works",
        "Men",
        "Jeans",
        "95.00",
        "Fall",
        "Casual",
        Trousers(HIS, "jeans", COPPER_THREAD, 0.3),
        (
            washed("dark wash", fade=0.1),
            washed("mid wash"),
            dyed("Black", fade=0.06, stitch=(92, 90, 94)),
            washed("light wash", fade=0.46),
        ),
        "a straight leg",
        (
            "Fourteen-ounce selvedge with a straight leg and copper rivets. Leave them unwashed as"
            " long as your household allows."
        ),
        texture="denim",
    ),
    Model(
        "Cade",
        "slim jeans",
        "Kestrel Works",
        "Men",
        "Jeans",
        "85.00",
        "Spring",
        "Casual",
        Trousers(HIS_SLIM, "jeans", COPPER_THREAD, 0.36),
        (
            washed("mid wash"),
            dyed("Grey", fade=0.24, stitch=(120, 120, 124)),
            washed("dark wash", fade=0.1),
        ),
        "a slim leg",
        (
            "Slim without being tight, in denim with two per cent stretch. Sits just under the "
            "belt line."
        ),
        texture="denim",
    ),
    Model(
        "Dune",
        "ripped jeans",
        "Kestrel Works",
        "Women",
        "Jeans",
        "82.00",
        "Summer",
        "Casual",
        Trousers(STRAIGHT, "jeans", COPPER_THREAD, 0.5, turn_up=36, ripped=True),
        (washed("light wash"), washed("mid wash")),
        "ripped knees and turned-up hems",
        "Torn at the knee by us, so you need not. Straight leg, turned up once.",
        texture="denim",
    ),
)
