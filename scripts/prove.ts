/**
 * `npm run prove`: planted defects × cases, the kill matrix.
 * Exit codes: 0 proven, 1 a hole, a misnamed or a decorative entry, 2 wrong use.
 * @module
 */
import { availableParallelism } from "node:os";
import { Command, InvalidArgumentError } from "commander";
import type { Defect } from "../conformance/defects/index.ts";
import { DefectFileError } from "../conformance/defects/load.ts";
import type { Shard } from "../conformance/engine/shard.ts";
import { ShardSchema } from "../conformance/outcome/environment.ts";
import { worthKnowing } from "../conformance/proof/first-kill.ts";
import { writeKnownKills } from "../conformance/proof/known-kills.ts";
import {
  isCaughtElsewhere,
  judgeProofs,
  type Kill,
  type Proof,
  withoutAlwaysRed,
} from "../conformance/proof/prove.ts";
import { alwaysRedLines, defectLine, proofLine, shownLine, verdictLines } from "./lib/kill-matrix.ts";
import { proveGenerated } from "./lib/prove-generated.ts";
import type { ProveOptions } from "./lib/prove-options.ts";
import { askProcesses } from "./lib/prove-pool.ts";
import { selectionOf } from "./lib/prove-selection.ts";
import { EXIT, endWith, WrongUse } from "./lib/wrong-use.ts";

const poolOf = ({ jobs = availableParallelism() }: ProveOptions) => ({ jobs });

function jobs(text: string): number {
  if (!/^[1-9]\d?$/.test(text)) throw new InvalidArgumentError("allowed is a number from 1 to 99.");
  return Number(text);
}

function whole(text: string): number {
  if (!/^\d{1,9}$/.test(text))
    throw new InvalidArgumentError("allowed is a whole number of at most nine digits.");
  return Number(text);
}

function shard(text: string): Shard {
  const parsed = ShardSchema.safeParse(text);
  if (parsed.success) return parsed.data;
  throw new InvalidArgumentError(`allowed is ${parsed.error.issues[0]?.message}.`);
}

const program = new Command("npm run prove --")
  .description("Runs the cases against broken gateways and shows which case catches which defect.")
  .option("--defect <id...>", "only these defects; an id that ends with . or * is a prefix")
  .option("--provider <slug>", "at this provider first; defects of other providers are left out")
  .option("--area <area>", "only defects of this area, and those of one's own")
  .option("--defects <file>", "a module of your own beside ours: export const defects = [...]")
  .option("--full", "every case against every defect, not only those of the broken requirements")
  .option("--remember", "after a whole proof: writes who caught what, so that `npm test` looks there first")
  .option("--jobs <n>", "processes at a time (default: one per core)", jobs)
  .option(
    "--generated <n>",
    "this many generated defects in place of the written ones: the kill rate by field",
    whole,
  )
  .option("--seed <n>", "another seed for --generated", whole)
  .option("--mutant <name...>", "these generated defects alone, by the names that a run prints")
  .option("--shard <i/n>", "with --generated: one of n shares, for several machines", shard)
  .option(
    "--verdicts <file>",
    "with --generated: keeps each verdict there, and takes those that are there already; files of shares can be joined",
  )
  .option("--out <file>", "with --generated: the score as JSON")
  .option("--list", "print the selected defects and run nothing")
  .addHelpText(
    "after",
    `
Examples:
  npm run prove
  npm run prove -- --defect cost.tier-at-boundary
  npm run prove -- --area streaming --provider groq
  npm run prove -- --defects ./my-defects.ts --defect 'mine.*'

A module of your own, in TypeScript or JavaScript; nothing of ours has to be imported:
  export const defects = [
    {
      id: "mine.slash-at-the-end",
      title: "Every path ends with a slash",
      breaks: ["MAP-01"],             // ids of conformance/requirements; one of their cases must turn red
      providers: ["anthropic"],       // optional; left out, it is looked for at all of them
      plant: (parts) => ({            // parts: reference-gateway/parts.ts
        ...parts,
        transport: {
          send: (request, signal) => parts.transport.send({ ...request, url: request.url + "/" }, signal),
        },
      }),
    },
  ];

Seams, all of conformance/defects (plants.ts, stream-plants.ts, dialect-plants.ts, routing-plants.ts):
  the caller's side    around: (send) => async (path, init) => Response, about bodies and headers of requests and answers
  the plan             withRegistry, withSource, withAttempts, withInput
  what is sent         withProvider, withBody, withOutbound; auth and URL are methods of the provider
  what is received     withAnswer (bytes as they come), withBytes, mapText, mapJson
  what is read of it   withApi, withCodec, withEvents, mapEvents, mapChunks, withUsage, withReading, withConvention
  money and records    withRegistry (charge, reserve), withParts (wallet, records, clock, tokens, counters, answers)
  attempts and stages  withParts (stages, transport, random), withAttempts

Generated defects, in place of the written ones: small faults of one field at one of these seams, the same for one seed.
  npm run prove -- --generated 300 --seed 7 --out score.json
  npm run prove -- --generated 2000 --seed 7 --shard 1/2 --verdicts share-1.jsonl
  npm run prove -- --mutant 'chunk/choices[].delta.content/trim/every@vertex/gemini/ptb'
docs/proof.md says how to read them, and has a module of ten defects to begin with.

Verdicts:
  hole        no case catches the defect
  not here    with --provider: it cannot show at that provider, but cases catch it at another
  misnamed    cases catch it, but none under a requirement that it breaks
  decorative  no defect turns the case red (only judged when nothing is left out)
  always red  a case fails without any defect, so it cannot catch one

Exit codes: 0 proven, 1 a hole, a misnamed, decorative or always red entry, 2 wrong use.`,
  )
  .allowExcessArguments(false)
  .exitOverride();

async function proveAll(defects: readonly Defect[], options: ProveOptions): Promise<Proof[]> {
  const byId = new Map(defects.map((defect) => [defect.id, defect]));
  const proofs = new Map<Defect, Proof>();
  const questions = defects.map(({ id }) => ({ defect: id }));
  await askProcesses(questions, options, poolOf(options), (question, answer) => {
    const defect = "defect" in question ? byId.get(question.defect) : undefined;
    if (!defect) return;
    const found =
      "found" in answer
        ? answer.found
        : { kills: [], rightly: [], faults: "fault" in answer ? [answer.fault] : [] };
    const proof: Proof = { defect, ...found };
    proofs.set(defect, proof);
    const place = `${proofs.size}/${defects.length}`.padStart(9);
    process.stdout.write(`${place} ${proofLine(proof, options.provider)}\n`);
    const shown = shownLine(proof);
    if (shown !== null) process.stdout.write(`${" ".repeat(place.length + 1)}${shown}\n`);
  });
  return defects.flatMap((defect) => proofs.get(defect) ?? []);
}

/** How many cases a process looks at without a defect before it is asked again. */
const BATCH = 50;

/** Which of the cases that caught something are red without a defect. */
async function alwaysRed(proofs: readonly Proof[], options: ProveOptions): Promise<Kill[]> {
  const kills = proofs.flatMap((proof) => proof.kills);
  const distinct = [...new Map(kills.map((kill) => [`${kill.case} ${kill.provider}`, kill])).values()];
  const batches = Array.from({ length: Math.ceil(distinct.length / BATCH) }, (_, i) => ({
    healthy: distinct.slice(i * BATCH, (i + 1) * BATCH),
  }));
  const red: Kill[] = [];
  await askProcesses(batches, options, poolOf(options), (_question, answer) => {
    if ("red" in answer) red.push(...answer.red);
    if ("fault" in answer) throw new Error(`the gateway without a defect: ${answer.fault}`);
  });
  return red;
}

async function main(options: ProveOptions): Promise<number> {
  if (options.generated !== undefined || options.mutant !== undefined)
    return proveGenerated(options, poolOf(options));
  const { defects, plan } = await selectionOf(options);
  if (options.list === true) {
    process.stdout.write(defects.map((defect) => `${defectLine(defect)}\n`).join(""));
    return EXIT.ok;
  }
  const found = await proveAll(defects, options);
  const red = await alwaysRed(found, options);
  const proofs = withoutAlwaysRed(found, red);
  const verdicts = judgeProofs(proofs, plan);
  // A selection proves nothing about the cases that it leaves out.
  const whole = options.defect === undefined && options.area === undefined && options.provider === undefined;
  const lines = [...alwaysRedLines(red), ...verdictLines(whole ? verdicts : { ...verdicts, decorative: [] })];
  if (options.remember === true) {
    if (!whole)
      throw new WrongUse("--remember keeps a whole proof: leave --defect, --area and --provider out");
    writeKnownKills(worthKnowing(proofs));
  }
  const killed = proofs.length - verdicts.holes.length - verdicts.misnamed.length;
  const away = proofs.filter((proof) => isCaughtElsewhere(proof, options.provider)).length;
  const left = away === 0 ? "" : `, ${away} of them not at ${options.provider} but elsewhere`;
  process.stdout.write(
    `\n${lines.map((line) => `${line}\n`).join("")}${killed} of ${proofs.length} defects killed${left}\n`,
  );
  return lines.length === 0 ? EXIT.ok : EXIT.failures;
}

try {
  program.parse();
  process.exitCode = await main(program.opts<ProveOptions>());
} catch (error) {
  if (error instanceof DefectFileError) {
    for (const line of error.message.split("\n")) process.stderr.write(`error: ${line}\n`);
    process.exitCode = EXIT.wrongUse;
  } else endWith(error);
}
