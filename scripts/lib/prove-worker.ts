/**
 * One of the processes of `npm run prove`: gets questions one at a time and answers each.
 * @module
 */
import { DEFAULT_SEED } from "../../conformance/outcome/environment.ts";
import { proveMutant } from "../../conformance/proof/generated/prove-mutant.ts";
import { proveDefect, redWhenHealthy } from "../../conformance/proof/prove.ts";
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
const settings = { upstream, seed: DEFAULT_SEED, deadlineMs: DEADLINE_MS };
const where = options.provider === undefined ? {} : { at: options.provider };

/** What a plant lets fall where nobody awaits it. */
const stray = new Set<string>();
for (const event of ["unhandledRejection", "uncaughtException"])
  process.on(event, (fault: unknown) =>
    stray.add(`not caught: ${fault instanceof Error ? fault.message : String(fault)}`),
  );

async function answer(question: Question): Promise<Answer> {
  if ("mutant" in question) return { verdict: await proveMutant(question.mutant, settings, plan) };
  if ("healthy" in question) return { red: await redWhenHealthy(question.healthy, settings, plan) };
  const defect = defects.find(({ id }) => id === question.defect);
  if (!defect) throw new Error(`no defect ${question.defect} is selected`);
  stray.clear();
  const found = await proveDefect(defect, { ...settings, ...where, full: options.full === true }, plan);
  const { kills, rightly, faults } = found;
  return { found: { kills, rightly, faults: [...faults, ...stray] } };
}

const say = (said: Answer) => process.send?.(said);

process.on("disconnect", () => process.exit());
process.on("message", async (question: Question) => say(await answer(question)));
say({ ready: true });
