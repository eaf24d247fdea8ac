// Runs before the first paint: the reader's own choice of light or dark, if they made one.
(() => {
  const root = document.documentElement;
  root.classList.add("js");
  try {
    const choice = localStorage.getItem("theme");
    if (choice === "light" || choice === "dark") root.dataset.theme = choice;
  } catch {
    // No storage: the page follows the device.
  }
})();
