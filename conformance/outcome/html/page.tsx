/** @jsxRuntime automatic */
/** @jsxImportSource hono/jsx */
/**
 * The report as one page without a server: style and script stand in it, and nothing else may run or load.
 * @module
 */
import { createHash } from "node:crypto";
import { raw } from "hono/html";
import type { FC } from "hono/jsx";
import type { Change, Comparison } from "../compare.ts";
import { printable } from "../text.ts";
import { Cases } from "./cases.tsx";
import { Causes } from "./causes.tsx";
import type { PageProps } from "./facts.ts";
import { Claims, Grid } from "./overview.tsx";
import { Checklists, Figures, Requirements } from "./requirements.tsx";
import { SCRIPT, STYLE } from "./style.ts";

/** So many changes of a kind are listed. */
const LISTED = 100;

const hash = (text: string): string => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
const POLICY = `default-src 'none'; style-src ${hash(STYLE)}; script-src ${hash(SCRIPT)}; base-uri 'none'; form-action 'none'`;

const Changes: FC<{ name: string; style: string; changes: readonly Change[] }> = ({
  name,
  style,
  changes,
}) =>
  changes.length === 0 ? null : (
    <>
      <h3 class={style}>{`${name}: ${changes.length}`}</h3>
      <ul>
        {changes.slice(0, LISTED).map((change) => (
          <li>
            <a href={`#case-${change.case}`}>{change.name}</a>
            {`: ${change.before} → ${change.after}`}
          </li>
        ))}
        {changes.length > LISTED ? <li>{`${changes.length - LISTED} more`}</li> : null}
      </ul>
    </>
  );

const Compared: FC<{ comparison: Comparison }> = ({ comparison }) => {
  const { red, green, slower, added, gone, caveats, command } = comparison;
  return (
    <>
      <h2 id="compared">Compared with an earlier run</h2>
      <p class="dim">{[`Earlier: ${printable(command)}`, ...caveats].join("; ")}</p>
      <Changes name="New failures" style="bad" changes={red} />
      <Changes name="Repaired" style="good" changes={green} />
      <Changes name="Slower" style="warn" changes={slower} />
      <p>{`${added} results are new, ${gone} are gone.`}</p>
    </>
  );
};

/** @example "3 failures" where there are any */
const LINKS = [
  ["#claims", "Claims"],
  ["#grid", "Grid"],
  ["#cases", "Cases"],
  ["#checklists", "Checklists"],
  ["#requirements", "Requirements"],
  ["#figures", "Figures"],
] as const;

export const Page: FC<PageProps> = (props) => {
  const { report, comparison } = props;
  const { totals: t } = report;
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content={POLICY} />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{`Conformance: ${report.ok ? "green" : "red"}`}</title>
        <style>{raw(STYLE)}</style>
      </head>
      <body>
        <a class="skip" href="#content">
          Skip to content
        </a>
        <header>
          <h1>
            {"Conformance of "}
            {report.target}
            {": "}
            <span class={report.ok ? "good" : "bad"}>{report.ok ? "green" : "red"}</span>
          </h1>
          <p class="dim">
            <code>{printable(report.command)}</code>
            {`, seed ${report.seed}`}
          </p>
          <p>{`${t.cases} runs of ${Object.keys(report.cases).length} cases: ${t.passed} passed, ${t.failed} failed, ${t.warned} warned, ${t.expectedFailures} expected failures, ${t.notApplicable} not applicable, ${t.notObservable} not observable, ${t.untested} untested.`}</p>
          <nav aria-label="Parts of the report">
            {report.causes.length === 0 ? null : <a href="#failures">Failures</a>}
            {comparison === null ? null : <a href="#compared">Comparison</a>}
            {LINKS.map(([href, name]) => (
              <a href={href}>{name}</a>
            ))}
          </nav>
        </header>
        <main id="content" tabindex={-1}>
          <Causes {...props} />
          {comparison === null ? null : <Compared comparison={comparison} />}
          <Claims {...props} />
          <Grid report={report} />
          <Cases report={report} />
          <Checklists {...props} />
          <Requirements {...props} />
          <Figures {...props} />
        </main>
        <script>{raw(SCRIPT)}</script>
      </body>
    </html>
  );
};
