// The walk with Tab. `watch` notes how everything looks unfocused; while real Tab keys arrive, each stop is judged when the next
// key goes down, that is when the browser has scrolled and drawn it; `report` says what was wrong.
window.gate.keyboard = (() => {
  const { name, shown, aside, INTERACTIVE } = window.gate;
  const LOOK = ["outlineStyle", "outlineWidth", "outlineColor", "boxShadow", "borderTopColor", "borderTopWidth", "borderBottomWidth", "backgroundColor", "textDecorationLine"];
  let stops = [];
  let looks = new Map();
  let frames = new Map();

  // The element itself, what stands for it when it is hidden behind a label, and what is drawn before and after them.
  const bearers = (element) => [element, ...(element.labels ?? []), element.nextElementSibling, element.parentElement].filter(Boolean);

  const look = (element) =>
    bearers(element).map((bearer) =>
      [null, "::before", "::after"].map((part) => {
        const style = getComputedStyle(bearer, part);
        if (part && style.content === "none") return "";
        const ring = style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 1 ? "no outline" : `${style.outlineStyle} ${style.outlineWidth} ${style.outlineColor}`;
        return [ring, ...LOOK.slice(3).map((key) => style[key])].join("|");
      }).join("/"),
    );

  const expected = () => {
    const groups = new Set();
    return [...document.querySelectorAll(INTERACTIVE)].filter((e) => {
      if (e.disabled || e.closest("fieldset:disabled, [inert]") || e.tabIndex < 0 || !shown(e)) return false;
      if (e.type !== "radio") return true;
      const group = `${e.form?.id ?? ""}/${e.name}`;
      const chosen = [...document.querySelectorAll("input[type=radio]")].some((r) => r.name === e.name && r.form === e.form && r.checked);
      if (groups.has(group) || (chosen && !e.checked)) return false;
      groups.add(group);
      return true;
    });
  };

  const judge = (element) => {
    const stop = { element, faults: [] };
    const label = element.labels?.length ? [...element.labels] : [];
    const boxes = [element, ...label].filter(shown).map((e) => e.getBoundingClientRect());
    const box = boxes.find((b) => b.width > 1 && b.height > 1);
    if (!box || (aside(element) && !label.some((l) => shown(l) && !aside(l)))) {
      stop.faults.push("is not to be seen");
      return stop;
    }
    const inside = boxes.some((b) => b.bottom > 0 && b.top < innerHeight && b.right > 0 && b.left < innerWidth);
    if (!inside) stop.faults.push("is outside the window");
    else if (covered(element, boxes)) stop.faults.push("is covered by something that stays in place");
    const before = looks.get(element);
    if (before && JSON.stringify(look(element)) === JSON.stringify(before)) stop.faults.push("shows no focus");
    const accessible = window.axe.commons.text.accessibleText(element).trim();
    if (!accessible) stop.faults.push("has no name");
    return stop;
  };

  // Whether something fixed or sticky lies over the whole of it.
  const covered = (element, boxes) => {
    const own = [element, ...(element.labels ?? [])];
    return boxes.every((box) => {
      const points = [[0.5, 0.5], [0.1, 0.2], [0.9, 0.2], [0.1, 0.8], [0.9, 0.8]].map(([x, y]) => [box.left + box.width * x, box.top + box.height * y]);
      const inside = points.filter(([x, y]) => x >= 0 && y >= 0 && x < innerWidth && y < innerHeight);
      return inside.length > 0 && inside.every(([x, y]) => {
        const hit = document.elementFromPoint(x, y);
        if (!hit || own.some((o) => o.contains(hit) || hit.contains(o))) return false;
        for (let e = hit; e; e = e.parentElement) if (["fixed", "sticky"].includes(getComputedStyle(e).position)) return true;
        return false;
      });
    });
  };

  const note = (event) => {
    if (event.key !== "Tab") return;
    const at = document.activeElement;
    stops.push(at && at !== document.body && at !== document.documentElement ? judge(at) : null);
  };

  // Nothing focused, and the next Tab leads to the first stop: where a focused element is taken away, the walk goes on from there.
  const begin = () => {
    const start = document.createElement("span");
    start.tabIndex = -1;
    document.body.prepend(start);
    start.focus();
    start.remove();
    window.scrollTo(0, 0);
  };

  // What a frame holds, such as the browser's own viewer, is another process's: how many keys it takes, and whether it hands them back
  // while it is still starting, is not this page's doing. Frames are stepped over; that they are stops is asked of their markup.
  const stepOver = () => {
    frames = new Map([...document.querySelectorAll("iframe")].map((f) => [f, f.getAttribute("tabindex")]));
    for (const frame of frames.keys()) frame.tabIndex = -1;
  };

  const stepIn = () => {
    for (const [frame, had] of frames) {
      if (had === null) frame.removeAttribute("tabindex");
      else frame.setAttribute("tabindex", had);
    }
  };

  const watch = () => {
    stepOver();
    begin();
    window.axe.setup(document.body);
    stops = [];
    const all = expected();
    looks = new Map(all.map((e) => [e, look(e)]));
    window.addEventListener("keydown", note, true);
    return all.length;
  };

  const report = () => {
    window.removeEventListener("keydown", note, true);
    window.axe.teardown();
    stepIn();
    const faults = [];
    const all = [...looks.keys()];
    // the first key found nothing focused; the walk ends where the focus leaves the page or is back at the first stop
    const walked = [];
    let round = false;
    for (const stop of stops.slice(1)) {
      if (stop === null || (walked.length && stop.element === walked[0].element)) {
        round = walked.length > 1 || (walked.length === 1 && all.length <= 1);
        break;
      }
      walked.push(stop);
    }
    if (!round) faults.push(`keyboard: the walk never gets round; it ends at ${walked.length ? name(walked.at(-1).element) : "nothing"}`);
    const seen = new Set();
    let last = null;
    for (const { element, faults: own } of walked) {
      if (seen.has(element)) continue;
      seen.add(element);
      for (const fault of own) faults.push(`keyboard: ${name(element)} ${fault}`);
      if (last && last.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_PRECEDING) faults.push(`keyboard: ${name(element)} comes after ${name(last)}, against the order of reading`);
      last = element;
    }
    if (round) for (const element of all) if (!seen.has(element)) faults.push(`keyboard: ${name(element)} is never reached`);
    for (const element of all) if (element.tabIndex > 0) faults.push(`keyboard: ${name(element)} has a turn of its own, not its place in the page`);
    for (const frame of frames.keys()) if (frame.tabIndex < 0) faults.push(`keyboard: ${name(frame)} has no turn`);
    for (const element of document.querySelectorAll("body *")) {
      const { order, flexDirection } = getComputedStyle(element);
      if ((order !== "0" || flexDirection.endsWith("-reverse")) && shown(element) && (element.matches(INTERACTIVE) || element.querySelector(INTERACTIVE))) {
        faults.push(`keyboard: ${name(element)} is shown in another order than it is read`);
      }
    }
    begin();
    return faults;
  };

  return { watch, report };
})();
