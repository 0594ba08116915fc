/** @jsxRuntime automatic */
/** @jsxImportSource hono/jsx */
import type { FC } from "hono/jsx";
import { USAGE_CLASSES } from "../../../registry/canonical/usage.ts";
import type { Endpoint } from "../../../registry/endpoint.ts";
import type { Registry } from "../../../registry/index.ts";
import type { Cost } from "../../../registry/pricing/cost.ts";
import { picoToPerMillion } from "../../../registry/pricing/money.ts";
import type { CompiledTier } from "../../../registry/pricing/tiers.ts";
import { money, whole } from "../format.ts";

/** A question for the calculator, and its answer. */
export interface Calculation {
  endpoint: string;
  input: number;
  cached: number;
  output: number;
  cost: Cost | null;
}

/** A tier in words. */
function tierText({ from, boundary, shape }: CompiledTier): string {
  if (from === 0) return "from the first token";
  const where = `${boundary === "above" ? "above" : "from"} ${whole(from)} prompt tokens`;
  return shape === "marginal" ? `${where}, for the tokens beyond` : `${where}, for the whole request`;
}

const ratesText = ({ rates }: CompiledTier): string =>
  USAGE_CLASSES.flatMap((name) => {
    const value = rates[name];
    if (value === undefined) return [];
    return name === "request" || name === "search"
      ? [`${name} ${money(value)} each`]
      : [`${name} $${picoToPerMillion(value)}`];
  }).join(", ");

const costText = (cost: Cost): string =>
  cost.kind === "unpriced"
    ? `no price for ${[...cost.classes, ...(cost.words ?? [])].join(", ") || (cost.problem ?? "this")}`
    : money(cost.total);

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

const Deployment: FC<{ endpoint: Endpoint }> = ({ endpoint }) => (
  <section class="card">
    <h3>
      {endpoint.deployment === "default" ? endpoint.provider : `${endpoint.provider}, ${endpoint.deployment}`}
    </h3>
    <p class="dim">{`${endpoint.providerModelId}; ${whole(endpoint.contextLength)} tokens of context, ${whole(endpoint.maxCompletionTokens)} written at most`}</p>
    <ul>
      {endpoint.tiers.map((tier) => (
        <li>{`${tierText(tier)}: ${ratesText(tier)} (per million tokens)`}</li>
      ))}
    </ul>
    <p class="dim">
      {endpoint.ptbEnabled ? "Billed to the wallet, or your own key." : "With your own key only."}
    </p>
  </section>
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
      <h2>What a request costs</h2>
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
            <label for={`calc-${name}`}>{`${name} tokens`}</label>
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
            ? ` = ${calculation.cost.lines.map((line) => `${whole(line.count)} ${line.class} at $${picoToPerMillion(line.rate)}`).join(" + ")}`
            : ""}
        </p>
      )}
      <h2>How to call it</h2>
      {SNIPPETS.map(([key, title, text]) => (
        <>
          <h3>{title}</h3>
          <pre id={`snippet-${key}`} tabindex={0}>
            {text(id, origin)}
          </pre>
          <button type="button" data-copy={`snippet-${key}`}>{`Copy for ${title}`}</button>
        </>
      ))}
    </>
  );
};
