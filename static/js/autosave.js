// Drafts that save themselves. `<form data-autosave="URL">` is posted to URL 0.8 s after the last change; what happened is
// said in its `.autosave-line`. The form's own button does the same without scripts. Files are left to upload.js.
const WAIT = 800;

for (const form of document.querySelectorAll("form[data-autosave]")) {
  const line = form.querySelector(".autosave-line");
  let timer;
  let sending;

  const say = (text) => { if (line) line.textContent = text; };

  const body = () => {
    const typed = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (typeof value === "string") typed.append(name, value);
    return typed;
  };

  const save = async () => {
    sending?.abort();
    sending = new AbortController();
    say(line?.dataset.textSaving ?? "");
    try {
      const answer = await fetch(form.dataset.autosave, {
        method: "POST", body: body(), signal: sending.signal, headers: { Accept: "application/json" }, redirect: "manual",
      });
      // 422 is saved too: a draft may be unfinished.
      if (!answer.ok && answer.status !== 422 && answer.type !== "opaqueredirect") throw new Error(answer.status);
      const now = new Date();
      const clock = [now.getHours(), now.getMinutes()].map((n) => String(n).padStart(2, "0")).join(":");
      say((line?.dataset.textSaved ?? "").replace("#", clock));
    } catch (error) {
      if (error.name !== "AbortError") say(line?.dataset.textFailed ?? "");
    }
  };

  form.addEventListener("input", (event) => {
    if (event.target.type === "file") return;
    clearTimeout(timer);
    timer = setTimeout(save, WAIT);
  });
  form.addEventListener("submit", () => { clearTimeout(timer); sending?.abort(); });
}
