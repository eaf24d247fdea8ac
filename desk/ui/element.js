// Building elements without HTML in texts.
// @ts-check

/**
 * @template {keyof HTMLElementTagNameMap} Name
 * @param {Name} name
 * @param {Record<string, string | boolean | number | null | undefined>} [attributes]
 * @param {(Node | string | null | undefined | false)[]} children
 * @returns {HTMLElementTagNameMap[Name]}
 */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes))
    if (value === true) made.setAttribute(key, "");
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(key, String(value));
  made.append(...children.filter((one) => one !== null && one !== undefined && one !== false));
  return made;
}

/** A name or a text of somebody, whatever direction it is written in. @param {string} text */
export const isolated = (text) => element("bdi", {}, text);

/** The element with that id, which the page has. @param {string} id */
export const by = (id) => {
  const found = document.getElementById(id);
  if (!found) throw new Error(`no #${id}`);
  return found;
};
