/**
 * The report as plain text for a terminal: one table per API of a provider, the totals, and what to do about each failure.
 * @module
 */
import { AREAS, MODES, type Mode } from "../engine/case.ts";
import { type RequirementId, requirement } from "../requirements/index.ts";
import { claimant, claimsOf, claimText } from "./conformity-text.ts";
import { isRed, isWarning } from "./red.ts";
import type { Conformity, Counts, Report } from "./report-schema.ts";
import { type CaseResult, type CheckResult, nameOf, placeOf } from "./result.ts";
import { bounded, printable, wrap } from "./text.ts";

/** No line is wider, except a command that is to be copied. */
export const WIDTH = 110;
/** More failures than this are named with their command only; all are whole in result.json. */
const DETAILED = 40;
const VALUE_LIMIT = 800;

type Style = "red" | "green" | "yellow" | "dim" | "bold";
const CODES: Record<Style, number> = { red: 31, green: 32, yellow: 33, dim: 2, bold: 1 };
type Paint = (style: Style, text: string) => string;

const paintWith =
  (color: boolean): Paint =>
  (style, text) =>
    color ? `\u001b[${CODES[style]}m${text}\u001b[0m` : text;

/** Colour only on a terminal, and never against NO_COLOR. */
export function wantsColor(stream: { isTTY?: boolean }, env: Record<string, string | undefined>): boolean {
  return stream.isTTY === true && (env.NO_COLOR ?? "") === "";
}

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
  { title: "untested", key: "untested", style: "red" },
];

const AREA_WIDTH = Math.max(...AREAS.map((area) => area.length)) + 1;

function cell({ title, key, style }: Column, counts: Counts | undefined, paint: Paint): string {
  const number = counts?.[key];
  const text = (number === undefined || number === 0 ? "-" : String(number)).padStart(title.length);
  return style !== undefined && number !== undefined && number > 0 ? paint(style, text) : text;
}

function table(report: Report, place: string, paint: Paint): string[] {
  const groups = report.groups.filter((group) => placeOf(group) === place);
  const modes = MODES.filter((mode) => groups.some((group) => group.mode === mode));
  const columns = COLUMNS.filter(({ key }) => key !== "warned" || report.totals.warned > 0);
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

function field(name: string, text: string): string[] {
  const lines = wrap(bounded(printable(text), VALUE_LIMIT), WIDTH - 14);
  return lines.map((line, index) => `    ${(index === 0 ? name : "").padEnd(10)}${line}`.trimEnd());
}

function requirementLines(id: RequirementId): string[] {
  const { level, title } = requirement(id);
  return wrap(`${id} ${level}: ${title}`, WIDTH - 2).map((line) => `  ${line}`);
}

function checkLines(check: CheckResult): string[] {
  const head = requirementLines(check.requirement);
  const repair = check.repair === null ? [] : field("repair", check.repair);
  const values = [...field("expected", check.expected), ...field("seen", check.seen)];
  return [...head, ...field("check", check.name), ...values, ...repair];
}

/** How an outcome is called in a heading. */
const OUTCOME_LABELS: Partial<Record<CaseResult["outcome"], string>> = {
  untested: "UNTESTED",
  "unexpected-pass": "UNEXPECTED PASS",
  "harness-error": "HARNESS ERROR",
};

function failureLines(result: CaseResult, strict: boolean, paint: Paint): string[] {
  const warning = isWarning(result, strict);
  const label = warning ? "WARNING" : (OUTCOME_LABELS[result.outcome] ?? "FAILED");
  const [first = "", ...more] = wrap(printable(`${label} ${nameOf(result)}: ${result.title}`), WIDTH);
  return [
    paint(warning ? "yellow" : "red", first),
    ...more,
    // Without a failed check, only the case can say what stays unproven.
    ...(result.checks.some(({ ok }) => !ok) ? [] : result.requirements.flatMap(requirementLines)),
    ...(result.reason === null ? [] : field("reason", result.reason)),
    ...result.checks.filter(({ ok }) => !ok).flatMap(checkLines),
    `    ${"reproduce".padEnd(10)}${printable(result.reproduce)}`,
    "",
  ];
}

function failures(report: Report, paint: Paint): string[] {
  const red = report.results.filter((result) => isRed(result, report.strict));
  const warned = report.results.filter((result) => isWarning(result, report.strict));
  const shown = [...red, ...warned];
  const rest = shown.slice(DETAILED);
  const notice = `and ${rest.length} more, whole in result.json:`;
  return [
    ...shown.slice(0, DETAILED).flatMap((result) => failureLines(result, report.strict, paint)),
    ...(rest.length === 0 ? [] : [notice, ...rest.map(({ reproduce }) => `  ${printable(reproduce)}`), ""]),
  ];
}

function totals({ totals: t, ok, results }: Report, paint: Paint): string {
  const distinct = new Set(results.map((result) => result.case)).size;
  const parts = [
    `${t.passed} passed`,
    `${t.failed} failed`,
    ...(t.warned > 0 ? [`${t.warned} warned`] : []),
    `${t.expectedFailures} expected failures`,
    `${t.notApplicable} not applicable`,
    `${t.untested} untested`,
  ];
  return paint(ok ? "green" : "red", `total: ${t.cases} runs of ${distinct} cases: ${parts.join(", ")}`);
}

function proof({ proof: kinds }: Report): string {
  const parts = Object.entries(kinds).map(([kind, number]) => `${kind} ${number}`);
  return `proof: recordings used: ${parts.length === 0 ? "none" : parts.join(", ")}`;
}

/** What generated cases tried beyond what the number of cases tells. */
function combinations({ combinations: number, every, results }: Report): string[] {
  if (number === 0) return [];
  const share = every === 1 ? "" : ` (one in ${every}; --every 1 tries all)`;
  const areas = AREAS.flatMap((area) => {
    const own = results.filter((result) => result.area === area);
    const sum = own.reduce((total, { combinations: tried = 0 }) => total + tried, 0);
    return sum === 0 ? [] : [`${area} ${sum}`];
  });
  return [`combinations: ${number}${share}: ${areas.join(", ")}`];
}

function levels({ levels: own, notCovered, seed }: Report): string {
  const parts = own.map(({ level, passed, checked }) => `${level} ${passed}/${checked}`);
  const held = parts.length === 0 ? "none checked" : parts.join(", ");
  return `requirements: ${held}; not covered yet: ${notCovered.length}; seed ${seed}`;
}

const CLAIM_STYLES: Record<Conformity["verdict"], Style> = {
  conforms: "green",
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

/** The whole report as text that ends with a line end. */
export function renderConsole(report: Report, { color = false }: { color?: boolean } = {}): string {
  const paint = paintWith(color);
  const places = [...new Set(report.groups.map(placeOf))];
  const lines = [
    ...places.flatMap((place) => table(report, place, paint)),
    ...failures(report, paint),
    totals(report, paint),
    ...combinations(report),
    proof(report),
    levels(report),
    ...claims(report, paint),
  ];
  return `${lines.join("\n")}\n`;
}
