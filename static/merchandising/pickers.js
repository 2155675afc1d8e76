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
      // Where several are picked, one types among them.
      box.querySelector(".select2-search__field")?.setAttribute("aria-label", name);
      const shown = box.querySelector(".select2-selection__rendered");
      shown.setAttribute("aria-label", `${name}: ${shown.textContent.trim() || "none chosen"}`);
    }
  };

  window.addEventListener("load", () => {
    const $ = window.django?.jQuery;
    if (!$) return;
    $(namePickers); // after Django made them, which may be later than all is loaded
    document.addEventListener("formset:added", () => setTimeout(namePickers));
    $(document).on("change", "select.admin-autocomplete", namePickers);
  });
})();
