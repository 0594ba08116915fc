/**
 * Refusals in each provider's own form.
 * @module
 */
import type { ContractApi, Refusal } from "./contract.ts";
import { type Json, type JsonObject, steps } from "./json.ts";

/** What a refusal says, before it has a provider's form. */
export interface Reason {
  status: number;
  message: string;
  pointer: string;
  code: string | null;
  /** Whether the body's shape is at fault: some hosts answer that in another form. */
  shape: boolean;
}

type Form = (reason: Reason) => { status?: number; headers?: Refusal["headers"]; body: JsonObject };

/** `messages[0].content` out of `/messages/0/content`. */
export const bracketed = (pointer: string): string =>
  steps(pointer).reduce((path, part) => {
    if (/^\d+$/.test(part)) return `${path}[${part}]`;
    return path === "" ? part : `${path}.${part}`;
  }, "");

/** `messages.0.content` out of `/messages/0/content`. */
export const dotted = (pointer: string): string => steps(pointer).join(".");

const paramOf = (pointer: string): string | null => bracketed(pointer) || null;

const openai: Form = ({ message, pointer, code }) => ({
  body: { error: { message, type: "invalid_request_error", param: paramOf(pointer), code } },
});

const anthropic: Form = ({ message, pointer }) => ({
  body: {
    type: "error",
    error: {
      type: "invalid_request_error",
      message: message.includes(":") || pointer === "" ? message : `${dotted(pointer)}: ${message}`,
    },
    request_id: "req_011CSHoEeqs5C35K2UUqR7Fy",
  },
});

const google: Form = ({ message, pointer, status }) => ({
  body: {
    error: {
      code: status,
      message,
      status: "INVALID_ARGUMENT",
      details: [
        {
          "@type": "type.googleapis.com/google.rpc.BadRequest",
          fieldViolations: [{ field: bracketed(pointer), description: message }],
        },
      ],
    },
  },
});

const aws: Form = ({ message }) => ({
  headers: [["x-amzn-errortype", "ValidationException"]],
  body: { message },
});

/** Cohere answers 422 to a shape that it does not know, and 400 to the rest. */
const cohere: Form = ({ message, shape }) => ({
  ...(shape ? { status: 422 } : {}),
  body: { id: "8d7b3a52-6d0a-4f0e-9a55-0d4f3d5f2c11", message },
});

const fastApi = ({ message, pointer }: Reason, type: string): JsonObject => ({
  detail: [
    {
      type,
      loc: ["body", ...steps(pointer).map((part): Json => (/^\d+$/.test(part) ? Number(part) : part))],
      msg: message,
    },
  ],
});

const mistral: Form = (reason) =>
  reason.shape || reason.status === 422
    ? { status: 422, body: fastApi(reason, reason.code ?? "extra_forbidden") }
    : {
        body: {
          object: "error",
          message: reason.message,
          type: "invalid_request_error",
          param: paramOf(reason.pointer),
          code: reason.code,
          raw_status_code: reason.status,
        },
      };

const validationList: Form = (reason) => ({ status: 422, body: fastApi(reason, "value_error") });

const openrouter: Form = ({ message, status }) => ({ body: { error: { code: status, message } } });

const xai: Form = ({ message, code }) => ({
  body: { code: code ?? "Client specified an invalid argument", error: message },
});

const perplexity: Form = ({ message, status }) => ({
  body: { error: { message, type: "bad_request", code: status } },
});

const novita: Form = ({ message, status }) => ({
  body: { code: status, reason: "INVALID_REQUEST_BODY", message, metadata: {} },
});

const cloudflare: Form = ({ message }) => ({
  body: { success: false, errors: [{ code: 5006, message: `Error: ${message}` }], messages: [], result: {} },
});

/** Hosts with a form of their own. */
const OF_HOST: Readonly<Record<string, Form>> = {
  mistral,
  openrouter,
  xai,
  perplexity,
  novita,
  cloudflare,
  nebius: validationList,
  deepinfra: validationList,
  anyscale: validationList,
};

const OF_API: Readonly<Partial<Record<ContractApi, Form>>> = {
  "anthropic-messages": anthropic,
  "anthropic-count-tokens": anthropic,
  gemini: google,
  "gemini-count-tokens": google,
  "gemini-embed": google,
  "bedrock-converse": aws,
  "cohere-v2": cohere,
  "cohere-embed": cohere,
};

/** A refusal as this API at this host writes it. */
export function refusalOf(api: ContractApi, host: string, reason: Reason): Refusal {
  const form = OF_API[api] ?? OF_HOST[host] ?? openai;
  const { status = reason.status, headers = [], body } = form(reason);
  return { status, headers: [["content-type", "application/json"], ...headers], body };
}
