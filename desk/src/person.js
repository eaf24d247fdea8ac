// What somebody's own code says: their name and address, in the part of an address that no host is sent.
// @ts-check

const MAX_NAME = 200;
const MAX_EMAIL = 254;

/**
 * The name and the address in a code that was made on the page of one's own badges; null for any other code.
 * @param {string} text
 * @param {string} base of the network
 * @returns {[name: string, email: string] | null}
 */
export function personIn(text, base) {
  const start = `${base}mine/#`;
  if (!text.startsWith(start) || text.length > 2000) return null;
  const said = new URLSearchParams(text.slice(start.length));
  const name = (said.get("name") ?? "").trim();
  const email = (said.get("email") ?? "").trim();
  return name && name.length <= MAX_NAME && email.length <= MAX_EMAIL ? [name, email] : null;
}
