/**
 * Cost reports as text: one in full, or many, one a line.
 * @module
 */
import type { CostReport } from "./cost.ts";

const rangeOf = ({ tier }: CostReport): string =>
  tier.from === 0 ? "base" : `${tier.boundary} ${tier.from}`;

function notesOf(
  { unit, pricedAs, class: name, from }: CostReport["classes"][number],
  tier: CostReport["tier"],
) {
  return [
    unit === "USD per use" ? "rate per use" : "",
    pricedAs === name ? "" : `no price of its own: priced as ${pricedAs}`,
    from === tier.from ? "" : `at the price from ${from}`,
  ]
    .filter((note) => note !== "")
    .join("; ");
}

/** The report as aligned text. */
export function costText(report: CostReport): string {
  const { endpoint, at, tier, classes, total, reported } = report;
  const rows = classes.map((line) => [
    line.endpoint === undefined ? line.class : `${line.class} (${line.endpoint})`,
    String(line.tokens),
    line.rate,
    line.amount,
    notesOf(line, tier),
  ]);
  const head = ["class", "tokens", "USD per million", "USD", ""];
  const widths = head.map((title, i) => Math.max(title.length, ...rows.map((row) => (row[i] ?? "").length)));
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, i) => (i === 0 || i === 4 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0)))
      .join("  ")
      .trimEnd();
  const theirs = reported
    ? [
        `reported  ${reported.total === null ? reported.problem : `${reported.total} USD`}`,
        `charged   ${reported.charged} USD`,
      ]
    : [];
  return [
    `endpoint  ${endpoint}`,
    `prices    as of ${at}`,
    `tier      ${rangeOf(report)} (${tier.why})`,
    ...(report.place === undefined ? [] : [`place     ${report.place}`]),
    ...(report.modifiers === undefined ? [] : [`under     ${report.modifiers.join("; ")}`]),
    "",
    ...(rows.length === 0 ? ["nothing is billed"] : [line(head), ...rows.map(line)]),
    "",
    total === null ? "total     cannot be computed" : `total     ${total} USD`,
    ...theirs,
    "",
  ].join("\n");
}

/** The report as one line. */
export const costLine = (report: CostReport): string =>
  `${report.endpoint}  ${report.reported?.charged ?? report.total} USD  ${rangeOf(report)}`;
