// A select with many options becomes a box to type in, tones optional. The select stays in the form and keeps the value, so
// nothing changes for the server; without scripts it is an ordinary select.
const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/đ/gi, "d").toLowerCase().trim();
let count = 0;

for (const select of document.querySelectorAll("select[data-combobox]")) {
  const options = [...select.options].filter((o) => o.value).map((o) => ({ value: o.value, label: o.text, key: plain(o.text) }));
  const id = select.id;
  const listId = `combobox-${count += 1}`;
  const box = document.createElement("div");
  const input = document.createElement("input");
  const list = document.createElement("ul");
  let shown = [];
  let at = -1;

  box.className = "combobox";
  input.className = select.className;
  Object.assign(input, { type: "text", autocomplete: "off", spellcheck: false });
  for (const [name, value] of Object.entries({ role: "combobox", "aria-expanded": "false", "aria-controls": listId, "aria-autocomplete": "list" })) input.setAttribute(name, value);
  for (const name of ["aria-describedby", "aria-invalid"]) if (select.hasAttribute(name)) input.setAttribute(name, select.getAttribute(name));
  list.id = listId;
  list.className = "combobox-list";
  list.setAttribute("role", "listbox");
  list.hidden = true;
  select.before(box);
  box.append(input, list, select);
  select.hidden = true;
  select.id = `${id}-value`;
  input.id = id;
  input.value = select.value ? select.selectedOptions[0].text : "";
  list.setAttribute("aria-label", document.querySelector(`label[for="${id}"]`)?.textContent ?? "");

  const close = () => { list.hidden = true; at = -1; input.setAttribute("aria-expanded", "false"); input.removeAttribute("aria-activedescendant"); };

  const choose = (option) => {
    select.value = option?.value ?? "";
    input.value = option?.label ?? "";
    close();
    select.dispatchEvent(new Event("input", { bubbles: true }));
  };

  const point = (to) => {
    at = Math.max(0, Math.min(shown.length - 1, to));
    [...list.children].forEach((item, i) => item.setAttribute("aria-selected", String(i === at)));
    list.children[at]?.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", `${listId}-${at}`);
  };

  const open = () => {
    const words = plain(input.value).split(/\s+/);
    shown = options.filter((o) => words.every((w) => o.key.includes(w))).slice(0, 50);
    list.replaceChildren(...shown.map((option, i) => {
      const item = document.createElement("li");
      item.id = `${listId}-${i}`;
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", "false");
      item.textContent = option.label;
      item.addEventListener("pointerdown", (event) => { event.preventDefault(); choose(option); });
      return item;
    }));
    list.hidden = shown.length === 0;
    input.setAttribute("aria-expanded", String(!list.hidden));
    at = -1;
  };

  input.addEventListener("input", open);
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) open();
      point(event.key === "ArrowDown" ? at + 1 : at - 1);
    } else if (event.key === "Enter" && !list.hidden && at >= 0) {
      event.preventDefault();
      choose(shown[at]);
    } else if (event.key === "Escape") close();
  });
  // Leaving keeps an exact or only match; anything else goes back to what was chosen.
  input.addEventListener("blur", () => {
    const typed = plain(input.value);
    if (!typed) choose(null);
    else {
      const same = options.find((o) => o.key === typed);
      if (same) choose(same);
      else input.value = select.value ? select.selectedOptions[0].text : "";
    }
    close();
  });
}
