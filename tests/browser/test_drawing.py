"""The picture as a browser lays it out, with the fonts of this machine: words stay in their boxes, lines outside of others'."""

from typing import Any

import pytest
from playwright.sync_api import Page
from tests.unit.test_drawing_geometry import generated

from decidedly.drawing import draw

MEASURE = """() => {
  const boxes = [...document.querySelectorAll('.node')].map(node => {
    const place = element => element.getBoundingClientRect().toJSON();
    return {id: node.dataset.id, box: place(node.querySelector('rect')),
            labels: [...node.querySelectorAll('text')].map(text => [text.textContent, place(text)])};
  });
  const svg = document.querySelector('svg').getBoundingClientRect();
  const crossed = [], tile = 200, tiles = {};
  for (const one of boxes)
    for (let i = Math.floor(one.box.left / tile); i <= Math.floor(one.box.right / tile); i++)
      for (let j = Math.floor(one.box.top / tile); j <= Math.floor(one.box.bottom / tile); j++) (tiles[[i, j]] ||= []).push(one);
  for (const line of document.querySelectorAll('.e')) {
    const length = line.getTotalLength();
    for (let at = 0; at <= length; at += 5) {
      const point = line.getPointAtLength(at), x = point.x + svg.left, y = point.y + svg.top;
      for (const {id, box} of tiles[[Math.floor(x / tile), Math.floor(y / tile)]] || []) {
        if (id !== line.dataset.from && id !== line.dataset.to
            && x > box.left && x < box.right && y > box.top && y < box.bottom) crossed.push([line.dataset.from, line.dataset.to, id]);
      }
    }
  }
  const lanes = [...document.querySelectorAll('.lane-n')].map(name => name.getBoundingClientRect().right);
  return {boxes, crossed, lanes, first: Math.min(...boxes.map(one => one.box.left))};
}"""


@pytest.mark.parametrize("count", [20, 500])
def test_the_browser_agrees(page: Page, count: int) -> None:
    page.set_content(draw(generated(count, 7), standalone=True, href=lambda record: record.path).svg)
    found: dict[str, Any] = page.evaluate(MEASURE)
    assert len(found["boxes"]) == count
    assert found["crossed"] == []
    assert all(right < found["first"] for right in found["lanes"])
    for one in found["boxes"]:
        box = one["box"]
        for words, label in one["labels"]:
            assert label["left"] >= box["left"]
            assert label["right"] <= box["right"], words


def test_every_box_can_be_reached_with_the_keyboard(page: Page) -> None:
    page.set_content(draw(generated(20, 7), standalone=True, href=lambda record: f"#{record.id}").svg)
    reached = []
    for _ in range(20):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.dataset.id"))
    assert len(set(reached)) == 20
