/** @jsxRuntime automatic */
/** @jsxImportSource hono/jsx */
/**
 * Every case of the run, once, with a letter for each API of a provider and mode that a script can filter by.
 * @module
 */
import type { FC } from "hono/jsx";
import { AREAS, MODES } from "../../engine/case.ts";
import { isReportedRed } from "../red.ts";
import type { Report, ReportedResult } from "../report-schema.ts";
import { placeOf, SKIPPED } from "../result.ts";
import { bounded, printable } from "../text.ts";

/** Outcomes as letters: a run of everything has tens of thousands. */
const LETTERS = [
  ["F", "failed"],
  ["W", "warned"],
  ["E", "expected failures"],
  ["P", "passed"],
  ["N", "not applicable"],
  ["U", "not observable"],
] as const;
type Letter = (typeof LETTERS)[number][0];

/** So many reasons why a case does not apply are told. */
const REASONS = 2;
const REASON_LIMIT = 160;

function letterOf(report: Report, result: ReportedResult): Letter {
  if (isReportedRed(report, result)) return "F";
  if (result.outcome === "passed") return "P";
  if (result.outcome === "not-applicable") return "N";
  if (result.outcome === "not-observable") return "U";
  return result.outcome === "expected-failure" ? "E" : "W";
}

interface Row {
  id: string;
  letters: string;
  /** How many runs have each letter, in the order above, without those that none has. */
  counts: [text: string, letter: Letter][];
  causes: number[];
  reasons: string[];
}

/** The columns: each API of a provider in each mode. */
const columnsOf = (report: Report): [place: string, mode: string][] =>
  [...new Set(report.results.map(placeOf))].flatMap((place) =>
    MODES.map((mode): [string, string] => [place, mode]),
  );

function rowsOf(report: Report, columns: readonly [string, string][]): Row[] {
  const index = new Map(columns.map(([place, mode], at) => [`${place} ${mode}`, at]));
  const own = new Map<string, ReportedResult[]>();
  for (const result of report.results) own.set(result.case, [...(own.get(result.case) ?? []), result]);
  return Object.keys(report.cases).map((id) => {
    const results = own.get(id) ?? [];
    const letters = columns.map(() => " ");
    for (const result of results)
      letters[index.get(`${placeOf(result)} ${result.mode}`) ?? 0] = letterOf(report, result);
    const counts = LETTERS.flatMap(([letter, name]): Row["counts"] => {
      const number = letters.filter((own) => own === letter).length;
      return number === 0 ? [] : [[`${number} ${name}`, letter]];
    });
    const reasons = results.flatMap(({ outcome, reason }) =>
      SKIPPED.includes(outcome) || outcome === "expected-failure" ? (reason ?? []) : [],
    );
    return {
      id,
      letters: letters.join(""),
      counts,
      causes: [...new Set(results.flatMap(({ cause }) => cause ?? []))],
      reasons: [...new Set(reasons)],
    };
  });
}

const CLASSES: Partial<Record<Letter, string>> = { F: "bad", W: "warn", E: "warn", N: "dim", U: "dim" };

const Select: FC<{ name: string; label: string; options: readonly (readonly [string, string])[] }> = ({
  name,
  label,
  options,
}) => (
  <span>
    <label for={`filter-${name}`}>{label}</label>
    <select id={`filter-${name}`} name={name}>
      <option value="">any</option>
      {options.map(([value, text]) => (
        <option value={value}>{text}</option>
      ))}
    </select>
  </span>
);

/** The list with its filters; it is whole without a script. */
export const Cases: FC<{ report: Report }> = ({ report }) => {
  const columns = columnsOf(report);
  const rows = rowsOf(report, columns);
  const places = [...new Set(columns.map(([place]) => place))];
  const areas = AREAS.filter((area) => Object.values(report.cases).some((facts) => facts.area === area));
  return (
    <>
      <h2 id="cases">Cases</h2>
      <search data-columns={JSON.stringify(columns)}>
        <form data-filters hidden>
          <span>
            <label for="filter-q">Case, title or requirement</label>
            <input id="filter-q" name="q" type="search" maxlength={200} />
          </span>
          <Select name="outcome" label="Outcome" options={LETTERS} />
          <Select name="area" label="Area" options={areas.map((area) => [area, area] as const)} />
          <Select name="place" label="API of a provider" options={places.map((one) => [one, one] as const)} />
          <Select
            name="mode"
            label="Mode"
            options={MODES.map((mode) => [mode, mode.toUpperCase()] as const)}
          />
          <span role="status" data-shown />
        </form>
      </search>
      <section class="scroll" tabindex={0} aria-label="Cases">
        <table class="cases">
          <thead>
            <tr>
              <th scope="col">case</th>
              <th scope="col">runs</th>
              <th scope="col" class="wide">
                requirements
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ id, letters, counts, causes, reasons }) => {
              const facts = report.cases[id];
              return (
                <tr id={`case-${id}`} data-runs={letters} data-area={facts?.area}>
                  <td>
                    <code>{id}</code>
                    <br />
                    {printable(facts?.title ?? "")}
                    {reasons.slice(0, REASONS).map((reason) => (
                      <div class="dim">{bounded(printable(reason), REASON_LIMIT)}</div>
                    ))}
                    {reasons.length > REASONS ? (
                      <div class="dim">{`and ${reasons.length - REASONS} more reasons`}</div>
                    ) : null}
                  </td>
                  <td>
                    {counts.map(([text, letter]) => (
                      <div class={CLASSES[letter]}>{text}</div>
                    ))}
                    {causes.slice(0, REASONS).map((cause) => (
                      <a href={`#cause-${cause}`}>{`cause ${cause + 1}`}</a>
                    ))}
                  </td>
                  <td class="wide">
                    {facts?.requirements.map((requirement) => (
                      <a href={`#requirement-${requirement}`}>{`${requirement} `}</a>
                    ))}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </section>
    </>
  );
};
