/**
 * The parts of the README that are computed, so that no number in it can go stale.
 * @module
 */
import { allDefects } from "../../conformance/defects/index.ts";
import { buildPlan, type PlanItem } from "../../conformance/engine/plan.ts";
import { claimText } from "../../conformance/outcome/conformity-text.ts";
import { renderConsole } from "../../conformance/outcome/console.ts";
import { buildReport } from "../../conformance/outcome/report.ts";
import type { CaseResult } from "../../conformance/outcome/result.ts";
import { wholeRun } from "../../conformance/outcome/run-totals.ts";
import { recordingAt, recordingsOf } from "../../conformance/recordings/store.ts";
import { newest } from "../../conformance/requirements/sets/index.ts";
import { counted, type FrozenSet } from "../../conformance/requirements/sets/set.ts";
import { UPSTREAM_APIS } from "../../registry/apis/index.ts";
import { openRegistry, providers } from "../../registry/index.ts";
import type { BaseProvider } from "../../registry/providers/_shared/base.ts";
import { requiredNames } from "../../registry/providers/_shared/config.ts";

/** What a green run makes of a planned case. */
const green = (item: PlanItem): CaseResult => ({
  case: item.case.id,
  title: item.case.title,
  requirements: item.case.requirements,
  area: item.case.area,
  provider: item.provider,
  api: item.api,
  mode: item.mode,
  target: "reference",
  outcome: item.verdict.kind === "not-applicable" ? "not-applicable" : "passed",
  reason: item.verdict.kind === "not-applicable" ? item.verdict.reason : null,
  checks:
    item.verdict.kind !== "run"
      ? []
      : item.case.requirements.map((requirement) => ({
          ...{ requirement, name: "green", ok: true, expected: "", seen: "", repair: null },
        })),
  proof: (item.case.needs?.scenarios ?? []).flatMap((scenario) => {
    const provider = openRegistry().provider(item.provider);
    const meta = provider && recordingAt(provider, provider.chatApi(item.api), scenario)?.meta;
    return meta === undefined ? [] : [{ recording: meta.id, kind: meta.provenance.kind }];
  }),
  durationMs: 0,
  reproduce: "",
});

/** The table of a green run for one provider, its totals, and what may be claimed of it. */
function picture(provider: string): string {
  const report = buildReport(buildPlan({ providers: [provider] }).map(green), {
    ...{ command: "", seed: 0, strict: false, whole: wholeRun() },
  });
  const lines = renderConsole(report).split("\n");
  const totals = lines.findIndex((line) => line.startsWith("total:"));
  const claims = report.conformance.providers.map((own) => claimText(report, own));
  return [...lines.slice(0, totals + 1), ...claims.map((claim) => `${provider} ${claim}`)].join("\n");
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
  provider
    .chatApis()
    .map(({ id }) => id)
    .join(", ");

function providerRow(provider: BaseProvider): string {
  const { indexes } = openRegistry();
  const { displayName, slug } = provider;
  const items = buildPlan({ providers: [slug] });
  const running = items.filter(({ verdict }) => verdict.kind === "run" || verdict.kind === "twin");
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
    output: `\`\`\`\n${picture("deepinfra")}\n\`\`\``,
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

/** The README with its computed blocks renewed. @throws Error when a marker is missing */
export function renewReadme(text: string): string {
  return Object.entries(readmeBlocks()).reduce((current, [name, block]) => {
    const inline = !block.includes("\n");
    const pattern = new RegExp(`(<!-- ${name}:start -->)[\\s\\S]*?(<!-- ${name}:end -->)`);
    if (!pattern.test(current))
      throw new Error(`README.md has no <!-- ${name}:start --> … <!-- ${name}:end -->`);
    const filled = inline ? block : `\n${block}\n`;
    return current.replace(pattern, (_all, start: string, end: string) => `${start}${filled}${end}`);
  }, text);
}
