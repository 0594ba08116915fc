/** @jsxRuntime automatic */
/** @jsxImportSource hono/jsx */
import type { FC } from "hono/jsx";
import { COMPLETION_CLASSES, PROMPT_CLASSES } from "../../../registry/canonical/usage.ts";
import type { LoggedRequest } from "../../records/log.ts";
import type { RequestRecord } from "../../telemetry/record.ts";
import { duration, judged, money, short, time, whole } from "../format.ts";

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

/** A request as a row of the list; `data-at` and `data-id` are its place there, for rows that come later. */
export const RequestRow: FC<{ logged: LoggedRequest }> = ({ logged: { record, feedback } }) => (
  <tr data-id={record.id} data-at={String(record.startedAt)}>
    <td class="nowrap">
      <a href={`/requests/${encodeURIComponent(record.id)}`}>{time(record.startedAt)}</a>
    </td>
    <td class="nowrap">
      <Outcome record={record} />
    </td>
    <td class="name">{short(record.model)}</td>
    <td>{record.served?.provider ?? record.targetHost ?? "–"}</td>
    <td>{record.served?.mode.toUpperCase() ?? "–"}</td>
    <td class="right">{tokensOf(record)}</td>
    <td class="right">{costOf(record)}</td>
    <td class="right">{duration(record.latencyMs)}</td>
    <td class="name">{short(record.labels.userId ?? "", 40)}</td>
    <td>{judged(feedback)}</td>
  </tr>
);

const BADGES = { success: "good", failed: "bad", cancelled: "warn" } as const;

const Outcome: FC<{ record: RequestRecord }> = ({ record: { status, outcome } }) => (
  <span class={`badge ${BADGES[outcome]}`}>{`${status} ${outcome}`}</span>
);

/** The parts of a filter that say something, as a query. */
const asQuery = (filter: RequestFilter): string =>
  String(
    new URLSearchParams(
      Object.entries(filter).flatMap(([name, value]) =>
        value === "" || value === 0 ? [] : [[name, String(value)]],
      ),
    ),
  );

export const Requests: FC<{ filter: RequestFilter; requests: readonly LoggedRequest[] }> = ({
  filter,
  requests,
}) => {
  const at = (page: number) => `/requests?${asQuery({ ...filter, page })}`;
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
      {filter.page === 0 ? (
        <p class="live" hidden data-live={`/requests/live?${asQuery(filter)}`} data-rows={String(PAGE_SIZE)}>
          <span class="dot" aria-hidden="true" /> Live: new requests appear by themselves.{" "}
          <span role="status" data-live-count />
        </p>
      ) : null}
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
          <tbody data-live-rows>
            {requests.map((logged) => (
              <RequestRow logged={logged} />
            ))}
          </tbody>
        </table>
      </section>
      {requests.length === 0 ? <p data-live-none>No request fits.</p> : null}
      <nav class="pages" aria-label="Result pages">
        {filter.page > 0 ? <a href={at(filter.page - 1)}>Newer</a> : null}
        {requests.length === PAGE_SIZE ? <a href={at(filter.page + 1)}>Older</a> : null}
      </nav>
    </>
  );
};
