"""What shoppers clicked, once the place it stood in is reckoned with."""

from __future__ import annotations

import numpy as np
import pytest

from recommender.scoring.feedback import Feedback, likings, looked_at, read_feedback

LOOKS = {1: 1.0, 2: 0.6, 3: 0.3}
SHOPPERS = 4_000


def drawn_feedback(liked: dict[int, float], seed: int = 3) -> list[Feedback]:
    """Each product mostly in the place of its number, at times in the next: clicks are drawn."""
    draw = np.random.default_rng(seed)
    rows = []
    for product, liking in liked.items():
        for place, shown in ((product, SHOPPERS), (product % 3 + 1, SHOPPERS // 4)):
            clicked = int(draw.binomial(shown, LOOKS[place] * liking))
            rows.append(Feedback(100, product, place, shown, clicked, 0))
    return rows


def test_how_often_a_place_is_looked_at_is_told_from_those_that_changed_places():
    found = looked_at(drawn_feedback({1: 0.1, 2: 0.3, 3: 0.5}))
    assert found == pytest.approx(LOOKS, rel=0.15)


def test_the_best_is_known_though_it_stands_last_and_is_clicked_least():
    rows = drawn_feedback({1: 0.12, 2: 0.15, 3: 0.25})
    clicked = {p: sum(r.clicked for r in rows if r.offered == p and r.place == p) for p in LOOKS}
    assert clicked[3] < clicked[1]
    found = {offered: one.against_usual for (_, offered), one in likings(rows).items()}
    assert found[3] > found[2] > found[1]
    assert found[3] / found[1] == pytest.approx(0.25 / 0.12, rel=0.2)


def test_one_click_on_what_was_hardly_shown_says_little():
    rows = [*drawn_feedback({1: 0.1, 2: 0.1, 3: 0.1}), Feedback(100, 4, 1, 2, 1, 0)]
    rare = likings(rows)[100, 4]
    assert 1 < rare.against_usual < 3  # bare division says 5 times the usual
    assert rare.signs < 1


def test_a_bag_add_says_more_than_a_click():
    rows = [Feedback(1, 2, 1, 1_000, 100, 0), Feedback(1, 3, 1, 1_000, 100, 50)]
    found = likings(rows)
    assert found[1, 3].against_usual > found[1, 2].against_usual


def test_a_thumb_says_much_of_what_was_hardly_shown():
    rows = drawn_feedback({1: 0.1, 2: 0.1, 3: 0.1})
    up, down = (
        Feedback(100, 4, 1, 2, 0, 0, thumbs_up=1),
        Feedback(100, 5, 1, 2, 0, 0, thumbs_down=1),
    )
    found = likings([*rows, up, down])
    assert found[100, 4].against_usual > 2
    assert found[100, 5].against_usual < 0.5
    assert min(found[100, 4].signs, found[100, 5].signs) > 2


def test_without_a_click_nothing_is_known():
    assert likings([Feedback(1, 2, 1, 50, 0, 0)]) == {}
    assert likings([]) == {}


def test_a_file_of_feedback_is_read(tmp_path):
    file = tmp_path / "feedback.csv"
    file.write_text("wanted,offered,place,shown,clicked,bagged\n7,8,1,20,3,1\n")
    assert read_feedback(file) == [Feedback(7, 8, 1, 20, 3, 1)]
    file.write_text("wanted,offered,place,shown,clicked,bagged,thumbs_down\n7,8,1,20,3,1,2\n")
    assert read_feedback(file) == [Feedback(7, 8, 1, 20, 3, 1, thumbs_down=2)]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("wanted,offered,place,shown,clicked\n", "no column bagged"),
        ("wanted,offered,place,shown,clicked,bagged\n7,8,1,x,3,1\n", "line 2"),
        ("wanted,offered,place,shown,clicked,bagged\n7,8,0,5,3,1\n", "places count from 1"),
        ("wanted,offered,place,shown,clicked,bagged\n7,8,1,5\n", "line 2"),
    ],
)
def test_a_file_of_something_else_is_refused_by_its_line(tmp_path, text, why):
    file = tmp_path / "feedback.csv"
    file.write_text(text)
    with pytest.raises(ValueError, match=why):
        read_feedback(file)
