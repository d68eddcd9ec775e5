// Keys of a queue: `<tbody data-queue>` whose rows hold one link and perhaps one tick box.
//   J K next, previous · Shift+J K tick on the way · X tick · Enter open · Space peek · / search · ? the sheet `#keys` · Esc close
//   F the filters `[data-filters]` · N accept · B ask for a supplement · C pass on · A assign · M take
//   These five do what the page of the dossier offers under `[data-act=KeyN]`: on that page, and for the row where the keys are
//   if it says so, `<tr data-acts="KeyN KeyB">`. Never with Shift, and not again while the key is held down.
//   The sheet shows of its `[data-needs=selector]` what is on the page.
//   G and then the key of a link `[data-go=KeyH]` of the sheet: go there
// Off for anyone who sets data-shortcuts="off" on <body> (profile) or presses the sheet's off button (kept on this machine).
// Places are read by event.code, as Vietnamese layouts move the characters. Nothing works by these keys alone.
const KEEP = "shortcuts";
const queue = document.querySelector("[data-queue]");
const sheet = document.getElementById("keys");
const peek = document.getElementById("peek");
const rows = queue ? [...queue.querySelectorAll("tr")] : [];
let since = -Infinity; // when G was pressed
let at = rows.findIndex((row) => row.getAttribute("aria-current") === "true");

const off = () => document.body.dataset.shortcuts === "off" || localStorage.getItem(KEEP) === "off";
const typing = (target) => target.closest("input:not([type=checkbox],[type=radio]), textarea, select, [contenteditable], dialog");

const go = (to) => {
  if (!rows.length) return;
  at = Math.max(0, Math.min(rows.length - 1, to));
  rows.forEach((row, i) => row.classList.toggle("is-current", i === at));
  const link = rows[at].querySelector("a");
  link?.focus({ preventScroll: true });
  rows[at].scrollIntoView({ block: "nearest" });
};

const step = (by, event) => {
  const open = peeks();
  if (open) peek.hidePopover();
  go(at + by);
  if (event.shiftKey) tick();
  if (open) look();
};

const tick = () => {
  const box = rows[at]?.querySelector("input[type=checkbox]");
  if (!box) return;
  box.checked = !box.checked;
  box.dispatchEvent(new Event("change", { bubbles: true }));
};

// What stands in `[data-peek]` of the row's page, over the list. Escape closes it and leaves the keys where they were.
const peeks = () => peek?.matches(":popover-open");
const look = async () => {
  const link = rows[at].querySelector("a");
  const body = peek.querySelector(".peek-body");
  const title = document.createElement("p");
  title.append(link.cloneNode(true));
  body.replaceChildren(title);
  peek.showPopover();
  peek.focus();
  try {
    const answer = await fetch(link.href);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const parts = page.querySelectorAll("[data-peek]");
    if (!parts.length) throw new Error("another page");
    if (title.isConnected) body.append(...parts);
  } catch {
    link.click();
  }
};

const search = () => {
  const box = document.querySelector("[data-key=slash]");
  box?.focus();
  box?.select();
};

// What the dossier's own page offers at this moment; it knows what may be done, and in which version.
const offered = (page, code) => page.querySelector(`[data-act="${code}"]`);
const said = document.querySelector("[data-act-said]");
let busy = false;
const act = async (code) => {
  if (!queue) return offered(document, code).click();
  busy = true;
  said.textContent = "";
  const link = rows[at].querySelector("a");
  try {
    const answer = await fetch(link.href);
    const found = offered(new DOMParser().parseFromString(await answer.text(), "text/html"), code);
    if (!found) {
      said.textContent = said.dataset.actSaid;
    } else if (found.href) {
      location.assign(found.href);
    } else {
      const form = document.adoptNode(found.form);
      const back = Object.assign(document.createElement("input"), { type: "hidden", name: "back", value: "list" });
      form.append(back);
      form.hidden = true;
      document.body.append(form);
      form.submit();
    }
  } catch {
    link.click();
  }
  busy = false;
};
const acts = (code) => (queue ? rows[at]?.dataset.acts?.split(" ").includes(code) : /^Key[NBCAM]$/.test(code) && offered(document, code));

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey || event.getModifierState("AltGraph")) return;
  if (off() || typing(event.target)) return;
  const moves = {
    KeyJ: () => step(1, event),
    KeyK: () => step(-1, event),
    KeyX: tick,
    KeyG: () => { since = event.timeStamp; },
  };
  let does = moves[event.code];
  const goes = event.timeStamp - since < 1500;
  const there = goes && document.querySelector(`[data-go="${event.code}"]`);
  if (there) does = () => there.click();
  const filters = document.querySelector("[data-filters] [aria-current], [data-filters] a");
  if (event.code === "KeyF" && filters && !event.shiftKey && !goes) does = () => filters.focus();
  if (acts(event.code) && !event.shiftKey && !goes && !event.repeat && !busy) does = () => act(event.code);
  // Not where Space presses something.
  if (event.code === "Space" && rows[at] && peek?.showPopover && !event.target.closest("button, input, summary, label")) does = peeks() ? () => peek.hidePopover() : look;
  if (event.key === "/") does = search;
  if (event.key === "?") does = sheet && (() => { sheet.showModal(); });
  if (event.key === "Enter" && at >= 0 && event.target === document.body) does = () => rows[at].querySelector("a")?.click();
  if (!does) return;
  event.preventDefault();
  does();
});

sheet?.querySelectorAll("[data-needs]").forEach((part) => { part.hidden = !document.querySelector(part.dataset.needs); });

document.querySelector("[data-shortcuts-off]")?.addEventListener("click", () => {
  localStorage.setItem(KEEP, off() ? "on" : "off");
  sheet?.close();
});

// The bar of a bulk act says how many rows are ticked.
const count = document.querySelector("[data-bulk-count]");
const recount = () => {
  const ticked = queue.querySelectorAll("input[type=checkbox]:checked").length;
  count.textContent = ticked ? count.dataset.bulkCount.replace("#", ticked) : "";
};
if (queue && count) {
  queue.addEventListener("change", recount);
  recount();
}
