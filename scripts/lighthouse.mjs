// Lighthouse for a list of addresses: node scripts/lighthouse.mjs BROWSER OUT quick|slow ADDRESS…
// "quick" leaves the speed out, and what axe says (the tests ask it themselves); "slow" is a mid-range phone on a slow network, as Lighthouse simulates it.
import { writeFile } from "node:fs/promises";
import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";

const [chromePath, out, speed, ...addresses] = process.argv.slice(2);
const categories = ["best-practices", "seo", ...(speed === "slow" ? ["accessibility", "performance"] : [])];
const QUICK = { pauseAfterFcpMs: 0, pauseAfterLoadMs: 0, networkQuietThresholdMs: 100, cpuQuietThresholdMs: 0 };
const METRICS = {
  lcp: "largest-contentful-paint",
  tbt: "total-blocking-time",
  cls: "cumulative-layout-shift",
  bytes: "total-byte-weight",
};
const chromeFlags = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking"];
const chrome = await launch({ chromePath, chromeFlags, logLevel: "silent" });
const rows = [];
try {
  for (const address of addresses) {
    const { lhr } = await lighthouse(address, {
      port: chrome.port,
      logLevel: "silent",
      onlyCategories: categories,
      formFactor: "mobile",
      throttlingMethod: "simulate",
      // Where the speed is left out, nothing has to be waited for but the page itself.
      ...(speed === "slow" ? {} : QUICK),
      disableFullPageScreenshot: speed !== "slow",
    });
    const scores = Object.fromEntries(
      Object.values(lhr.categories).map((one) => [one.id, one.score === null ? null : Math.round(one.score * 100)]),
    );
    // What a category counts and what is not as it should be.
    const faults = Object.values(lhr.categories).flatMap((one) =>
      one.auditRefs
        .filter(({ id, weight }) => weight && lhr.audits[id].score !== null && lhr.audits[id].score < 1)
        .map(({ id }) => `${one.id}: ${lhr.audits[id].title}`),
    );
    const metrics = Object.fromEntries(
      Object.entries(METRICS).map(([name, id]) => [name, lhr.audits[id]?.numericValue ?? null]),
    );
    rows.push({ address, scores, faults, metrics, error: lhr.runtimeError?.code ?? null });
  }
} finally {
  chrome.kill();
}
await writeFile(out, JSON.stringify(rows));
