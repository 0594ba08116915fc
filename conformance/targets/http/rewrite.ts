/**
 * A case's call as a gateway wants it: its path, its headers, its way of naming model and provider.
 * @module
 */
import type { Endpoint } from "../../../registry/endpoint.ts";
import { openRegistry } from "../../../registry/index.ts";
import { isObject, type Json } from "../../../registry/json.ts";
import type { BaseProvider } from "../../../registry/providers/_shared/base.ts";
import { canaries } from "../../secrets/canaries.ts";
import { exampleContext } from "../../secrets/credentials.ts";
import { type Setup, Unavailable } from "../target.ts";
import { type Descriptor, filled } from "./descriptor.ts";
import { vaultCredential } from "./world.ts";

export interface Rewritten {
  path: string;
  init: RequestInit;
}

const registry = openRegistry();

/** The endpoint that a pinned model string names, or `null`: `model/provider`, `model/provider/deployment`. */
function pinnedEndpoint(model: string): Endpoint | null {
  const parts = model.split("/");
  for (const provider of Object.values<BaseProvider>(registry.source.providers)) {
    const at = parts.lastIndexOf(provider.slug);
    if (at < 1) continue;
    const named = parts.slice(0, at).join("/");
    const deployment = parts.slice(at + 1).join("/") || "default";
    const found = registry.indexes
      .endpointsOfProvider(provider.slug)
      .find((endpoint) => endpoint.model === named && endpoint.deployment === deployment);
    if (found) return found;
  }
  return null;
}

/** The address of an endpoint's provider at the stand-in, up to what every OpenAI client adds. */
function upstreamBase(endpoint: Endpoint, standIn: string): string {
  const provider = registry.provider(endpoint.provider);
  if (!provider) throw new Error(`no provider ${endpoint.provider}`);
  const { host, pathname } = new URL(provider.buildUrl(exampleContext(provider, endpoint)));
  return `${standIn}/${host}${pathname.replace(/\/chat\/completions$/, "")}`;
}

const bodyOf = (text: unknown): Json => {
  try {
    return typeof text === "string" ? JSON.parse(text) : null;
  } catch {
    return null; // What is no JSON is sent as it is.
  }
};

const needsEndpoint = ({ model, headers }: Descriptor): boolean =>
  [model, ...Object.values(headers)].some((text) => /\{(?!model\})\w+\}/.test(text));

/**
 * @throws Unavailable for a path that the gateway does not have, and for what its way of choosing cannot say
 */
export function rewritten(
  descriptor: Descriptor,
  call: { path: string; init: RequestInit },
  { setup, standIn }: { setup: Setup; standIn: string },
): Rewritten {
  const { name, paths, callerKeys } = descriptor;
  const refuse = (reason: string): never => {
    throw new Unavailable("not-applicable", `${name}: ${reason}`);
  };
  const [, pathname = "/", search = ""] = /^([^?]*)(\?.*)?$/.exec(call.path) ?? [];
  const path = paths === "*" ? pathname : paths[pathname];
  if (path === undefined) return refuse(`it declares no path for ${pathname}`);
  const headers = new Headers(call.init.headers);
  if (!callerKeys) {
    const isKnown = headers.get("helicone-auth") === `Bearer ${canaries.gatewayKey.a}`;
    if (!isKnown) refuse("it has no keys of its own for its callers");
    headers.delete("helicone-auth");
  }
  if (!needsEndpoint(descriptor)) {
    for (const [header, value] of Object.entries(descriptor.headers)) headers.set(header, value);
    return { path: `${path}${search}`, init: { ...call.init, headers } };
  }
  const body = bodyOf(call.init.body);
  const model = isObject(body) && typeof body.model === "string" ? body.model : null;
  const endpoint = model === null ? null : pinnedEndpoint(model);
  if (!isObject(body) || endpoint === null)
    return refuse("its provider is chosen by a header, and this call names no single endpoint");
  const key = setup.keys.find(
    ({ provider, tenant = "a", enabled }) =>
      provider === endpoint.provider && tenant === "a" && enabled !== false,
  );
  if (!key) return refuse(`the case has no key of the caller's at ${endpoint.provider}`);
  const values = {
    model: model ?? "",
    provider: endpoint.provider,
    providerModel: endpoint.providerModelId,
    credential: vaultCredential(key).secret,
    upstreamBase: upstreamBase(endpoint, standIn),
  };
  for (const [header, value] of Object.entries(descriptor.headers))
    headers.set(header, filled(value, values));
  const sent = JSON.stringify({ ...body, model: filled(descriptor.model, values) });
  return { path: `${path}${search}`, init: { ...call.init, headers, body: sent } };
}
