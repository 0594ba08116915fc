/**
 * `npm run prove -- --generated N`: defects that nobody wrote, and how many of those that can be seen are.
 * @module
 */
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { buildPlan } from "../../conformance/engine/plan.ts";
import { DEFAULT_SEED } from "../../conformance/outcome/environment.ts";
import { generatedProofOf, writeGeneratedProof } from "../../conformance/outcome/generated-proof.ts";
import {
  type Mutant,
  mutantNamed,
  mutants,
  nameOfMutant,
  type Place,
} from "../../conformance/proof/generated/mutant.ts";
import type { MutantVerdict } from "../../conformance/proof/generated/prove-mutant.ts";
import { scoreLines, scoreOf, WANTED } from "../../conformance/proof/generated/score.ts";
import { isChatApi } from "../../registry/apis/codec.ts";
import type { ProveOptions } from "./prove-options.ts";
import { askProcesses, type PoolOptions } from "./prove-pool.ts";
import { keepVerdict, readVerdicts } from "./prove-verdicts.ts";
import { EXIT, WrongUse } from "./wrong-use.ts";

/** Every API for chats at every provider that has one. */
function placesOf({ provider }: ProveOptions): Place[] {
  const items = buildPlan(provider === undefined ? {} : { providers: [provider] });
  const chats = items.filter(({ api, verdict }) => isChatApi(api) && verdict.kind === "run");
  return [
    ...new Map(chats.map(({ provider: slug, api }) => [`${slug}/${api}`, { provider: slug, api }])).values(),
  ];
}

/** @throws WrongUse for a name that no mutant has */
function chosen(options: ProveOptions): Mutant[] {
  const { mutant: names, generated = 0, seed = DEFAULT_SEED } = options;
  if (names === undefined) return mutants(placesOf(options), generated, seed);
  return names.map((name) => {
    const found = mutantNamed(name);
    if (!found)
      throw new WrongUse(`no mutant "${name}"; take a name from the survivors of a run with --generated`);
    return found;
  });
}

function verdictLine({ mutant, spoilt, kill }: MutantVerdict): string {
  const name = nameOfMutant(mutant);
  if (kill)
    return `killed   ${name} by ${kill.case}: ${kill.requirement} ${kill.check} expected ${kill.expected}, seen ${kill.seen}`;
  return spoilt === 0 ? `unseen   ${name}: its field never came by` : `SURVIVES ${name}`;
}

/** Where `npm test` leaves its report, which tells the score on. */
const REPORTS = fileURLToPath(new URL("../../report", import.meta.url));

/** A score of one provider, of one share or of defects that somebody picked says nothing of the suite. */
const isOfAll = ({ mutant, provider, shard }: ProveOptions): boolean =>
  mutant === undefined && provider === undefined && shard === undefined;

/** The mutants of one share: every so many-th, so that each share has some of every kind. */
const shareOf = (all: readonly Mutant[], { shard }: ProveOptions): Mutant[] =>
  all.filter((_, at) => shard === undefined || at % shard.of === shard.index - 1);

/** Runs them all and prints the kill rate by field. @returns the exit code */
export async function proveGenerated(options: ProveOptions, pool: PoolOptions): Promise<number> {
  const all = shareOf(chosen(options), options);
  const known = options.verdicts === undefined ? [] : readVerdicts(options.verdicts, all);
  const isKnown = new Set(known.map(({ mutant }) => nameOfMutant(mutant)));
  const verdicts: MutantVerdict[] = [...known];
  const faults: string[] = [];
  await askProcesses(
    all.filter((mutant) => !isKnown.has(nameOfMutant(mutant))).map((mutant) => ({ mutant })),
    options,
    pool,
    (question, answer) => {
      if ("verdict" in answer) {
        verdicts.push(answer.verdict);
        if (options.verdicts !== undefined) keepVerdict(options.verdicts, answer.verdict);
        process.stdout.write(
          `${String(verdicts.length).padStart(5)}/${all.length} ${verdictLine(answer.verdict)}\n`,
        );
      } else if ("mutant" in question && "fault" in answer)
        faults.push(`no verdict: ${nameOfMutant(question.mutant)}: ${answer.fault}`);
    },
  );
  const score = scoreOf(verdicts);
  process.stdout.write(`\n${[...scoreLines(score), ...faults].map((line) => `${line}\n`).join("")}`);
  if (options.out !== undefined)
    writeFileSync(
      options.out,
      `${JSON.stringify({ seed: options.seed ?? DEFAULT_SEED, ...score }, null, 2)}\n`,
    );
  if (isOfAll(options))
    writeGeneratedProof(
      REPORTS,
      generatedProofOf(score, options.seed ?? DEFAULT_SEED, new Date().toISOString().slice(0, 10)),
    );
  return score.rate >= WANTED && faults.length === 0 ? EXIT.ok : EXIT.failures;
}
