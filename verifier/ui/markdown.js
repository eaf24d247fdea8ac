// Markdown of a badge as elements: headings, lists, emphasis, links to https. Never as HTML.
// @ts-check

import { fromMarkdown } from "mdast-util-from-markdown";
import { element } from "./element.js";

/** @typedef {any} Tree */

/** Where each kind of node goes; what is not here is shown as its text. @type {Record<string, string>} */
const NAMES = {
  paragraph: "p",
  heading: "h4",
  list: "ul",
  listItem: "li",
  emphasis: "em",
  strong: "strong",
  blockquote: "blockquote",
  inlineCode: "code",
  code: "pre",
  thematicBreak: "hr",
};
const DEEPEST = 30;

/**
 * @param {string} text
 * @returns {Node[]}
 */
export const markdown = (text) => fromMarkdown(text.slice(0, 20_000)).children.map((node) => made(node, 0));

/**
 * @param {Tree} node
 * @param {number} depth
 * @returns {Node}
 */
function made(node, depth) {
  const inside = () =>
    depth > DEEPEST ? [] : (node.children ?? []).map((/** @type {Tree} */ one) => made(one, depth + 1));
  if (node.type === "link" && /^https:\/\/[^\s"<>]+$/.test(node.url))
    return element("a", { href: node.url, rel: "noopener noreferrer" }, ...inside());
  if (node.type === "break") return element("br");
  const name = node.type === "list" && node.ordered ? "ol" : NAMES[node.type];
  if (name)
    return element(name, ["p", "h4", "li", "pre"].includes(name) ? { dir: "auto" } : {}, ...inside(), node.value);
  if (node.children) return element("span", {}, ...inside());
  return document.createTextNode(node.value ?? node.alt ?? "");
}
