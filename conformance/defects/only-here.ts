/**
 * What has words in one API only, lost on its way to the provider of that API; and what is said in words, unsaid.
 * @module
 */
import { isObject, type Json, type JsonObject, parseJson, without } from "../../registry/json.ts";
import type { Defect } from "./defect.ts";
import { everywhere, withBody, withOutbound, withRequest } from "./plants.ts";

/** What the last caller said about managing the context. */
let managed: Json | undefined;

const withManaged = (body: JsonObject): JsonObject =>
  managed === undefined ? body : { ...body, context_management: managed };

/** The bytes of a body without a field of its. */
function bytesWithout(body: Uint8Array, name: string): Uint8Array {
  const json = parseJson(new TextDecoder().decode(body));
  return isObject(json) ? new TextEncoder().encode(JSON.stringify(without(json, [name]))) : body;
}

export const onlyHereDefects: readonly Defect[] = [
  {
    id: "mapping.content-of-one-api-lost",
    title: "Content that only the caller's own API has words for is left out",
    seenIn: "own",
    breaks: ["MAP-16"],
    providers: ["anthropic"],
    plant: withRequest((request) => ({
      ...request,
      messages: request.messages.map((message) => ({ ...message, only_on: undefined })),
    })),
  },
  {
    id: "mapping.fields-of-one-api-lost",
    title: "Fields that only the caller's own API has are left out, while their beta header goes",
    seenIn: "own",
    breaks: ["MAP-16"],
    providers: ["anthropic"],
    plant: withOutbound((request) => ({
      ...request,
      body: bytesWithout(request.body, "context_management"),
    })),
  },
  {
    id: "billing.fields-of-one-api-sold",
    title: "Fields that only the caller's own API has are sent on the gateway's key too, whatever they cost",
    seenIn: "own",
    breaks: ["BIL-06"],
    providers: ["anthropic"],
    plant: withBody(withManaged),
    around: (send) => (path, init) => {
      const body = typeof init.body === "string" ? parseJson(init.body) : null;
      managed = isObject(body) ? body.context_management : undefined;
      return send(path, init);
    },
  },
  {
    id: "mapping.json-unsaid",
    title: "A model that has no mode for JSON is not told to write any",
    seenIn: "own",
    breaks: ["MAP-19"],
    providers: ["azure", "bedrock"],
    plant: withBody((body) => {
      const unsaid = everywhere(body, (value) =>
        typeof value === "string" ? value.replaceAll("JSON object", "answer") : value,
      );
      return isObject(unsaid) ? unsaid : body;
    }),
  },
];
