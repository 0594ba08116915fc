/**
 * What a provider still owes before it is deployed (ADD-02): class, endpoints, recordings, snapshots, documentation, and what
 * the last run showed. Each point has the file or the command that settles it.
 * @module
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { buildPlan, testedApis } from "../../conformance/engine/plan.ts";
import type { CheckItem } from "../../conformance/outcome/html/facts.ts";
import { isReportedRed } from "../../conformance/outcome/red.ts";
import type { Report, ReportedResult } from "../../conformance/outcome/report-schema.ts";
import { sourcesAt } from "../../conformance/outcome/sources.ts";
import { proofKindOf } from "../../conformance/recordings/proof-kind.ts";
import { recordingsAt } from "../../conformance/recordings/store.ts";
import { VIEWS } from "../../conformance/views/index.ts";
import { openRegistry } from "../../registry/index.ts";
import { stalePrices } from "../../registry/lint/stale.ts";
import { isChat } from "../../registry/providers/_shared/api.ts";
import type { BaseProvider } from "../../registry/providers/_shared/base.ts";
import { TODO } from "./new-provider.ts";
import { WrongUse } from "./wrong-use.ts";

const point = (name: string, done: boolean | null, text: string, settle: string): CheckItem => ({
  name,
  done,
  text,
  settle,
});

/** The lines of a file that still say TODO. */
const todoLines = (text: string): number[] =>
  text.split("\n").flatMap((line, index) => (line.includes(TODO) ? [index + 1] : []));

function classPoint(root: string, slug: string): CheckItem {
  const file = `registry/providers/${slug}/index.ts`;
  const left = todoLines(readFileSync(join(root, file), "utf8"));
  return left.length === 0
    ? point("class", true, file, "")
    : point("class", false, `${left.length} lines say ${TODO}`, `${file}:${left[0]}`);
}

/** The text of an endpoint's entry: from its key to the next one. */
function entryOf(root: string, key: string): { file: string; line: number | null; text: string } | null {
  const look = sourcesAt(root).endpoint(key);
  if (look === null || look.line === null) return null;
  const lines = readFileSync(join(root, look.file), "utf8")
    .split("\n")
    .slice(look.line - 1);
  const end = lines.findIndex((line, index) => index > 0 && /^ {2}"[^"]+": \{|^\}/.test(line));
  return { ...look, text: lines.slice(0, end < 0 ? undefined : end).join("\n") };
}

function endpointPoints(root: string, slug: string, today: string): CheckItem[] {
  const { indexes, source } = openRegistry();
  const endpoints = indexes.endpointsOfProvider(slug);
  if (endpoints.length === 0)
    return [point("endpoints", false, "it has none", `npm run new-provider -- ${slug} … --model <id>`)];
  const keys = [...new Set(endpoints.map(({ model }) => `${model}:${slug}`))];
  const unfinished = keys.flatMap((key) => {
    const entry = entryOf(root, key);
    return entry?.text.includes(TODO) ? [`${entry.file}:${entry.line}`] : [];
  });
  const stale = stalePrices(source, today).filter(({ provider }) => provider === slug);
  const open = keys.filter((key) => source.endpoints[key]?.ptbEnabled).length;
  const [first] = unfinished;
  return [
    first === undefined
      ? point("endpoints", true, `${keys.length}, of which ${open} are sold`, "")
      : point("endpoints", false, `${unfinished.length} entries say ${TODO}`, first),
    stale.length === 0
      ? point("prices", true, "each has a day to look again, and none has passed", "")
      : point(
          "prices",
          false,
          `${stale.length} are to be looked at again: ${stale.map(({ id }) => id).join(", ")}`,
          "npm run sync, then the date in their evidence",
        ),
  ];
}

function recordingPoints(provider: BaseProvider): CheckItem[] {
  const { slug } = provider;
  const untested = buildPlan({ providers: [slug] }).flatMap(({ verdict }) =>
    verdict.kind === "untested" ? [verdict] : [],
  );
  const owed = [...new Set(untested.map(({ reason }) => reason))];
  const [first] = untested;
  const used = testedApis(provider)
    .filter(isChat)
    .flatMap((api) => recordingsAt(provider, api));
  const kinds = used.map(proofKindOf);
  const own = kinds.filter((kind) => kind !== "derived" && kind !== "copied").length;
  const live = kinds.filter((kind) => kind === "live" || kind === "imported").length;
  return [
    first === undefined
      ? point("recordings owed", true, "every declared quirk is shown", "")
      : point("recordings owed", false, `${owed.length}: ${owed[0]}`, first.repair),
    point(
      "knowledge of the host",
      live > 0,
      `${own} of ${used.length} scenarios are about this host, ${live} were seen on the wire`,
      "recordings/README.md says how to add what the host answers, captured if you have a key",
    ),
  ];
}

function paperPoints(root: string, { slug }: BaseProvider): CheckItem[] {
  const views = Object.keys(VIEWS).filter((view) => !existsSync(join(root, "snapshots", slug, `${view}.md`)));
  const readme = readFileSync(join(root, "README.md"), "utf8");
  return [
    point(
      "snapshots",
      views.length === 0,
      views.length === 0 ? `${Object.keys(VIEWS).length} pages to review` : `${views.length} are missing`,
      `npm test -- --provider ${slug} -u`,
    ),
    point("documentation", readme.includes(`| \`${slug}\` |`), "its row in README.md", "npm run readme"),
  ];
}

/** A point about results of the last run; unknown where it had none. */
function ranPoint(
  name: string,
  report: Report | null,
  own: (result: ReportedResult) => boolean,
  settle: string,
): CheckItem {
  const results = (report?.results ?? []).filter(
    (result) => own(result) && result.outcome !== "not-applicable",
  );
  if (report === null || results.length === 0) return point(name, null, "not run", settle);
  const red = results.filter((result) => isReportedRed(report, result)).length;
  return point(name, red === 0, `${results.length - red} of ${results.length} passed`, settle);
}

/**
 * The points of a provider, in the order in which they are settled.
 * @param report the last run, or `null`
 * @param today ISO date
 */
export function checklistOf(
  provider: BaseProvider,
  { root, report, today }: { root: string; report: Report | null; today: string },
): CheckItem[] {
  const { slug } = provider;
  const settle = `npm test -- --provider ${slug}`;
  const ran = (name: string, own: (result: ReportedResult) => boolean, more = "") =>
    ranPoint(name, report, (result) => result.provider === slug && own(result), `${settle}${more}`);
  return [
    classPoint(root, slug),
    ...endpointPoints(root, slug, today),
    ...recordingPoints(provider),
    ran("pass-through billing", ({ mode }) => mode === "ptb", " --mode ptb"),
    ran("keys of callers", ({ mode }) => mode === "byok", " --mode byok"),
    ran("fallback", ({ area }) => area === "fallback", " --area fallback"),
    ...paperPoints(root, provider),
  ];
}

const MARKS = { true: "[x]", false: "[ ]", null: "[?]" } as const;

/** What is open first, each with what settles it. */
export function owedText(slug: string, items: readonly CheckItem[]): string {
  const open = items.filter(({ done }) => done !== true);
  const lines = [...open, ...items.filter(({ done }) => done === true)].map(
    ({ name, done, text, settle }) =>
      `  ${MARKS[`${done}`]} ${name}: ${text}${done === true || settle === "" ? "" : `\n        ${settle}`}`,
  );
  const head = open.length === 0 ? `${slug} owes nothing` : `${slug} owes ${open.length} of ${items.length}`;
  return `${[head, ...lines].join("\n")}\n`;
}

/** The same as a list of tasks for a pull request. */
export const checklistMarkdown = (slug: string, items: readonly CheckItem[]): string =>
  [
    `## Deployment of ${slug}`,
    "",
    ...items.map(
      ({ name, done, text, settle }) =>
        `- [${done === true ? "x" : " "}] ${name}: ${text}${done === true || settle === "" ? "" : ` (${settle})`}`,
    ),
    "",
  ].join("\n");

/** The provider of a slug. @throws WrongUse where there is none */
export function providerOf(slug: string): BaseProvider {
  const found = openRegistry().provider(slug);
  if (found === undefined) throw new WrongUse(`there is no provider ${slug}.`);
  return found;
}
