// The thread of an award page: what an award of ours always needs comes at once, so that nothing waits for another.
// @ts-check

import "fflate";
import "../generated/credentials-v2.json" with { type: "json" };
import "../generated/ob-3.0.3.json" with { type: "json" };
import "../src/rdf.js";
import "./worker.js";
