"""What holds on every page at every size: no control lies over another or sticks out, and axe finds nothing serious."""

from __future__ import annotations

from typing import Any

SIZES = ((1366, 768), (1920, 1080), (390, 844))
SCHEMES = ("light", "dark")
EXCEPTED = (("nested-interactive", "icon-button"),)
"""axe rule and class of a part of Gradio's own that breaks it and cannot be mended from outside: the button that adds files to a
list holds the upload area, a button as well."""

_LAYOUT = """() => {
  const asks = 'button, a[href], input, select, textarea, summary, [tabindex="0"], [role=tab], [role=option]';
  const clipped = (element) => {
    let box = element.getBoundingClientRect();
    let [left, top, right, bottom] = [box.left, box.top, box.right, box.bottom];
    let scrolls = false;
    for (let up = element.parentElement; up && up !== document.body; up = up.parentElement) {
      const style = getComputedStyle(up);
      if (style.overflowX === 'visible' && style.overflowY === 'visible') { continue; }
      const outer = up.getBoundingClientRect();
      if (style.overflowX === 'auto' || style.overflowX === 'scroll') { scrolls = scrolls || up.scrollWidth > up.clientWidth + 1; }
      [left, top, right, bottom] = [Math.max(left, outer.left), Math.max(top, outer.top), Math.min(right, outer.right), Math.min(bottom, outer.bottom)];
    }
    return {left, top, right, bottom, scrolls, whole: box};
  };
  const named = (element) => `${element.tagName.toLowerCase()}${element.id ? '#' + element.id : ''} “${(element.textContent || element.getAttribute('aria-label') || element.placeholder || '').trim().slice(0, 24)}” in #${(element.closest('[id]') || {}).id}`;
  const faults = [];
  if (document.documentElement.scrollWidth > innerWidth + 1) { faults.push(`the page is ${document.documentElement.scrollWidth} wide`); }
  const seen = [];
  for (const element of document.querySelectorAll(asks)) {
    const style = getComputedStyle(element);
    if (!element.checkVisibility()) { continue; }  // what a closed <details> holds has a place, and is not shown
    if (element.offsetParent === null && style.position !== 'fixed') { continue; }
    if (style.visibility === 'hidden' || style.opacity === '0' || style.pointerEvents === 'none' || element.closest('[aria-hidden=true], .visually-hidden, .sr-only')) { continue; }
    const box = clipped(element);
    if (box.right - box.left < 2 || box.bottom - box.top < 2) { continue; }
    if (!box.scrolls && (box.whole.left < -1 || box.whole.right > innerWidth + 1)) { faults.push(`${named(element)} sticks out: ${box.whole.left | 0}–${box.whole.right | 0}`); }
    if (element.tagName === 'BUTTON' && style.overflow !== 'visible' && element.scrollWidth > element.clientWidth + 2) { faults.push(`${named(element)} cuts its words off`); }
    seen.push([element, box]);
  }
  for (let i = 0; i < seen.length; i += 1) {
    for (let j = i + 1; j < seen.length; j += 1) {
      const [[one, a], [other, b]] = [seen[i], seen[j]];
      if (one.contains(other) || other.contains(one) || (one.closest('label') && one.closest('label') === other.closest('label'))) { continue; }
      const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left), high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (wide > 2 && high > 2) { faults.push(`${named(one)} and ${named(other)} overlap by ${wide | 0} × ${high | 0}`); }
    }
  }
  return faults.slice(0, 12);
}"""


_STILL = """() => new Promise((still) => {
  let last = '';
  const look = () => {
    const now = [...document.querySelectorAll('button, input, textarea, [role=tab]')].map((each) => { const box = each.getBoundingClientRect(); return `${box.x},${box.y},${box.width}`; }).join();
    const same = now === last && !document.getAnimations().some((each) => each.playState === 'running' && each.effect.getTiming().iterations !== Infinity);
    last = now;
    if (same) { still(); } else { setTimeout(look, 60); }
  };
  requestAnimationFrame(() => requestAnimationFrame(look));
  setTimeout(still, 2000);
})"""
"""Waits until nothing moves any more."""


def set_scheme(page: Any, scheme: str) -> None:
    """Light or dark, as the button in the corner does it."""
    if page.evaluate("document.body.classList.contains('dark')") != (scheme == "dark"):
        page.locator("#scheme button").click()


def layout_faults(page: Any) -> list[str]:
    """Controls that overlap, stick out of the window or cut their words off."""
    found: list[str] = page.evaluate(_LAYOUT)
    return found


def axe_faults(page: Any, *, colours_only: bool = False) -> list[str]:
    """Serious and critical findings of axe-core, which comes with a test dependency.

    ``colours_only`` asks the one rule that can answer otherwise when nothing but the colours has changed.
    """
    from axe_playwright_python.sync_playwright import Axe

    options = {"runOnly": {"type": "rule", "values": ["color-contrast"]}} if colours_only else None
    found = Axe().run(page, options=options).response["violations"]
    return [
        f"{each['id']}: {node['target']} {node['html'][:160]}"
        for each in found
        if each["impact"] in ("serious", "critical")
        for node in each["nodes"]
        if not any(each["id"] == rule and part in node["html"] for rule, part in EXCEPTED)
    ]


def faults(page: Any, name: str) -> list[str]:
    """Everything that is wrong with a page as it stands, at every size and in both schemes; the page ends as it began."""
    from tests.e2e.conftest import shot

    before, told = page.viewport_size, []
    for scheme in SCHEMES:
        set_scheme(page, scheme)
        for width, height in SIZES:
            page.set_viewport_size({"width": width, "height": height})
            page.evaluate(_STILL)
            shot(page, f"{name}-{width}-{scheme}")
            told += [f"{name} {width}×{height} {scheme}: {each}" for each in layout_faults(page)]
        page.set_viewport_size(before)
        told += [f"{name} {scheme} axe {each}" for each in axe_faults(page, colours_only=scheme == "dark")]
    set_scheme(page, "light")
    return told
