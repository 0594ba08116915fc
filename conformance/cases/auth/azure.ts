/**
 * Azure: one of two headers as configured, the deployment in the path, the api-version exact (AUT-06).
 * @module
 */

import type { UpstreamApiId } from "../../../registry/apis/index.ts";
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import { ask, type Session } from "../../engine/session.ts";
import { canaries } from "../../secrets/canaries.ts";
import { credentialOf } from "../../secrets/credentials.ts";
import { modelSent, pinned, simulated } from "../_shared/support.ts";

const NEEDS = { auth: "azure", scenarios: ["chat.basic"] } as const;

/** Deployments in the path and api-versions are of OpenAI's models; Claude stands at a host and path of its own. */
const OPENAI_NEEDS = { ...NEEDS, api: "openai-chat" } as const;

/** The host of a resource, as the references of both APIs give it. */
const HOSTS: Readonly<Partial<Record<UpstreamApiId, string>>> = {
  "openai-chat": "harbour-west.openai.azure.com",
  "openai-responses": "harbour-west.openai.azure.com",
  "anthropic-messages": "harbour-west.services.ai.azure.com",
};

/** One request of the recorded model, with some settings of the key's own. */
async function sendWith(
  context: CaseContext,
  config: Record<string, string>,
  stream = false,
): Promise<{ session: Session; url: URL; headers: Headers }> {
  const { provider, mode } = context;
  const canary = mode === "byok" ? canaries.vault("a", provider.slug) : canaries.platform(provider.slug);
  const good = credentialOf(provider, canary);
  const credential = { ...good, config: { ...good.config, ...config } };
  const session = await context.open(
    mode === "byok"
      ? { keys: [{ provider: provider.slug, byokOnly: true, credential }] }
      : { platformCredentials: { [provider.slug]: credential } },
  );
  session.answer(simulated(context, stream));
  const endpoint = context.endpointOf(context.recording("chat.basic"));
  await session.send(ask(pinned(endpoint), { stream }));
  const [request] = session.received;
  const url = new URL(request?.url ?? "https://nobody.example");
  return { session, url, headers: request?.headers ?? new Headers() };
}

export const azureCases: readonly Case[] = [
  {
    id: "auth.azure.scheme",
    area: "auth",
    title: "The key goes into api-key or as a bearer token, as configured, and never into both",
    why: "a token in api-key is a 401 that names neither; both together are whichever the host reads first",
    requirements: ["AUT-06"],
    needs: NEEDS,
    run: async (context) => {
      for (const scheme of ["api-key", "bearer"] as const) {
        const { session, headers } = await sendWith(context, { scheme });
        const secret = session.credential();
        const seen = [headers.get("api-key"), headers.get("authorization")];
        const expected = scheme === "bearer" ? [null, `Bearer ${secret}`] : [secret, null];
        context.check.equal("AUT-06", scheme, seen, expected);
      }
    },
  },
  {
    id: "auth.azure.deployment",
    area: "auth",
    title:
      "The deployment stands in the path, escaped, streamed or not; without one the model's own name does",
    why: "customers choose the names of deployments; the name in the body is not read",
    requirements: ["AUT-06"],
    needs: OPENAI_NEEDS,
    run: async (context) => {
      const { providerModelId } = context.endpointOf(context.recording("chat.basic"));
      for (const stream of [false, true]) {
        const plain = await sendWith(context, {}, stream);
        const path = (name: string) => `/openai/deployments/${name}/chat/completions`;
        context.check.equal("AUT-06", `by-model.${stream}`, plain.url.pathname, path(providerModelId));
        const named = await sendWith(context, { deployment: "harbour-chat-2" }, stream);
        context.check.equal("AUT-06", `by-name.${stream}`, named.url.pathname, path("harbour-chat-2"));
      }
    },
  },
  {
    id: "auth.azure.api-version",
    area: "auth",
    title: "The api-version is the configured one to the letter, once, and nothing else stands in the query",
    why: "a version that is guessed changes which parameters are refused",
    requirements: ["AUT-06"],
    needs: OPENAI_NEEDS,
    run: async (context) => {
      for (const apiVersion of ["2024-02-01", "2025-01-01-preview"]) {
        const { url } = await sendWith(context, { apiVersion });
        const query = [...url.searchParams].map(([name, value]) => `${name}=${value}`);
        context.check.equal("AUT-06", apiVersion, query, [`api-version=${apiVersion}`]);
      }
    },
  },
  {
    id: "auth.azure.resource",
    area: "auth",
    title: "The request goes to the resource that the key is for",
    why: "a key of one resource is a 401 at every other",
    requirements: ["AUT-06"],
    needs: NEEDS,
    run: async (context) => {
      const { url } = await sendWith(context, { resource: "harbour-west" });
      context.check.equal("AUT-06", "host", url.host, HOSTS[context.api.id as UpstreamApiId]);
    },
  },
  {
    id: "auth.azure.v1-deployment",
    area: "auth",
    title: "Where no path names the deployment the body does, by the name that its owner gave it",
    why: "the registry's name of a model is a 404 in a resource whose owner calls it otherwise",
    requirements: ["AUT-06"],
    needs: { ...NEEDS, api: "openai-responses" },
    run: async (context) => {
      const { providerModelId } = context.endpointOf(context.recording("chat.basic"));
      for (const stream of [false, true]) {
        const seen: string[] = [];
        const configs: Record<string, string>[] = [{}, { deployment: "harbour-chat-2" }];
        for (const config of configs) {
          const { session } = await sendWith(context, config, stream);
          seen.push(modelSent(session.received[0]));
        }
        context.check.equal("AUT-06", `named.${stream}`, seen, [providerModelId, "harbour-chat-2"]);
      }
    },
  },
];
