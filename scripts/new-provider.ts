/**
 * `npm run new-provider`: writes what a new OpenAI-compatible provider needs, and says what is left (ADD-01).
 * Exit codes: 0 written, 2 wrong use.
 * @module
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { Command } from "commander";
import { openRegistry } from "../registry/index.ts";
import { reverifyDay } from "../registry/lint/stale.ts";
import { unknownName } from "./lib/nearest.ts";
import {
  callsFile,
  endpointEntry,
  type NewProvider,
  providerClass,
  withEndpoint,
  withProvider,
} from "./lib/new-provider.ts";
import { endWith, WrongUse } from "./lib/wrong-use.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
/** The APIs that a class can be written for. */
const APIS = ["openai-chat"];
const SLUG = /^[a-z0-9]+(-[a-z0-9]+)*$/;

const program = new Command("npm run new-provider --")
  .description("Writes the class, an endpoint and the list entries of a new OpenAI-compatible provider.")
  .argument("<slug>", "its name in URLs and model strings: lower case letters, digits and single dashes")
  .requiredOption("--base-url <url>", "where its API stands, https://api.example.com/v1")
  .requiredOption("--model <id>", "a model of the registry that it serves")
  .option("--name <name>", "as documents call it (default: the slug)")
  .option("--from-api <api>", `the API that it offers: ${APIS.join(", ")}`, APIS[0])
  .addHelpText(
    "after",
    `
Example:
  npm run new-provider -- harbour-ai --name "Harbour AI" --base-url https://api.harbour.ai/v1 --model gpt-oss-120b

Exit codes: 0 written, 2 wrong use.`,
  )
  .allowExcessArguments(false)
  .exitOverride();

function checked(slug: string, given: Record<string, string>): NewProvider {
  const { source } = openRegistry();
  const { baseUrl = "", model = "", name = slug, fromApi = "" } = given;
  if (!SLUG.test(slug))
    throw new WrongUse(
      `the slug ${JSON.stringify(slug)}: allowed are lower case letters, digits and single dashes.`,
    );
  if (Object.hasOwn(source.providers, slug)) throw new WrongUse(`there is a provider ${slug} already.`);
  if (!APIS.includes(fromApi)) throw new WrongUse(unknownName("from-api", fromApi, APIS));
  if (!Object.hasOwn(source.models, model))
    throw new WrongUse(unknownName("model", model, Object.keys(source.models)));
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : null;
  if (url?.protocol !== "https:" || url.search !== "" || url.username !== "")
    throw new WrongUse(`--base-url ${JSON.stringify(baseUrl)}: allowed is an https URL without query.`);
  return { slug, name, baseUrl: baseUrl.replace(/\/+$/, ""), model };
}

/** The `endpoints.ts` of the family that a model belongs to. */
function endpointsFile(model: string): string {
  const author = openRegistry().source.models[model]?.author ?? "";
  const folder = join(root, "registry/authors", author);
  const families = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const key = `${JSON.stringify(model)}: {`;
  const own = families.find(({ name }) =>
    readFileSync(join(folder, name, "models.ts"), "utf8").includes(key),
  );
  if (!own) throw new WrongUse(`no models.ts of ${author} names ${model}.`);
  return join(folder, own.name, "endpoints.ts");
}

const isoDay = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

function main(slug: string, options: Record<string, string>): void {
  const made = checked(slug, options);
  const folder = join(root, "registry/providers", slug);
  if (existsSync(folder)) throw new WrongUse(`${relative(root, folder)} exists already.`);
  const list = join(root, "registry/providers/index.ts");
  const endpoints = endpointsFile(made.model);
  const today = isoDay(Date.now());
  const entry = endpointEntry(made, today, reverifyDay(today));
  const longer = withEndpoint(readFileSync(endpoints, "utf8"), entry);
  if (longer === null)
    throw new WrongUse(`${relative(root, endpoints)} is not of the usual form; choose another --model.`);
  mkdirSync(folder);
  const provider = join(folder, "index.ts");
  writeFileSync(provider, providerClass(made));
  writeFileSync(endpoints, longer);
  writeFileSync(list, withProvider(readFileSync(list, "utf8"), slug));
  const calls = join(root, "recordings", slug, "calls.json");
  mkdirSync(dirname(calls), { recursive: true });
  writeFileSync(calls, callsFile(made));
  process.stdout.write(`written: ${[provider, endpoints, list, calls].map((file) => relative(root, file)).join(", ")}

What is left, in two files; the suite is red while a TODO stands in them:
  ${relative(root, provider)}
    the pages, the dashboard entry, where the usage object was seen; traits, error meanings and quirks where it differs
  ${relative(root, endpoints)}
    "${made.model}:${slug}": its id there, prices, limits, parameters, and where they are from; more models

Then: npm test -- --provider ${slug} -u, which tests it and writes its snapshots: review them.
What it still owes, at any time: npm test -- --provider ${slug} --owed
Recordings are needed only where it differs from other hosts of ${APIS[0]}; until then its proof level is "derived".
${relative(root, calls)} says by itself where the host is called and how it takes its key: repair it where the documentation differs.
`);
}

try {
  program.parse();
  main(program.args[0] ?? "", program.opts());
} catch (error) {
  endWith(error);
}
