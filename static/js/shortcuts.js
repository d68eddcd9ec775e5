// Keys of a queue: `<tbody data-queue>` whose rows hold one link and perhaps one tick box.
//   J K next, previous · Shift+J K tick on the way · X tick · Enter open · / search · ? the sheet `#keys` · Esc close it
// Off for anyone who sets data-shortcuts="off" on <body> (profile) or presses the sheet's off button (kept on this machine).
// Places are read by event.code, as Vietnamese layouts move the characters. Nothing works by these keys alone.
const KEEP = "shortcuts";
const queue = document.querySelector("[data-queue]");
const sheet = document.getElementById("keys");
const rows = queue ? [...queue.querySelectorAll("tr")] : [];
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

const tick = () => {
  const box = rows[at]?.querySelector("input[type=checkbox]");
  if (!box) return;
  box.checked = !box.checked;
  box.dispatchEvent(new Event("change", { bubbles: true }));
};

const search = () => {
  const box = document.querySelector("[data-key=slash]");
  box?.focus();
  box?.select();
};

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
  if (off() || typing(event.target)) return;
  const acts = {
    KeyJ: () => { go(at + 1); if (event.shiftKey) tick(); },
    KeyK: () => { go(at - 1); if (event.shiftKey) tick(); },
    KeyX: tick,
  };
  let act = acts[event.code];
  if (event.key === "/") act = search;
  if (event.key === "?") act = sheet && (() => { sheet.showModal(); });
  if (event.key === "Enter" && at >= 0 && event.target === document.body) act = () => rows[at].querySelector("a")?.click();
  if (!act) return;
  event.preventDefault();
  act();
});

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
