// What every page does where scripts run: the display choice without loading the page again, word of a lost network, and no
// copy of anything typed left behind by whoever signs out (autosave.js keeps them under "draft:").
const root = document.documentElement;

for (const form of document.querySelectorAll("form[data-display]")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const chosen = new FormData(form);
    try {
      const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(chosen), redirect: "manual" });
      if (!answer.ok && answer.type !== "opaqueredirect") throw new Error(answer.status);
    } catch {
      form.submit();
      return;
    }
    // A switch has to say the other thing now: only the server knows the words.
    if (!form.closest("details") && form.querySelector("input[name=density][type=hidden]")) return location.reload();
    for (const [name, value] of chosen) if (name !== "ve") root.dataset[name] = value;
    form.closest("details")?.removeAttribute("open");
  });
}

const notice = document.querySelector(".offline[data-text]");
const tell = () => {
  if (!notice) return;
  notice.hidden = navigator.onLine;
  notice.textContent = navigator.onLine ? "" : notice.dataset.text;
};
addEventListener("online", tell);
addEventListener("offline", tell);
tell();

const forget = () => {
  for (const key of Object.keys(localStorage)) if (key.startsWith("draft:")) localStorage.removeItem(key);
};
document.querySelector("form[data-sign-out]")?.addEventListener("submit", forget);
if ("shared" in document.body.dataset) forget();

// A sheet of keys opens by its link, or by "?" (shortcuts.js), and closes by its button.
for (const button of document.querySelectorAll("[data-dialog]")) {
  const dialog = document.getElementById(button.dataset.dialog);
  if (!dialog?.showModal) continue;
  button.addEventListener("click", (event) => { event.preventDefault(); dialog.showModal(); });
}
