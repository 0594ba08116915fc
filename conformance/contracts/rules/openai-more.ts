/**
 * OpenAI's chat completions: limits, models made for search, and what Azure counts.
 * @module
 */
import type { ContractApi, Finding, Rule } from "../contract.ts";
import { dig, isObject, isText, type JsonObject, objectsIn, step } from "../json.ts";
import { bareModel } from "../models/model.ts";
import { first, listed, rule } from "./define.ts";
import { messages, TOOL, tooLong, USER } from "./openai-chat-messages.ts";
import { OPENAI_HOSTS } from "./openai-models.ts";

const AT = { apis: ["openai-chat"] as readonly ContractApi[], hosts: OPENAI_HOSTS };
const IMAGE: JsonObject = { type: "image_url", image_url: { url: "https://example.com/a.png" } };
const asked = (...content: JsonObject[]): JsonObject => ({ messages: [{ role: "user", content }] });
const many = <T>(count: number, one: T): T[] => Array.from({ length: count }, () => one);
const described = (description: string): JsonObject => ({
  tools: [{ type: "function", function: { name: "tide", description } }],
});

const tooMany = (pointer: string, seen: number, most: number): Finding => ({
  pointer,
  seen,
  code: "array_above_max_length",
  message: `Invalid '${pointer.slice(1)}': array too long. Expected an array with maximum length ${most}, but got an array with length ${seen} instead.`,
});

const present = (body: JsonObject, names: readonly string[]): string | undefined =>
  names.find((name) => body[name] !== undefined && body[name] !== null);

const isSearch = (model: string): boolean => /-search-(?:preview|api)/.test(model);

export const OPENAI_MORE_RULES: readonly Rule[] = [
  rule("openai.functions.range", {
    ...AT,
    repair: "send 1 to 128 functions",
    find: ({ functions }) =>
      Array.isArray(functions) && (functions.length === 0 || functions.length > 128)
        ? tooMany("/functions", functions.length, 128)
        : null,
    example: { refused: { functions: [] }, accepted: { functions: [{ name: "tide" }] } },
  }),
  rule("openai.tool.description", {
    ...AT,
    hosts: ["azure"],
    repair: "shorten the description to at most 1024 characters",
    find: (body) =>
      first(listed(body.tools, "/tools"), ([pointer, tool]) => {
        const text = dig(tool, "function", "description");
        return isText(text) && text.length > 1024
          ? tooLong(`${pointer}/function/description`, text, 1024)
          : null;
      }),
    example: { refused: described("a".repeat(1025)), accepted: described("a".repeat(1024)) },
  }),
  rule("openai.media.pdf-as-image", {
    ...AT,
    repair: "send documents as files",
    find: (body) =>
      first(messages(body), ([at, { content }]) =>
        first(listed(content, step(at, "content")), ([pointer, part]) => {
          const url = dig(part, "image_url", "url");
          return isText(url) && url.startsWith("data:application/")
            ? {
                pointer: `${pointer}/image_url/url`,
                seen: url,
                code: "invalid_image_format",
                message: "Invalid MIME type. Only image types are supported.",
              }
            : null;
        }),
      ),
    example: {
      refused: asked({ type: "image_url", image_url: { url: "data:application/pdf;base64,iVBORw0KGgo=" } }),
      accepted: asked(IMAGE),
    },
  }),
  rule("openai.web_search_options", {
    ...AT,
    hosts: ["openai"],
    repair: "leave it out, or use a search model",
    find: (body, { model }) =>
      isObject(body.web_search_options) && !isSearch(model)
        ? {
            pointer: "/web_search_options",
            seen: body.web_search_options,
            code: "unknown_parameter",
            message: "Unknown parameter: 'web_search_options'.",
          }
        : null,
    example: {
      refused: { web_search_options: {} },
      accepted: { model: "gpt-4o-search-preview", web_search_options: {} },
    },
  }),
  rule("openai.sampling.search-preview", {
    ...AT,
    hosts: ["openai"],
    repair: "leave sampling parameters out: search models have none",
    find: (body, { model }) => {
      const name = isSearch(model)
        ? present(body, [
            "temperature",
            "top_p",
            "presence_penalty",
            "frequency_penalty",
            "n",
            "logit_bias",
            "seed",
          ])
        : undefined;
      return name === undefined
        ? null
        : {
            pointer: `/${name}`,
            seen: body[name],
            message: `Model incompatible request argument supplied: ${name}`,
          };
    },
    example: { model: "gpt-4o-search-preview", refused: { temperature: 0.5 }, accepted: {} },
  }),
  rule("openai.tools.search-chatgpt", {
    ...AT,
    models: /^(?:chatgpt-4o-latest|o1-mini|o1-preview|gpt-4o.*search.*)/,
    repair: "leave tools out: this model has none",
    find: (body) =>
      objectsIn(body.tools).length > 0
        ? {
            pointer: "/tools",
            seen: objectsIn(body.tools).length,
            message: "'tools' is not supported with this model.",
          }
        : null,
    example: { model: "chatgpt-4o-latest", refused: { tools: [TOOL] }, accepted: {} },
  }),
  rule("openai.json_object.unsupported-model", {
    ...AT,
    repair: "ask for JSON in words",
    find: (body, { model }) =>
      dig(body, "response_format", "type") === "json_object" &&
      /^(?:gpt-4|gpt-4-0613|gpt-3\.5-turbo-0613|o1-mini|o1-preview)$/.test(bareModel(model))
        ? {
            pointer: "/response_format/type",
            seen: "json_object",
            message:
              "Invalid parameter: 'response_format' of type 'json_object' is not supported with this model.",
          }
        : null,
    example: {
      model: "gpt-4-0613",
      refused: { response_format: { type: "json_object" }, messages: [{ role: "user", content: "JSON" }] },
      accepted: {},
    },
  }),
  rule("openai.prediction", {
    ...AT,
    hosts: ["openai"],
    repair: "leave prediction out: the model, or what stands beside it, does not go with it",
    find: (body, { model }) =>
      isObject(body.prediction) &&
      (!/^gpt-(?:4o|4\.1)/.test(model) || objectsIn(body.tools).length > 0 || Number(body.n ?? 1) > 1)
        ? {
            pointer: "/prediction",
            seen: "content",
            code: "unsupported_parameter",
            message:
              "Unsupported parameter: 'prediction' is not supported with this model or these parameters.",
          }
        : null,
    example: {
      refused: { prediction: { type: "content", content: "Out." }, tools: [TOOL] },
      accepted: { prediction: { type: "content", content: "Out." } },
    },
  }),
  rule("openai.verbosity", {
    ...AT,
    models: /^gpt-4o/,
    repair: "leave verbosity out, or send medium",
    find: ({ verbosity }) =>
      isText(verbosity) && verbosity !== "medium"
        ? {
            pointer: "/verbosity",
            seen: verbosity,
            code: "unsupported_value",
            message: `Unsupported value: '${verbosity}' is not supported with this model. Supported values are: 'medium'.`,
          }
        : null,
    example: { refused: { verbosity: "low" }, accepted: { verbosity: "medium" } },
  }),
  rule("azure.messages.max", {
    ...AT,
    hosts: ["azure"],
    repair: "send at most 2048 messages",
    find: (body) =>
      Array.isArray(body.messages) && body.messages.length > 2048
        ? tooMany("/messages", body.messages.length, 2048)
        : null,
    example: { refused: { messages: many(2049, USER) }, accepted: { messages: many(2048, USER) } },
  }),
  rule("azure.images.max", {
    ...AT,
    hosts: ["azure"],
    repair: "send at most 50 images",
    find: (body) => {
      const count = messages(body)
        .flatMap(([, { content }]) => objectsIn(content))
        .filter(({ type }) => type === "image_url").length;
      return count > 50
        ? { pointer: "/messages", seen: count, message: `Too many images in request: ${count}. Max is 50.` }
        : null;
    },
    example: { refused: asked(...many(51, IMAGE)), accepted: asked(...many(50, IMAGE)) },
  }),
];
