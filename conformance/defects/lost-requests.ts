/**
 * What requests lose on their way although what is left of them is well formed, and books that are kept for another.
 * @module
 */
import { isObject, type Json, type JsonObject } from "../../registry/json.ts";
import type { OutboundRequest } from "../../registry/providers/_shared/base.ts";
import { workOut } from "../upstream/signature.ts";
import type { Defect } from "./defect.ts";
import { everywhere, withBody, withProvider, withRegistry, withRequest } from "./plants.ts";

/** The same message with its texts before the results of tools. */
function textsFirst(message: Json): Json {
  if (!isObject(message) || message.role !== "user" || !Array.isArray(message.content)) return message;
  const isResult = (block: Json) => isObject(block) && block.type === "tool_result";
  const results = message.content.filter(isResult);
  const others = message.content.filter((block) => !isResult(block));
  return { ...message, content: [...others, ...results] };
}

function reread(text: Json): Json {
  try {
    return typeof text === "string" ? JSON.stringify(JSON.parse(text)) : text;
  } catch {
    return text; // Not JSON: as it was.
  }
}

/** The same request, signed well over a list of headers that names the host twice. */
function hostTwice(request: OutboundRequest, secret: string): OutboundRequest {
  const headers = new Headers(request.headers);
  const authorization = headers.get("authorization") ?? "";
  const [, scope = "", list = ""] =
    /Credential=[^/]+\/([^,]+), ?SignedHeaders=([^,]+)/.exec(authorization) ?? [];
  const [, region = "", service = ""] = scope.split("/");
  const names = list.split(";").flatMap((name) => (name === "host" ? [name, name] : [name]));
  const place = { date: headers.get("x-amz-date") ?? "", region, service };
  const { signature } = workOut({ ...request, headers }, names, place, secret);
  const written = authorization
    .replace(`SignedHeaders=${list}`, `SignedHeaders=${names.join(";")}`)
    .replace(/Signature=[0-9a-f]+/, `Signature=${signature}`);
  return {
    ...request,
    headers: request.headers.map(([name, value]): [string, string] =>
      name.toLowerCase() === "authorization" ? [name, written] : [name, value],
    ),
  };
}

/** An answer of ours that has no attempt behind it, without its words. */
async function unsaid(response: Response): Promise<Response> {
  const text = await response.text();
  const body: unknown = JSON.parse(text);
  const { status, headers } = response;
  if (!isObject(body) || !isObject(body.error)) return new Response(text, { status, headers });
  return new Response(JSON.stringify({ ...body, error: { ...body.error, message: "" } }), {
    status,
    headers,
  });
}

export const lostRequestDefects: readonly Defect[] = [
  {
    id: "billing.reserve-without-thinking",
    title: "Thinking that is counted beside the completion is not set aside for",
    seenIn: "own",
    breaks: ["BIL-01"],
    plant: withRegistry((registry) => ({
      reserve: (endpoint, request) =>
        registry.reserve(
          { ...endpoint, usage: { ...endpoint.usage, reasoning: "inside-completion" } },
          request,
        ),
    })),
  },
  {
    id: "mapping.refusal-of-a-turn-lost",
    title: "A turn in which the model refused loses its words, and with them its place",
    seenIn: "own",
    breaks: ["MAP-05"],
    providers: ["deepinfra", "mistral", "anthropic"],
    plant: withRequest((request) => ({
      ...request,
      messages: request.messages.filter(
        (message) => message.role !== "assistant" || (message as JsonObject).refusal === undefined,
      ),
    })),
  },
  {
    id: "mapping.arguments-reserialised",
    title: "The arguments of earlier calls are read and written again",
    seenIn: "own",
    breaks: ["MAP-06"],
    plant: withBody((body) =>
      isObject(body) && Array.isArray(body.messages)
        ? {
            ...body,
            messages: everywhere(body.messages, (value, key) =>
              key === "arguments" ? reread(value) : value,
            ),
          }
        : body,
    ),
  },
  {
    id: "mapping.anthropic.results-behind-texts",
    title: "The results of tools stand behind the words of the user who sent them",
    seenIn: "own",
    breaks: ["MAP-06"],
    providers: ["anthropic", "vertex", "azure"],
    plant: withBody((body) =>
      Array.isArray(body.messages) ? { ...body, messages: body.messages.map(textsFirst) } : body,
    ),
  },
  {
    id: "mapping.native.version-lost",
    title: "A native body goes out without the header that names the version of its API",
    seenIn: "own",
    breaks: ["MAP-14"],
    providers: ["anthropic", "azure"],
    plant: withProvider((original) => {
      let isNative = false;
      return {
        buildNativeBody: (body, endpoint) => {
          isNative = true;
          return original.buildNativeBody(body, endpoint);
        },
        buildBody: (request, endpoint) => {
          isNative = false;
          return original.buildBody(request, endpoint);
        },
        buildHeaders: (context) =>
          original.buildHeaders(context).filter(([name]) => !isNative || name !== "anthropic-version"),
      };
    }),
  },
  {
    id: "mapping.failure-of-a-tool-lost",
    title: "That a tool failed is not passed on",
    seenIn: "own",
    breaks: ["MAP-06"],
    providers: ["anthropic", "bedrock", "vertex", "azure"],
    plant: withProvider((original) => ({
      buildBody: (request, endpoint) =>
        original.buildBody(
          {
            ...request,
            messages: everywhere(request.messages as Json, (value, key) =>
              key === "is_error" ? undefined : value,
            ) as unknown as typeof request.messages,
          },
          endpoint,
        ),
    })),
  },
  {
    id: "mapping.fifth-stop-cut",
    title: "Stop sequences beyond the fourth are left out, and nobody is told",
    seenIn: "own",
    breaks: ["MAP-09", "MAP-10"],
    plant: withProvider((original) => ({
      buildBody: (request, endpoint) => {
        const { stop } = request;
        const few = Array.isArray(stop) ? stop.slice(0, 4) : stop;
        const built = original.buildBody({ ...request, stop: few }, endpoint);
        return { ...built, dropped: built.dropped.filter((name) => name !== "stop") };
      },
    })),
  },
  {
    id: "mapping.seed-32-bits",
    title: "A seed is cut to 32 bits",
    seenIn: "own",
    breaks: ["MAP-10"],
    plant: withBody(
      (body) =>
        everywhere(body, (value, key) =>
          /^(?:random_)?seed$/.test(key) && typeof value === "number" ? value | 0 : value,
        ) as JsonObject,
    ),
  },
  {
    id: "routing.typo-behind-the-first-ignored",
    title: "A misspelt entry behind the first of a list is left out",
    seenIn: "own",
    breaks: ["RTE-05"],
    plant: withRegistry((registry) => ({
      plan: (input) => {
        const plan = registry.plan(input);
        const [first = "", ...others] = input.request.model.split(",");
        if (plan.ok || others.length === 0) return plan;
        return registry.plan({ ...input, request: { ...input.request, model: first.trim() } });
      },
    })),
  },
  {
    id: "errors.own-words-lost-at-messages",
    title: "What the gateway itself refuses at /v1/messages comes without a word",
    seenIn: "own",
    breaks: ["ERR-01"],
    plant: (parts) => parts,
    around: (send) => async (path, init) => {
      const response = await send(path, init);
      const isOurs = response.status === 400 && response.headers.get("helicone-attempts") === null;
      return path.startsWith("/v1/messages") && isOurs ? unsaid(response) : response;
    },
  },
  {
    id: "auth.aws.host-twice",
    title: "The host is named twice among the signed headers",
    seenIn: "own",
    breaks: ["AUT-04"],
    providers: ["bedrock"],
    plant: withProvider((original) =>
      original.auth === "aws-signature"
        ? {
            authenticate: async (request, context) => {
              const signed = await original.authenticate(request, context);
              const { accessKeyId } = context.credential.config;
              return accessKeyId === undefined ? signed : hostTwice(signed, context.credential.secret);
            },
          }
        : {},
    ),
  },
];
