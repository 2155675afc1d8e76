// Searching with a photo works without this file: it adds dragging, pasting, smaller uploads, a
// second try where the shop is busy, and pointing at what was missed.

const LONGEST = 1600; // pixels of what is sent: finer than the shop looks at it
const TRIES = 5;
const PATIENCE = 8; // seconds for making a picture smaller

// -- sending ---------------------------------------------------------------------------------

async function smaller(file) {
  if (file.size < 400_000) return file;
  try {
    const bitmap = await createImageBitmap(file);
    const scale = Math.min(1, LONGEST / Math.max(bitmap.width, bitmap.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(bitmap.width * scale);
    canvas.height = Math.round(bitmap.height * scale);
    const pen = canvas.getContext("2d");
    pen.fillStyle = "white"; // what is see-through would be black in a JPEG
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.9));
    return blob && blob.size < file.size ? new File([blob], file.name, { type: blob.type }) : file;
  } catch {
    return file; // what this browser cannot read, the shop may
  }
}

async function contents(form) {
  const data = new FormData(form);
  const files = data.getAll("photo").filter((file) => file.size);
  data.delete("photo");
  // A browser that is short of memory may never come back with it: then as it is.
  for (const file of files) {
    data.append("photo", await Promise.race([smaller(file), pause(PATIENCE).then(() => file)]), file.name);
  }
  return data;
}

const pause = (seconds) => new Promise((done) => setTimeout(done, seconds * 1000));

async function send(form) {
  const state = form.querySelector("[data-photo-state]");
  const button = form.querySelector("button[type=submit]");
  button.setAttribute("aria-disabled", "true");
  state.textContent = "Looking at it…";
  try {
    const data = await contents(form);
    for (let attempt = 1; ; attempt += 1) {
      state.textContent = "Looking at it…";
      const answer = await fetch(form.action, { method: "POST", body: data, headers: { "HX-Request": "true" } });
      const found = answer.headers.get("HX-Redirect");
      if (found) return location.assign(found);
      if (answer.status === 503 && attempt < TRIES) {
        const wait = Math.min(Number(answer.headers.get("Retry-After")) || 4, 15);
        state.textContent = `Several photos are being looked at. Yours is tried again in ${wait} seconds.`;
        await pause(wait);
        continue;
      }
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const why = [...page.querySelectorAll("[role=alert], .error__code + h1")];
      state.textContent = why.map((each) => each.textContent).join(" ") || "That did not work. Try again.";
      return undefined;
    }
  } catch {
    state.textContent = "The shop could not be reached. Try again.";
  } finally {
    button.removeAttribute("aria-disabled");
  }
  return undefined;
}

const formNow = () => document.querySelector("[data-photo-form]");

function give(form, files) {
  const pictures = [...files].filter((file) => file.type.startsWith("image/"));
  if (!form || !pictures.length) return false;
  const transfer = new DataTransfer();
  for (const picture of pictures) transfer.items.add(picture);
  form.querySelector("input[type=file]").files = transfer.files;
  form.requestSubmit();
  return true;
}

document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-photo-form]")) return;
  event.preventDefault();
  if (!event.target.querySelector("[aria-disabled=true]")) send(event.target);
});
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-photo-form] input[type=file]") && event.target.files.length) {
    event.target.form.requestSubmit();
  }
});
document.addEventListener("dragover", (event) => {
  if (!event.dataTransfer?.types.includes("Files")) return;
  event.preventDefault();
  formNow()?.classList.add("send--over");
});
document.addEventListener("dragleave", () => formNow()?.classList.remove("send--over"));
document.addEventListener("drop", (event) => {
  formNow()?.classList.remove("send--over");
  if (give(formNow(), event.dataTransfer?.files ?? [])) event.preventDefault();
});
document.addEventListener("paste", (event) => {
  if (give(formNow(), event.clipboardData?.files ?? [])) event.preventDefault();
});

// -- pointing at the photo -------------------------------------------------------------------

const AROUND = 0.14; // of the photo's sides: what a tap means
let start = null; // where a box begins
let drawn = false; // whether the pointer has just drawn one

const within = (value) => Math.min(Math.max(value, 0), 1);

function place(stage, event) {
  const { left, top, width, height } = stage.querySelector("img").getBoundingClientRect();
  return { x: within((event.clientX - left) / width), y: within((event.clientY - top) / height) };
}

function ask(stage, a, b) {
  const form = document.querySelector("[data-part-form]");
  form.elements.photo.value = stage.dataset.stage;
  [form.elements.left.value, form.elements.right.value] = [Math.min(a.x, b.x), Math.max(a.x, b.x)];
  [form.elements.top.value, form.elements.bottom.value] = [Math.min(a.y, b.y), Math.max(a.y, b.y)];
  form.requestSubmit();
}

function show(stage, a, b) {
  const box = stage.querySelector("[data-box]");
  const { width, height } = stage.querySelector("svg").viewBox.baseVal;
  box.setAttribute("x", Math.min(a.x, b.x) * width);
  box.setAttribute("y", Math.min(a.y, b.y) * height);
  box.setAttribute("width", Math.abs(a.x - b.x) * width);
  box.setAttribute("height", Math.abs(a.y - b.y) * height);
}

const isDrawing = (stage) => stage?.classList.contains("shot__stage--drawing");

document.addEventListener("pointerdown", (event) => {
  const stage = event.target.closest?.("[data-stage]");
  if (!isDrawing(stage)) return;
  event.preventDefault();
  start = place(stage, event);
  stage.setPointerCapture(event.pointerId);
});
// A picture or link that is dragged away would end the box.
document.addEventListener("dragstart", (event) => {
  if (event.target.closest?.("[data-stage]")) event.preventDefault();
});
document.addEventListener("pointermove", (event) => {
  const stage = event.target.closest?.("[data-stage]");
  if (start && isDrawing(stage)) show(stage, start, place(stage, event));
});
document.addEventListener("pointerup", (event) => {
  const stage = event.target.closest?.("[data-stage]");
  if (start && isDrawing(stage)) {
    drawn = true;
    ask(stage, start, place(stage, event));
  }
  start = null;
});

document.addEventListener("click", (event) => {
  const toggle = event.target.closest?.("[data-draw]");
  if (toggle) {
    const stage = document.querySelector(`[data-stage="${CSS.escape(toggle.dataset.draw)}"]`);
    const on = stage.classList.toggle("shot__stage--drawing");
    toggle.setAttribute("aria-pressed", String(on));
    return;
  }
  const stage = event.target.closest?.("[data-stage]");
  if (!stage) return;
  if (drawn || isDrawing(stage)) {
    drawn = false;
    event.preventDefault();
    return;
  }
  const spot = event.target.closest("[data-tab]");
  if (spot) {
    event.preventDefault();
    document.querySelector(`[data-is-tab="${CSS.escape(spot.dataset.tab)}"]`)?.click();
    return;
  }
  const { x, y } = place(stage, event);
  ask(stage, { x: x - AROUND, y: y - AROUND }, { x: x + AROUND, y: y + AROUND });
});

// -- for whom this file is there ---------------------------------------------------------------

function reveal() {
  for (const button of document.querySelectorAll("[data-draw]")) button.hidden = false;
}
document.addEventListener("DOMContentLoaded", reveal);
document.addEventListener("htmx:load", reveal);
