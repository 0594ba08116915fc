/**
 * `npm run prove`: planted defects × cases, the kill matrix.
 * Exit codes: 0 proven, 1 a hole, a misnamed or a decorative entry, 2 wrong use.
 * @module
 */
import { Command, CommanderError } from "commander";
import { AREAS } from "../conformance/case.ts";
import { allDefects, type Defect } from "../conformance/defects/index.ts";
import { DefectFileError, loadDefects } from "../conformance/defects/load.ts";
import { DEFAULT_SEED } from "../conformance/outcome/environment.ts";
import { buildPlan, type PlanItem } from "../conformance/plan.ts";
import { judgeProofs, type Proof, proveDefect } from "../conformance/prove.ts";
import { Upstream } from "../conformance/upstream/server.ts";
import { providers } from "../registry/index.ts";
import { defectLine, isIdle, proofLine, verdictLines } from "./lib/kill-matrix.ts";
import { unknownName } from "./lib/nearest.ts";
import { type ProveOptions, selectDefects } from "./lib/prove-options.ts";
import { EXIT, WrongUse } from "./lib/wrong-use.ts";

const program = new Command("npm run prove --")
  .description("Runs the cases against broken gateways and shows which case catches which defect.")
  .option("--defect <id...>", "only these defects; an id that ends with . or * is a prefix")
  .option("--provider <slug>", "at this provider; defects of other providers are left out")
  .option("--area <area>", "only defects and cases of this area")
  .option("--defects <file>", "a module of your own beside ours: export const defects = [...]")
  .option("--full", "every case against every defect, not only those of the broken requirements")
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

Verdicts:
  hole        no case catches the defect
  misnamed    cases catch it, but none under a requirement that it breaks
  decorative  no defect turns the case red (only judged when nothing is left out)

Exit codes: 0 proven, 1 a hole, a misnamed or a decorative entry, 2 wrong use.`,
  )
  .allowExcessArguments(false)
  .exitOverride();

const known = (kind: string, given: string, names: readonly string[]): void => {
  if (!names.includes(given)) throw new WrongUse(unknownName(kind, given, names));
};

async function proveAll(
  defects: readonly Defect[],
  plan: readonly PlanItem[],
  full: boolean,
): Promise<Proof[]> {
  const upstream = new Upstream();
  upstream.listen();
  const proofs: Proof[] = [];
  for (const defect of defects) {
    const proof = await proveDefect(defect, { upstream, seed: DEFAULT_SEED, deadlineMs: 2_000, full }, plan);
    proofs.push(proof);
    const place = `${proofs.length}/${defects.length}`.padStart(9);
    process.stdout.write(`${place} ${proofLine(proof)}\n`);
  }
  upstream.close();
  return proofs;
}

async function main(options: ProveOptions): Promise<number> {
  if (options.provider !== undefined) known("provider", options.provider, Object.keys(providers));
  if (options.area !== undefined) known("area", options.area, AREAS);
  const own = options.defects === undefined ? [] : await loadDefects(options.defects);
  const chosen = selectDefects(allDefects, own, options);
  if (options.list === true) {
    process.stdout.write(chosen.map((defect) => `${defectLine(defect)}\n`).join(""));
    return EXIT.ok;
  }
  const plan = buildPlan({
    areas: AREAS.filter((area) => area === options.area),
    providers: options.provider === undefined ? [] : [options.provider],
  });
  const idle = options.provider === undefined ? [] : chosen.filter((defect) => isIdle(defect, plan));
  const defects = chosen.filter((defect) => !idle.includes(defect));
  if (defects.length === 0) throw new WrongUse("nothing to prove: no selected defect has a case there");
  const proofs = await proveAll(defects, plan, options.full === true);
  const verdicts = judgeProofs(proofs, plan);
  // A selection proves nothing about the cases that it leaves out.
  const whole = options.defect === undefined && options.area === undefined && options.provider === undefined;
  const lines = verdictLines(whole ? verdicts : { ...verdicts, decorative: [] });
  const killed = proofs.length - verdicts.holes.length - verdicts.misnamed.length;
  const left = idle.length === 0 ? "" : `; ${idle.length} have no case at ${options.provider}`;
  process.stdout.write(
    `\n${lines.map((line) => `${line}\n`).join("")}${killed} of ${proofs.length} defects killed${left}\n`,
  );
  return lines.length === 0 ? EXIT.ok : EXIT.failures;
}

try {
  program.parse();
  process.exitCode = await main(program.opts<ProveOptions>());
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? EXIT.ok : EXIT.wrongUse;
  } else if (error instanceof WrongUse || error instanceof DefectFileError) {
    for (const line of error.message.split("\n")) process.stderr.write(`error: ${line}\n`);
    process.exitCode = EXIT.wrongUse;
  } else {
    throw error;
  }
}
