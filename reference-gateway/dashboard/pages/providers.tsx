/** @jsxRuntime automatic */
/** @jsxImportSource hono/jsx */
import type { FC } from "hono/jsx";
import { listPrice } from "../../../registry/endpoint.ts";
import type { Registry } from "../../../registry/index.ts";
import { picoToPerMillion } from "../../../registry/pricing/money.ts";
import type { BaseProvider } from "../../../registry/providers/_shared/base.ts";
import { keyFields } from "../../../registry/providers/_shared/key-fields.ts";
import type { ShownProviderKey } from "../../vault/keys.ts";
import type { Claims } from "../claims.ts";
import { time } from "../format.ts";
import { Monogram } from "../layout.tsx";
import { ClaimLine, ClaimsNote, ClaimTable } from "./claim.tsx";

/** Providers as the dashboard lists them: by relevance, then by name. */
export const byRelevance = ({ source }: Registry): BaseProvider[] =>
  Object.values(source.providers).sort(
    (a, b) => b.dashboard.relevance - a.dashboard.relevance || (a.displayName < b.displayName ? -1 : 1),
  );

function offer(registry: Registry, slug: string): { endpoints: number; ptb: boolean; prices: string } {
  const endpoints = registry.indexes.endpointsOfProvider(slug);
  const inputs = endpoints
    .filter(({ free, tiers }) => !free && tiers[0]?.rates.input !== undefined)
    .sort((a, b) => (listPrice(a) < listPrice(b) ? -1 : 1))
    .map(({ tiers }) => picoToPerMillion(tiers[0]?.rates.input ?? 0n));
  const [low] = inputs;
  const high = inputs.at(-1);
  return {
    endpoints: endpoints.length,
    ptb: endpoints.some(({ ptbEnabled }) => ptbEnabled),
    prices: low === undefined ? "no price" : `$${low} to $${high} per million input tokens`,
  };
}

export interface ProvidersProps {
  registry: Registry;
  keys: readonly ShownProviderKey[];
  /** Providers with a key of the gateway's own. */
  platform: ReadonlySet<string>;
  /** Of the last run of the suite. */
  claims: Claims;
}

const keysText = (count: number): string =>
  count === 0 ? "no key of yours" : count === 1 ? "one key of yours" : `${count} keys of yours`;

export const Providers: FC<ProvidersProps> = ({ registry, keys, platform, claims }) => (
  <>
    <ClaimsNote claims={claims} />
    <div class="grid">
      {byRelevance(registry).map(({ slug, displayName, dashboard }) => {
        const { endpoints, ptb, prices } = offer(registry, slug);
        const own = keys.filter(({ provider }) => provider === slug);
        return (
          <section class="card provider" aria-labelledby={`provider-${slug}`}>
            <h2 id={`provider-${slug}`}>
              <Monogram name={displayName} />
              <a href={`/providers/${slug}`}>{displayName}</a>
            </h2>
            <p>{dashboard.description}</p>
            <p class="dim">{`${endpoints} endpoints, ${prices}; ${keysText(own.length)}`}</p>
            <p class="tags">
              {ptb && platform.has(slug) ? <span class="badge">billed to the wallet (PTB)</span> : null}
              <span class="badge">your own key (BYOK)</span>
            </p>
            <ClaimLine claims={claims} provider={slug} />
            <p class="foot">
              <a href={`/models?provider=${slug}`} aria-label={`Models of ${displayName}`}>
                Models
              </a>
              <a href={dashboard.docsUrl} rel="noreferrer" aria-label={`Documentation of ${displayName}`}>
                Documentation
              </a>
            </p>
          </section>
        );
      })}
    </div>
  </>
);

export interface ProviderProps extends ProvidersProps {
  provider: BaseProvider;
  token: string;
  /** What was typed last, without secrets, where it was refused. */
  values?: Readonly<Record<string, string>>;
}

const KeyForm: FC<Pick<ProviderProps, "provider" | "token" | "values">> = ({
  provider,
  token,
  values = {},
}) => (
  <form class="card form" method="post" action={`/providers/${provider.slug}/keys`} autocomplete="off">
    <input type="hidden" name="token" value={token} />
    <p>
      <label for="key-name">Name</label>
      <input id="key-name" name="name" maxlength={64} value={values.name ?? ""} />
    </p>
    {keyFields(provider).map(({ name, label, placeholder, required, secret }) => (
      <p>
        <label for={`key-${name}`}>{`${label}${required ? "" : " (optional)"}`}</label>
        <input
          id={`key-${name}`}
          name={name}
          type={secret ? "password" : "text"}
          placeholder={placeholder}
          required={required}
          autocomplete="off"
          spellcheck={false}
          value={secret ? "" : (values[name] ?? "")}
        />
      </p>
    ))}
    <p>
      <label class="check">
        <input type="checkbox" name="byokOnly" value="1" checked={values.byokOnly === "1"} /> Never bill my
        wallet for this provider
      </label>
    </p>
    <button class="main" type="submit">
      Add key
    </button>
  </form>
);

/** One provider: its keys, by their last four characters, and a form for another. */
export const Provider: FC<ProviderProps> = ({
  provider,
  registry,
  keys,
  platform,
  claims,
  token,
  values,
}) => {
  const { slug, dashboard } = provider;
  const own = keys.filter((key) => key.provider === slug);
  const { endpoints, prices } = offer(registry, slug);
  return (
    <>
      <p>{dashboard.description}</p>
      <p class="dim">
        {`${endpoints} endpoints, ${prices}. ${platform.has(slug) ? "The gateway has a key of its own." : "The gateway has no key of its own."} `}
        <a href={`/models?provider=${slug}`}>Its models</a>
        {" · "}
        <a href={dashboard.docsUrl} rel="noreferrer">
          Documentation
        </a>
      </p>
      <h2>Your keys</h2>
      {own.length === 0 ? <p>No key yet.</p> : null}
      {own.length === 0 ? null : (
        <section class="scroll" tabindex={0} aria-label="Your keys">
          <table>
            <thead>
              <tr>
                <th scope="col">Name</th>
                <th scope="col">Ends with</th>
                <th scope="col">Added (UTC)</th>
                <th scope="col">State</th>
                <th scope="col">Change</th>
              </tr>
            </thead>
            <tbody>
              {own.map((key) => (
                <tr>
                  <td>{key.name === "" ? "unnamed" : key.name}</td>
                  <td>{key.hint}</td>
                  <td>{time(key.createdAt)}</td>
                  <td>{`${key.enabled ? "in use" : "disabled"}${key.byokOnly ? ", wallet never billed" : ""}${key.declared ? ", from the configuration" : ""}`}</td>
                  <td>
                    <form class="inline" method="post" action={`/providers/${slug}/keys/${key.id}/toggle`}>
                      <input type="hidden" name="token" value={token} />
                      <button type="submit" name="enabled" value={key.enabled ? "0" : "1"}>
                        {key.enabled ? "Disable" : "Enable"}
                      </button>
                    </form>{" "}
                    {key.declared ? null : (
                      <a href={`/providers/${slug}/keys/${key.id}/delete`}>{`Delete ${key.hint}`}</a>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
      <h2>Add a key</h2>
      <KeyForm provider={provider} token={token} values={values} />
      <ClaimTable claims={claims} provider={slug} />
    </>
  );
};

/** Asked once more, on a page of its own: it works without scripts. */
export const DeleteKey: FC<{ provider: BaseProvider; stored: ShownProviderKey; token: string }> = ({
  provider,
  stored,
  token,
}) => (
  <form method="post" action={`/providers/${provider.slug}/keys/${stored.id}/delete`}>
    <input type="hidden" name="token" value={token} />
    <p>{`The key of ${provider.displayName} that ends with ${stored.hint} is deleted at once; the next request that needs it is refused.`}</p>
    <button class="danger" type="submit">
      Delete this key
    </button>{" "}
    <a href={`/providers/${provider.slug}`}>Keep it</a>
  </form>
);
