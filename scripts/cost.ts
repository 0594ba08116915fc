/**
 * `npm run cost`: prices a usage exactly, with the tier it took and why; or many, one result a line.
 * Exit codes: 0 priced, 1 something could not be priced, 2 wrong use.
 * @module
 */
import { once } from "node:events";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createInterface } from "node:readline/promises";
import { Command } from "commander";
import { openRegistry } from "../registry/index.ts";
import { momentOf } from "../registry/pricing/periods.ts";
import { CannotPrice, costReport, endpointByWire, parseJson, wordsOf } from "./lib/cost.ts";
import { batchText, priceLine } from "./lib/cost-batch.ts";
import { costLine, costText } from "./lib/cost-text.ts";
import { EXIT, endWith, WrongUse } from "./lib/wrong-use.ts";

interface Options {
  endpoint?: string;
  usage?: string;
  raw?: string;
  batch?: string;
  at?: string;
  provider?: string;
  model?: string;
  compare?: string;
  said?: string[];
  region?: string;
  json?: boolean;
}

const say = (text: string): boolean => process.stdout.write(text);
const complain = (line: string): boolean => process.stderr.write(`error: ${line}\n`);

const EXAMPLES = `
Examples:
  npm run cost -- --endpoint gpt-4o-mini:openai --usage '{"input":600,"cacheRead":400,"output":100}'
  npm run cost -- --endpoint gpt-5.4:openai --usage '{"input":300000,"output":1000}' --json
  npm run cost -- --endpoint gpt-oss-120b:groq --raw '{"prompt_tokens":336,"completion_tokens":96,"total_tokens":432}'
  npm run cost -- --provider vertex --model claude-sonnet-4-5@20250929 --region us-east5 --usage '{"input":1000}'
  npm run cost -- --compare gpt-5.4:openai,gpt-5.4:azure --usage '{"input":1000,"output":100}'
  npm run cost -- --endpoint gpt-5.4:openai --said service_tier=priority --usage '{"input":1000}'
  npm run cost -- --batch usages.jsonl --json     one JSON result a line; - reads standard input
                                                  a line: {"endpoint":"gpt-4o:openai","raw":{…},"id":"call 7"},
                                                  with "at", "region" and "said":{"service_tier":"flex"} if wanted

Classes of --usage are disjoint: a cached token is in cacheRead and not in input.

Exit codes: 0 priced, 1 something could not be priced, 2 wrong use.`;

async function inputOf(path: string): Promise<NodeJS.ReadableStream> {
  if (path === "-") return process.stdin;
  const found = await stat(path).catch(() => null);
  if (!found?.isFile())
    throw new WrongUse(
      `--batch: there is no file ${JSON.stringify(path)}. Give one, or - for standard input.`,
    );
  return createReadStream(path, "utf8");
}

async function runBatch(
  path: string,
  { endpoint, at = momentOf(Date.now()), region, said = [], json }: Options,
): Promise<number> {
  const registry = openRegistry();
  const defaults = {
    at,
    words: wordsOf(said),
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(region === undefined ? {} : { region }),
  };
  let line = 0;
  let failed = 0;
  for await (const text of createInterface({
    input: await inputOf(path),
    crlfDelay: Number.POSITIVE_INFINITY,
  })) {
    const result = priceLine(registry, text, ++line, defaults);
    if (result === null) continue;
    if ("error" in result) failed++;
    if (!say(`${json ? JSON.stringify(result) : batchText(result)}\n`)) await once(process.stdout, "drain");
  }
  return failed === 0 ? EXIT.ok : EXIT.failures;
}

/** The endpoints that the flags name, one or several. @throws WrongUse where they name none, or in two ways */
function endpointsOf({ endpoint, provider, model, compare }: Options): string[] {
  const ways = [endpoint, compare, provider ?? model].filter((way) => way !== undefined);
  if (ways.length > 1)
    throw new WrongUse("give one of --endpoint, --provider with --model, and --compare, and not several.");
  if (compare !== undefined) return compare.split(",").map((id) => id.trim());
  if (endpoint !== undefined) return [endpoint];
  if (provider === undefined && model === undefined)
    throw new WrongUse("--endpoint is missing: give one as model:provider, or many usages with --batch.");
  if (provider === undefined || model === undefined)
    throw new WrongUse(
      "--provider and --model go together: the provider, and the id that it gives the model.",
    );
  return [endpointByWire(openRegistry(), provider, model)];
}

function runOne(options: Options): number {
  const { usage, raw, at = momentOf(Date.now()), said = [], region, json } = options;
  const registry = openRegistry();
  const reports = endpointsOf(options).map((endpoint) =>
    costReport(registry, {
      endpoint,
      at,
      words: wordsOf(said),
      ...(region === undefined ? {} : { region }),
      ...(usage === undefined ? {} : { usage: parseJson("--usage", usage) }),
      ...(raw === undefined ? {} : { raw: parseJson("--raw", raw) }),
    }),
  );
  const [first] = reports;
  if (options.compare === undefined && first)
    say(json ? `${JSON.stringify(first, null, 2)}\n` : costText(first));
  else
    say(json ? `${JSON.stringify(reports, null, 2)}\n` : reports.map((one) => `${costLine(one)}\n`).join(""));
  return EXIT.ok;
}

async function run(options: Options): Promise<number> {
  if (options.batch === undefined) return runOne(options);
  if (options.usage !== undefined || options.raw !== undefined)
    throw new WrongUse("--batch brings its own usages: leave --usage and --raw out.");
  if ((options.provider ?? options.model ?? options.compare) !== undefined)
    throw new WrongUse("--batch names endpoints line by line, or one with --endpoint: leave the others out.");
  return runBatch(options.batch, options);
}

const program = new Command("npm run cost --")
  .description("Prices a usage at an endpoint, exactly, with the breakdown and the tier it took.")
  .option("--endpoint <id>", "the endpoint, as model:provider")
  .option("--provider <slug>", "with --model: the endpoint by the provider and its own id of the model")
  .option("--model <id>", "the id that the provider gives the model")
  .option("--compare <ids>", "the same usage at several endpoints, separated by commas")
  .option("--said <word=value...>", "what the answer says about its price, like service_tier=priority")
  .option("--region <name>", "where the call went, for prices by place")
  .option("--usage <json>", "counts by class")
  .option(
    "--raw <json>",
    "the usage object as the provider sends it, the body that holds it, or a recorded stream",
  )
  .option("--batch <file>", "JSON lines, one usage each; - for standard input")
  .option("--at <day>", "prices as of this day or minute (UTC); now unless told")
  .option("--json", "print JSON; money as decimal strings in USD")
  .addHelpText("after", EXAMPLES)
  .allowExcessArguments(false)
  .exitOverride();

// Whoever reads the results has seen enough (`| head`): no fault of ours.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  process.exit(error.code === "EPIPE" ? EXIT.ok : EXIT.failures);
});

try {
  program.parse();
  process.exitCode = await run(program.opts<Options>());
} catch (error) {
  if (error instanceof CannotPrice) {
    complain(error.message);
    process.exitCode = EXIT.failures;
  } else endWith(error);
}
