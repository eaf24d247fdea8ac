// What somebody drops, as badges to check: files, certificates, and documents that were saved from their addresses.
// @ts-check

/** @typedef {import("../src/verify.js").Result} Result */

/**
 * One thing to check. `again` gives the address in its QR code, for a picture with no badge inside.
 * @typedef {object} Item
 * @property {string} name
 * @property {Uint8Array | string} data
 * @property {string} picture
 * @property {(() => Promise<string | null>)} [again]
 */

const MAX_FILES = 2000;
const MAX_COPIES = 50;
/** Larger than any badge: what the verifier says of it needs no more of it. */
const MAX_BYTES = 10 * 1024 * 1024 + 1;
const PARTS = /^(?:BadgeClass|Issuer|Profile)$/;

/** @type {string[]} */
const copies = [];

/** Documents that were saved from their addresses, as JSON. */
export const savedCopies = () => copies.slice(-MAX_COPIES);

/**
 * The badges in some files. A document that a badge on the page still needs is no badge of its own: then that badge is
 * given back, to be checked again.
 * @param {File[]} files
 * @param {{item: Item, result: Result}[]} shown
 * @param {string} assets
 * @returns {Promise<Item[]>}
 */
export async function itemsIn(files, shown, assets) {
  const open = shown.length === 1 ? shown[0] : undefined;
  const needed = open?.result.unreached ?? [];
  // A badge that came as JSON is its own copy; another with the same address is another badge to check.
  const asCopy = needed.length > 0 && open?.result.format.container !== "json";
  const [badges, parts] = /** @type {[Item[], Item[]]} */ ([[], []]);
  let answers = false;
  for (const file of files.slice(0, MAX_FILES)) {
    const data = new Uint8Array(await file.slice(0, MAX_BYTES).arrayBuffer());
    const picture =
      /^image\/(?:png|svg\+xml|jpeg|gif|webp)$/.test(file.type) && files.length === 1 ? URL.createObjectURL(file) : "";
    const item = { name: file.name, data, picture, again: () => inside(file, data, assets) };
    const document = files.length <= MAX_COPIES ? jsonOf(data) : null;
    if (document) copies.push(new TextDecoder().decode(data));
    const part =
      document &&
      ([document.type].flat().some((one) => PARTS.test(String(one))) || (asCopy && needed.includes(document.id)));
    (part ? parts : badges).push(item);
    answers ||= Boolean(part) && needed.includes(document?.id);
  }
  if (!badges.length && answers && open) return [open.item];
  return badges.length ? badges : parts;
}

/** @param {Uint8Array} data */
function jsonOf(data) {
  if (data.length > 1_000_000 || !/^\s*\{/.test(new TextDecoder().decode(data.subarray(0, 100)))) return null;
  try {
    return JSON.parse(new TextDecoder().decode(data));
  } catch {
    return null;
  }
}

/**
 * The address in a picture's QR code, or what a PDF holds.
 * @param {File} file
 * @param {Uint8Array} data
 * @param {string} assets
 */
async function inside(file, data, assets) {
  if (data[0] === 0x25 && data[1] === 0x50 && data[2] === 0x44 && data[3] === 0x46) {
    const { badgeInPdf } = await import("./pdf.js");
    return badgeInPdf(data, `${assets}pdf.worker.js`);
  }
  if (!/^image\/(?:png|jpeg|gif|webp)$/.test(file.type)) return null;
  return (await import("./qr.js")).codeIn(file);
}
