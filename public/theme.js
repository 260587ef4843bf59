// Loaded before the first paint, so that no page flashes in the wrong colours. An own file, because the
// policy of the workspace's pages allows no inline script without a nonce.
(function () {
  var root = document.documentElement;
  var dark = window.matchMedia("(prefers-color-scheme: dark)");
  function choice() {
    var match = /(?:^|; )theme=(light|dark)(?:;|$)/.exec(document.cookie);
    return match ? match[1] : "system";
  }
  function apply() {
    var chosen = choice();
    var theme = chosen === "system" ? (dark.matches ? "dark" : "light") : chosen;
    root.setAttribute("data-theme", theme);
    root.classList.toggle("dark", theme === "dark");
  }
  apply();
  dark.addEventListener("change", apply);
  window.addEventListener("themechange", apply);
})();
