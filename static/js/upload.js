// Files. Shows the chosen file's name; inside `[data-upload=URL]` sends each file to URL at once with a progress bar and then
// loads the page again, so that the server shows what arrived. Without scripts the form sends its files itself.
// Large photographs are made smaller first (2,000 pixels, enough to read a paper), so that sending again after a lost network
// costs little: the file is sent whole, up to five times, under the same form key, so that the server takes it once.
const MOST_PIXELS = 2000;
const LARGE = 1_500_000;
const WAITS = [2, 5, 10, 20];

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

const send = async (box, input, chosen) => {
  const name = box.querySelector(".file-name");
  const say = (text) => { name.textContent = text; };
  const bar = document.createElement("progress");
  const stop = document.createElement("button");
  let request;
  let timer;
  bar.max = 100;
  bar.setAttribute("aria-label", box.dataset.textProgress);
  Object.assign(stop, { type: "button", className: "button button-quiet", textContent: box.dataset.textStop });
  box.querySelectorAll("progress, progress + button").forEach((old) => old.remove());
  name.classList.remove("field-error");
  box.append(bar, stop);

  const end = (text) => { bar.remove(); stop.remove(); say(text); };
  stop.addEventListener("click", () => { clearTimeout(timer); request?.abort(); input.value = ""; end(""); });

  const files = await Promise.all(chosen.map(smaller));
  const data = new FormData();
  for (const hidden of box.closest("form")?.querySelectorAll("input[type=hidden]") ?? []) data.append(hidden.name, hidden.value);
  for (const file of files) data.append(input.name, file);

  const attempt = (tries) => {
    request = new XMLHttpRequest();
    request.open("POST", box.dataset.upload);
    request.setRequestHeader("Accept", "application/json");
    request.upload.addEventListener("progress", (event) => {
      if (!event.lengthComputable) return;
      bar.value = Math.round((event.loaded * 100) / event.total);
      say(`${box.dataset.textProgress} ${bar.value} %`);
    });
    const again = () => {
      if (tries >= WAITS.length) return end(box.dataset.textFailed);
      bar.removeAttribute("value");
      say(box.dataset.textAgain);
      const go = () => { clearTimeout(timer); removeEventListener("online", go); attempt(tries + 1); };
      timer = setTimeout(go, WAITS[tries] * 1000);
      addEventListener("online", go, { once: true });
    };
    request.addEventListener("error", again);
    request.addEventListener("load", () => {
      if (request.status === 422) {
        // The server says in words what to choose instead.
        let words = box.dataset.textFailed;
        try { words = JSON.parse(request.responseText).join(" "); } catch { /* not our words */ }
        end(words);
        name.classList.add("field-error");
        input.value = "";
        return;
      }
      if (request.status === 401) return location.reload();
      if (request.status >= 500 || request.status === 429) return again();
      if (request.status >= 400) return end(box.dataset.textFailed);
      end(box.dataset.textDone);
      input.value = "";
      // Not reload(): the page may be the answer to a POST, which must not be sent again.
      location.replace(location.pathname + location.search);
    });
    request.send(data);
  };
  attempt(0);
};

for (const input of document.querySelectorAll(".file input[type=file]")) {
  input.addEventListener("change", () => {
    const box = input.closest(".file");
    const files = [...input.files];
    if (!files.length) return;
    box.querySelector(".file-name").textContent = files.map((file) => file.name).join(", ");
    if (box.dataset.upload) send(box, input, files);
  });
}
