/**
 * Nothing that is taken for something: null, and what is empty, in the fields of a request (MAP-09, MAP-10, MAP-15).
 * @module
 */
import type { ChatRequest } from "../../registry/canonical/chat.ts";
import { isObject } from "../../registry/json.ts";
import type { Around } from "../targets/reference.ts";
import type { Defect } from "./defect.ts";
import { unchanged, withProvider, withRequest } from "./plants.ts";

const NUMBERS = ["temperature", "top_p", "presence_penalty", "frequency_penalty"];

/** Numbers that are null read as 0, as whoever converts them does. */
const nullsAsZero = (request: ChatRequest): ChatRequest => ({
  ...request,
  ...Object.fromEntries(NUMBERS.filter((name) => request[name] === null).map((name) => [name, 0])),
});

const isEmpty = (value: unknown): boolean =>
  value === "" ||
  (Array.isArray(value) ? value.length === 0 : isObject(value) && Object.keys(value).length === 0);

/** A caller's body without what is empty in it, whatever it should have been. */
const withoutEmpties: Around = (send) => async (path, init) => {
  if (typeof init?.body !== "string") return send(path, init);
  const body: unknown = JSON.parse(init.body);
  if (!isObject(body)) return send(path, init);
  const kept = Object.entries(body).filter(([, value]) => !isEmpty(value));
  return send(path, { ...init, body: JSON.stringify(Object.fromEntries(kept)) });
};

export const emptiesDefects: readonly Defect[] = [
  {
    id: "mapping.empties.null-as-zero",
    title: "A number that is null is sent as 0",
    seenIn: "own",
    breaks: ["MAP-10"],
    providers: ["google-ai-studio", "groq"],
    plant: withRequest(nullsAsZero),
  },
  {
    id: "mapping.empties.no-stops-as-one",
    title: "An empty list of stops is sent as an empty stop",
    seenIn: "own",
    breaks: ["MAP-10", "MAP-15"],
    providers: ["openai", "anthropic", "google-ai-studio"],
    plant: withRequest((request) =>
      Array.isArray(request.stop) && request.stop.length === 0 ? { ...request, stop: ["\n"] } : request,
    ),
  },
  {
    id: "mapping.empties.null-passed-on",
    title: "A user that is null is sent to hosts as null, which their schema has no place for",
    seenIn: "own",
    breaks: ["MAP-15"],
    providers: ["openai"],
    plant: withProvider((original) => ({
      buildBody: (request, endpoint) => {
        const built = original.buildBody(request, endpoint);
        return request.user === null ? { ...built, body: { ...built.body, user: null } } : built;
      },
    })),
  },
  {
    id: "embeddings.no-user-as-one",
    title: "A request for embeddings whose user is null is sent under a user of the gateway's own",
    seenIn: "own",
    breaks: ["API-02"],
    providers: ["openai", "mistral"],
    plant: unchanged,
    around: (send) => async (path, init) => {
      if (path !== "/v1/embeddings" || typeof init?.body !== "string") return send(path, init);
      const body: unknown = JSON.parse(init.body);
      if (!isObject(body) || body.user !== null) return send(path, init);
      return send(path, { ...init, body: JSON.stringify({ ...body, user: "gateway" }) });
    },
  },
  {
    id: "mapping.empties.mistakes-swallowed",
    title: "What is empty in a request is left out in silence, also where it could not stand",
    seenIn: "own",
    breaks: ["MAP-09"],
    providers: ["groq", "anthropic"],
    plant: unchanged,
    around: withoutEmpties,
  },
];
