// Tells the shop which substitutes came into view: their marks, and nothing of the shopper. The shop
// works without this file, and where she asks not to be followed it does nothing.

const askedNotTo = navigator.globalPrivacyControl || navigator.doNotTrack === "1";
const waiting = new Set();
const told = new Set();

function tell() {
  if (!waiting.size) return;
  navigator.sendBeacon("/seen/", [...waiting].join("\n"));
  waiting.clear();
}

function see(card) {
  const mark = card?.dataset.seen;
  if (!mark || told.has(mark)) return;
  told.add(mark);
  waiting.add(mark);
}

let timer;
const inView = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) if (isIntersecting) see(target);
  clearTimeout(timer);
  timer = setTimeout(tell, 2000);
}, { threshold: 0.5 });

function watch(root) {
  if (root.matches?.("[data-seen]")) inView.observe(root);
  for (const card of root.querySelectorAll("[data-seen]")) inView.observe(card);
}

if (!askedNotTo) {
  document.addEventListener("DOMContentLoaded", () => watch(document));
  document.addEventListener("htmx:load", (event) => watch(event.detail.elt));
  // Whoever is quicker than the observer has seen what she clicks.
  document.addEventListener("click", (event) => see(event.target.closest?.("[data-seen]")), true);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") tell();
  });
  window.addEventListener("pagehide", tell);
}
