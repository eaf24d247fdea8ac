// What a page says of days is right on the day it is read, not on the day it was built.
// @ts-check

/** @param {Element} element @param {string} name @returns {number} the moment in an attribute; NaN without one */
const moment = (element, name) => Date.parse(element.getAttribute(name) ?? "");

/** Shows what is said only from a moment on, or until one. @param {number} now */
function notices(now) {
  for (const element of /** @type {NodeListOf<HTMLElement>} */ (
    document.querySelectorAll("[data-from], [data-until]")
  )) {
    element.hidden = now < moment(element, "data-from") || now > moment(element, "data-until");
  }
}

/** Takes what is over out of the lists of things to come; meetings go to the list of past ones. @param {number} now */
function lists(now) {
  const past = /** @type {HTMLElement | null} */ (document.querySelector("[data-when=past]"));
  for (const list of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-when]"))) {
    if (list === past) continue;
    const limit = Number(list.dataset.limit ?? Infinity);
    // What another list shows large stands here only when that one has moved on.
    let skip = Number(list.dataset.skip ?? 0);
    let shown = 0;
    for (const item of /** @type {HTMLElement[]} */ ([...list.children])) {
      const over = now > moment(item, "data-ends");
      if (over && past && list.dataset.when === "coming") {
        past.prepend(item);
        item.hidden = false;
      } else {
        item.hidden = over || shown >= limit || skip > 0;
        if (!over) skip -= 1;
        shown += Number(!item.hidden);
      }
    }
    const instead = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(`[data-empty-of="${list.id}"]`));
    if (list.id) for (const each of instead) each.hidden = shown > 0;
    const box = /** @type {HTMLElement | null} */ (list.closest("[data-box]"));
    if (box) box.hidden = shown === 0;
  }
  const section = past?.closest("section");
  if (past && section) section.hidden = !past.children.length;
}

const now = Date.now();
notices(now);
lists(now);
