/** @jsxRuntime automatic */
/** @jsxImportSource hono/jsx */
/**
 * The requirements with their cases and the planted defects that break them, and the figures of the run.
 * @module
 */
import type { FC } from "hono/jsx";
import { AREAS } from "../../engine/case.ts";
import { requirement } from "../../requirements/index.ts";
import type { Trace } from "../../requirements/traceability.ts";
import type { Report } from "../report-schema.ts";
import type { PageProps } from "./facts.ts";

function resultText(report: Report, { id }: Trace): [text: string, style: string] {
  const own = report.requirements.find((entry) => entry.id === id);
  if (own === undefined) return ["not checked in this run", "dim"];
  return own.failed === 0
    ? [`${own.passed} checks held`, "good"]
    : [`${own.failed} of ${own.passed + own.failed} checks failed`, "bad"];
}

/** Why no case carries it. */
function statusText({ id }: Trace): string | null {
  const { status } = requirement(id);
  if (status === undefined) return null;
  return "heldBy" in status ? `Held by a test: ${status.heldBy}` : `Not covered: ${status.notCovered}`;
}

export const Requirements: FC<PageProps> = ({ report, facts }) => (
  <>
    <h2 id="requirements">Requirements</h2>
    <p class="dim">Each with the cases that check it and the planted defects that those cases catch.</p>
    {facts.traces.map((trace) => {
      const { level, title, policy } = requirement(trace.id);
      const [text, style] = resultText(report, trace);
      const status = statusText(trace);
      return (
        <details class="requirement" id={`requirement-${trace.id}`}>
          <summary>
            <strong>{trace.id}</strong>
            {` ${level}: ${title} `}
            <span class={style}>{`(${text})`}</span>
          </summary>
          {policy === undefined ? null : <p>{`Policy: ${policy}`}</p>}
          {status === null ? null : <p>{status}</p>}
          <p>{`${trace.cases.length} cases`}</p>
          <ul>
            {trace.cases.map((id) => (
              <li>{report.cases[id] === undefined ? id : <a href={`#case-${id}`}>{id}</a>}</li>
            ))}
          </ul>
          <p>{`${trace.defects.length} planted defects`}</p>
          <ul>
            {trace.defects.map((id) => (
              <li>
                <code>{id}</code>
                {`: ${facts.defects[id] ?? ""}`}
              </li>
            ))}
          </ul>
        </details>
      );
    })}
  </>
);

/** What each provider owes before it is deployed. */
export const Checklists: FC<PageProps> = ({ facts }) => (
  <>
    <h2 id="checklists">Deployment checklists</h2>
    {Object.entries(facts.checklists).map(([slug, items]) => {
      const open = items.filter(({ done }) => done !== true).length;
      return (
        <details class="requirement">
          <summary>
            <strong>{slug}</strong>
            {` ${open === 0 ? "owes nothing" : `${open} of ${items.length} open`}`}
          </summary>
          <ul>
            {items.map(({ name, done, text, settle }) => (
              <li>
                <span class={done === true ? "good" : "bad"}>
                  {done === true ? "done" : done === null ? "not known" : "open"}
                </span>
                {` ${name}: ${text} `}
                {done === true || settle === "" ? null : <code>{settle}</code>}
              </li>
            ))}
          </ul>
        </details>
      );
    })}
  </>
);

function contractRows({ contracts }: Report): [string, string][] {
  if (contracts === undefined) return [];
  const { requests, exercised, rules, conversations, sentWrongly, refusedWrongly } = contracts;
  const generated = `${conversations}: ${sentWrongly} sent and ${refusedWrongly} refused wrongly`;
  return [
    ["requests that a contract judged", String(requests)],
    ["rules put to use by them", `${exercised} of ${rules}`],
    ["conversations generated", conversations === 0 ? "not in this run" : generated],
  ];
}

/** What the contracts judged and the generators tried. */
export const Figures: FC<PageProps> = ({ report, facts }) => {
  const combinations = AREAS.flatMap((area) => {
    const sum = report.results
      .filter((result) => result.area === area)
      .reduce((total, { combinations: tried = 0 }) => total + tried, 0);
    return sum === 0 ? [] : [`${area} ${sum}`];
  });
  const kept = report.requirements.find(({ id }) => id === "MAP-15");
  const rows: [string, string][] = [
    ["rules of the contracts", `${facts.contracts.rules}, of which ${facts.contracts.refusing} refuse`],
    ...contractRows(report),
    [
      "requests that a provider would have refused (MAP-15)",
      kept === undefined ? "not checked in this run" : String(kept.failed),
    ],
    [
      "generated combinations",
      `${report.combinations}${report.every === 1 ? "" : ` (one in ${report.every})`}${combinations.length === 0 ? "" : `: ${combinations.join(", ")}`}`,
    ],
    [
      "recordings used",
      Object.entries(report.proof)
        .map(([kind, number]) => `${kind} ${number}`)
        .join(", "),
    ],
    ["planted defects", String(Object.keys(facts.defects).length)],
  ];
  return (
    <>
      <h2 id="figures">Contracts and generators</h2>
      <table>
        <tbody>
          {rows.map(([name, value]) => (
            <tr>
              <th scope="row">{name}</th>
              <td>{value}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
};
