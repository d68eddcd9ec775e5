// While somebody types into `input[data-suggest=URL]`, the procedures that URL finds are offered under it; choosing one opens its
// page. Without scripts, without a network and when nothing is chosen, the form searches as it always does.
import { listbox } from "./listbox.js";

const WAIT = 250;

for (const input of document.querySelectorAll("input[data-suggest]")) {
  const place = input.form.getAttribute("action");
  let timer;
  let asked;

  const ask = async () => {
    asked?.abort();
    asked = new AbortController();
    const { signal } = asked;
    const q = input.value.trim();
    let items = [];
    try {
      if (q.length > 1) ({ items } = await (await fetch(`${input.dataset.suggest}?${new URLSearchParams({ q, limit: 6 })}`, { signal })).json());
    } catch { /* then there is nothing to offer */ }
    if (!signal.aborted && document.activeElement === input) list.show((items ?? []).map(({ code, name }) => ({ value: code, label: name, lang: "vi" })));
  };

  const list = listbox(input, input.labels[0].textContent, ({ value }) => location.assign(`${place}/${value}`), ask);
  const later = () => { clearTimeout(timer); timer = setTimeout(ask, WAIT); };
  const stop = () => { clearTimeout(timer); asked?.abort(); list.close(); };
  input.addEventListener("input", later);
  input.addEventListener("blur", stop);
  input.form.addEventListener("submit", stop);
}
