/* Runs before the first paint: says that scripts run, and puts the reader's choice of scheme in place. */
(function (root) {
  root.classList.add("js");
  try {
    var chosen = localStorage.getItem("theme");
    if (chosen === "light" || chosen === "dark") root.dataset.theme = chosen;
  } catch (blocked) { /* storage may be barred, as under file:// */ }
})(document.documentElement);
