"""CIEDE2000 as published, and how far garments' colours lie apart."""

from __future__ import annotations

import numpy as np
import pytest

from catalog.colours import Colour, colour_distance, colour_distances
from catalog.colours.comparing import ciede2000

# Sharma, Wu, Dalal: The CIEDE2000 Color-Difference Formula, Color Res. Appl. 30 (2005), table 1.
PUBLISHED = """
50.0000 2.6772 -79.7751 50.0000 0.0000 -82.7485 2.0425
50.0000 3.1571 -77.2803 50.0000 0.0000 -82.7485 2.8615
50.0000 2.8361 -74.0200 50.0000 0.0000 -82.7485 3.4412
50.0000 -1.3802 -84.2814 50.0000 0.0000 -82.7485 1.0000
50.0000 -1.1848 -84.8006 50.0000 0.0000 -82.7485 1.0000
50.0000 -0.9009 -85.5211 50.0000 0.0000 -82.7485 1.0000
50.0000 0.0000 0.0000 50.0000 -1.0000 2.0000 2.3669
50.0000 -1.0000 2.0000 50.0000 0.0000 0.0000 2.3669
50.0000 2.4900 -0.0010 50.0000 -2.4900 0.0009 7.1792
50.0000 2.4900 -0.0010 50.0000 -2.4900 0.0010 7.1792
50.0000 2.4900 -0.0010 50.0000 -2.4900 0.0011 7.2195
50.0000 2.4900 -0.0010 50.0000 -2.4900 0.0012 7.2195
50.0000 -0.0010 2.4900 50.0000 0.0009 -2.4900 4.8045
50.0000 -0.0010 2.4900 50.0000 0.0010 -2.4900 4.8045
50.0000 -0.0010 2.4900 50.0000 0.0011 -2.4900 4.7461
50.0000 2.5000 0.0000 50.0000 0.0000 -2.5000 4.3065
50.0000 2.5000 0.0000 73.0000 25.0000 -18.0000 27.1492
50.0000 2.5000 0.0000 61.0000 -5.0000 29.0000 22.8977
50.0000 2.5000 0.0000 56.0000 -27.0000 -3.0000 31.9030
50.0000 2.5000 0.0000 58.0000 24.0000 15.0000 19.4535
50.0000 2.5000 0.0000 50.0000 3.1736 0.5854 1.0000
50.0000 2.5000 0.0000 50.0000 3.2972 0.0000 1.0000
50.0000 2.5000 0.0000 50.0000 1.8634 0.5757 1.0000
50.0000 2.5000 0.0000 50.0000 3.2592 0.3350 1.0000
60.2574 -34.0099 36.2677 60.4626 -34.1751 39.4387 1.2644
63.0109 -31.0961 -5.8663 62.8187 -29.7946 -4.0864 1.2630
61.2901 3.7196 -5.3901 61.4292 2.2480 -4.9620 1.8731
35.0831 -44.1164 3.7933 35.0232 -40.0716 1.5901 1.8645
22.7233 20.0904 -46.6940 23.0331 14.9730 -42.5619 2.0373
36.4612 47.8580 18.3852 36.2715 50.5065 21.2231 1.4146
90.8027 -2.0831 1.4410 91.1528 -1.6435 0.0447 1.4441
90.9257 -0.5406 -0.9208 88.6381 -0.8985 -0.7239 1.5381
6.7747 -0.2908 -2.4247 5.8714 -0.0985 -2.2286 0.6377
2.0776 0.0795 -1.1350 0.9033 -0.0636 -0.5514 0.9082
"""
PAIRS = np.array([[float(n) for n in line.split()] for line in PUBLISHED.strip().splitlines()])

BLACK, WHITE, RED = (15.0, 0.0, 0.0), (97.0, 0.0, 0.0), (45.0, 62.0, 40.0)


def test_the_34_published_pairs():
    assert len(PAIRS) == 34
    one, other, published = PAIRS[:, :3], PAIRS[:, 3:6], PAIRS[:, 6]
    assert ciede2000(one, other) == pytest.approx(published, abs=1e-4)
    assert ciede2000(other, one) == pytest.approx(published, abs=1e-4)


def palette(*colours: tuple[tuple[float, float, float], float]) -> tuple[Colour, ...]:
    return tuple(Colour(lab, share) for lab, share in colours)


def test_a_garment_is_no_distance_from_itself():
    striped = palette((BLACK, 0.6), (WHITE, 0.4))
    assert colour_distance(striped, striped) == pytest.approx(0, abs=1e-6)


def test_plain_garments_are_as_far_apart_as_their_colours():
    apart = colour_distance(palette((BLACK, 1.0)), palette((RED, 1.0)))
    assert apart == pytest.approx(float(ciede2000(np.array(BLACK), np.array(RED))))


def test_a_trim_weighs_as_much_as_there_is_of_it():
    plain, red = palette((BLACK, 1.0)), palette((RED, 1.0))
    trimmed, reversed_ = palette((BLACK, 0.9), (RED, 0.1)), palette((RED, 0.9), (BLACK, 0.1))
    whole = colour_distance(plain, red)
    assert colour_distance(plain, trimmed) == pytest.approx(0.1 * whole)
    assert colour_distance(trimmed, reversed_) == pytest.approx(0.8 * whole)
    assert colour_distance(trimmed, plain) == pytest.approx(colour_distance(plain, trimmed))


def test_nothing_is_not_near_everything():
    with pytest.raises(ValueError, match="without colours"):
        colour_distance((), palette((RED, 1.0)))


def test_many_palettes_at_once_are_as_far_apart_as_one_by_one():
    wanted = palette((BLACK, 0.7), (RED, 0.3))
    others = [palette((RED, 1.0)), (), palette((BLACK, 0.5), (RED, 0.5)), wanted]
    found = colour_distances(wanted, others)
    one_by_one = [colour_distance(wanted, other) if other else np.nan for other in others]
    assert found == pytest.approx(one_by_one, nan_ok=True)
    assert np.isnan(colour_distances((), others)).all()
