/**
 * Which endpoint of the registry an exchange was with: models stand in the body, in the path or in the answer, under
 * dated names, aliases and names that only the customer knows.
 * @module
 */
import type { ApiId } from "../../../registry/apis/codec.ts";
import { type Endpoint, endpointOn } from "../../../registry/endpoint.ts";
import type { Registry } from "../../../registry/index.ts";
import { at, isObject, type Json, textOrNull } from "../../../registry/json.ts";
import type { CorpusExchange } from "./exchange.ts";

/** `models/ID:verb`, `model/ID/converse`, `deployments/NAME/chat/…`. */
const IN_PATH = /\/(?:models?|deployments)\/([^/?#]+)/;
const VERB =
  /:(?:stream)?(?:generateContent|rawPredict|predict|embedContent|batchEmbedContents|countTokens)$/i;

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // A stray percent sign belongs to the name.
  }
}

/** The model that a URL names, without the verb behind it. */
export function modelInUrl(url: string | null | undefined): string | null {
  const [, named] = IN_PATH.exec(url ?? "") ?? [];
  return named === undefined ? null : decoded(named).replace(VERB, "");
}

/** The model that a streamed answer names in one of its first events. */
const inText = (body: Json | null | undefined): string | null =>
  typeof body === "string" ? (/"(?:model|modelVersion)": ?"([^"]+)"/.exec(body)?.[1] ?? null) : null;

/** Every name of the model in an exchange, the most telling first. */
export function modelNames({ request, response }: CorpusExchange): string[] {
  const { body } = response;
  const named = [
    isObject(request?.body) ? textOrNull(request.body.model) : null,
    modelInUrl(request?.url),
    textOrNull(at(body, ["model"])),
    textOrNull(at(body, ["modelVersion"])),
    inText(body),
  ];
  return [...new Set(named.filter((name) => name !== null))];
}

/** A name without what says when and where: date, version, `latest`, region and folders. */
const plain = (name: string): string =>
  name
    .replace(/^.*\//, "")
    .replace(/^(?:us|eu|apac|jp|au|global|us-gov)\./, "")
    .replace(/[@-](?:\d{8}|\d{4}-\d{2}-\d{2}|latest|default)(?=$|-v\d)/, "");

/** The endpoint of an exchange on its API: by its exact name, else by the name without dates and regions. */
export function endpointOf(
  exchange: CorpusExchange,
  api: ApiId,
  { indexes }: Registry,
): Endpoint | undefined {
  const names = modelNames(exchange);
  const offered = indexes
    .endpointsOfProvider(exchange.provider)
    .flatMap((endpoint) => endpointOn(endpoint, api) ?? []);
  const exact = names.map((name) => offered.find(({ providerModelId }) => providerModelId === name));
  const alike = names.map((name) =>
    offered.find(({ providerModelId }) => plain(providerModelId) === plain(name)),
  );
  return [...exact, ...alike].find((endpoint) => endpoint !== undefined);
}
