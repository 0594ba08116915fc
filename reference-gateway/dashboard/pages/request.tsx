/** @jsxRuntime automatic */
/** @jsxImportSource hono/jsx */
import type { FC } from "hono/jsx";
import { USAGE_CLASSES } from "../../../registry/canonical/usage.ts";
import { picoToPerMillion } from "../../../registry/pricing/money.ts";
import type { Bodies } from "../../bodies/body-store.ts";
import type { LoggedRequest } from "../../records/log.ts";
import type { RequestRecord } from "../../telemetry/record.ts";
import { type Span, Waterfall } from "../charts.tsx";
import { duration, judged, money, time, whole } from "../format.ts";
import { CLASS_WORDS, tierWords } from "../words.ts";

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
  <table class="facts">
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

/** What was used, class by class, and what each cost where it is priced. */
const Costs: FC<{ record: RequestRecord }> = ({ record: { cost, usage, cached } }) => {
  if (cached) return <p>The gateway's own cache answered: no provider was asked, and nothing is charged.</p>;
  const computed = cost?.computed;
  const priced = computed?.kind === "priced" ? computed : null;
  const used = usage.kind === "known" ? usage.usage : {};
  return (
    <>
      <p>
        {cost === null
          ? "Nothing is priced."
          : `Counted: ${cost.counted}, ${money(cost.counted === "nothing" ? null : cost.amount)}.`}
        {cost === null || cost.reported === null ? "" : ` The provider reported ${money(cost.reported)}.`}
      </p>
      {priced === null ? null : (
        <p class="dim">
          {`Priced ${lowerFirst(tierWords(priced.tier))}.`}
          {priced.modifiers === undefined || priced.modifiers.length === 0
            ? ""
            : ` Changed by ${priced.modifiers.join(", ")}.`}
        </p>
      )}
      {usage.kind === "known" ? null : <p>The provider told no usage.</p>}
      <section class="scroll" tabindex={0} aria-label="Usage and cost by class">
        <table>
          <thead>
            <tr>
              <th scope="col">What was used</th>
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
            {priced === null
              ? USAGE_CLASSES.filter((name) => (used[name] ?? 0) > 0).map((name) => (
                  <tr>
                    <td>{CLASS_WORDS[name]}</td>
                    <td class="right">{whole(used[name] ?? 0)}</td>
                    <td class="right">–</td>
                    <td class="right">–</td>
                  </tr>
                ))
              : priced.lines.map((line) => (
                  <tr>
                    <td>{CLASS_WORDS[line.class]}</td>
                    <td class="right">{whole(line.count)}</td>
                    <td class="right">{picoToPerMillion(line.rate)}</td>
                    <td class="right">{money(line.amount)}</td>
                  </tr>
                ))}
          </tbody>
        </table>
      </section>
    </>
  );
};

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

/** So much of a body is shown; all of it is at `GET /v1/requests/{id}/bodies`. */
const SHOWN_CHARS = 20_000;

const bodyText = (body: Uint8Array): string => {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(body);
  } catch {
    return `${whole(body.byteLength)} bytes that are no text`;
  }
};

const Body: FC<{ name: string; body: Uint8Array | null }> = ({ name, body }) => {
  if (body === null) return <p>{`${name}: not kept.`}</p>;
  const text = bodyText(body);
  const more = text.length > SHOWN_CHARS ? `, the first ${whole(SHOWN_CHARS)} characters` : "";
  return (
    <details>
      <summary>{`${name}: ${whole(body.byteLength)} bytes${more}`}</summary>
      <pre>{text.slice(0, SHOWN_CHARS)}</pre>
    </details>
  );
};

/** One request: what became of it, attempt by attempt, and what it cost and why. */
export const RequestPage: FC<{ logged: LoggedRequest; bodies: Bodies; token: string }> = ({
  logged,
  bodies,
  token,
}) => {
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
      <h2>Usage and cost</h2>
      <Costs record={record} />
      <h2>Attempts that failed before</h2>
      {record.attempts.length === 0 ? <p>None.</p> : null}
      <ol>
        {record.attempts.map((attempt) => (
          <li>{`${attempt.provider}, ${attempt.mode}: ${attempt.status} ${attempt.type}, ${attempt.message}`}</li>
        ))}
      </ol>
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
      <h2>Bodies</h2>
      {bodies.request === null && bodies.response === null ? (
        <p>
          Nothing is kept of this request: bodies are stored only for those who ask for it, and only for a
          time.
        </p>
      ) : (
        <>
          <Body name="Asked" body={bodies.request} />
          <Body name="Answered" body={bodies.response} />
        </>
      )}
    </>
  );
};
