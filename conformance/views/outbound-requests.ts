/**
 * View: what a provider is sent, by the provider's own pure steps and with a placeholder for the credential.
 * @module
 */
import { ChatRequestSchema } from "../../registry/canonical/chat.ts";
import type { Capability, Endpoint } from "../../registry/endpoint.ts";
import type { Registry } from "../../registry/index.ts";
import { type BaseProvider, encodeBody } from "../../registry/providers/_shared/base.ts";
import { type ScenarioId, scenarios } from "../recordings/scenarios.ts";
import { exampleContext } from "../secrets/credentials.ts";
import { page } from "./table.ts";

/** One of each kind; the recordings hold the rest. */
const SHOWN: readonly ScenarioId[] = [
  "chat.multi-turn",
  "chat.tools",
  "chat.json-schema",
  "chat.reasoning",
  "stream.basic",
];

/** JSON with one message, tool or scalar a line. */
function compact(value: unknown, indent = ""): string {
  const flat = JSON.stringify(value);
  if (flat.length + indent.length <= 100 || typeof value !== "object" || value === null) return flat;
  const inner = `${indent}  `;
  if (Array.isArray(value))
    return `[\n${value.map((item) => inner + compact(item, inner)).join(",\n")}\n${indent}]`;
  const entries = Object.entries(value).map(
    ([key, item]) => `${inner}${JSON.stringify(key)}: ${compact(item, inner)}`,
  );
  return `{\n${entries.join(",\n")}\n${indent}}`;
}

async function shown(provider: BaseProvider, endpoint: Endpoint, id: ScenarioId): Promise<string[]> {
  const scenario = scenarios[id];
  const request = ChatRequestSchema.parse({ model: `${endpoint.model}/${provider.slug}`, ...scenario.body });
  const { body, dropped } = provider.buildBody(request, endpoint);
  const context = exampleContext(provider, endpoint, { stream: request.stream === true });
  const { method, url, headers } = await provider.authenticate(
    {
      method: "POST",
      url: provider.buildUrl(context),
      headers: provider.buildHeaders(context),
      body: encodeBody(body),
    },
    context,
  );
  return [
    `## ${id}: ${scenario.title}`,
    "",
    "```http",
    `${method} ${url}`,
    ...headers.map(([name, value]) => `${name}: ${value}`),
    "",
    compact(body),
    "```",
    "",
    `Dropped: ${dropped.join(", ") || "nothing"}`,
    "",
  ];
}

/** The page of one provider. Scenarios that none of its endpoints can do are named as such. */
export async function outboundRequests(registry: Registry, provider: BaseProvider): Promise<string> {
  const endpoints = registry.indexes
    .endpointsOfProvider(provider.slug)
    .filter(({ operation }) => operation === "chat");
  const able = (needs: readonly Capability[]) =>
    endpoints.find((endpoint) => needs.every((need) => endpoint.capabilities.has(need)));
  const lines: string[] = [`# ${provider.displayName}: outbound requests`, ""];
  for (const id of SHOWN) {
    const endpoint = able(scenarios[id].needs);
    if (endpoint) lines.push(...(await shown(provider, endpoint, id)));
    else lines.push(`## ${id}: no endpoint has ${scenarios[id].needs.join(", ")}`, "");
  }
  return page(lines.slice(0, -1));
}
