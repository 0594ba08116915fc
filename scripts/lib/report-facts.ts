/**
 * What `report.html` shows beside the results of a run, read from this checkout.
 * @module
 */
import { fileURLToPath } from "node:url";
import { allCases } from "../../conformance/cases/index.ts";
import { contractRules } from "../../conformance/contracts/index.ts";
import { allDefects } from "../../conformance/defects/index.ts";
import type { ReportFacts } from "../../conformance/outcome/html/facts.ts";
import type { Report } from "../../conformance/outcome/report-schema.ts";
import { sourcesAt } from "../../conformance/outcome/sources.ts";
import type { Recording } from "../../conformance/recordings/load.ts";
import { recordingsOf } from "../../conformance/recordings/store.ts";
import { trace } from "../../conformance/requirements/traceability.ts";
import { openRegistry } from "../../registry/index.ts";
import { checklistOf } from "./checklist.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** The days on which somebody saw what a recording shows (ISO dates). */
const seenAt = ({ meta: { provenance } }: Recording): string[] => [
  ...(provenance.capturedAt === null ? [] : [provenance.capturedAt]),
  ...(provenance.evidence ?? []).map(({ retrievedAt }) => retrievedAt),
];

function ageOf(slug: string): { from: string; to: string }[] {
  const days = recordingsOf(slug).flatMap(seenAt).sort();
  const [from, to] = [days[0], days.at(-1)];
  return from === undefined || to === undefined ? [] : [{ from, to }];
}

function checklists(report: Report, slugs: readonly string[]): ReportFacts["checklists"] {
  const today = new Date().toISOString().slice(0, 10);
  return Object.fromEntries(
    slugs.flatMap((slug) => {
      const provider = openRegistry().provider(slug);
      return provider === undefined ? [] : [[slug, checklistOf(provider, { root: ROOT, report, today })]];
    }),
  );
}

/** Reads the facts about the providers of a report, with all their recordings. */
export function reportFacts(report: Report): ReportFacts {
  const slugs = [...new Set(report.conformance.providers.flatMap(({ provider }) => provider ?? []))];
  const rules = contractRules();
  const sources = sourcesAt();
  return {
    traces: trace(allCases, allDefects),
    defects: Object.fromEntries(allDefects.map(({ id, title }) => [id, title])),
    ages: Object.fromEntries(slugs.flatMap((slug) => ageOf(slug).map((age) => [slug, age] as const))),
    checklists: checklists(report, slugs),
    contracts: { rules: rules.length, refusing: rules.filter(({ mark }) => mark !== "inferred").length },
    source: (path) => sources.text(path),
  };
}
