/**
 * The parts of the README that are computed, so that no number in it can go stale.
 * @module
 */
import { existsSync, readFileSync } from "node:fs";
import { allDefects } from "../../conformance/defects/index.ts";
import { buildPlan, testedApis } from "../../conformance/engine/plan.ts";
import { WIDTH } from "../../conformance/outcome/causes-text.ts";
import { claimText } from "../../conformance/outcome/conformity-text.ts";
import { renderConsole } from "../../conformance/outcome/console.ts";
import { type Report, ReportSchema } from "../../conformance/outcome/report-schema.ts";
import { wrap } from "../../conformance/outcome/text.ts";
import { recordingsOf } from "../../conformance/recordings/store.ts";
import { newest } from "../../conformance/requirements/sets/index.ts";
import { counted, type FrozenSet } from "../../conformance/requirements/sets/set.ts";
import { UPSTREAM_APIS } from "../../registry/apis/index.ts";
import { openRegistry, providers } from "../../registry/index.ts";
import type { BaseProvider } from "../../registry/providers/_shared/base.ts";
import { requiredNames } from "../../registry/providers/_shared/config.ts";

/** The run that the README shows. */
const SHOWN = { command: "npm test -- --provider deepinfra", provider: "deepinfra" };

/**
 * The report of the run that the README shows, if that is what ran last and the plan is still the same; `null` otherwise.
 * @param path of a `result.json`
 */
export function shownRun(path: string): Report | null {
  if (!existsSync(path)) return null;
  const parsed = ReportSchema.safeParse(JSON.parse(readFileSync(path, "utf8")));
  const planned = buildPlan({ providers: [SHOWN.provider] }).length;
  const isShown = parsed.success && parsed.data.command === SHOWN.command && parsed.data.ok;
  return isShown && parsed.data.results.length === planned ? parsed.data : null;
}

/** The end of what that run printed: its table, its totals, and what may be claimed of it. */
export function picture(report: Report): string {
  const lines = renderConsole(report).split("\n");
  const totals = lines.findIndex((line) => line.startsWith("total:"));
  const claims = report.conformance.providers.map((own) => claimText(report, own));
  const told = claims.flatMap((claim) => wrap(`${SHOWN.provider} ${claim}`, WIDTH));
  return `\`\`\`\n${[...lines.slice(0, totals + 1), ...told].join("\n")}\n\`\`\``;
}

const code = (text: string): string => `\`${text}\``;

/** The variables of the gateway's own key: those it cannot do without, then the optional ones in brackets. */
function variables({ platformKeyEnv, config }: BaseProvider): string {
  const needed = requiredNames(config);
  const envs = (isNeeded: boolean) =>
    config.filter(({ name }) => needed.includes(name) === isNeeded).map(({ env }) => code(env));
  const more = envs(false);
  const optional = more.length === 0 ? "" : ` (${more.join(", ")})`;
  return `${[code(platformKeyEnv), ...envs(true)].join(", ")}${optional}`;
}

const apisOf = (provider: BaseProvider): string =>
  testedApis(provider)
    .map(({ id }) => id)
    .join(", ");

function providerRow(provider: BaseProvider): string {
  const { indexes } = openRegistry();
  const { displayName, slug } = provider;
  const items = buildPlan({ providers: [slug] });
  const running = items.filter(({ verdict }) => verdict.kind === "run" || verdict.kind === "unsupported");
  const cases = new Set(running.map((item) => item.case.id)).size;
  const endpoints = indexes.endpointsOfProvider(slug).length;
  return `| ${displayName} | ${code(slug)} | ${apisOf(provider)} | ${endpoints} | ${recordingsOf(slug).length} | ${cases} | ${variables(provider)} |`;
}

const counts = (set: FrozenSet): string =>
  `${counted(set, "MUST").length} MUST and ${counted(set, "SHOULD").length} SHOULD`;

/** Every computed block of the README, by its marker. */
export function readmeBlocks(): Record<string, string> {
  const all = Object.values<BaseProvider>(providers);
  return {
    size: `${all.length} providers, ${UPSTREAM_APIS.length} APIs (${UPSTREAM_APIS.map(code).join(", ")})`,
    providers: [
      "| provider | slug | APIs | endpoints | recordings | cases | variables of the platform key |",
      "|---|---|---|---:|---:|---:|---|",
      ...all.map(providerRow),
    ].join("\n"),
    proof: `${allDefects.length} planted defects`,
    seen: `${allDefects.filter(({ seenIn }) => seenIn !== "own").length} of them`,
    set: `${newest.name} counts ${counts(newest)} requirements; ${Object.keys(newest.notCovered).length} more stand outside it`,
  };
}

/**
 * The README with its computed blocks renewed; the output of a run only where `run` is one. @throws Error when a marker is
 * missing
 */
export function renewReadme(text: string, run: Report | null): string {
  const blocks = { ...readmeBlocks(), ...(run === null ? {} : { output: picture(run) }) };
  return Object.entries(blocks).reduce((current, [name, block]) => {
    const inline = !block.includes("\n");
    const pattern = new RegExp(`(<!-- ${name}:start -->)[\\s\\S]*?(<!-- ${name}:end -->)`);
    if (!pattern.test(current))
      throw new Error(`README.md has no <!-- ${name}:start --> … <!-- ${name}:end -->`);
    const filled = inline ? block : `\n${block}\n`;
    return current.replace(pattern, (_all, start: string, end: string) => `${start}${filled}${end}`);
  }, text);
}
