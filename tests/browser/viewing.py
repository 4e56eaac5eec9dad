"""Look at a page as people do who see little, use no mouse, or bring their own colours."""

from tests.browser import looking

#: A window of 1280 × 1024 at 400 %.
ZOOMED = {"width": 320, "height": 256}
_MOST_STOPS = 400
#: The name of the platform and a button: nothing else stands on the page of an error (500).
_FEWEST_STOPS = 2
_MOST_COVERED = 1 / 3
_NAME = "(one) => one.outerHTML.replace(/\\s+/g, ' ').slice(0, 90)"
#: Goes where Tab leads to the first thing of the page: a summary of errors takes the focus.
_FROM_THE_START = """() => {
  document.body.tabIndex = -1;
  document.body.focus();
  document.body.removeAttribute("tabindex");
  scrollTo(0, 0);
}"""
#: Remembers what the focus has been on, and tells how it looks there.
_STOP = """() => {
  const one = document.activeElement;
  if (one === document.body) return null;
  globalThis.walked ??= new Set();
  if (walked.has(one)) return null;
  walked.add(one);
  const box = one.getBoundingClientRect();
  const room = innerHeight - Math.min(box.height, innerHeight);
  const inside = box.width > 0 && box.top >= -1 - (room ? 0 : box.height)
    && (room ? box.bottom <= innerHeight + 1 : box.top < innerHeight);
  const x = box.left + Math.min(box.width, 40) / 2;
  const y = Math.min(Math.max(box.top, 0) + Math.min(box.height, innerHeight) / 2,
    innerHeight - 1);
  const top = document.elementFromPoint(x, y);
  const free = Boolean(top) && (one.contains(top) || top.contains(one)
    || [...(one.labels ?? [])].some((label) => label.contains(top)));
  const ringed = (element) => {
    const style = getComputedStyle(element);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  };
  return {
    what: (NAME)(one), inside, free, seen: ringed(one) || ringed(one.parentElement),
  };
}""".replace("NAME", _NAME)
#: What a keyboard should have reached and did not: of radios one of each group.
_MISSED = """() => {
  const wanted = "a[href], button, input, select, textarea, summary, [tabindex='0']";
  const group = (one) => one.type === "radio" && [...walked].some(
    (other) => other.type === "radio" && other.name === one.name);
  return [...document.querySelectorAll(wanted)]
    .filter((one) => one.checkVisibility({visibilityProperty: true}) && !one.disabled)
    .filter((one) => one.type !== "hidden" && one.tabIndex >= 0)
    .filter((one) => !walked.has(one) && !group(one))
    .map(NAME);
}""".replace("NAME", _NAME)
#: How much of the window lies under what stays in place while the page scrolls.
_COVERED = """async () => {
  const most = document.documentElement.scrollHeight - innerHeight;
  if (most < innerHeight) return 0;
  scrollTo({top: most / 2, behavior: "instant"});
  await new Promise(requestAnimationFrame);
  const stays = (one) => {
    for (let here = one; here && here !== document.body; here = here.parentElement) {
      const style = getComputedStyle(here);
      if (style.position === "fixed") return true;
      if (style.position !== "sticky" || style.top === "auto") continue;
      if (Math.abs(here.getBoundingClientRect().top - parseFloat(style.top)) < 2) return true;
    }
    return false;
  };
  const rows = [...Array(innerHeight / 4).keys()].map((row) => row * 4 + 2);
  const under = rows.filter((y) => stays(document.elementFromPoint(innerWidth / 2, y)));
  return under.length / rows.length;
}"""
#: What moves although nothing is to move.
_MOVING = """() => [...document.querySelectorAll("*")].filter((one) => {
  const {animationName, transitionDuration, scrollBehavior} = getComputedStyle(one);
  return animationName !== "none" || scrollBehavior === "smooth"
    || transitionDuration.split(", ").some((time) => parseFloat(time) > 0);
}).map(NAME)""".replace("NAME", _NAME)
#: Controls without an edge or a line under them, and marks of state by colour alone.
_SHAPELESS = """() => {
  const visible = (one) => one.checkVisibility({visibilityProperty: true});
  const all = (which) => [...document.querySelectorAll(which)].filter(visible);
  const edged = ({borderBlockEndStyle: style, borderBlockEndWidth: width}) =>
    style !== "none" && parseFloat(width) >= 1;
  const marked = (style) => edged(style) || style.textDecorationLine.includes("underline")
    || style.outlineStyle !== "none";
  const drawn = (one) => one.matches("input:is([type=radio], [type=checkbox])")
    || one.matches(".icon-button") || one.querySelector(":scope > .icon");
  const controls = "button, .button, input, select, textarea, main a[href]";
  const shapeless = all(controls).filter((one) => !one.matches(".step-link, nav a"))
    .filter((one) => !drawn(one) && !marked(getComputedStyle(one)));
  const alike = all("[aria-current]").filter((one) => {
    const style = getComputedStyle(one);
    return !marked(style) && Number(style.fontWeight) < 600
      && !marked(getComputedStyle(one.parentElement));
  });
  return [...shapeless, ...alike].map(NAME);
}""".replace("NAME", _NAME)
#: How the reader who needs most has set her pages: like components/reading.html.
_LARGEST = """(on) => {
  const settings = {text: "largest", contrast: "high", spacing: "wide"};
  for (const [name, value] of Object.entries(settings)) {
    if (on) document.documentElement.dataset[name] = value;
    else delete document.documentElement.dataset[name];
  }
}"""
#: What is wider than the window and does not scroll inside itself, or is cut off.
_CUT = """() => [...document.querySelectorAll("body *")]
  .filter((one) => one.checkVisibility({visibilityProperty: true}))
  .filter((one) => !one.closest(".table-scroll, .code, .visually-hidden, .skip-link"))
  .filter((one) => !one.closest("svg, [type=file]"))
  .filter((one) => {
    const box = one.getBoundingClientRect();
    const hides = ["hidden", "clip"].includes(getComputedStyle(one).overflowX);
    return box.width > 1 && (box.right > innerWidth + 1 || box.left < -1
      || (hides && one.scrollWidth > one.clientWidth + 1));
  }).slice(0, 5).map(NAME)""".replace("NAME", _NAME)


def at_400_percent(page):
    """Return what is wrong in the window of 400 %: too wide, covered, not reached, unseen.

    The page is walked by keyboard in the colours of the machine, without motion.
    """
    page.set_viewport_size(ZOOMED)
    wrong = [f"400 %: too wide {what}" for what in page.evaluate(_CUT)]
    if (covered := page.evaluate(_COVERED)) > _MOST_COVERED:
        wrong.append(f"400 %: {covered:.0%} of the window stays covered")
    page.emulate_media(forced_colors="active", reduced_motion="reduce")
    wrong += [f"moves: {what}" for what in page.evaluate(_MOVING)[:3]]
    wrong += [f"forced colours: {what}" for what in page.evaluate(_SHAPELESS)[:5]]
    wrong += _walked(page)
    page.emulate_media(forced_colors="none", reduced_motion="no-preference")
    return wrong


def _walked(page):
    page.evaluate(_FROM_THE_START)
    wrong, stops = [], 0
    page.keyboard.press("Tab")
    while (here := page.evaluate(_STOP)) and stops < _MOST_STOPS:
        stops += 1
        faults = [name for name in ("inside", "free", "seen") if not here[name]]
        if faults:
            wrong.append(f"focus not {', '.join(faults)}: {here['what']}")
        page.keyboard.press("Tab")
    if stops < _FEWEST_STOPS:
        wrong.append(f"{stops} stops")
    wrong += [f"not reached: {what}" for what in page.evaluate(_MISSED)]
    if page.locator("[tabindex]:not([tabindex='0'], [tabindex='-1'])").count():
        wrong.append("an order of its own")
    return wrong


def at_largest(page):
    """Return what is wrong with the largest text, wide spacing and high contrast."""
    page.set_viewport_size({"width": 320, "height": 740})
    page.evaluate(_LARGEST, True)
    wrong = [f"largest: too wide {what}" for what in page.evaluate(_CUT)]
    page.emulate_media(color_scheme="dark")
    wrong += [f"high contrast: {one}" for one in looking.colours(page)]
    page.emulate_media(color_scheme="light")
    page.evaluate(_LARGEST, False)
    return wrong
