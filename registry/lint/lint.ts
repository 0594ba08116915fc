/**
 * What a schema cannot see: prices and limits that are well-formed and still implausible (REG-05, REG-06, REG-12).
 * Pure: the data and the day come in, findings go out.
 * @module
 */

import type { RegistrySource } from "../registry.ts";
import type { Finding } from "./finding.ts";
import { lintModalities } from "./modalities.ts";
import { lintNeighbours } from "./neighbours.ts";
import { lintPriceList } from "./prices.ts";
import { reverifyDay } from "./stale.ts";
import { priceLists, type Report, type Subject, subjectsOf } from "./subject.ts";

function lintEndpoint(subject: Subject, report: Report): void {
  for (const list of priceLists(subject)) lintPriceList(subject, list, report);
  lintModalities(subject, report);
  const { evidence, maxCompletionTokens, contextLength } = subject.config;
  if (maxCompletionTokens > contextLength)
    report(
      "limit-above-context",
      "maxCompletionTokens",
      String(maxCompletionTokens),
      `at most the context length, ${contextLength}`,
    );
  if (!evidence?.source) report("no-evidence", "evidence", "nothing", "a source and a date");
  else if (evidence.reverifyAfter > reverifyDay(evidence.date))
    report(
      "reverify-too-late",
      "evidence.reverifyAfter",
      evidence.reverifyAfter,
      `at most ${reverifyDay(evidence.date)}, 90 days after ${evidence.date}`,
    );
}

/** Every finding, in the order of the data. */
export function lint(source: RegistrySource): Finding[] {
  const findings: Finding[] = [];
  const reporter =
    ({ file, id }: Subject): Report =>
    (rule, field, given, allowed) =>
      findings.push({ rule, where: { file, id, field }, given, allowed });
  const subjects = subjectsOf(source);
  for (const subject of subjects) lintEndpoint(subject, reporter(subject));
  lintNeighbours(subjects, reporter);
  return findings;
}
