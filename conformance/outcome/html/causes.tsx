/** @jsxRuntime automatic */
/** @jsxImportSource hono/jsx */
/**
 * The causes of a red run: what was expected and seen, the place to look at with its lines, and what went over the wire.
 * @module
 */
import type { FC } from "hono/jsx";
import type { WireMessage } from "../../engine/exchange.ts";
import { followersText } from "../causes-text.ts";
import { markDifference } from "../difference.ts";
import { lookText, requirementText } from "../look.ts";
import type { Look, Report, ReportedCause } from "../report-schema.ts";
import { nameOf } from "../result.ts";
import { printable } from "../text.ts";
import type { PageProps, ReportFacts } from "./facts.ts";

/** So many causes are told; the rest is in result.json. */
const TOLD = 200;
/** So many of its failures are named below a cause. */
const NAMED = 20;
/** Lines around the one to look at. */
const AROUND = 4;
const MAX_LINE = 200;

const Mark: FC<{ text: ReturnType<typeof markDifference>["seen"] }> = ({ text }) => (
  <code>
    {printable(text.before)}
    {text.own === "" ? null : <mark>{printable(text.own)}</mark>}
    {printable(text.after)}
  </code>
);

/** The lines around a place; nothing where the file is not there or no line is known. */
const Excerpt: FC<{ look: Look; facts: ReportFacts }> = ({ look, facts }) => {
  const { file, line } = look;
  const text = line === null ? null : facts.source(file);
  if (line === null || text === null) return null;
  const from = Math.max(0, line - 1 - AROUND);
  const lines = text.split("\n").slice(from, line + AROUND);
  return (
    <pre>
      {lines.map((content, index) => {
        const number = from + index + 1;
        const shown = `${String(number).padStart(4)}  ${printable(content).slice(0, MAX_LINE)}`;
        return number === line ? <span class="here">{shown}</span> : `${shown}\n`;
      })}
    </pre>
  );
};

const Exchange: FC<{ messages: readonly WireMessage[] }> = ({ messages }) => (
  <details>
    <summary>{`On the wire: ${messages.length} messages before the first failed check, without secrets`}</summary>
    {messages.map(({ leg, head, headers, body }) => (
      <>
        <p class="dim">{leg}</p>
        <pre>
          {printable(
            [head, ...headers.map(([name, value]) => `${name}: ${value}`), "", body].join("\n").trimEnd(),
          )}
        </pre>
      </>
    ))}
  </details>
);

const Followers: FC<{ report: Report; cause: ReportedCause; index: number }> = ({ report, cause, index }) => {
  if (cause.results === 1) return null;
  const own = report.results.filter((result) => result.cause === index).slice(1, NAMED + 1);
  const rest = cause.results - 1 - own.length;
  return (
    <details>
      <summary>{followersText(cause)}</summary>
      <ul>
        {own.map((result) => (
          <li>
            <a href={`#case-${result.case}`}>{nameOf(result)}</a>
          </li>
        ))}
        {rest > 0 ? <li>{`${rest} more`}</li> : null}
      </ul>
    </details>
  );
};

const CauseArticle: FC<PageProps & { cause: ReportedCause; index: number }> = (props) => {
  const { report, facts, exchanges, cause, index } = props;
  const { check, reason, look, exchange = [] } = cause;
  const marked = check === null ? null : markDifference(check.expected, check.seen);
  const [first] = look;
  return (
    <article id={`cause-${index}`} class={cause.warning ? "warning" : undefined}>
      <h3>
        <span class={cause.warning ? "warn" : "bad"}>{cause.warning ? "WARNING" : cause.outcome}</span>{" "}
        <a href={`#case-${cause.case}`}>{nameOf(cause)}</a>
        {`: ${printable(cause.title)}`}
      </h3>
      <p>
        {cause.requirements.map((id) => (
          <>
            <a href={`#requirement-${id}`}>{requirementText(id)}</a>
            <br />
          </>
        ))}
      </p>
      <dl>
        {check === null || marked === null ? null : (
          <>
            <dt>check</dt>
            <dd>
              <code>{printable(check.name)}</code>
            </dd>
            <dt>expected</dt>
            <dd>
              <Mark text={marked.expected} />
            </dd>
            <dt>seen</dt>
            <dd>
              <Mark text={marked.seen} />
            </dd>
          </>
        )}
        {reason === null ? null : (
          <>
            <dt>reason</dt>
            <dd>
              <pre>{printable(reason)}</pre>
            </dd>
          </>
        )}
        {first === undefined ? null : (
          <>
            <dt>look at</dt>
            <dd>
              <code>{look.map(lookText).join(", then ")}</code>
              <Excerpt look={first} facts={facts} />
            </dd>
          </>
        )}
        {check?.repair ? (
          <>
            <dt>repair</dt>
            <dd>{printable(check.repair)}</dd>
          </>
        ) : null}
        <dt>reproduce</dt>
        <dd>
          <code>{printable(cause.reproduce)}</code>{" "}
          <button type="button" data-copy hidden>
            Copy
          </button>
        </dd>
      </dl>
      <Followers report={report} cause={cause} index={index} />
      {exchange.length === 0 || index >= exchanges ? null : <Exchange messages={exchange} />}
    </article>
  );
};

/** All causes, failures before warnings. */
export const Causes: FC<PageProps> = (props) => {
  const { causes } = props.report;
  if (causes.length === 0) return null;
  const failures = causes.filter(({ warning }) => !warning).length;
  return (
    <>
      <h2 id="failures">{`Failures: ${failures} ${failures === 1 ? "cause" : "causes"}`}</h2>
      {causes.slice(0, TOLD).map((cause, index) => (
        <CauseArticle {...props} cause={cause} index={index} />
      ))}
      {causes.length > TOLD ? <p>{`${causes.length - TOLD} more causes are in result.json.`}</p> : null}
    </>
  );
};
