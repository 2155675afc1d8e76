// The shop works without this file. It spares a wide screen a click and a hurried thumb an order.

const wide = window.matchMedia("(min-width: 60rem)");

function openFilters(root) {
  for (const panel of root.querySelectorAll("[data-open-when-wide]")) {
    if (wide.matches) panel.open = true;
  }
}

document.addEventListener("DOMContentLoaded", () => openFilters(document));
document.addEventListener("htmx:load", (event) => openFilters(event.detail.elt));
wide.addEventListener("change", () => openFilters(document));

// Whoever says yes to news says where she lives, so that it does not come at night.
document.addEventListener("DOMContentLoaded", () => {
  for (const field of document.querySelectorAll("[data-time-zone]")) {
    field.value = Intl.DateTimeFormat().resolvedOptions().timeZone ?? "";
  }
});

// A page that nobody looks at asks for nothing; looked at again, it asks at once.
document.addEventListener("htmx:beforeRequest", (event) => {
  if (document.hidden && event.target.matches("[data-while-seen]")) event.preventDefault();
});

// A size was chosen: the sizes are in sight, and the first that can stand in for it.
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.target.id !== "choice" || document.activeElement?.id === "further") return;
  for (const part of [".card--substitute", "#buy"]) {
    event.target.querySelector(part)?.scrollIntoView({ block: "nearest", behavior: "instant" });
  }
});

// Which thumb she has given stays to be seen.
document.addEventListener("htmx:afterRequest", (event) => {
  const given = event.detail.successful && event.target.closest?.(".thumbs button");
  for (const thumb of given ? given.parentElement.querySelectorAll("button") : []) {
    thumb.setAttribute("aria-pressed", thumb === given);
  }
});

// The server takes a form sent twice for one order; this only keeps the button from inviting it.
document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-once]")) return;
  for (const button of event.target.querySelectorAll("button[type=submit]")) {
    button.setAttribute("aria-disabled", "true");
    setTimeout(() => button.removeAttribute("aria-disabled"), 8000);
  }
});
document.addEventListener("click", (event) => {
  const close = event.target.closest?.("[data-close]");
  if (close) close.closest(close.dataset.close).remove();
  const button = event.target.closest?.("[data-once] [aria-disabled=true]");
  if (button) event.preventDefault();
});
window.addEventListener("pageshow", () => {
  for (const button of document.querySelectorAll("[data-once] [aria-disabled]")) {
    button.removeAttribute("aria-disabled");
  }
});
