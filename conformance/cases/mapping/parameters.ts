/**
 * Parameters: kept, renamed, dropped and listed, or refused (MAP-03, MAP-04, MAP-09, MAP-10).
 * @module
 */

import type { Json, JsonObject } from "../../../registry/json.ts";
import { PARAMETERS, type Parameter } from "../../../registry/parameters.ts";
import type { Case } from "../../engine/case.ts";
import { errorOf } from "../../engine/reply.ts";
import { ask } from "../../engine/session.ts";
import { refusesCapability } from "../../engine/unsupported-capability.ts";
import { addressOf, offered } from "../_shared/bill.ts";
import { outbound, pinned, simulated } from "../_shared/support.ts";

/** A harmless value for every parameter that stands for itself. */
const VALUES: Partial<Record<Parameter, Json>> = {
  temperature: 0,
  top_p: 0.5,
  top_k: 40,
  min_p: 0.1,
  stop: ["END"],
  seed: 0,
  n: 1,
  frequency_penalty: 0,
  presence_penalty: 0.5,
  repetition_penalty: 1.1,
  logit_bias: { "50256": -100 },
  logprobs: false,
  top_logprobs: 0,
  user: "",
  verbosity: "low",
  reasoning_effort: "low",
};

const LISTED = "x-dropped-parameters";

/** What no endpoint of chat completions lists: made up, or known to one host alone. */
const UNLISTED: JsonObject = { made_up_parameter: 1, safety_identifier: "s1", prompt_cache_retention: "24h" };

/** What is said of a request and its caller, not of the answer. */
const ABOUT: Partial<Record<Parameter, Json>> = {
  metadata: { user_id: "ada", quay: "7" },
  // Bedrock has no word for leaving it open.
  service_tier: "auto",
  prompt_cache_key: "tides",
  store: false,
};

const isAbout = (name: string): boolean => Object.hasOwn(ABOUT, name);

/** The same as it must stand in the body of an API, by hand; nothing where an API has no place for any of it. */
const IN_BODY: Readonly<Record<string, JsonObject>> = {
  "openai-chat": ABOUT,
  "openai-responses": ABOUT,
  // Of the words about a caller Anthropic takes one.
  "anthropic-messages": { metadata: { user_id: "ada" }, service_tier: "auto" },
  "bedrock-converse": { requestMetadata: { user_id: "ada", quay: "7" }, serviceTier: { type: "default" } },
};

/** Bedrock's own names. */
const NAMED: Readonly<Record<string, string>> = { metadata: "requestMetadata", service_tier: "serviceTier" };

export const parameterCases: readonly Case[] = [
  {
    id: "mapping.parameters.about-the-request",
    area: "mapping",
    title: "Metadata, tier, cache key and storage arrive in the words of every API that has a place for them",
    why: "bills are shared out by metadata, and a cache without its key is cold",
    requirements: ["MAP-03", "MAP-10"],
    needs: {
      endpoints: {
        that: "takes words about a request",
        where: ({ supportedParameters }) => supportedParameters.some(isAbout),
      },
    },
    run: async (context) => {
      const inBody = IN_BODY[context.api.id] ?? {};
      for (const [name, value] of Object.entries(ABOUT)) {
        const endpoint = offered(context).find(({ supportedParameters: names }) =>
          names.includes(name as Parameter),
        );
        if (endpoint === undefined) continue;
        const isBedrock = context.api.id === "bedrock-converse";
        const field = isBedrock ? (NAMED[name] ?? name) : name;
        const said = isBedrock && name === "service_tier" ? "default" : value;
        // A host that labels what it stores, and nothing else, is asked to store it.
        const { labelsStoredOnly } = context.provider.traitsOf(endpoint);
        const beside = name === "metadata" && labelsStoredOnly ? { store: true } : {};
        const { body, reply } = await outbound(context, addressOf(endpoint), { [name]: said, ...beside });
        context.check.equal(value === false ? "MAP-03" : "MAP-10", name, body[field], inBody[field]);
        context.check.equal("MAP-10", `${name}.not-dropped`, reply.headers.get(LISTED), null);
      }
    },
  },
  {
    id: "mapping.parameters.supported",
    area: "mapping",
    title: "Every supported parameter arrives with its value, falsy ones too",
    why: "a whitelist that forgets one, or a truthiness test, changes answers silently",
    requirements: ["MAP-03", "MAP-10"],
    needs: {
      endpoints: {
        that: "with a temperature",
        where: ({ supportedParameters }) => supportedParameters.includes("temperature"),
      },
    },
    run: async (context) => {
      const endpoint = context.endpoint((e) => e.supportedParameters.includes("temperature"));
      const sent = Object.fromEntries(
        Object.entries(VALUES).filter(([name]) => endpoint.supportedParameters.includes(name as Parameter)),
      ) as JsonObject;
      // One at a time: some exclude each other, as thinking and a temperature do.
      for (const [name, value] of Object.entries(sent)) {
        // Alternatives belong to probabilities.
        const beside = name === "top_logprobs" ? { logprobs: true } : {};
        const { sent: read, reply } = await outbound(context, pinned(endpoint), { [name]: value, ...beside });
        const seen = read?.parameters[name];
        const rule = value ? "MAP-10" : "MAP-03";
        // An effort becomes a budget or a level on some wires; that it arrives is what counts here.
        if (name === "reasoning_effort")
          context.check.equal(rule, "arrives.effort", seen !== undefined, true);
        else context.check.equal(rule, `arrives.${name}`, seen, value);
        context.check.equal("MAP-10", `${name}.not-dropped`, reply.headers.get(LISTED), null);
      }
    },
  },
  {
    id: "mapping.parameters.explicit-stream-false",
    area: "mapping",
    title: "stream: false stays false",
    why: "a lost false is a different request to some hosts",
    requirements: ["MAP-03"],
    needs: { api: "openai-chat" },
    run: async (context) => {
      const { body } = await outbound(context, pinned(context.endpoint()), { stream: false });
      context.check.equal("MAP-03", "stream", body.stream, false);
      context.check.equal("MAP-03", "no-stream-options", body.stream_options, undefined);
    },
  },
  {
    id: "mapping.parameters.max-tokens-alias",
    area: "mapping",
    title: "max_tokens and max_completion_tokens both arrive in the provider's one field, never both",
    why: "the wrong field is a 400 at some hosts and ignored at others",
    requirements: ["MAP-04"],
    needs: { scenarios: ["chat.basic"] },
    run: async (context) => {
      // The recorded model is one for which the provider's own traits hold.
      const endpoint = context.endpointOf(context.recording("chat.basic"));
      const field = context.provider.traitsOf(endpoint).maxTokensField;
      const other = field === "max_tokens" ? "max_completion_tokens" : "max_tokens";
      for (const alias of ["max_tokens", "max_completion_tokens"]) {
        const { sent, body } = await outbound(context, pinned(endpoint), { [alias]: 77 });
        context.check.equal("MAP-04", `${alias}.value`, sent?.maxTokens, 77);
        context.check.equal("MAP-04", `${alias}.not-twice`, body[other], undefined);
      }
      const { sent } = await outbound(context, pinned(endpoint), {
        max_tokens: 50,
        max_completion_tokens: 90,
      });
      context.check.equal("MAP-04", "the-newer-name-wins", sent?.maxTokens, 90);
    },
  },
  {
    id: "mapping.parameters.dropped-and-listed",
    area: "mapping",
    title: "Parameters that the endpoint does not take are not sent, and the answer lists them",
    why: "sent raw they are a 400; dropped silently they are a mystery",
    requirements: ["MAP-09"],
    run: async (context) => {
      const endpoint = context.endpoint();
      const unsupported = PARAMETERS.filter(
        (name) => VALUES[name] !== undefined && !endpoint.supportedParameters.includes(name),
      );
      const sent: JsonObject = {
        ...UNLISTED,
        ...Object.fromEntries(unsupported.map((name) => [name, VALUES[name]])),
      };
      const { sent: read, text, reply } = await outbound(context, pinned(endpoint), sent);
      for (const name of Object.keys(sent))
        context.check.equal("MAP-09", `not-sent.${name}`, read?.parameters[name], undefined);
      for (const name of Object.keys(UNLISTED))
        context.check.equal("MAP-09", `not-anywhere.${name}`, text.includes(name), false);
      const listed = (reply.headers.get(LISTED) ?? "").split(", ").sort();
      context.check.equal("MAP-09", "listed", listed, Object.keys(sent).sort());
      context.check.equal("MAP-09", "still-answered", reply.status, 200);
    },
  },
  {
    id: "mapping.parameters.strict",
    area: "mapping",
    title: "Under strict: true an unsupported parameter is a 400 that names it, before any upstream call",
    why: "callers who cannot live with a drop must be able to say so",
    requirements: ["MAP-09"],
    needs: {
      endpoints: {
        that: "with a temperature",
        where: ({ supportedParameters }) => supportedParameters.includes("temperature"),
      },
    },
    run: async (context) => {
      const session = await context.open();
      session.answer(simulated(context));
      const model = pinned(context.endpoint((e) => e.supportedParameters.includes("temperature")));
      const refused = await session.send(ask(model, { strict: true, made_up_parameter: 1 }));
      context.check.equal("MAP-09", "status", refused.status, 400);
      context.check.equal("MAP-09", "code", errorOf(refused)?.code, "unsupported_parameter");
      context.check.equal("MAP-09", "param", errorOf(refused)?.param, "made_up_parameter");
      context.check.equal("MAP-09", "no-upstream-call", session.received.length, 0);
      const accepted = await session.send(ask(model, { strict: true, temperature: 0 }));
      context.check.equal("MAP-09", "strict-without-reason-to-refuse", accepted.status, 200);
      context.check.equal(
        "MAP-09",
        "strict-is-not-sent-on",
        (session.received[0]?.json as JsonObject | undefined)?.strict,
        undefined,
      );
    },
  },
  {
    id: "mapping.capability.images-refused",
    area: "mapping",
    title: "An image for an endpoint without images is refused by name, before any upstream call",
    why: "a dropped image gives an answer about nothing",
    requirements: ["MAP-09"],
    needs: {
      endpoints: { that: "without images", where: ({ capabilities }) => !capabilities.has("images") },
    },
    run: (context) => refusesCapability(context, "images"),
  },
  {
    id: "mapping.capability.json-schema-refused",
    area: "mapping",
    title: "A JSON schema for an endpoint that cannot enforce one is refused by name",
    why: "callers parse what they were promised",
    requirements: ["MAP-09"],
    needs: {
      endpoints: {
        that: "without a JSON schema",
        where: ({ capabilities }) => !capabilities.has("json_schema"),
      },
    },
    run: (context) => refusesCapability(context, "json_schema"),
  },
  {
    id: "mapping.capability.tools-refused",
    area: "mapping",
    title: "Tools for an endpoint without tools are refused by name",
    why: "silently dropping tools is worse than refusing them",
    requirements: ["MAP-09"],
    needs: { endpoints: { that: "without tools", where: ({ capabilities }) => !capabilities.has("tools") } },
    run: (context) => refusesCapability(context, "tools"),
  },
  {
    id: "mapping.capability.files-refused",
    area: "mapping",
    title: "A file for an endpoint that reads none is refused by name",
    why: "unsupported kinds are named, never ignored",
    requirements: ["MAP-09"],
    needs: { endpoints: { that: "without files", where: ({ capabilities }) => !capabilities.has("files") } },
    run: (context) => refusesCapability(context, "files"),
  },
];
