// A guide that is a checklist: ticks and notes stay in this browser, and can be saved as a text or deleted.
// @ts-check

const list = /** @type {HTMLElement} */ (document.getElementById("lp--checklist"));
const words = list.dataset;
const KEY = `checklist:${location.pathname}`;
const saved = /** @type {HTMLElement} */ (document.getElementById("lp--saved"));
const progress = /** @type {HTMLElement} */ (document.getElementById("lp--progress"));
const steps = [...list.querySelectorAll("fieldset")].map((set) => ({
  name: set.dataset.name || "",
  tick: /** @type {HTMLInputElement} */ (set.querySelector("input[type=checkbox]")),
  notes: /** @type {HTMLTextAreaElement} */ (set.querySelector("textarea")),
}));

/** Puts what was kept back into the form. A browser that keeps nothing, or something odd, changes nothing. */
function read() {
  try {
    const kept = new Map(Object.entries(JSON.parse(localStorage.getItem(KEY) || "{}")));
    for (const step of steps) {
      const { done, notes } = Object(kept.get(step.name));
      step.tick.checked = done === true;
      step.notes.value = typeof notes === "string" ? notes.slice(0, 5000) : "";
    }
  } catch {
    // Nothing that we can read was kept.
  }
}

/** Keeps ticks and notes, and says so when this browser cannot. */
function keep() {
  try {
    // By the name of the step: when a step is added later, nothing moves to another.
    const kept = steps.map(({ name, tick, notes }) => [name, { done: tick.checked, notes: notes.value }]);
    localStorage.setItem(KEY, JSON.stringify(Object.fromEntries(kept)));
  } catch {
    saved.textContent = saved.dataset.lost || "";
  }
}

function showProgress() {
  const done = steps.filter(({ tick }) => tick.checked).length;
  progress.textContent = (words.progress || "")
    .replace("{done}", String(done))
    .replace("{total}", String(steps.length));
}

/** Ticks and notes as plain text, as somebody would write them down. */
function asText() {
  const parts = steps.map(({ name, tick, notes }, number) => {
    const note = notes.value.trim();
    return `[${tick.checked ? "x" : " "}] ${number + 1}. ${name}${note ? `\n    ${note.replace(/\r?\n/g, "\n    ")}` : ""}`;
  });
  return [`${words.title} (${words.network})`, location.href.split("#")[0], "", ...parts, ""].join("\n");
}

function save() {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([asText()], { type: "text/plain;charset=utf-8" }));
  link.download = words.file || "notes.txt";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

function clear() {
  if (!confirm(words.sure)) return;
  for (const { tick, notes } of steps) {
    tick.checked = false;
    notes.value = "";
  }
  try {
    localStorage.removeItem(KEY);
  } catch {
    // There was nothing to delete.
  }
  showProgress();
}

/** @param {string} id @param {() => void} act */
function offer(id, act) {
  const button = /** @type {HTMLButtonElement} */ (document.getElementById(id));
  button.hidden = false;
  button.addEventListener("click", act);
}

read();
showProgress();
saved.hidden = progress.hidden = false;
list.addEventListener("input", keep);
list.addEventListener("change", showProgress);
// Two tabs of one page: the last word counts, and both show it.
window.addEventListener("storage", (event) => {
  if (event.key === KEY) {
    read();
    showProgress();
  }
});
offer("lp--export", save);
offer("lp--clear", clear);
