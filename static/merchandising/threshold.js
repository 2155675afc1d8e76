// The slider moves the number, says what was measured there, and asks for the preview when let go.
(() => {
  const slider = document.querySelector("[data-slides]");
  if (!slider) return;
  const number = document.getElementById(slider.dataset.slides);
  const told = document.querySelector("[data-told]");
  const stops = [...document.querySelectorAll("[data-stop]")];

  const nearest = (value) =>
    stops.reduce((best, row) =>
      Math.abs(row.dataset.stop - value) < Math.abs(best.dataset.stop - value) ? row : best);

  const say = () => {
    if (!stops.length) return;
    const [precision, kept] = nearest(number.value).querySelectorAll("td");
    told.textContent = `${precision.textContent} of those above it are similar, ` +
      `${kept.textContent} of all are above it`;
  };

  slider.hidden = false;
  slider.addEventListener("input", () => {
    number.value = Number(slider.value).toFixed(2);
    say();
  });
  slider.addEventListener("change", () => number.form.requestSubmit());
  number.addEventListener("input", () => {
    slider.value = number.value;
    say();
  });
  say();
})();
