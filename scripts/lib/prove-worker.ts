/**
 * One of the processes of `npm run prove`: gets ids of defects one at a time, answers each with what it found.
 * @module
 */
import { DEFAULT_SEED } from "../../conformance/outcome/environment.ts";
import { proveDefect } from "../../conformance/prove.ts";
import { Upstream } from "../../conformance/upstream/server.ts";
import type { ProveOptions } from "./prove-options.ts";
import type { Answer, Question } from "./prove-pool.ts";
import { selectionOf } from "./prove-selection.ts";

/** After this a gateway counts as hung, in milliseconds; a good one never takes so long. */
const DEADLINE_MS = 2_000;

const options: ProveOptions = JSON.parse(process.argv[2] ?? "{}");
const { defects, plan } = await selectionOf(options);
const upstream = new Upstream();
upstream.listen();
const at = options.provider === undefined ? {} : { at: options.provider };
const settings = {
  upstream,
  seed: DEFAULT_SEED,
  deadlineMs: DEADLINE_MS,
  full: options.full === true,
  ...at,
};

/** What a plant lets fall where nobody awaits it. */
const stray = new Set<string>();
for (const event of ["unhandledRejection", "uncaughtException"])
  process.on(event, (fault: unknown) =>
    stray.add(`not caught: ${fault instanceof Error ? fault.message : String(fault)}`),
  );

const say = (answer: Answer) => process.send?.(answer);

async function prove(id: string): Promise<void> {
  const defect = defects.find((candidate) => candidate.id === id);
  if (!defect) throw new Error(`no defect ${id} is selected`);
  stray.clear();
  const { kills, rightly, faults } = await proveDefect(defect, settings, plan);
  say({ ready: false, id, found: { kills, rightly, faults: [...faults, ...stray] } });
}

process.on("disconnect", () => process.exit());
process.on("message", ({ id }: Question) => prove(id));
say({ ready: true });
