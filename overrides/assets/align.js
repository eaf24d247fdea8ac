// Finds in the network's frameworks what a badge is about, and writes the lines for the file of the badge.
// @ts-check

/** @typedef {{ name: string, url: string, framework: string, code?: string, description?: string, type?: string }} Node */

/** How many are shown at once. */
const MOST = 20;

const by = /** @param {string} id */ (id) => /** @type {HTMLElement} */ (document.getElementById(id));
const form = /** @type {HTMLFormElement} */ (by("align"));
const chosen = /** @type {Map<string, Node>} */ (new Map());
const loaded = /** @type {Map<string, Promise<Node[]>>} */ (new Map());

/** The nodes of a framework; asked for once. @param {string} address @returns {Promise<Node[]>} */
function nodesAt(address) {
  const known = loaded.get(address);
  if (known) return known;
  const asked = fetch(address).then((answer) => {
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.json().then((/** @type {{nodes: Node[]}} */ found) => found.nodes);
  });
  loaded.set(address, asked);
  asked.catch(() => loaded.delete(address));
  return asked;
}

/** A word without its accents and small differences. @param {string} text */
const plain = (text) =>
  text
    .normalize("NFKD")
    .replace(/[\u0300-\u036f]/g, "")
    .toLowerCase();

/** How well a node fits: every word must be there, and the name counts most. @param {Node} node @param {string[]} words */
export function fit(node, words) {
  let score = 0;
  for (const word of words) {
    if (plain(node.code ?? "") === word) score += 20;
    else if (plain(node.name).includes(word)) score += plain(node.name).startsWith(word) ? 12 : 10;
    else if (plain(node.description ?? "").includes(word)) score += 1;
    else return 0;
  }
  return score;
}

/** The lines of `alignment`, each text quoted so that YAML takes it, whatever is in it. @param {Iterable<Node>} nodes */
export function lines(nodes) {
  const rows = ["alignment:"];
  for (const node of nodes) {
    rows.push(`  - targetName: ${JSON.stringify(node.name)}`, `    targetUrl: ${JSON.stringify(node.url)}`);
    for (const [key, value] of [
      ["Framework", node.framework],
      ["Code", node.code],
      ["Description", node.description],
      ["Type", node.type],
    ]) {
      if (value) rows.push(`    target${key}: ${JSON.stringify(value)}`);
    }
  }
  return rows.join("\n") + "\n";
}

function write() {
  /** @type {HTMLTextAreaElement} */ (by("align-text")).value = lines(chosen.values());
  by("align-result").hidden = chosen.size === 0;
}

/** @param {Node} node @param {number} number */
function row(node, number) {
  const box = document.createElement("input");
  box.type = "checkbox";
  box.id = `align-${number}`;
  box.checked = chosen.has(node.url);
  box.addEventListener("change", () => {
    if (box.checked) chosen.set(node.url, node);
    else chosen.delete(node.url);
    write();
  });
  const label = document.createElement("label");
  label.htmlFor = box.id;
  label.textContent = node.code ? `${node.name} (${node.code})` : node.name;
  const line = document.createElement("p");
  line.className = "choice";
  line.append(box, " ", label);
  if (node.description) {
    const more = document.createElement("small");
    more.textContent = node.description;
    line.append(document.createElement("br"), more);
  }
  return line;
}

async function search() {
  const status = by("align-status");
  const words = plain(/** @type {HTMLInputElement} */ (by("align-words")).value)
    .split(/\s+/)
    .filter(Boolean);
  try {
    const nodes = await nodesAt(/** @type {HTMLSelectElement} */ (by("align-framework")).value);
    const found = nodes
      .map((node) => ({ node, score: fit(node, words) }))
      .filter((one) => one.score > 0)
      .sort((one, other) => other.score - one.score)
      .slice(0, MOST);
    by("align-rows").replaceChildren(...found.map((one, number) => row(one.node, number)));
    by("align-found").hidden = found.length === 0;
    status.textContent = found.length
      ? (form.dataset.found ?? "").replace("{count}", String(found.length))
      : (form.dataset.nothing ?? "");
  } catch {
    status.textContent = form.dataset.failed ?? "";
  }
}

form?.addEventListener("submit", (event) => {
  event.preventDefault();
  search();
});
by("align-copy")?.addEventListener("click", async () => {
  const text = /** @type {HTMLTextAreaElement} */ (by("align-text"));
  try {
    await navigator.clipboard.writeText(text.value);
    by("align-status").textContent = form.dataset.copied ?? "";
  } catch {
    text.select();
    by("align-status").textContent = form.dataset.uncopied ?? "";
  }
});
