// Runs before the first paint, so that the page never flashes in the other colours.
(() => {
  "use strict";
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");

  const stored = () => {
    try {
      return localStorage.getItem("souk.theme");
    } catch {
      return null; // Storage may be forbidden; the system's choice is right then.
    }
  };
  const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : system.matches);

  const choice = stored();
  if (choice === "dark" || choice === "light") root.dataset.theme = choice;

  const announce = () => {
    document.getElementById("theme")?.setAttribute("aria-pressed", String(isDark()));
    document.dispatchEvent(new CustomEvent("themechange"));
  };
  system.addEventListener("change", announce);
  document.addEventListener("DOMContentLoaded", () => {
    announce();
    document.getElementById("theme").addEventListener("click", () => {
      root.dataset.theme = isDark() ? "light" : "dark";
      try {
        localStorage.setItem("souk.theme", root.dataset.theme);
      } catch {
        // The choice then lasts as long as the page.
      }
      announce();
    });
  });
})();
