/**
 * What each API has words of its own for: the tier of a request, and the name and description of a schema for answers
 * (MAP-08, MAP-10). Expected are the words of each vendor's own pages.
 * @module
 */
import type { ApiId } from "../../../registry/apis/codec.ts";
import { isObject, type Json, type JsonObject } from "../../../registry/json.ts";
import type { Case } from "../../engine/case.ts";
import { errorOf } from "../../engine/reply.ts";
import { ask, bodyOf } from "../../engine/session.ts";
import { objectOf } from "../../oracle/meaning/heard.ts";
import { addressOf, offered } from "../_shared/bill.ts";
import { simulated } from "../_shared/support.ts";

interface Tiers {
  read(body: JsonObject): Json | undefined;
  /** What callers say, and the provider's word for it. */
  words: Readonly<Record<string, Json>>;
}

const SAME = { auto: "auto", default: "default", flex: "flex", priority: "priority" };

const TIERS: Readonly<Partial<Record<ApiId, Tiers>>> = {
  "openai-responses": { read: ({ service_tier: tier }) => tier, words: SAME },
  "anthropic-messages": {
    read: ({ service_tier: tier }) => tier,
    words: { auto: "auto", default: "standard_only" },
  },
  "bedrock-converse": {
    read: ({ serviceTier }) => objectOf(serviceTier).type,
    words: { default: "default", flex: "flex", priority: "priority" },
  },
};

const takesTiers = ({ supportedParameters }: { supportedParameters: readonly string[] }): boolean =>
  supportedParameters.includes("service_tier");

const takesStops = ({ supportedParameters }: { supportedParameters: readonly string[] }): boolean =>
  supportedParameters.includes("stop");

const SCHEMA: JsonObject = {
  type: "object",
  properties: { port: { type: "string", description: "Its Name" } },
  required: ["port"],
  additionalProperties: false,
};
const NAMED = { name: "port_of_call", description: 'Where "she" goes next.\n Or stays.', schema: SCHEMA };

const parsed = (text: Json | undefined): Json | undefined =>
  typeof text === "string" ? (JSON.parse(text) as Json) : text;

const chatFormat = ({ response_format: format }: JsonObject): JsonObject =>
  objectOf(objectOf(format).json_schema);

/** A format for answers as a provider reads it: its name, its description, its schema. */
const FORMATS: Readonly<Partial<Record<ApiId, (body: JsonObject) => JsonObject>>> = {
  "openai-chat": chatFormat,
  // Some hosts of Responses have it as chats have it.
  "openai-responses": (body) => {
    const { format } = objectOf(body.text);
    return format === undefined ? chatFormat(body) : objectOf(format);
  },
  "bedrock-converse": ({ outputConfig }) => {
    const { structure } = objectOf(objectOf(outputConfig).textFormat);
    return objectOf(objectOf(structure).jsonSchema);
  },
};

/** Hosts that take no schema of their API's form have cases of their own. */
const hasForm = (format: JsonObject): boolean => isObject(parsed(format.schema));

/** Sequences of blanks between others: some hosts refuse them. */
const STOPS = ["\n\n", "END", " ", "over"];

export const ownWordCases: readonly Case[] = [
  {
    id: "mapping.parameters.blank-stops",
    area: "mapping",
    title: "Sends stop sequences of blanks, or leaves them out alone and says so",
    why: "a stop that is lost in silence lets an answer run on to its limit, and is paid for",
    requirements: ["MAP-09", "MAP-10", "MAP-15"],
    needs: { endpoints: { that: "takes stop sequences", where: takesStops } },
    run: async (context) => {
      const session = await context.open();
      session.answer(simulated(context));
      const reply = await session.send(ask(addressOf(context.endpoint(takesStops)), { stop: STOPS }));
      const [request] = session.received;
      context.check.equal("MAP-15", "answered", reply.status, 200);
      const { stop } = request ? context.wire.read(request).parameters : {};
      const sent = Array.isArray(stop) ? stop : [];
      const spoken = STOPS.filter((sequence) => sequence.trim() !== "");
      const isWhole = sent.length === STOPS.length;
      context.check.equal("MAP-10", "sent", sent, isWhole ? STOPS : spoken);
      const named = (reply.headers.get("x-dropped-parameters") ?? "").split(", ").includes("stop");
      context.check.equal("MAP-09", "named", named, !isWhole);
    },
  },
  {
    id: "mapping.parameters.tiers",
    area: "mapping",
    title: "Asks for every tier in the provider's own word for it",
    why: "a cheap request that is served as a dear one is billed as one, and a dear one that is not waits",
    requirements: ["MAP-10"],
    needs: {
      endpoints: {
        that: "takes tiers in words of its API's own",
        where: (endpoint) => takesTiers(endpoint) && TIERS[endpoint.api] !== undefined,
      },
    },
    run: async (context) => {
      const tiers = TIERS[context.api.id];
      const endpoint = offered(context).find(takesTiers);
      if (tiers === undefined || endpoint === undefined) return;
      const session = await context.open();
      for (const [word, expected] of Object.entries(tiers.words)) {
        session.answer(simulated(context));
        const reply = await session.send(ask(addressOf(endpoint), { service_tier: word }));
        const [request] = session.received;
        // What has no price is none of the platform's (BIL-06).
        const isUnpriced = context.mode === "ptb" && errorOf(reply)?.code === "unpriced_feature";
        if (!isUnpriced) context.check.equal("MAP-10", word, tiers.read(bodyOf(request)), expected);
      }
    },
  },
  {
    id: "mapping.formats.named",
    area: "mapping",
    title: "Sends the name and the description of a schema for answers with it",
    why: "the description tells the model what the fields are for; without it the answer has the right form and the wrong content",
    requirements: ["MAP-08"],
    needs: {
      capabilities: ["json_schema"],
      endpoints: {
        that: "whose API names its schemas",
        where: ({ api }) => FORMATS[api] !== undefined,
      },
    },
    run: async (context) => {
      const session = await context.open();
      const endpoint = context.endpoint(({ capabilities }) => capabilities.has("json_schema"));
      session.answer(simulated(context));
      const format = { type: "json_schema", json_schema: NAMED };
      await session.send(ask(addressOf(endpoint), { response_format: format }));
      context.check.equal("MAP-08", "requests", session.received.length, 1);
      const seen = FORMATS[context.api.id]?.(bodyOf(session.received[0])) ?? {};
      if (context.api.id === "openai-chat" && !hasForm(seen)) return;
      const { name, description, schema } = seen;
      context.check.equal("MAP-08", "named", { name, description, schema: parsed(schema) }, NAMED);
    },
  },
];
