// A list of choices under an input, as ARIA calls it a combobox: arrows point, Enter chooses, Escape closes.
// `choose` hears the chosen { value, label, lang? }, `refill` is asked when an arrow finds the list closed.
let count = 0;

export const listbox = (input, label, choose, refill) => {
  const box = document.createElement("div");
  const list = document.createElement("ul");
  let shown = [];
  let at = -1;

  box.className = "combobox";
  Object.assign(input, { type: "text", autocomplete: "off", spellcheck: false });
  list.id = `listbox-${count += 1}`;
  list.className = "combobox-list";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", label);
  for (const [name, value] of Object.entries({ role: "combobox", "aria-expanded": "false", "aria-controls": list.id, "aria-autocomplete": "list" })) input.setAttribute(name, value);
  input.before(box);
  box.append(input, list);

  const close = () => { list.hidden = true; at = -1; input.setAttribute("aria-expanded", "false"); input.removeAttribute("aria-activedescendant"); };

  const pick = (option) => { close(); choose(option); };

  const point = (to) => {
    at = Math.max(0, Math.min(shown.length - 1, to));
    [...list.children].forEach((item, i) => item.setAttribute("aria-selected", String(i === at)));
    list.children[at]?.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", `${list.id}-${at}`);
  };

  const show = (options) => {
    close();
    shown = options;
    list.replaceChildren(...shown.map((option, i) => {
      const item = document.createElement("li");
      item.id = `${list.id}-${i}`;
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", "false");
      item.textContent = option.label;
      if (option.lang) item.lang = option.lang;
      item.addEventListener("pointerdown", (event) => { event.preventDefault(); pick(option); });
      return item;
    }));
    list.hidden = shown.length === 0;
    input.setAttribute("aria-expanded", String(!list.hidden));
  };

  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) refill();
      if (!list.hidden) point(event.key === "ArrowDown" ? at + 1 : at - 1);
    } else if (event.key === "Enter" && !list.hidden && at >= 0) {
      event.preventDefault();
      pick(shown[at]);
    } else if (event.key === "Escape") close();
  });

  return { box, show, close };
};
