// The page of one's own badges.
// @ts-check

import { awardLink, forget, keep, kept, onThisSite } from "./kept.js";

const list = /** @type {HTMLElement} */ (document.getElementById("mine-list"));
const none = /** @type {HTMLElement} */ (document.getElementById("mine-none"));
const status = /** @type {HTMLElement} */ (document.getElementById("mine-status"));
const form = /** @type {HTMLFormElement} */ (document.getElementById("mine-add"));
const input = /** @type {HTMLInputElement} */ (document.getElementById("mine-link"));

/** @param {import("./kept.js").Kept} one */
function card(one) {
  const item = document.createElement("li");
  item.className = "card";
  const image = document.createElement("img");
  image.src = new URL(one.image, location.href).href;
  image.alt = "";
  image.width = image.height = 72;
  const name = document.createElement("h2");
  name.className = "card-name";
  const link = document.createElement("a");
  link.href = awardLink(one.link)?.href ?? "";
  link.textContent = one.name;
  name.append(link);
  const foot = document.createElement("p");
  foot.className = "card-foot";
  foot.textContent = (list.dataset.by ?? "").replace("{by}", one.by);
  const remove = document.createElement("button");
  remove.type = "button";
  remove.className = "button quiet over";
  remove.textContent = list.dataset.remove ?? "";
  remove.setAttribute("aria-label", `${list.dataset.remove}: ${one.name}`);
  remove.addEventListener("click", () => {
    if (!confirm(list.dataset.sure ?? "")) return;
    forget(one.link);
    show();
    input.focus();
  });
  const words = document.createElement("div");
  words.append(name, ...(one.by ? [foot] : []), remove);
  if (one.image) item.append(image);
  item.append(words);
  return item;
}

function show() {
  const all = kept();
  list.replaceChildren(...all.map(card));
  none.hidden = all.length > 0;
}

/** Keeps the badge of a link; its name and picture are asked of this site. @param {string} text */
async function add(text) {
  const address = awardLink(text);
  if (!address) {
    status.textContent = input.dataset.wrong ?? "";
    input.setAttribute("aria-invalid", "true");
    return;
  }
  input.removeAttribute("aria-invalid");
  try {
    const answer = await fetch(new URL("credential.json", address.href.split("#")[0]));
    const credential = await answer.json();
    const { name } = credential.credentialSubject.achievement;
    const by = typeof credential.issuer?.name === "string" ? credential.issuer.name : "";
    const picture = String(credential.credentialSubject.achievement.image?.id ?? "");
    const image = picture && onThisSite(picture) ? picture : "";
    if (typeof name !== "string" || !keep({ link: address.href, name, by, image })) throw new Error("not kept");
    status.textContent = "";
    input.value = "";
    show();
  } catch {
    status.textContent = input.dataset.wrong ?? "";
  }
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  add(input.value);
});
window.addEventListener("storage", show);
show();
