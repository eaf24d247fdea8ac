// Packages without types of their own: only what is used here.
declare module "jsonld" {
  const jsonld: {
    toRDF(document: unknown, options: unknown): Promise<unknown[]>;
    processContext(active: unknown, local: unknown, options: unknown): Promise<unknown>;
  };
  export default jsonld;
}
declare module "rdf-canonize" {
  const rdf: { canonize(dataset: unknown, options: unknown): Promise<string> };
  export default rdf;
}
declare module "@digitalbazaar/ecdsa-sd-2023-cryptosuite" {
  export function createVerifyCryptosuite(): {
    createVerifyData(options: unknown): Promise<unknown>;
    createVerifier(options: unknown): Promise<{ verify(options: { data: unknown }): Promise<boolean> }>;
  };
}
declare module "punycode/punycode.es6.js" {
  export function toUnicode(host: string): string;
}
declare module "*/confusables.json" {
  const letters: Record<string, string>;
  export default letters;
}
