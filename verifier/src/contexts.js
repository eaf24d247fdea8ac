// The JSON-LD contexts that are known. They come from packages, are pinned by hash where they are made
// (verifier/contexts.mjs), and are never fetched: an unknown one is "not checked".
// @ts-check

/** @type {Record<string, () => Promise<{default: any}>>} */
export const CONTEXTS = {
  "https://www.w3.org/ns/credentials/v2": () => import("../generated/credentials-v2.json", { with: { type: "json" } }),
  "https://www.w3.org/2018/credentials/v1": () =>
    import("../generated/credentials-v1.json", { with: { type: "json" } }),
  "https://purl.imsglobal.org/spec/ob/v3p0/context.json": () =>
    import("../generated/ob-3.0.json", { with: { type: "json" } }),
  "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json": () =>
    import("../generated/ob-3.0.1.json", { with: { type: "json" } }),
  "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json": () =>
    import("../generated/ob-3.0.2.json", { with: { type: "json" } }),
  "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json": () =>
    import("../generated/ob-3.0.3.json", { with: { type: "json" } }),
  "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json": () =>
    import("../generated/ob-extensions.json", { with: { type: "json" } }),
  "https://w3id.org/security/suites/ed25519-2020/v1": () =>
    import("../generated/ed25519-2020.json", { with: { type: "json" } }),
  "https://w3id.org/security/data-integrity/v1": () =>
    import("../generated/data-integrity-v1.json", { with: { type: "json" } }),
  "https://w3id.org/security/data-integrity/v2": () =>
    import("../generated/data-integrity-v2.json", { with: { type: "json" } }),
  "https://w3id.org/vc/status-list/2021/v1": () =>
    import("../generated/status-list-2021.json", { with: { type: "json" } }),
  "https://www.w3.org/ns/credentials/status/v1": () =>
    import("../generated/bitstring-status-v1.json", { with: { type: "json" } }),
};
