/** @jsxRuntime automatic */
/** @jsxImportSource hono/jsx */
import type { FC } from "hono/jsx";
import type { Endpoint } from "../../../registry/endpoint.ts";
import type { Registry } from "../../../registry/index.ts";
import { perMillionToPico, picoToPerMillion } from "../../../registry/pricing/money.ts";
import type { CompiledTier } from "../../../registry/pricing/tiers.ts";
import { whole } from "../format.ts";

/** Endpoints on one page. */
export const PAGE_SIZE = 100;

export interface ModelFilter {
  q: string;
  author: string;
  provider: string;
  input: string;
  capability: string;
  /** At least so many tokens. */
  context: number;
  /** A million input tokens cost at most so many USD; a plain decimal, empty for any. */
  price: string;
  page: number;
}

const RATES = [
  ["input", "in"],
  ["cacheRead", "cached"],
  ["output", "out"],
] as const;

const rate = (tier: CompiledTier | undefined, name: (typeof RATES)[number][0]): string => {
  const value = tier?.rates[name];
  return value === undefined ? "–" : `$${picoToPerMillion(value)}`;
};

export const allEndpoints = ({ source, indexes }: Registry): Endpoint[] =>
  Object.keys(source.providers).flatMap((slug) => indexes.endpointsOfProvider(slug));

/** What an endpoint asks for input tokens at its first tier, in pico-USD; a free one nothing, `null` where it has no price. */
const inputPrice = ({ free, tiers }: Endpoint): bigint | null =>
  free ? 0n : (tiers[0]?.rates.input ?? null);

/** What a filter selects, by model and provider. */
export function selected(registry: Registry, filter: ModelFilter): Endpoint[] {
  const words = filter.q.toLowerCase().split(/\s+/).filter(Boolean).slice(0, 8);
  const most = filter.price === "" ? null : perMillionToPico(filter.price);
  const isCheap = (endpoint: Endpoint): boolean => {
    const price = inputPrice(endpoint);
    return most === null || (price !== null && price <= most);
  };
  return allEndpoints(registry)
    .filter((endpoint) => {
      const model = registry.source.models[endpoint.model];
      const text = `${endpoint.id} ${endpoint.providerModelId} ${model?.name ?? ""}`.toLowerCase();
      return (
        words.every((word) => text.includes(word)) &&
        (filter.author === "" || endpoint.author === filter.author) &&
        (filter.provider === "" || endpoint.provider === filter.provider) &&
        (filter.input === "" || model?.inputs.some((input) => input === filter.input)) &&
        (filter.capability === "" || [...endpoint.capabilities].some((name) => name === filter.capability)) &&
        endpoint.contextLength >= filter.context &&
        isCheap(endpoint)
      );
    })
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

const Choice: FC<{ name: string; label: string; value: string; options: readonly string[] }> = ({
  name,
  label,
  value,
  options,
}) => (
  <span>
    <label for={`filter-${name}`}>{label}</label>
    <select id={`filter-${name}`} name={name}>
      <option value="">any</option>
      {options.map((option) => (
        <option value={option} selected={option === value}>
          {option}
        </option>
      ))}
    </select>
  </span>
);

export const Models: FC<{ registry: Registry; filter: ModelFilter; capabilities: readonly string[] }> = ({
  registry,
  filter,
  capabilities,
}) => {
  const found = selected(registry, filter);
  const shown = found.slice(filter.page * PAGE_SIZE, (filter.page + 1) * PAGE_SIZE);
  const at = (page: number) => {
    const entries = Object.entries({ ...filter, page, context: filter.context || "" });
    return `/models?${new URLSearchParams(entries.map(([name, value]) => [name, String(value)]))}`;
  };
  return (
    <>
      <search>
        <form class="filters" method="get" action="/models">
          <span>
            <label for="filter-q">Search</label>
            <input id="filter-q" name="q" type="search" value={filter.q} />
          </span>
          <Choice
            name="author"
            label="Author"
            value={filter.author}
            options={Object.keys(registry.source.authors).sort()}
          />
          <Choice
            name="provider"
            label="Provider"
            value={filter.provider}
            options={Object.keys(registry.source.providers).sort()}
          />
          <Choice
            name="input"
            label="Takes"
            value={filter.input}
            options={["text", "image", "pdf", "audio", "video"]}
          />
          <Choice name="capability" label="Can do" value={filter.capability} options={capabilities} />
          <span>
            <label for="filter-context">Context, at least</label>
            <input
              id="filter-context"
              name="context"
              type="number"
              min="0"
              value={filter.context === 0 ? "" : String(filter.context)}
            />
          </span>
          <span>
            <label for="filter-price">Input $/M, at most</label>
            <input
              id="filter-price"
              name="price"
              type="number"
              min="0"
              max="1000"
              step="any"
              value={filter.price}
            />
          </span>
          <button class="main" type="submit">
            Show
          </button>
        </form>
      </search>
      <p class="dim" role="status">{`${whole(found.length)} endpoints; prices in USD per million tokens`}</p>
      <section class="scroll" tabindex={0} aria-label="Endpoints">
        <table>
          <thead>
            <tr>
              <th scope="col">Model</th>
              <th scope="col">Provider</th>
              <th scope="col" class="right">
                Context
              </th>
              {RATES.map(([, label]) => (
                <th scope="col" class="right">{`$/M ${label}`}</th>
              ))}
              <th scope="col">Can do</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((endpoint) => (
              <tr>
                <td class="name">
                  <a href={`/models/${encodeURIComponent(endpoint.model)}`}>{endpoint.model}</a>
                </td>
                <td>{endpoint.provider}</td>
                <td class="right">{whole(endpoint.contextLength)}</td>
                {RATES.map(([name]) => (
                  <td class="right">{rate(endpoint.tiers[0], name)}</td>
                ))}
                <td class="tags">
                  {[...endpoint.capabilities].map((name) => (
                    <span class="badge">{name}</span>
                  ))}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <nav class="pages" aria-label="Result pages">
        {filter.page > 0 ? <a href={at(filter.page - 1)}>Previous</a> : null}
        {(filter.page + 1) * PAGE_SIZE < found.length ? <a href={at(filter.page + 1)}>Next</a> : null}
      </nav>
    </>
  );
};
