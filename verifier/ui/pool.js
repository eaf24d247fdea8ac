// The threads in which badges are verified, so that the page stays awake.
// @ts-check

/** @typedef {import("../src/verify.js").Result} Result */

/** @type {Worker[]} */
const idle = [];

/**
 * One thread, which is kept for the next badge.
 * @param {string} script
 */
function take(script) {
  return idle.pop() ?? new Worker(script, { type: "module" });
}

/**
 * @param {Worker} worker
 * @param {any} message
 * @returns {Promise<Result>}
 */
async function ask(worker, message) {
  try {
    return await new Promise((resolve, reject) => {
      worker.onmessage = ({ data }) => resolve(data.result);
      worker.onerror = () => reject(new Error("the thread has stopped"));
      worker.postMessage(message);
    });
  } catch {
    // No thread can be had: in an old browser, or without a network, where only the page's own scripts were kept.
    const { verify } = await import("../src/verify.js");
    const { data, options, award } = message;
    const registry = award
      ? await fetch(award.registry).then(
          (answer) => (answer.ok ? answer.text() : null),
          () => null,
        )
      : options.registry;
    return verify(data, { ...options, registry });
  }
}

/**
 * Verifies one badge in a thread.
 * @param {string} script the address of worker.js
 * @param {any} message see there
 */
export async function verifyAway(script, message) {
  const worker = take(script);
  const result = await ask(worker, message);
  idle.push(worker);
  return result;
}

/**
 * Verifies many badges, in as many threads as help.
 * @template T
 * @param {string} script
 * @param {T[]} items
 * @param {(item: T) => any} message
 * @param {(item: T, result: Result) => void} done
 * @param {() => boolean} stopped
 */
export async function verifyAll(script, items, message, done, stopped) {
  const queue = items.values();
  const count = Math.min(4, Math.max(1, navigator.hardwareConcurrency || 2), items.length);
  const one = async () => {
    const worker = take(script);
    for (const item of queue) {
      if (stopped()) break;
      done(item, await ask(worker, message(item)));
    }
    idle.push(worker);
  };
  await Promise.all(Array.from({ length: count }, one));
}
