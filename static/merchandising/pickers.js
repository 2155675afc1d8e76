// Gives Django's pickers (select2) the name of their field; an empty one has none of its own.
(() => {
  const nameOf = (select) =>
    select.getAttribute("aria-label") ||
    document.querySelector(`label[for="${select.id}"]`)?.textContent.replace(":", "").trim();

  const namePickers = () => {
    for (const select of document.querySelectorAll("select.admin-autocomplete")) {
      const name = nameOf(select);
      const box = select.nextElementSibling?.querySelector(".select2-selection");
      if (!name || !box) continue;
      const shown = box.querySelector(".select2-selection__rendered");
      shown.setAttribute("aria-label", `${name}: ${shown.textContent.trim() || "none chosen"}`);
    }
  };

  window.addEventListener("load", () => {
    namePickers();
    document.addEventListener("formset:added", () => setTimeout(namePickers));
    window.django?.jQuery(document).on("change", "select.admin-autocomplete", namePickers);
  });
})();
