/** @jsxRuntime automatic */
/** @jsxImportSource hono/jsx */
import type { FC } from "hono/jsx";
import type { GroupTotals, Totals } from "../../records/log.ts";
import { type Bar, Columns, Lines } from "../charts.tsx";
import { duration, money, share, whole } from "../format.ts";

export interface OverviewProps {
  /** The one model or provider that everything is about; empty texts: all of them. */
  focus: { model: string; provider: string };
  totals: Totals;
  days: readonly GroupTotals[];
  models: readonly GroupTotals[];
  providers: readonly GroupTotals[];
}

const DAY_MS = 86_400_000;

const NOTHING: Omit<GroupTotals, "key"> = {
  requests: 0,
  failed: 0,
  cached: 0,
  promptTokens: 0,
  completionTokens: 0,
  cost: 0n,
  latency: { p50: null, p90: null, p99: null },
};

/** Every day up to today, those without requests included. @param now milliseconds since 1970 */
export function everyDay(days: readonly GroupTotals[], now: number, count: number): GroupTotals[] {
  const known = new Map(days.map((day) => [day.key, day]));
  return Array.from({ length: count }, (_, index) => {
    const key = new Date(now - (count - 1 - index) * DAY_MS).toISOString().slice(0, 10);
    return known.get(key) ?? { ...NOTHING, key };
  });
}

/** Pico-USD as a height; columns are compared, never added up. */
const height = (pico: bigint): number => Number(pico) / 1e12;

const labelOf = ({ key }: GroupTotals): string => (key ?? "").slice(5);

const bars = (days: readonly GroupTotals[], of: (day: GroupTotals) => Omit<Bar, "label">): Bar[] =>
  days.map((day) => ({ label: labelOf(day), ...of(day) }));

const tokensOf = ({ promptTokens, completionTokens }: GroupTotals): number => promptTokens + completionTokens;

/** What a part of the requests is, as columns up to 100 %. */
const shares = (days: readonly GroupTotals[], of: "failed" | "cached"): Bar[] =>
  bars(days, (day) => ({
    value: day.requests === 0 ? 0 : day[of] / day.requests,
    text: share(day[of], day.requests),
  }));

const PERCENTILES = [
  ["p50", "median"],
  ["p90", "90 %"],
  ["p99", "99 %"],
] as const;

const Charts: FC<{ days: readonly GroupTotals[] }> = ({ days }) => {
  const most = (of: (day: GroupTotals) => number) => Math.max(0, ...days.map(of));
  const dearest = days.reduce((max, { cost }) => (cost > max ? cost : max), 0n);
  return (
    <div class="charts">
      <Columns
        title="Requests, the failed ones in red"
        top={whole(most(({ requests }) => requests))}
        bars={bars(days, ({ requests, failed }) => ({
          value: requests,
          failed,
          text: `${whole(requests)} requests, ${whole(failed)} failed`,
        }))}
      />
      <Columns
        title="Cost"
        top={money(dearest)}
        bars={bars(days, ({ cost }) => ({ value: height(cost), text: money(cost) }))}
      />
      <Columns
        title="Tokens"
        top={whole(most(tokensOf))}
        bars={bars(days, (day) => ({ value: tokensOf(day), text: `${whole(tokensOf(day))} tokens` }))}
      />
      <Lines
        title="Latency"
        labels={days.map(labelOf)}
        series={PERCENTILES.map(([name, text]) => ({
          name: text,
          values: days.map(({ latency }) => latency[name]),
        }))}
        top={duration(most(({ latency }) => latency.p99 ?? 0))}
        text={duration}
      />
      <Columns title="Failed" top="100 %" full={1} bad bars={shares(days, "failed")} />
      <Columns title="From the cache" top="100 %" full={1} bars={shares(days, "cached")} />
    </div>
  );
};

const Card: FC<{ name: string; value: string; more?: string }> = ({ name, value, more }) => (
  <div class="card">
    <div class="dim">{name}</div>
    <div class="number">{value}</div>
    {more === undefined ? null : <div class="dim">{more}</div>}
  </div>
);

const Groups: FC<{
  title: string;
  groups: readonly GroupTotals[];
  /** Rows lead to the page about themselves. */
  by?: "model" | "provider";
}> = ({ title, groups, by }) => (
  <>
    <h2>{title}</h2>
    {groups.length === 0 ? <p>No request yet.</p> : null}
    <section class="scroll" tabindex={0} aria-label={title}>
      <table>
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col" class="right">
              Requests
            </th>
            <th scope="col" class="right">
              Failed
            </th>
            <th scope="col" class="right">
              Latency, median
            </th>
            <th scope="col" class="right">
              Tokens
            </th>
            <th scope="col" class="right">
              Cost
            </th>
          </tr>
        </thead>
        <tbody>
          {groups.map((group) => (
            <tr>
              <td class="name">
                {by === undefined || group.key === null ? (
                  (group.key ?? "nobody answered")
                ) : (
                  <a href={`/?${by}=${encodeURIComponent(group.key)}`}>{group.key}</a>
                )}
              </td>
              <td class="right">{whole(group.requests)}</td>
              <td class="right">{share(group.failed, group.requests)}</td>
              <td class="right">{duration(group.latency.p50)}</td>
              <td class="right">{whole(group.promptTokens + group.completionTokens)}</td>
              <td class="right">{money(group.cost)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  </>
);

/** Requests, money and waits of one tenant, in total and over time. */
export const Overview: FC<OverviewProps> = ({ focus, totals, days, models, providers }) => (
  <>
    {focus.model === "" && focus.provider === "" ? null : (
      <p>
        {`Only ${[focus.model, focus.provider].filter((name) => name !== "").join(" at ")}. `}
        <a href="/">All requests</a>
      </p>
    )}
    <div class="grid cards">
      <Card
        name="Requests"
        value={whole(totals.requests)}
        more={`${share(totals.failed, totals.requests)} failed`}
      />
      <Card name="Cost" value={money(totals.cost)} more={`${whole(totals.unpriced)} unpriced`} />
      <Card
        name="Tokens"
        value={whole(totals.promptTokens + totals.completionTokens)}
        more={`${whole(totals.completionTokens)} written`}
      />
      <Card
        name="Latency, median"
        value={duration(totals.latency.p50)}
        more={`90 %: ${duration(totals.latency.p90)}, 99 %: ${duration(totals.latency.p99)}`}
      />
      <Card
        name="First token, median"
        value={duration(totals.firstToken.p50)}
        more={`90 %: ${duration(totals.firstToken.p90)}`}
      />
      <Card
        name="Cache"
        value={share(totals.cached, totals.requests)}
        more={`${whole(totals.cached)} answers from the cache`}
      />
      <Card name="Feedback" value={`${whole(totals.positive)} good`} more={`${whole(totals.negative)} bad`} />
    </div>
    <h2>{`The last ${days.length} days (UTC)`}</h2>
    <Charts days={days} />
    <Groups title="By model" groups={models} by="model" />
    <Groups title="By provider" groups={providers} by="provider" />
    <Groups title="By day, as numbers" groups={days.filter(({ requests }) => requests > 0).reverse()} />
  </>
);
