// What was signed, as a pull request: one small adapter for each forge. Each asks through a function that is handed in,
// so that nothing here knows the token.
// @ts-check

import { DeskFault } from "./fault.js";
import { merged, pathsOf } from "./merge.js";

/**
 * Where the network keeps its files. `folder` is that of the network in the repository, "" or ending in "/".
 * @typedef {{kind: "github" | "gitlab" | "forgejo", api: string, project: string, branch: string, folder: string}} Forge
 */
/** What an API answered. `json` is null where it is no JSON. @typedef {{status: number, text: string, json: any}} Answer */
/**
 * Asks the API: a path below it, a method, a body; `raw` for a file as it is.
 * @typedef {(path: string, method?: "GET" | "POST", body?: object, raw?: boolean) => Promise<Answer>} Ask
 */
/** @typedef {{name: string, title: string, body: string, changes: import("./merge.js").Changes}} Proposal */
/** A file as it has to be, whole; `sha` names the one that it replaces. @typedef {{path: string, content: string, isNew: boolean, sha: string}} Whole */

/** @typedef {import("@octokit/openapi-types").paths} GitHub */
/** @typedef {GitHub["/repos/{owner}/{repo}/git/trees"]["post"]["requestBody"]["content"]["application/json"]} Tree */
/** @typedef {GitHub["/repos/{owner}/{repo}/git/commits"]["post"]["requestBody"]["content"]["application/json"]} Commit */
/** @typedef {GitHub["/repos/{owner}/{repo}/git/refs"]["post"]["requestBody"]["content"]["application/json"]} Ref */
/** @typedef {GitHub["/repos/{owner}/{repo}/pulls"]["post"]["requestBody"]["content"]["application/json"]} Pull */
/** @typedef {import("forgejo-js").ChangeFilesOptions} ChangeFiles */
/** @typedef {import("forgejo-js").CreatePullRequestOption} ForgejoPull */

/** Why a forge did not do it. Faults: forge-token, forge-right, forge-changed, forge-failed. @param {Answer} answer */
function refused({ status }) {
  if (status === 401) return new DeskFault("forge-token");
  if (status === 403 || status === 404) return new DeskFault("forge-right");
  return new DeskFault([409, 422, 400].includes(status) ? "forge-changed" : "forge-failed", { status });
}

/** @param {Promise<Answer>} asked */
async function done(asked) {
  const answer = await asked;
  if (answer.status < 200 || answer.status > 299 || answer.json === null) throw refused(answer);
  return answer.json;
}

/** @param {string} path */
const each = (path) => path.split("/").map(encodeURIComponent).join("/");

/** @type {Record<Forge["kind"], (forge: Forge, proposal: Proposal, ask: Ask) => Promise<string>>} */
export const PROPOSE = {
  async github({ project, branch, folder }, { name, title, body, changes }, ask) {
    const repository = `/repos/${each(project)}`;
    const { object } = await done(ask(`${repository}/git/ref/heads/${each(branch)}`));
    const { tree } = await done(ask(`${repository}/git/commits/${object.sha}`));
    /** @type {Tree} */
    const wanted = { base_tree: tree.sha, tree: [] };
    for (const path of pathsOf(changes)) {
      const place = folder + path;
      const before = await ask(`${repository}/contents/${each(place)}?ref=${object.sha}`, "GET", undefined, true);
      if (before.status !== 200 && before.status !== 404) throw refused(before);
      const content = merged(changes, path, before.status === 200 ? before.text : null);
      if (content === null) continue;
      wanted.tree.push({ path: place, mode: "100644", type: "blob", content });
    }
    if (!wanted.tree.length) throw new DeskFault("files-there");
    const { sha } = await done(ask(`${repository}/git/trees`, "POST", wanted));
    /** @type {Commit} */
    const commit = { message: title, tree: sha, parents: [object.sha] };
    const made = await done(ask(`${repository}/git/commits`, "POST", commit));
    /** @type {Ref} */
    const ref = { ref: `refs/heads/${name}`, sha: made.sha };
    await done(ask(`${repository}/git/refs`, "POST", ref));
    /** @type {Pull} */
    const pull = { title, head: name, base: branch, body };
    return (await done(ask(`${repository}/pulls`, "POST", pull))).html_url;
  },

  async gitlab({ project, branch, folder }, { name, title, body, changes }, ask) {
    const repository = `/projects/${encodeURIComponent(project)}`;
    const { commit } = await done(ask(`${repository}/repository/branches/${encodeURIComponent(branch)}`));
    const actions = [];
    for (const path of pathsOf(changes)) {
      const place = folder + path;
      const file = `${repository}/repository/files/${encodeURIComponent(place)}/raw?ref=${commit.id}`;
      const before = await ask(file, "GET", undefined, true);
      if (before.status !== 200 && before.status !== 404) throw refused(before);
      const isNew = before.status === 404;
      const content = merged(changes, path, isNew ? null : before.text);
      if (content !== null) actions.push({ action: isNew ? "create" : "update", file_path: place, content });
    }
    if (!actions.length) throw new DeskFault("files-there");
    const change = { branch: name, start_sha: commit.id, commit_message: title, actions };
    await done(ask(`${repository}/repository/commits`, "POST", change));
    const merge = { source_branch: name, target_branch: branch, title, description: body, remove_source_branch: true };
    return (await done(ask(`${repository}/merge_requests`, "POST", merge))).web_url;
  },

  async forgejo({ project, branch, folder }, { name, title, body, changes }, ask) {
    const repository = `/repos/${each(project)}`;
    /** @type {ChangeFiles} */
    const change = { branch, new_branch: name, message: title, files: [] };
    for (const path of pathsOf(changes)) {
      const place = folder + path;
      const known = await ask(`${repository}/contents/${each(place)}?ref=${encodeURIComponent(branch)}`);
      if (known.status !== 200 && known.status !== 404) throw refused(known);
      const isNew = known.status === 404;
      const before = isNew
        ? null
        : await rawOf(ask, `${repository}/raw/${each(place)}?ref=${encodeURIComponent(branch)}`);
      const text = merged(changes, path, before);
      if (text === null) continue;
      const content = base64(text);
      change.files.push(
        isNew
          ? { operation: "create", path: place, content }
          : { operation: "update", path: place, content, sha: known.json.sha },
      );
    }
    if (!change.files.length) throw new DeskFault("files-there");
    await done(ask(`${repository}/contents`, "POST", change));
    /** @type {ForgejoPull} */
    const pull = { title, head: name, base: branch, body };
    return (await done(ask(`${repository}/pulls`, "POST", pull))).html_url;
  },
};

/** @param {Ask} ask @param {string} path */
async function rawOf(ask, path) {
  const answer = await ask(path, "GET", undefined, true);
  if (answer.status !== 200) throw refused(answer);
  return answer.text;
}

/** @param {string} text */
function base64(text) {
  let binary = "";
  for (const byte of new TextEncoder().encode(text)) binary += String.fromCharCode(byte);
  return btoa(binary);
}

/** What the token is called in each forge's requests. @type {Record<Forge["kind"], (token: string) => Record<string, string>>} */
const HEADERS = {
  github: (token) => ({ Authorization: `Bearer ${token}`, Accept: "application/vnd.github+json" }),
  gitlab: (token) => ({ "PRIVATE-TOKEN": token }),
  forgejo: (token) => ({ Authorization: `token ${token}` }),
};
const PATIENCE = 60_000;

/**
 * Asks a forge with a token, and nobody else: an answer that leads to another address is not followed.
 * @param {Forge} forge
 * @param {string} token
 * @returns {Ask}
 */
export const asker =
  (forge, token) =>
  async (path, method = "GET", body, raw = false) => {
    /** @type {Record<string, string>} */
    const headers = HEADERS[forge.kind](token);
    if (body) headers["Content-Type"] = "application/json";
    if (raw && forge.kind === "github") headers.Accept = "application/vnd.github.raw+json";
    const options = {
      method,
      headers,
      redirect: /** @type {const} */ ("error"),
      credentials: /** @type {const} */ ("omit"),
    };
    let answer;
    try {
      answer = await fetch(forge.api + path, {
        ...options,
        cache: "no-store",
        referrerPolicy: "no-referrer",
        signal: AbortSignal.timeout(PATIENCE),
        ...(body && { body: JSON.stringify(body) }),
      });
    } catch {
      throw new DeskFault("forge-unreached");
    }
    const text = await answer.text();
    let json = null;
    try {
      json = raw ? null : JSON.parse(text);
    } catch {
      // No JSON.
    }
    return { status: answer.status, text, json };
  };
