// What the gate asks a page, beside axe. Put into every page after axe, as window.gate; each function gives a list of faults in
// words. Nothing here changes the page, except the spacing that is switched on and off.
window.gate = (() => {
  const INTERACTIVE = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]:not([tabindex='-1'])";
  // Small letters that only Vietnamese has, between other letters of its alphabet.
  const MARKED = /[ăâđêôơưàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]/;

  const short = (text) => text.replace(/\s+/g, " ").trim().slice(0, 60);

  const name = (element) => {
    const id = element.id ? `#${element.id}` : "";
    const kind = element.classList.length ? `.${[...element.classList].join(".")}` : "";
    const field = element.name ? `[name=${element.name}]` : "";
    return `<${element.localName}${id}${kind}${field}> “${short(element.textContent || element.value || "")}”`;
  };

  const shown = (element) => element.checkVisibility({ checkVisibilityCSS: true }) && element.getClientRects().length > 0;

  // Left for screen readers only: a box of one pixel, or cut away.
  const aside = (element) => {
    for (let e = element; e; e = e.parentElement) {
      const style = getComputedStyle(e);
      if (style.clipPath !== "none" || (style.position === "absolute" && e.clientWidth <= 1 && e.clientHeight <= 1)) return true;
    }
    return false;
  };

  const words = function* (root) {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) if (walker.currentNode.data.trim() && !walker.currentNode.parentElement.closest("script, style, noscript")) yield walker.currentNode;
  };

  const headings = () => {
    const faults = [];
    // what is to be mended stands before everything else, its heading too
    const all = [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")].filter((h) => shown(h) && !h.closest(".error-summary"));
    const first = all.filter((h) => h.localName === "h1");
    if (first.length !== 1) faults.push(`${first.length} h1`);
    let before = 1;
    for (const heading of all) {
      const level = Number(heading.localName[1]);
      if (level > before + 1) faults.push(`headings: ${name(heading)} comes after an h${before}`);
      before = level;
    }
    if (all.length && all[0].localName !== "h1") faults.push(`headings: ${name(all[0])} stands before the h1`);
    for (const heading of all) if (!heading.textContent.trim()) faults.push(`headings: ${name(heading)} is empty`);
    return faults;
  };

  // Two small marked words side by side are Vietnamese, not a name.
  const vietnamese = (text) => {
    // what our own sentences quote, they name
    const marked = text.normalize("NFC").replace(/“[^”]*”/g, " ").split(/[^\p{L}]+/u).map((word) => word && word === word.toLowerCase() && MARKED.test(word));
    return marked.some((is, at) => is && marked[at - 1]);
  };

  const languages = (expected) => {
    const faults = [];
    const root = document.documentElement.lang;
    if (root !== expected) faults.push(`lang: the page says ${root || "nothing"}, and is ${expected}`);
    const spoken = (element) => element.closest("[lang]")?.getAttribute("lang") ?? "";
    const check = (text, element, where) => {
      if (spoken(element) !== "vi" && vietnamese(text)) faults.push(`lang: Vietnamese ${where} marked as ${spoken(element) || "nothing"}: “${short(text)}”`);
    };
    for (const text of words(document.body)) check(text.data, text.parentElement, "text");
    for (const element of document.querySelectorAll("[aria-label], [title], [alt], [placeholder]")) {
      for (const attribute of ["aria-label", "title", "alt", "placeholder"]) if (element.hasAttribute(attribute)) check(element.getAttribute(attribute), element, attribute);
    }
    return faults;
  };

  const nfc = () => {
    const faults = [];
    for (const text of words(document.documentElement)) if (text.data !== text.data.normalize("NFC")) faults.push(`NFC: “${short(text.data)}”`);
    for (const element of document.querySelectorAll("*")) {
      for (const attribute of element.attributes) if (attribute.value !== attribute.value.normalize("NFC")) faults.push(`NFC: ${attribute.name} of ${name(element)}`);
    }
    return faults;
  };

  const ids = () => {
    const seen = new Set();
    const faults = [];
    for (const element of document.querySelectorAll("[id]")) {
      if (seen.has(element.id)) faults.push(`id: “${element.id}” is there twice`);
      seen.add(element.id);
    }
    return faults;
  };

  const title = (failed, prefixes) => {
    const said = document.title.trim();
    const faults = [];
    const [own, site] = said.split(" – ");
    if (!own || !site) faults.push(`title: “${said}” does not name page and site`);
    const begins = prefixes.some((prefix) => said.startsWith(prefix));
    if (failed && !begins) faults.push(`title: “${said}” does not say that something is to be mended`);
    if (!failed && begins) faults.push(`title: “${said}” speaks of an error where there is none`);
    return faults;
  };

  const inText = (element) => {
    if (!getComputedStyle(element).display.startsWith("inline") || element.localName !== "a") return false;
    const block = element.closest("p, li, dd, td, span, div, label");
    return block !== null && block.textContent.trim().length > element.textContent.trim().length;
  };

  // At least 24 × 24 CSS pixels, except links in a sentence; a hidden box counts with its label.
  const targets = () => {
    const faults = [];
    for (const element of document.querySelectorAll(INTERACTIVE)) {
      if (!shown(element) || inText(element)) continue;
      const boxes = [element, ...(element.labels ?? [])].map((e) => e.getBoundingClientRect());
      if (aside(element) && boxes.length === 1) continue;
      if (!boxes.some((box) => box.width >= 23.9 && box.height >= 23.9)) {
        const { width, height } = boxes[0];
        faults.push(`target: ${name(element)} is ${Math.round(width)} × ${Math.round(height)}`);
      }
    }
    return faults;
  };

  const overflow = () => {
    const root = document.documentElement;
    const more = root.scrollWidth - root.clientWidth;
    if (more <= 0) return [];
    const wide = [...document.querySelectorAll("body *")].filter((e) => shown(e) && e.getBoundingClientRect().right > root.clientWidth + 1);
    const inner = wide.filter((e) => ![...e.children].some((c) => wide.includes(c)));
    return [`overflow: ${more} px wider than the window: ${inner.slice(0, 3).map(name).join(", ")}`];
  };

  // Words that are cut off, or stick out of their box.
  const clipped = () => {
    const faults = [];
    const seen = new Set();
    for (const text of words(document.body)) {
      const element = text.parentElement;
      if (seen.has(element) || !shown(element) || aside(element)) continue;
      seen.add(element);
      const range = document.createRange();
      range.selectNodeContents(text);
      const box = range.getBoundingClientRect();
      for (let e = element; e && e !== document.body; e = e.parentElement) {
        const style = getComputedStyle(e);
        if (style.display.startsWith("inline") && style.display === "inline") continue;
        const around = e.getBoundingClientRect();
        const hides = [style.overflowX, style.overflowY].some((o) => o === "hidden" || o === "clip");
        const scrolls = [style.overflowX, style.overflowY].some((o) => o === "auto" || o === "scroll");
        if (scrolls) break;
        // a long name shortened on purpose, with dots, in a link to where it stands whole, or in the row of such a link
        if (style.webkitLineClamp !== "none" && (e.closest("a[href]") || e.closest("tr")?.querySelector("a[href]"))) break;
        const out = box.right > around.right + 3 || box.bottom > around.bottom + 6 || box.left < around.left - 3;
        if (out && (hides || e === element || e.matches("button, .button, td, th, li, label, summary"))) {
          faults.push(`clipped: ${name(element)} does not fit into ${name(e)}`);
          break;
        }
      }
    }
    return faults;
  };

  const SPACING = new CSSStyleSheet();
  SPACING.replaceSync("* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-block-end: 2em !important }");
  const space = (on) => {
    document.adoptedStyleSheets = on ? [...document.adoptedStyleSheets, SPACING] : document.adoptedStyleSheets.filter((s) => s !== SPACING);
  };

  // What a reader can find and use, to compare a page with and without scripts. What only a script can do stays out.
  const inventory = () => {
    const all = new Set();
    for (const e of document.querySelectorAll("h1, h2, h3, h4, p, li, dt, dd, td, th, label, a[href], button, input:not([type=hidden]), select, textarea")) {
      if (!shown(e) || e.closest("[data-copy], .combobox, .autosave-line, [data-script]")) continue;
      if (e.matches("input, select, textarea")) all.add(`the field ${e.name}`);
      else if (e.textContent.trim()) all.add(`<${e.localName}> “${short(e.textContent)}”`);
    }
    return [...all];
  };

  const page = (expected, failed, prefixes) => [...headings(), ...languages(expected), ...nfc(), ...ids(), ...title(failed, prefixes), ...targets(), ...overflow(), ...clipped()];
  const narrow = () => [...overflow(), ...clipped(), ...targets()];

  return { name, shown, aside, page, narrow, overflow, clipped, space, inventory, INTERACTIVE };
})();
