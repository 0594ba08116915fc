/** @jsxRuntime automatic */
/** @jsxImportSource hono/jsx */
import type { FC } from "hono/jsx";
import type { GroupTotals, Totals } from "../../records/log.ts";
import { type Bar, Columns } from "../charts.tsx";
import { duration, money, share, whole } from "../format.ts";

export interface OverviewProps {
  totals: Totals;
  days: readonly GroupTotals[];
  models: readonly GroupTotals[];
  providers: readonly GroupTotals[];
}

/** Pico-USD as a height; columns are compared, never added up. */
const height = (pico: bigint): number => Number(pico) / 1e12;

const bars = (days: readonly GroupTotals[], of: (day: GroupTotals) => Omit<Bar, "label">): Bar[] =>
  days.map((day) => ({ label: (day.key ?? "").slice(5), ...of(day) }));

const Card: FC<{ name: string; value: string; more?: string }> = ({ name, value, more }) => (
  <div class="card">
    <div class="dim">{name}</div>
    <div class="number">{value}</div>
    {more === undefined ? null : <div class="dim">{more}</div>}
  </div>
);

const Groups: FC<{ title: string; groups: readonly GroupTotals[] }> = ({ title, groups }) => (
  <>
    <h2>{title}</h2>
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
              <td>{group.key ?? "none"}</td>
              <td class="right">{whole(group.requests)}</td>
              <td class="right">{share(group.failed, group.requests)}</td>
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
export const Overview: FC<OverviewProps> = ({ totals, days, models, providers }) => (
  <>
    <div class="grid">
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
    <h2>By day (UTC)</h2>
    <div class="charts">
      <Columns
        title="Requests"
        bars={bars(days, ({ requests, failed }) => ({
          value: requests,
          failed,
          text: `${whole(requests)} requests, ${whole(failed)} failed`,
        }))}
      />
      <Columns title="Cost" bars={bars(days, ({ cost }) => ({ value: height(cost), text: money(cost) }))} />
      <Columns
        title="Tokens"
        bars={bars(days, (day) => ({
          value: day.promptTokens + day.completionTokens,
          text: `${whole(day.promptTokens + day.completionTokens)} tokens`,
        }))}
      />
    </div>
    <Groups title="By model" groups={models} />
    <Groups title="By provider" groups={providers} />
    <Groups title="By day, as numbers" groups={days} />
  </>
);
