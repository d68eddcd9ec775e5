// Files. Shows the chosen file's name; inside `[data-upload=URL]` sends each file to URL at once with a progress bar and then
// loads the page again, so that the server shows what arrived. Without scripts the form sends its files itself.
const send = (box, input, files) => {
  const name = box.querySelector(".file-name");
  const bar = document.createElement("progress");
  bar.max = 100;
  bar.setAttribute("aria-label", box.dataset.textProgress);
  box.querySelector("progress")?.remove();
  box.append(bar);

  const data = new FormData();
  for (const hidden of box.closest("form")?.querySelectorAll("input[type=hidden]") ?? []) data.append(hidden.name, hidden.value);
  for (const file of files) data.append(input.name, file);

  const request = new XMLHttpRequest();
  request.open("POST", box.dataset.upload);
  request.setRequestHeader("Accept", "application/json");
  request.upload.addEventListener("progress", (event) => {
    if (!event.lengthComputable) return;
    bar.value = Math.round((event.loaded * 100) / event.total);
    name.textContent = `${box.dataset.textProgress} ${bar.value} %`;
  });
  const failed = () => { bar.remove(); name.textContent = box.dataset.textFailed; };
  const refused = (answer) => {
    failed();
    try {
      name.textContent = JSON.parse(answer).join(" ");
    } catch { /* not our words: what failed() says stays */ }
    name.classList.add("field-error");
    input.value = "";
  };
  request.addEventListener("error", failed);
  request.addEventListener("load", () => {
    // 422: the server says in words what to choose instead.
    if (request.status === 422) return refused(request.responseText);
    if (request.status >= 400) return failed();
    bar.remove();
    name.classList.remove("field-error");
    name.textContent = box.dataset.textDone;
    input.value = "";
    // Not reload(): the page may be the answer to a POST, which must not be sent again.
    location.replace(location.pathname + location.search);
  });
  request.send(data);
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
