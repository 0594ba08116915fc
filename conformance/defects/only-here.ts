/**
 * What has words in one API only, lost on its way to the provider of that API; and what is said in words, unsaid.
 * @module
 */
import { isObject, parseJson, without } from "../../registry/json.ts";
import type { Defect } from "./defect.ts";
import { everywhere, withBody, withOutbound, withRequest } from "./plants.ts";

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
