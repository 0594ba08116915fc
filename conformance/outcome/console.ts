/**
 * The report as plain text for a terminal: one table per API of a provider, the totals, and what to do about each failure.
 * @module
 */
import { AREAS, MODES, type Mode } from "../engine/case.ts";
import { causesCount, causesText, WIDTH } from "./causes-text.ts";
import { claimant, claimsOf, claimText } from "./conformity-text.ts";
import { type Paint, paintWith, type Style } from "./paint.ts";
import { kindText } from "./proof-level.ts";
import type { Conformity, Counts, Report } from "./report-schema.ts";
import { placeOf } from "./result.ts";
import { wrap } from "./text.ts";

/** Of more APIs of providers than this, a table has one line each. */
const TABLES = 3;

interface Column {
  title: string;
  key: keyof Counts;
  style?: Style;
}

const COLUMNS: readonly Column[] = [
  { title: "passed", key: "passed" },
  { title: "failed", key: "failed", style: "red" },
  { title: "warned", key: "warned", style: "yellow" },
  { title: "expected", key: "expectedFailures", style: "yellow" },
  { title: "n/a", key: "notApplicable" },
  { title: "unseen", key: "notObservable" },
  { title: "untested", key: "untested", style: "red" },
];

const AREA_WIDTH = Math.max(...AREAS.map((area) => area.length)) + 1;

/** Columns that are seldom used stand there only where they have something to say. */
const columnsOf = ({ totals: t }: Report): Column[] =>
  COLUMNS.filter(({ key }) => (key !== "warned" && key !== "notObservable") || t[key] > 0);

function cell({ title, key, style }: Column, counts: Counts | undefined, paint: Paint): string {
  const number = counts?.[key];
  const text = (number === undefined || number === 0 ? "-" : String(number)).padStart(title.length);
  return style !== undefined && number !== undefined && number > 0 ? paint(style, text) : text;
}

function table(report: Report, place: string, paint: Paint): string[] {
  const groups = report.groups.filter((group) => placeOf(group) === place);
  const modes = MODES.filter((mode) => groups.some((group) => group.mode === mode));
  const columns = columnsOf(report);
  const heads = columns.map(({ title }) => title).join(" ");
  const row = (first: string, part: (mode: Mode) => string): string =>
    `  ${[first.padEnd(AREA_WIDTH), ...modes.map(part)].join("  ")}`.trimEnd();
  const areas = AREAS.filter((area) => groups.some((group) => group.area === area));
  return [
    paint("bold", `${place} against ${report.target}`),
    row("", (mode) => mode.toUpperCase().padEnd(heads.length)),
    paint(
      "dim",
      row("area", () => heads),
    ),
    ...areas.map((area) =>
      row(area, (mode) => {
        const counts = groups.find((group) => group.area === area && group.mode === mode)?.counts;
        return columns.map((column) => cell(column, counts, paint)).join(" ");
      }),
    ),
    "",
  ];
}

/** One line per API of a provider, both modes and all areas together. */
function overview(report: Report, places: readonly string[], paint: Paint): string[] {
  const width = Math.max(...places.map((place) => place.length)) + 2;
  const columns = columnsOf(report);
  const rows = places.map((place) => {
    const groups = report.groups.filter((group) => placeOf(group) === place);
    const sum = (key: keyof Counts): number => groups.reduce((all, { counts }) => all + counts[key], 0);
    const counts = Object.fromEntries(COLUMNS.map(({ key }) => [key, sum(key)])) as unknown as Counts;
    return `  ${place.padEnd(width)}${columns.map((column) => cell(column, counts, paint)).join(" ")}`;
  });
  const heads = columns.map(({ title }) => title).join(" ");
  return [
    paint("bold", `${places.length} APIs of providers against ${report.target}`),
    paint("dim", `  ${"".padEnd(width)}${heads}`),
    ...rows,
    "",
  ];
}

function totals({ totals: t, ok, cases }: Report, paint: Paint): string {
  const distinct = Object.keys(cases).length;
  const parts = [
    `${t.passed} passed`,
    `${t.failed} failed`,
    ...(t.warned > 0 ? [`${t.warned} warned`] : []),
    `${t.expectedFailures} expected failures`,
    `${t.notApplicable} not applicable`,
    ...(t.notObservable > 0 ? [`${t.notObservable} not observable`] : []),
    `${t.untested} untested`,
  ];
  return paint(ok ? "green" : "red", `total: ${t.cases} runs of ${distinct} cases: ${parts.join(", ")}`);
}

/** What was tested, as it says of itself (TGT-03). @example "target: reference (version 0.1.0, node v20.20.2)" */
function identities({ targets }: Report): string[] {
  const listed = (values: Readonly<Record<string, string>>) =>
    Object.entries(values).map(([key, value]) => `${key} ${value}`);
  return targets.flatMap(({ name, identity, policies }) => {
    const about = listed(identity);
    const declared = listed(policies);
    return [
      `target: ${name}${about.length === 0 ? "" : ` (${about.join(", ")})`}`,
      ...(declared.length === 0 ? [] : [`declared: ${declared.join("; ")}`]),
    ];
  });
}

function proof({ proof: kinds }: Report): string {
  const parts = Object.entries(kinds).map(([kind, number]) => `${kind} ${number}`);
  return `proof: recordings used: ${parts.length === 0 ? "none" : parts.join(", ")}`;
}

/** What generated cases tried beyond what the number of cases tells. */
function combinations({ combinations: number, every, results }: Report): string[] {
  if (number === 0) return [];
  const share = every === 1 ? "" : " (dealt out among the runs of a case; --every 1 tries all in each)";
  const areas = AREAS.flatMap((area) => {
    const own = results.filter((result) => result.area === area);
    const sum = own.reduce((total, { combinations: tried = 0 }) => total + tried, 0);
    return sum === 0 ? [] : [`${area} ${sum}`];
  });
  return [`combinations: ${number}${share}: ${areas.join(", ")}`];
}

/** What contracts were asked, and what came of generated conversations. */
function contracts({ contracts: own }: Report): string[] {
  if (own === undefined) return [];
  const { requests, exercised, rules: all, violations, conversations, sentWrongly, refusedWrongly } = own;
  const rules = `${exercised} of ${all} rules put to use`;
  const generated =
    conversations === 0
      ? []
      : [
          `conversations: ${conversations} generated, ${sentWrongly} sent and ${refusedWrongly} refused wrongly`,
        ];
  return [`contracts: ${requests} requests judged, ${rules}, ${violations} violations`, ...generated];
}

function levels({ levels: own, notCovered, seed }: Report): string {
  const parts = own.map(({ level, passed, checked }) => `${level} ${passed}/${checked}`);
  const held = parts.length === 0 ? "none checked" : parts.join(", ");
  return `requirements: ${held}; not covered yet: ${notCovered.length}; seed ${seed}`;
}

const CLAIM_STYLES: Record<Conformity["verdict"], Style> = {
  conforms: "green",
  "conforms where observable": "green",
  "does not conform": "red",
  "partly run": "dim",
};

/** What the run lets one say about each provider and about all. */
function claims(report: Report, paint: Paint): string[] {
  const all = claimsOf(report);
  const width = Math.max(...all.map((own) => claimant(own).length)) + 2;
  return all.flatMap((own) => {
    const lines = wrap(claimText(report, own), WIDTH - width);
    return lines.map((line, index) => {
      const head = (index === 0 ? claimant(own) : "").padEnd(width);
      return `${head}${paint(CLAIM_STYLES[own.verdict], line)}`;
    });
  });
}

/** Who is below the asked-for proof level. */
function weak({ minProof, belowMinProof = [], conformance }: Report, paint: Paint): string[] {
  return belowMinProof.flatMap((slug) => {
    const proof = conformance.providers.find(({ provider }) => provider === slug)?.proof ?? {};
    const text = `${slug}: proof level ${kindText(proof)} is below --min-proof ${minProof}`;
    return wrap(text, WIDTH).map((line) => paint("red", line));
  });
}

/** The whole report as text that ends with a line end. */
export function renderConsole(report: Report, { color = false }: { color?: boolean } = {}): string {
  const paint = paintWith(color);
  const places = [...new Set(report.groups.map(placeOf))];
  const lines = [
    ...(places.length > TABLES
      ? overview(report, places, paint)
      : places.flatMap((place) => table(report, place, paint))),
    ...causesText(report, paint),
    totals(report, paint),
    ...causesCount(report),
    ...combinations(report),
    ...contracts(report).flatMap((line) => wrap(line, WIDTH)),
    ...identities(report).flatMap((line) => wrap(line, WIDTH)),
    proof(report),
    levels(report),
    ...claims(report, paint),
    ...weak(report, paint),
  ];
  return `${lines.join("\n")}\n`;
}
