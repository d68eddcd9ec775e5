// Drafts that save themselves. `<form data-autosave="URL">` is posted to URL 0.8 s after the last change; what happened is
// said in its `.autosave-line`. The form's own button does the same without scripts. Files are left to upload.js.
// Without a network, or when the session has ended, a copy stays on this device under the URL and `data-keep` (the version of
// the form) and is offered on return; never on a device that others use (`data-shared` on <body>), and no longer than until
// the form is sent or somebody signs out.
const WAIT = 800;

for (const form of document.querySelectorAll("form[data-autosave]")) {
  const line = form.querySelector(".autosave-line");
  const offer = form.querySelector("[data-kept]");
  const key = `draft:${form.dataset.autosave}:${form.dataset.keep ?? ""}`;
  const mayKeep = !("shared" in document.body.dataset);
  let timer;
  let sending;

  const say = (what) => { if (line) line.textContent = line.dataset[`text${what}`] ?? ""; };
  const typed = () => [...new FormData(form)].filter(([, value]) => typeof value === "string");
  const keep = () => {
    if (!mayKeep) return;
    try { localStorage.setItem(key, JSON.stringify(typed())); } catch { /* no room or not allowed: the server's copy is what there is */ }
  };
  const drop = () => { localStorage.removeItem(key); if (offer) offer.hidden = true; };

  const save = async (last = false) => {
    clearTimeout(timer);
    timer = undefined;
    sending?.abort();
    sending = new AbortController();
    say("Saving");
    try {
      const answer = await fetch(form.dataset.autosave, {
        method: "POST", body: new URLSearchParams(typed()), signal: sending.signal, headers: { Accept: "application/json" },
        redirect: "manual", keepalive: last,
      });
      if (answer.status === 401) { keep(); say("Ended"); return; }
      // 422 is saved too: a draft may be unfinished.
      if (!answer.ok && answer.status !== 422) throw new Error(answer.status);
      localStorage.removeItem(key);
      const now = new Date();
      const clock = [now.getHours(), now.getMinutes()].map((n) => String(n).padStart(2, "0")).join(":");
      if (line) line.textContent = (line.dataset.textSaved ?? "").replace("#", clock);
    } catch (error) {
      if (error.name === "AbortError") return;
      keep();
      say(mayKeep && !navigator.onLine ? "Offline" : "Failed");
    }
  };

  const fill = (pairs) => {
    const values = new Map();
    for (const [name, value] of pairs) values.set(name, [...(values.get(name) ?? []), value]);
    for (const field of form.elements) {
      if (!field.name || ["hidden", "file", "submit", "button"].includes(field.type)) continue;
      const found = values.get(field.name) ?? [];
      if (field.type === "checkbox" || field.type === "radio") field.checked = found.includes(field.value);
      else if (found.length) field.value = found.shift();
    }
  };

  const kept = mayKeep && offer && localStorage.getItem(key);
  if (kept && kept !== JSON.stringify(typed())) {
    offer.hidden = false;
    offer.querySelector("[data-kept-use]").addEventListener("click", () => { fill(JSON.parse(kept)); drop(); save(); });
    offer.querySelector("[data-kept-drop]").addEventListener("click", drop);
  }

  form.addEventListener("input", (event) => {
    if (event.target.type === "file") return;
    clearTimeout(timer);
    timer = setTimeout(save, WAIT);
  });
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    sending?.abort();
    if (navigator.onLine) { localStorage.removeItem(key); return; }
    event.preventDefault();
    keep();
    say("Offline");
  });
  addEventListener("online", () => { if (mayKeep && localStorage.getItem(key) && offer?.hidden !== false) save(); });
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden" && timer) save(true); });
}
