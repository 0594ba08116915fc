/** @jsxRuntime automatic */
/** @jsxImportSource hono/jsx */
import type { FC } from "hono/jsx";
import type { Endpoint } from "../../../registry/endpoint.ts";
import type { Registry } from "../../../registry/index.ts";
import type { Cost } from "../../../registry/pricing/cost.ts";
import { picoToPerMillion } from "../../../registry/pricing/money.ts";
import { WORKLOADS, workloadCost } from "../../../registry/pricing/workloads.ts";
import { money, whole } from "../format.ts";
import { CLASS_WORDS, modifierWords, ratesOf, tierWords } from "../words.ts";

/** A question for the calculator, and its answer. */
export interface Calculation {
  endpoint: string;
  input: number;
  cached: number;
  output: number;
  cost: Cost | null;
}

const costText = (cost: Cost): string =>
  cost.kind === "unpriced"
    ? `no price for ${[...cost.classes, ...(cost.words ?? [])].join(", ") || (cost.problem ?? "this")}`
    : money(cost.total);

const LABELS = {
  input: "Input tokens",
  cached: "Input tokens from the cache",
  output: "Output tokens",
} as const;

/** How it is called, copyable. */
const SNIPPETS: readonly [string, string, (model: string, origin: string) => string][] = [
  [
    "curl",
    "curl",
    (model, origin) =>
      `curl ${origin}/v1/chat/completions -H "Authorization: Bearer $GATEWAY_KEY" -H "Content-Type: application/json" \\\n  -d '${JSON.stringify({ model, messages: [{ role: "user", content: "Hello" }] })}'`,
  ],
  [
    "openai",
    "OpenAI SDK",
    (model, origin) =>
      `const client = new OpenAI({ apiKey: process.env.GATEWAY_KEY, baseURL: "${origin}/v1" });\nconst answer = await client.chat.completions.create({\n  model: ${JSON.stringify(model)},\n  messages: [{ role: "user", content: "Hello" }],\n});`,
  ],
  [
    "anthropic",
    "Anthropic SDK",
    (model, origin) =>
      `const client = new Anthropic({ apiKey: process.env.GATEWAY_KEY, baseURL: "${origin}" });\nconst message = await client.messages.create({\n  model: ${JSON.stringify(model)},\n  max_tokens: 500,\n  messages: [{ role: "user", content: "Hello" }],\n});`,
  ],
];

const Deployment: FC<{ endpoint: Endpoint }> = ({ endpoint }) => {
  const { deployment, provider, providerModelId, tiers, modifiers = [], free, ptbEnabled } = endpoint;
  const { contextLength, maxCompletionTokens } = endpoint;
  return (
    <section class="card">
      <h3>{deployment === "default" ? provider : `${provider}, ${deployment}`}</h3>
      <p class="dim">
        <code>{providerModelId}</code>
        {`: ${whole(contextLength)} tokens of context, ${whole(maxCompletionTokens)} of output at most`}
      </p>
      {free ? <p>Free of charge.</p> : null}
      {tiers.map((tier) => (
        <>
          {tiers.length === 1 ? null : <p class="tier">{tierWords(tier)}</p>}
          <table class="prices">
            <tbody>
              {ratesOf(tier.rates).map(([name, rate]) => (
                <tr>
                  <th scope="row">{name}</th>
                  <td class="right">{rate}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </>
      ))}
      {modifiers.length === 0 ? null : (
        <ul class="dim">
          {modifiers.map((modifier) => (
            <li>{modifierWords(modifier)}</li>
          ))}
        </ul>
      )}
      <p class="tags">
        {ptbEnabled ? <span class="badge">wallet (PTB)</span> : null}
        <span class="badge">own key (BYOK)</span>
      </p>
    </section>
  );
};

/** What typical use costs, endpoint by endpoint; nothing where it does not fit. */
const Workloads: FC<{ endpoints: readonly Endpoint[] }> = ({ endpoints }) => (
  <>
    <h2>What typical use costs</h2>
    <section class="scroll" tabindex={0} aria-label="What typical use costs">
      <table>
        <thead>
          <tr>
            <th scope="col">Tokens in / out</th>
            {endpoints.map(({ id, provider, deployment }) => (
              <th scope="col" class="right" title={id}>
                {deployment === "default" ? provider : `${provider}, ${deployment}`}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {WORKLOADS.map((workload) => (
            <tr>
              <th scope="row">{workload.title}</th>
              {endpoints.map((endpoint) => {
                const cost = workloadCost(endpoint, workload);
                return <td class="right">{cost === null ? "–" : money(cost)}</td>;
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  </>
);

export interface ModelProps {
  registry: Registry;
  id: string;
  endpoints: readonly Endpoint[];
  origin: string;
  calculation: Calculation;
}

/** One model: where it runs, at what price and why, what a usage costs, and how it is called. */
export const ModelPage: FC<ModelProps> = ({ registry, id, endpoints, origin, calculation }) => {
  const model = registry.source.models[id];
  const author = registry.author(model?.author ?? "");
  return (
    <>
      <p>{model?.description}</p>
      <p class="dim">
        {`By ${author?.displayName ?? model?.author}, ${model?.created}. Takes ${model?.inputs.join(", ")}, gives ${model?.outputs.join(", ")}. Tokenizer: ${model?.tokenizer}.`}
      </p>
      <h2>Deployments</h2>
      <div class="grid">
        {endpoints.map((endpoint) => (
          <Deployment endpoint={endpoint} />
        ))}
      </div>
      <Workloads endpoints={endpoints} />
      <h2>What your request costs</h2>
      <form class="filters" method="get" action={`/models/${encodeURIComponent(id)}`}>
        <span>
          <label for="calc-endpoint">Endpoint</label>
          <select id="calc-endpoint" name="endpoint">
            {endpoints.map((endpoint) => (
              <option value={endpoint.id} selected={endpoint.id === calculation.endpoint}>
                {endpoint.id}
              </option>
            ))}
          </select>
        </span>
        {(["input", "cached", "output"] as const).map((name) => (
          <span>
            <label for={`calc-${name}`}>{LABELS[name]}</label>
            <input
              id={`calc-${name}`}
              name={name}
              type="number"
              min="0"
              max="100000000"
              value={String(calculation[name])}
            />
          </span>
        ))}
        <button class="main" type="submit">
          Price it
        </button>
      </form>
      {calculation.cost === null ? null : (
        <p role="status">
          <strong>{costText(calculation.cost)}</strong>
          {calculation.cost.kind === "priced"
            ? ` = ${calculation.cost.lines.map((line) => `${whole(line.count)} ${CLASS_WORDS[line.class]} at $${picoToPerMillion(line.rate)}/M`).join(" + ")}`
            : ""}
        </p>
      )}
      <h2>How to call it</h2>
      {SNIPPETS.map(([key, title, text]) => (
        <>
          <h3 class="bar">
            {title}
            <button type="button" data-copy={`snippet-${key}`} aria-label={`Copy for ${title}`}>
              Copy
            </button>
          </h3>
          <pre id={`snippet-${key}`} tabindex={0}>
            {text(id, origin)}
          </pre>
        </>
      ))}
    </>
  );
};
