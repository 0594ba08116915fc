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
import { openRegistry, providers } from "../../registry/index.ts";
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

function checklists(report: Report): ReportFacts["checklists"] {
  const today = new Date().toISOString().slice(0, 10);
  const slugs = report.conformance.providers.flatMap(({ provider }) => provider ?? []);
  return Object.fromEntries(
    slugs.flatMap((slug) => {
      const provider = openRegistry().provider(slug);
      return provider === undefined ? [] : [[slug, checklistOf(provider, { root: ROOT, report, today })]];
    }),
  );
}

/** Reads the facts; recordings of all providers are looked at. */
export function reportFacts(report: Report): ReportFacts {
  const rules = contractRules();
  const sources = sourcesAt();
  return {
    traces: trace(allCases, allDefects),
    defects: Object.fromEntries(allDefects.map(({ id, title }) => [id, title])),
    ages: Object.fromEntries(
      Object.keys(providers).flatMap((slug) => ageOf(slug).map((age) => [slug, age] as const)),
    ),
    checklists: checklists(report),
    contracts: { rules: rules.length, refusing: rules.filter(({ mark }) => mark !== "inferred").length },
    source: (path) => sources.text(path),
  };
}
