// The one rule for a name before it is hashed or compared; tests/names.json holds what it says of odd ones.
// @ts-check

/** White space as Unicode lists it (PropList.txt, White_Space): languages differ in what their own word for it means. */
const WHITE = /[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/gu;

/** Normalised (NFC), single spaces, none at the ends. @param {string} name */
export const tidyName = (name) => name.normalize("NFC").replace(WHITE, " ").replace(/^ | $/g, "");
