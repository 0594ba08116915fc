/**
 * The parts of the README that are computed, so that no number in it can go stale.
 * @module
 */
import { allDefects } from "../../conformance/defects/index.ts";
import { recordingsOf } from "../../conformance/library.ts";
import { renderConsole } from "../../conformance/outcome/console.ts";
import { buildReport } from "../../conformance/outcome/report.ts";
import type { CaseResult } from "../../conformance/outcome/result.ts";
import { buildPlan, type PlanItem } from "../../conformance/plan.ts";
import { openRegistry, providers } from "../../registry/index.ts";
import type { BaseProvider } from "../../registry/providers/base.ts";

/** What a green run makes of a planned case. */
const green = (item: PlanItem): CaseResult => ({
  case: item.case.id,
  title: item.case.title,
  requirements: item.case.requirements,
  area: item.case.area,
  provider: item.provider,
  mode: item.mode,
  target: "reference",
  outcome: item.verdict.kind === "not-applicable" ? "not-applicable" : "passed",
  reason: item.verdict.kind === "not-applicable" ? item.verdict.reason : null,
  checks: [],
  proof: [],
  durationMs: 0,
  reproduce: "",
});

/** The table of a green run for one provider, down to its totals. */
function picture(provider: string): string {
  const report = buildReport(buildPlan({ providers: [provider] }).map(green), {
    command: "",
    seed: 0,
    strict: false,
  });
  const lines = renderConsole(report).split("\n");
  const totals = lines.findIndex((line) => line.startsWith("total:"));
  return lines.slice(0, totals + 1).join("\n");
}

function providerRow(provider: BaseProvider): string {
  const { indexes } = openRegistry();
  const items = buildPlan({ providers: [provider.slug] });
  const running = items.filter(({ verdict }) => verdict.kind === "run" || verdict.kind === "twin");
  const cases = new Set(running.map((item) => item.case.id)).size;
  const endpoints = indexes.endpointsOfProvider(provider.slug).length;
  const { dialect, platformKeyEnv, displayName, slug } = provider;
  return `| ${displayName} | \`${slug}\` | ${dialect.name} | ${endpoints} | ${recordingsOf(slug).length} | ${cases} | \`${platformKeyEnv}\` |`;
}

/** Every computed block of the README, by its marker. */
export function readmeBlocks(): Record<string, string> {
  return {
    output: `\`\`\`\n${picture("deepinfra")}\n\`\`\``,
    providers: [
      "| provider | slug | dialect | endpoints | recordings | cases | platform key |",
      "|---|---|---|---:|---:|---:|---|",
      ...Object.values<BaseProvider>(providers).map(providerRow),
    ].join("\n"),
    proof: `${allDefects.length} planted defects`,
    seen: `${allDefects.filter(({ seenIn }) => seenIn !== "own").length} of them`,
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
