// The desk without a page, for the tests that hold it and the engine together: orders come as JSON lines, each is
// answered on a line.
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { hex, fromMultibase, utf8 } from "../verifier/src/bytes.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { againJob, readAgain } from "./src/again.js";
import { filesOf, madeBy, makeJob } from "./src/batch.js";
import { endorseJob } from "./src/endorse.js";
import { DeskFault, ListFault } from "./src/fault.js";
import { openKey, readKeyFile } from "./src/keyfile.js";
import { changeCode, withKeys } from "./src/keys.js";
import { lettersCsv } from "./src/letters.js";
import { cardsOf, mails } from "./src/mails.js";
import { readNetwork } from "./src/network.js";
import { Holdings, makePlan } from "./src/plan.js";
import { parseRecipients } from "./src/recipients.js";
import { Signer } from "./src/signing.js";
import { decode } from "./src/table.js";
import { listJob, placeOf, reissueJob, renewJob } from "./src/withdraw.js";

const network = readNetwork(JSON.parse(readFileSync(process.argv[2], "utf-8")));
const keys = new Map();
// What the desk did since it was opened.
const made = [];
const taken = new Map();

/** Chance from a seed: SHA-256 of the seed and a counter. */
function seeded(seed) {
  let count = 0;
  let left = new Uint8Array();
  return (size) => {
    while (left.length < size) left = Uint8Array.from([...left, ...sha256(utf8(`${seed} ${count++}`))]);
    const drawn = left.slice(0, size);
    left = left.slice(size);
    return drawn;
  };
}

async function keyOf({ pem, passphrase }) {
  if (!keys.has(pem)) keys.set(pem, await openKey(readKeyFile(pem), passphrase));
  return keys.get(pem);
}

/** The jobs of the office, each from its order. */
const JOBS = {
  change: ({ credential, list, change }, moment) =>
    listJob({ network, place: placeOf(network, credential), list, change, ...moment }),
  reissue: ({ credential, list, name, email, batch, held = {} }, moment) => {
    const holdings = new Holdings(held, made, moment.now.toISOString().slice(0, 10));
    return reissueJob({ network, credential, list, name, email, batch, holdings, taken, ...moment });
  },
  renew: ({ issuer, lists }, { now }) => renewJob({ network, issuer, lists, now }),
  endorse: ({ issuer, badge, award = "", comment }, moment) =>
    endorseJob({ network, issuer, badge, award, comment, ...moment }),
  again: ({ asked, batch }, moment) => againJob({ network, asked: readAgain(network, asked), batch, taken, ...moment }),
};

async function signed(job, key) {
  const raw = fromMultibase(job.publicKeyMultibase).subarray(2);
  const signer = new Signer(await keyOf(key), raw, `${job.did}#${job.key}`);
  const lines = [];
  for (const { document } of job.documents) lines.push(await signer.line(document, job.created));
  return lines;
}

/** The letters and the cards of a job. */
function handed(job, { words, pictures = {} }) {
  const spoken = (language) => words[language || network.language];
  const drawn = new Map(
    Object.entries(pictures).map(([badge, png]) => [badge, Uint8Array.from(Buffer.from(png, "base64"))]),
  );
  let count = 0;
  const order = { network, issuer: job.issuer, letters: job.letters, spoken, pictures: drawn };
  return {
    mails: mails({ ...order, boundary: () => `between-${count++}` }),
    cards: cardsOf(network, job.letters, spoken(""), (text) => `<svg>${text}</svg>`),
  };
}

async function answer(order) {
  if (order.keys) {
    const code = changeCode(network.base, order.path, order.keys);
    return { text: withKeys(order.text, order.keys), code };
  }
  if (order.job) {
    const job = JOBS[order.job](order, { now: new Date(order.now), random: seeded(order.seed) });
    return { files: filesOf(job, await signed(job, order.key)), letters: lettersCsv(network, job.letters) };
  }
  const people = parseRecipients(decode(Uint8Array.from(Buffer.from(order.list, "base64"))), {
    today: order.now.slice(0, 10),
    languages: network.languages,
    columns: network.columns,
  });
  if (!order.wish) return { people };
  const plan = makePlan(network, people, new Holdings(order.held ?? {}, made, order.now.slice(0, 10)), order.wish);
  if (plan.faults.length) return { faults: plan.faults };
  const job = makeJob({
    network,
    issuer: order.wish.issuer,
    batch: order.batch,
    awards: plan.awards,
    achievements: order.achievements,
    now: new Date(order.now),
    random: seeded(order.seed),
    ending: order.ending ?? [],
    taken,
  });
  const lines = await signed(job, order.key);
  const digests = lines.map((line) => hex(sha256(utf8(line))));
  made.push(...madeBy(job));
  return {
    files: filesOf(job, lines),
    letters: lettersCsv(network, job.letters),
    ...(order.words && handed(job, order)),
    notes: plan.notes.map(({ code, row }) => [row, code]),
    digests,
  };
}

for await (const row of createInterface({ input: process.stdin })) {
  let said;
  try {
    said = await answer(JSON.parse(row));
  } catch (error) {
    if (error instanceof ListFault) said = { faults: error.faults };
    else if (error instanceof DeskFault) said = { fault: error.code, details: error.details };
    else said = { crash: String(error?.stack ?? error) };
  }
  process.stdout.write(`${JSON.stringify(said)}\n`);
}
