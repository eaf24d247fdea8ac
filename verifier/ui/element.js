// One way to make an element: every text goes in as text.
// @ts-check

/**
 * @param {string} name
 * @param {Record<string, string | null>} [attributes] null: the attribute is left out
 * @param {(Node | string | null | undefined)[]} children
 */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) if (value !== null) made.setAttribute(key, value);
  for (const child of children) if (child) made.append(child);
  return made;
}

/** A link to another site. @param {string} address @param {string} text */
export const link = (address, text) => element("a", { href: address, rel: "noopener noreferrer", dir: "auto" }, text);
