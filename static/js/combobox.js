// A select with many options becomes a box to type in, tones optional. The select stays in the form and keeps the value, so
// nothing changes for the server; without scripts it is an ordinary select.
import { listbox } from "./listbox.js";

const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/đ/gi, "d").toLowerCase().trim();

for (const select of document.querySelectorAll("select[data-combobox]")) {
  const options = [...select.options].filter((o) => o.value).map((o) => ({ value: o.value, label: o.text, lang: o.lang, key: plain(o.text) }));
  const input = document.createElement("input");
  const { id } = select;

  const choose = (option) => {
    select.value = option?.value ?? "";
    input.value = option?.label ?? "";
    select.dispatchEvent(new Event("input", { bubbles: true }));
  };

  const open = () => {
    const words = plain(input.value).split(/\s+/);
    list.show(options.filter((o) => words.every((w) => o.key.includes(w))).slice(0, 50));
  };

  input.className = select.className;
  for (const name of ["aria-describedby", "aria-invalid"]) if (select.hasAttribute(name)) input.setAttribute(name, select.getAttribute(name));
  select.before(input);
  select.hidden = true;
  select.id = `${id}-value`;
  input.id = id;
  input.value = select.value ? select.selectedOptions[0].text : "";
  const list = listbox(input, document.querySelector(`label[for="${id}"]`)?.textContent ?? "", choose, open);
  list.box.append(select);

  input.addEventListener("input", open);
  // Leaving keeps an exact or only match; anything else goes back to what was chosen.
  input.addEventListener("blur", () => {
    const typed = plain(input.value);
    const same = options.find((o) => o.key === typed);
    if (!typed || same) choose(same);
    else input.value = select.value ? select.selectedOptions[0].text : "";
    list.close();
  });
}
