// Files. Shows the chosen file's name; inside `[data-upload=URL]` announces each file to URL by its SHA-256 and sends it in
// pieces (src/web/citizen/pieces.rs), then loads the page again, so that the server shows what arrived. A lost connection costs
// one piece; after a closed tab the same file, chosen again, goes on where it stopped. Without scripts, and where the browser
// cannot reckon a SHA-256, the form sends its files itself. Large photographs are made smaller first (2,000 pixels, enough to
// read a paper).
const MOST_PIXELS = 2000;
const LARGE = 1_500_000;
const PIECE = 256 * 1024;
// Seconds before each further try; the count begins anew with every piece that arrives.
const WAITS = [1, 2, 5, 10, 20, 40, 60];

const smaller = async (file) => {
  if (file.size < LARGE || !/^image\/(jpeg|png)$/.test(file.type) || !globalThis.createImageBitmap) return file;
  try {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, MOST_PIXELS / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise((done) => { canvas.toBlob(done, "image/jpeg", 0.85); });
    return blob && blob.size < file.size ? new File([blob], file.name.replace(/\.\w+$/, ".jpg"), { type: "image/jpeg" }) : file;
  } catch {
    return file;
  }
};

class Refused extends Error {}

const ask = async (url, method, body, headers, signal) => {
  const answer = await fetch(url, { method, body, headers: { Accept: "application/json", ...headers }, signal, redirect: "manual" });
  if (answer.status === 401) location.reload();
  if (answer.status === 422) throw new Refused((await answer.json()).join(" "));
  // Those may pass; what else is not as it should be will not.
  if (answer.status >= 500 || answer.status === 429 || answer.status === 408) throw new Error(answer.status);
  if (!answer.ok && answer.status !== 409) throw new Refused("");
  const said = (name) => answer.headers.get(`upload-${name}`);
  return { place: answer.headers.get("location"), at: Number(said("offset")), done: said("complete") === "?1" };
};

const pause = (seconds, signal) => new Promise((go) => {
  setTimeout(go, seconds * 1000);
  addEventListener("online", go, { once: true });
  signal.addEventListener("abort", go, { once: true });
});

// Sends one file, however often the connection breaks. `told` hears how many bytes are there, and null while waiting.
const send = async (url, file, signal, told) => {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
  const sha256 = [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  let tries = 0;
  let [place, at, done] = [];
  for (;;) {
    try {
      ({ place, at, done } = await ask(url, "POST", new URLSearchParams({ name: file.name, size: file.size, sha256 }), {}, signal));
      while (!done) {
        told(at);
        const type = { "Content-Type": "application/partial-upload", "Upload-Offset": at };
        ({ at, done } = await ask(place, "PATCH", file.slice(at, at + PIECE), type, signal));
        tries = 0;
      }
      return;
    } catch (error) {
      if (!(error instanceof Refused || signal.aborted) && tries < WAITS.length) {
        told(null);
        await pause(WAITS[tries], signal);
        tries += 1;
        if (!signal.aborted) continue;
      }
      // Whoever stops it does not want it.
      if (signal.aborted && place) fetch(place, { method: "DELETE" });
      throw error;
    }
  }
};

const sendAll = async (box, input, chosen) => {
  const { upload, textProgress, textDone, textFailed, textAgain, textStop } = box.dataset;
  const name = box.querySelector(".file-name");
  const bar = document.createElement("progress");
  const stop = document.createElement("button");
  const given = new AbortController();
  bar.max = 100;
  bar.setAttribute("aria-label", textProgress);
  Object.assign(stop, { type: "button", className: "button button-quiet", textContent: textStop });
  stop.addEventListener("click", () => given.abort());
  box.querySelectorAll("progress, progress + button").forEach((old) => old.remove());
  name.classList.remove("field-error");
  box.append(bar, stop);
  try {
    const files = await Promise.all(chosen.map(smaller));
    const all = files.reduce((sum, file) => sum + file.size, 0);
    let before = 0;
    for (const file of files) {
      await send(upload, file, given.signal, (at) => {
        if (at === null) bar.removeAttribute("value");
        else bar.value = Math.floor(((before + at) * 100) / all);
        name.textContent = at === null ? textAgain : `${textProgress} ${bar.value} %`;
      });
      before += file.size;
    }
    name.textContent = textDone;
    // Not reload(): the page may be the answer to a POST, which must not be sent again.
    location.replace(location.pathname + location.search);
  } catch (error) {
    name.textContent = given.signal.aborted ? "" : error instanceof Refused && error.message || textFailed;
    name.classList.toggle("field-error", error instanceof Refused);
  } finally {
    bar.remove();
    stop.remove();
    input.value = "";
  }
};

for (const input of document.querySelectorAll(".file input[type=file]")) {
  input.addEventListener("change", () => {
    const box = input.closest(".file");
    const files = [...input.files];
    if (!files.length) return;
    box.querySelector(".file-name").textContent = files.map((file) => file.name).join(", ");
    if (box.dataset.upload && globalThis.crypto?.subtle) sendAll(box, input, files);
  });
}
