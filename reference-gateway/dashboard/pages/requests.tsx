/** @jsxRuntime automatic */
/** @jsxImportSource hono/jsx */
import type { FC } from "hono/jsx";
import { COMPLETION_CLASSES, PROMPT_CLASSES } from "../../../registry/canonical/usage.ts";
import { picoToPerMillion } from "../../../registry/pricing/money.ts";
import type { LoggedRequest } from "../../records/log.ts";
import type { RequestRecord } from "../../telemetry/record.ts";
import { type Span, Waterfall } from "../charts.tsx";
import { duration, money, short, time, whole } from "../format.ts";

/** Requests on one page. */
export const PAGE_SIZE = 50;

/** As it stands in the URL. */
export interface RequestFilter {
  model: string;
  provider: string;
  user: string;
  session: string;
  outcome: string;
  property: string;
  value: string;
  from: string;
  to: string;
  page: number;
}

const FIELDS = [
  ["model", "Model contains", "text"],
  ["provider", "Provider", "text"],
  ["user", "User", "text"],
  ["session", "Session", "text"],
  ["property", "Property", "text"],
  ["value", "has the value", "text"],
  ["from", "From (UTC)", "date"],
  ["to", "Before (UTC)", "date"],
] as const;

const OUTCOMES = ["success", "failed", "cancelled"];

const tokensOf = ({ usage }: RequestRecord): string =>
  usage.kind === "known"
    ? whole(
        [...PROMPT_CLASSES, ...COMPLETION_CLASSES].reduce((sum, name) => sum + (usage.usage[name] ?? 0), 0),
      )
    : "–";

const costOf = ({ cost, cached }: RequestRecord): string =>
  cached ? "cached" : cost === null || cost.counted === "nothing" ? "–" : money(cost.amount);

const judged = (feedback: boolean | null): string => (feedback === null ? "" : feedback ? "good" : "bad");

export const Requests: FC<{ filter: RequestFilter; requests: readonly LoggedRequest[] }> = ({
  filter,
  requests,
}) => {
  const at = (page: number) =>
    `/requests?${new URLSearchParams(Object.entries({ ...filter, page }).map(([name, value]) => [name, String(value)]))}`;
  return (
    <>
      <search>
        <form class="filters" method="get" action="/requests">
          {FIELDS.map(([name, label, type]) => (
            <span>
              <label for={`filter-${name}`}>{label}</label>
              <input id={`filter-${name}`} name={name} type={type} value={filter[name]} maxlength={200} />
            </span>
          ))}
          <span>
            <label for="filter-outcome">Outcome</label>
            <select id="filter-outcome" name="outcome">
              <option value="">any</option>
              {OUTCOMES.map((outcome) => (
                <option value={outcome} selected={outcome === filter.outcome}>
                  {outcome}
                </option>
              ))}
            </select>
          </span>
          <button class="main" type="submit">
            Show
          </button>
        </form>
      </search>
      <p class="notice" data-live="/requests/live" data-live-notice hidden role="status">
        <span data-count>0</span> new requests. <a href="/requests">Show them</a>
      </p>
      <section class="scroll" tabindex={0} aria-label="Requests">
        <table>
          <thead>
            <tr>
              <th scope="col">Time (UTC)</th>
              <th scope="col">Status</th>
              <th scope="col">Model</th>
              <th scope="col">Provider</th>
              <th scope="col">Mode</th>
              <th scope="col" class="right">
                Tokens
              </th>
              <th scope="col" class="right">
                Cost
              </th>
              <th scope="col" class="right">
                Latency
              </th>
              <th scope="col">User</th>
              <th scope="col">Feedback</th>
            </tr>
          </thead>
          <tbody>
            {requests.map(({ record, feedback }) => (
              <tr>
                <td>
                  <a href={`/requests/${encodeURIComponent(record.id)}`}>{time(record.startedAt)}</a>
                </td>
                <td class={record.outcome === "success" ? undefined : "bad"}>
                  {`${record.status} ${record.outcome}`}
                </td>
                <td>{short(record.model)}</td>
                <td>{record.served?.provider ?? record.targetHost ?? "–"}</td>
                <td>{record.served?.mode ?? "–"}</td>
                <td class="right">{tokensOf(record)}</td>
                <td class="right">{costOf(record)}</td>
                <td class="right">{duration(record.latencyMs)}</td>
                <td>{short(record.labels.userId ?? "", 40)}</td>
                <td>{judged(feedback)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {requests.length === 0 ? <p>No request fits.</p> : null}
      <nav class="pages" aria-label="Result pages">
        {filter.page > 0 ? <a href={at(filter.page - 1)}>Newer</a> : null}
        {requests.length === PAGE_SIZE ? <a href={at(filter.page + 1)}>Older</a> : null}
      </nav>
    </>
  );
};

/** The whole, the wait for the first token, and the rest. */
function spansOf(record: RequestRecord): Span[] {
  const failed = record.outcome === "failed";
  const whole = { label: `request, ${duration(record.latencyMs)}`, from: 0, to: record.latencyMs, failed };
  const first = record.firstTokenMs;
  if (first === null) return [whole];
  return [
    whole,
    { label: `first token after ${duration(first)}`, from: 0, to: first, failed: false },
    { label: `stream, ${duration(record.latencyMs - first)}`, from: first, to: record.latencyMs, failed },
  ];
}

const Facts: FC<{ facts: readonly (readonly [string, string])[] }> = ({ facts }) => (
  <table>
    <tbody>
      {facts
        .filter(([, value]) => value !== "")
        .map(([name, value]) => (
          <tr>
            <th scope="row">{name}</th>
            <td>{value}</td>
          </tr>
        ))}
    </tbody>
  </table>
);

const Costs: FC<{ record: RequestRecord }> = ({ record: { cost } }) => {
  if (cost === null) return <p>Nothing is priced.</p>;
  const { computed } = cost;
  return (
    <>
      <p>
        {`Counted: ${cost.counted}, ${money(cost.counted === "nothing" ? null : cost.amount)}.`}
        {cost.reported === null ? "" : ` The provider reported ${money(cost.reported)}.`}
      </p>
      {computed?.kind === "priced" ? (
        <>
          <p class="dim">
            {computed.tier.from === 0
              ? "At the first tier."
              : `At the tier ${computed.tier.boundary} ${whole(computed.tier.from)} prompt tokens.`}
            {computed.modifiers === undefined || computed.modifiers.length === 0
              ? ""
              : ` Changed by ${computed.modifiers.join(", ")}.`}
          </p>
          <table>
            <thead>
              <tr>
                <th scope="col">Class</th>
                <th scope="col" class="right">
                  Count
                </th>
                <th scope="col" class="right">
                  $ per million
                </th>
                <th scope="col" class="right">
                  Cost
                </th>
              </tr>
            </thead>
            <tbody>
              {computed.lines.map((line) => (
                <tr>
                  <td>{line.class}</td>
                  <td class="right">{whole(line.count)}</td>
                  <td class="right">{picoToPerMillion(line.rate)}</td>
                  <td class="right">{money(line.amount)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </>
      ) : null}
    </>
  );
};

/** One request: what became of it, attempt by attempt, and what it cost and why. */
export const RequestPage: FC<{ logged: LoggedRequest; token: string }> = ({ logged, token }) => {
  const { record, feedback, scores } = logged;
  const { labels, served, error } = record;
  return (
    <>
      <Facts
        facts={[
          ["Id", record.id],
          ["Time (UTC)", time(record.startedAt)],
          ["Outcome", `${record.status} ${record.outcome}${record.cached ? ", from the cache" : ""}`],
          ["Error", error === null ? "" : `${error.type} ${error.code ?? ""}: ${error.message}`],
          ["Model asked for", record.model],
          ["Answered by", served === null ? "nobody" : `${served.endpoint}, ${served.mode}`],
          ["Provider's request id", served?.upstreamRequestId ?? ""],
          ["Target", record.targetHost ?? ""],
          ["Route", record.route],
          ["Parameters not sent", record.dropped.join(", ")],
          ["User", labels.userId ?? ""],
          ["Session", labels.session === null ? "" : `${labels.session.id} ${labels.session.path ?? ""}`],
          ...Object.entries(labels.properties).map(([name, value]) => [`Property ${name}`, value] as const),
          ...Object.entries(scores).map(([name, value]) => [`Score ${name}`, String(value)] as const),
        ]}
      />
      <h2>Time</h2>
      <Waterfall spans={spansOf(record)} total={record.latencyMs} />
      <h2>Attempts that failed before</h2>
      {record.attempts.length === 0 ? <p>None.</p> : null}
      <ol>
        {record.attempts.map((attempt) => (
          <li>{`${attempt.provider}, ${attempt.mode}: ${attempt.status} ${attempt.type}, ${attempt.message}`}</li>
        ))}
      </ol>
      <h2>Usage and cost</h2>
      {record.usage.kind === "known" ? null : <p>The provider told no usage.</p>}
      <Costs record={record} />
      <h2>Feedback</h2>
      <p role="status">{feedback === null ? "Not rated." : `Rated ${judged(feedback)}.`}</p>
      <form method="post" action={`/requests/${encodeURIComponent(record.id)}/feedback`}>
        <input type="hidden" name="token" value={token} />
        <button type="submit" name="rating" value="good">
          Good answer
        </button>{" "}
        <button type="submit" name="rating" value="bad">
          Bad answer
        </button>
      </form>
    </>
  );
};
