// Signed badges of Open Badges 2.0 and 1.x: the key that the issuer's page names, and its list of withdrawn badges.
// @ts-check

import { fromUtf8 } from "./bytes.js";
import { getJson, sameAddress } from "./documents.js";
import { failed, Fault, notChecked } from "./fault.js";
import { fromPem } from "./key_formats.js";
import { hostOf } from "./net.js";
import { asList, isObject, plain } from "./strict_json.js";

/** @typedef {Record<string, any>} Json */
/** @typedef {import("./run.js").Run} Run */

/**
 * @param {Run} run
 * @param {Json} assertion
 * @param {Json} issuer
 * @param {Json} verification
 * @param {import("./jwt.js").Jws} jws
 * @param {boolean} old
 */
export async function signature(run, assertion, issuer, verification, jws, old) {
  const { verifyJws } = await import("./jwt.js");
  const listed = asList(issuer.publicKey).map((one) => (isObject(one) ? plain(one.id) : plain(one)));
  const address = old ? verification.url : (verification.creator ?? listed[0]);
  /** @type {import("./signatures.js").Key | null} */
  let key = null;
  await run.check("issuer-key", async () => {
    if (old) {
      const { bytes } = await run.net.get(address);
      key = fromPem(fromUtf8(bytes));
      // The host that is credited, not the one that the issuer's page names as its own.
      if (hostOf(address) !== issuer.host)
        throw failed("ISSUER_MISMATCH", { issuer: plain(issuer.host), controller: plain(address) });
      return { how: "KEY_DOCUMENT", key: address };
    }
    const inside = asList(issuer.publicKey).find((one) => isObject(one) && one.id === address);
    const document = inside ?? (await getJson(run.net, address));
    key = fromPem(document.publicKeyPem);
    if (!listed.some((one) => sameAddress(one, address)))
      throw failed("KEY_NOT_LISTED", { key: plain(address).slice(0, 300), issuer: plain(issuer.id) });
    if (!sameAddress(document.owner, issuer.id))
      throw failed("ISSUER_MISMATCH", { issuer: plain(issuer.id), controller: plain(document.owner).slice(0, 300) });
    return { how: "KEY_DOCUMENT", key: address };
  });
  await run.check("proof", async () => {
    if (!key) throw notChecked("KEY_UNAVAILABLE", {});
    await verifyJws(jws, key);
    return { how: "JWS", format: jws.header.alg };
  });
}

/**
 * @param {Run} run
 * @param {Json} assertion
 * @param {Json} issuer
 * @param {boolean} old
 */
export async function revocations(run, assertion, issuer, old) {
  await run.check("status", async () => {
    if (issuer.revocationList === undefined) return { code: "NO_STATUS" };
    let list;
    try {
      list = await getJson(run.net, issuer.revocationList);
    } catch (error) {
      throw notChecked("STATUS_RETRIEVAL_ERROR", {
        address: plain(issuer.revocationList).slice(0, 300),
        cause: error instanceof Fault ? error.code : "",
      });
    }
    const ids = [assertion.id, assertion.uid].filter(Boolean);
    const wrong = () =>
      notChecked("STATUS_VERIFICATION_ERROR", {
        address: plain(issuer.revocationList).slice(0, 300),
        what: "revokedAssertions",
      });
    const rows = list.revokedAssertions;
    // A list in another form may name this badge where nobody here looks.
    if (rows === undefined || rows === null ? !old : !Array.isArray(rows) && typeof rows !== "string") throw wrong();
    if (
      Object.keys(list).some(
        (key) => /^(?:revoked|revocation)/i.test(key) && key !== "revokedAssertions" && !ids.includes(key),
      )
    )
      throw wrong();
    const named = asList(rows).find((one) => {
      const name = isObject(one) ? (one.id ?? one["@id"] ?? one.uid) : one;
      if (typeof name !== "string") throw wrong();
      return ids.some((id) => id === name || sameAddress(id, name));
    });
    const oldReason = rows === undefined ? ids.find((id) => Object.hasOwn(list, id)) : undefined;
    if (named === undefined && oldReason === undefined) return { code: "NOT_REVOKED" };
    const reason = oldReason ? list[oldReason] : isObject(named) ? named.revocationReason : undefined;
    throw failed("REVOKED", {
      address: issuer.revocationList,
      ...(typeof reason === "string" && { reason: reason.slice(0, 500) }),
    });
  });
}
