"""The ring of parts: nothing covers anything."""

from __future__ import annotations

import pytest

from decidedly.drawing.ring import HEIGHT, MOST_PARTS, WIDTH, Stop, curve, places, radii, ring


@pytest.mark.parametrize("count", range(2, MOST_PARTS + 1))
def test_no_box_on_another_and_no_line_through_a_box(count: int):
    middles = places(count, *radii(count), 0.0, 0.0)
    for one in range(count):
        for other in range(one):
            (ax, ay), (bx, by) = middles[one], middles[other]
            assert abs(ax - bx) > WIDTH or abs(ay - by) > HEIGHT, (one, other)
            start, bend, end = curve(middles[one], middles[other], (0.0, 0.0))
            for step in range(51):
                t = step / 50
                x, y = (
                    (1 - t) ** 2 * start[at] + 2 * t * (1 - t) * bend[at] + t**2 * end[at] for at in (0, 1)
                )
                for third, (cx, cy) in enumerate(middles):
                    if third not in (one, other):
                        assert abs(x - cx) > WIDTH / 2 or abs(y - cy) > HEIGHT / 2, (one, other, third)


def test_names_and_addresses_are_only_words():
    stops = [Stop('<b>"x"', 1, 'a"b.html'), Stop("Storage of everything that there is", 2, "b.html")]
    drawn = ring(stops, {(0, 1): 3}, "Parts")
    assert "<b>" not in drawn
    assert 'href="a&quot;b.html"' in drawn
    assert "…" in drawn
    assert "1 decision<" in drawn
    assert "3 links" in drawn
