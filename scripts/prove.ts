/**
 * `npm run prove`: planted defects × cases, the kill matrix.
 * Exit codes: 0 proven, 1 a hole, a misnamed or a decorative entry, 2 wrong use.
 * @module
 */
import { Command } from "commander";
import { AREAS } from "../conformance/case.ts";
import { allDefects, type Defect } from "../conformance/defects/index.ts";
import { DefectFileError, loadDefects } from "../conformance/defects/load.ts";
import { DEFAULT_SEED } from "../conformance/outcome/environment.ts";
import { buildPlan } from "../conformance/plan.ts";
import { judgeProofs, type Proof, proveDefect } from "../conformance/prove.ts";
import { Upstream } from "../conformance/upstream/server.ts";
import { providers } from "../registry/index.ts";
import { proofLine, verdictLines } from "./lib/kill-matrix.ts";
import { unknownName } from "./lib/nearest.ts";
import { EXIT, WrongUse } from "./lib/wrong-use.ts";

interface Options {
  defect?: string[];
  provider?: string;
  area?: string;
  defects?: string;
  full?: true;
}

const program = new Command("npm run prove --")
  .description("Runs the cases against broken gateways and shows which case catches which defect.")
  .option("--defect <id...>", "only these defects")
  .option("--provider <slug>", "against this provider, whatever the defect names")
  .option("--area <area>", "only defects and cases of this area")
  .option("--defects <file>", "a module of your own: export const defects = [{ id, title, breaks, plant }]")
  .option("--full", "every case against every defect, not only those of the broken requirements")
  .addHelpText(
    "after",
    `
Examples:
  npm run prove
  npm run prove -- --defect cost.tier-at-boundary
  npm run prove -- --area streaming --provider groq
  npm run prove -- --defects ./my-defects.ts --defect mine.key-in-url

Exit codes: 0 proven, 1 a hole, a misnamed or a decorative entry, 2 wrong use.`,
  );

const known = (kind: string, given: string, names: readonly string[]): void => {
  if (!names.includes(given)) throw new WrongUse(unknownName(kind, given, names));
};

/** The defects that the options select. */
async function selected(options: Options): Promise<Defect[]> {
  const outside = options.defects === undefined ? [] : await loadDefects(options.defects);
  const all = [...allDefects, ...outside];
  for (const id of options.defect ?? [])
    known(
      "defect",
      id,
      all.map((defect) => defect.id),
    );
  const { provider, area } = options;
  return all
    .filter(({ id }) => options.defect?.includes(id) ?? true)
    .filter(
      ({ id }) => area === undefined || id.startsWith(`${area}.`) || outside.some((own) => own.id === id),
    )
    .map((defect) => (provider === undefined ? defect : { ...defect, providers: [provider] }));
}

async function main(options: Options): Promise<number> {
  if (options.provider !== undefined) known("provider", options.provider, Object.keys(providers));
  if (options.area !== undefined) known("area", options.area, AREAS);
  const defects = await selected(options);
  if (defects.length === 0) throw new WrongUse("nothing to prove: no defect is selected");
  const plan = buildPlan(
    options.area === undefined ? {} : { areas: AREAS.filter((area) => area === options.area) },
  );
  const upstream = new Upstream();
  upstream.listen();
  const proofs: Proof[] = [];
  for (const defect of defects) {
    const proof = await proveDefect(
      defect,
      { upstream, seed: DEFAULT_SEED, deadlineMs: 2_000, full: options.full === true },
      plan,
    );
    proofs.push(proof);
    const place = `${proofs.length}/${defects.length}`.padStart(9);
    process.stdout.write(`${place} ${proofLine(proof)}\n`);
  }
  upstream.close();
  const verdicts = judgeProofs(proofs, plan);
  // A selection proves nothing about the cases that it leaves out.
  const whole = options.defect === undefined && options.area === undefined && options.provider === undefined;
  const lines = verdictLines(whole ? verdicts : { ...verdicts, decorative: [] });
  const killed = proofs.length - verdicts.holes.length - verdicts.misnamed.length;
  process.stdout.write(
    `\n${lines.map((line) => `${line}\n`).join("")}${killed} of ${proofs.length} defects killed\n`,
  );
  return lines.length === 0 ? EXIT.ok : EXIT.failures;
}

try {
  process.exitCode = await main(program.parse().opts<Options>());
} catch (error) {
  if (!(error instanceof WrongUse) && !(error instanceof DefectFileError)) throw error;
  for (const line of error.message.split("\n")) process.stderr.write(`error: ${line}\n`);
  process.exitCode = EXIT.wrongUse;
}
