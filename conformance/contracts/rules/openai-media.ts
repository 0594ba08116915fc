/**
 * OpenAI's chat completions and Responses: media by model, place and bytes.
 * @module
 */
import type { ContractApi, Finding, Rule } from "../contract.ts";
import { dig, isText, type Json, type JsonObject, step } from "../json.ts";
import { bareModel } from "../models/model.ts";
import { first, listed, rule } from "./define.ts";
import { messages, USER } from "./openai-chat-messages.ts";
import { OPENAI_HOSTS } from "./openai-models.ts";

const AT = { apis: ["openai-chat"] as readonly ContractApi[], hosts: OPENAI_HOSTS };
const RESPONSES = { apis: ["openai-responses"] as readonly ContractApi[], hosts: OPENAI_HOSTS };
const asked = (...content: JsonObject[]): JsonObject => ({ messages: [{ role: "user", content }] });
const file = (part: JsonObject): JsonObject => ({
  input: [{ role: "user", content: [{ type: "input_file", ...part }] }],
});
const image = (url: string): JsonObject => ({ type: "image_url", image_url: { url } });

const chatParts = (body: JsonObject): [string, JsonObject][] =>
  messages(body).flatMap(([at, { content }]) => listed(content, step(at, "content")));

/** Parts of input items and of the outputs of calls. */
const inputParts = (body: JsonObject): [string, JsonObject][] =>
  listed(body.input, "/input").flatMap(([at, item]) => [
    ...listed(item.content, step(at, "content")),
    ...listed(item.output, step(at, "output")),
  ]);

/** How the bytes of the four image formats begin, in base64. */
const IMAGE_BYTES = /^(?:iVBORw0KGg|\/9j\/|R0lGOD|UklGR)/;

function badImage(url: Json | undefined, pointer: string): Finding | null {
  if (!isText(url) || !url.startsWith("data:")) return null;
  const bytes = url.slice(url.indexOf(",") + 1);
  return IMAGE_BYTES.test(bytes)
    ? null
    : {
        pointer,
        seen: url,
        code: "invalid_image_format",
        message:
          "You uploaded an unsupported image. Please make sure your image has of one the following formats: ['png', 'jpeg', 'gif', 'webp'].",
      };
}

const PNG = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUg==";

export const OPENAI_MEDIA_RULES: readonly Rule[] = [
  rule("openai.media.tool-role", {
    ...AT,
    repair: "send audio to a model that hears, or a text instead",
    find: (body, { model }) =>
      /audio|realtime/.test(model)
        ? null
        : first(chatParts(body), ([pointer, { type }]) =>
            type === "input_audio"
              ? {
                  pointer,
                  seen: type,
                  code: "invalid_value",
                  message: `Invalid '${pointer.slice(1).replace(/\/(\d+).*/, "[$1]")}'. Content blocks are expected to be either text or image_url type.`,
                }
              : null,
          ),
    example: {
      refused: {
        model: "gpt-5-mini",
        ...asked({ type: "input_audio", input_audio: { data: "AA==", format: "mp3" } }),
      },
      accepted: {
        model: "gpt-4o-audio-preview",
        modalities: ["text"],
        ...asked({ type: "input_audio", input_audio: { data: "AA==", format: "mp3" } }),
      },
    },
  }),
  rule("openai.media.image-format", {
    ...AT,
    repair: "send png, jpeg, gif or webp",
    find: (body) =>
      first(chatParts(body), ([pointer, part]) =>
        badImage(dig(part, "image_url", "url"), step(step(pointer, "image_url"), "url")),
      ),
    example: {
      refused: asked(image("data:image/png;base64,UGxlYXNl")),
      accepted: asked(image(PNG)),
    },
  }),
  rule("openai.media.image-unsupported-model", {
    ...AT,
    repair: "send images to a model that sees",
    find: (body, { model }) =>
      /^(?:gpt-4|gpt-3\.5.*|o1-mini|o3-mini)$/.test(bareModel(model))
        ? first(chatParts(body), ([pointer, { type }]) =>
            type === "image_url"
              ? {
                  pointer: step(pointer, "type"),
                  seen: type,
                  message: "Invalid content type. image_url is only supported by certain models.",
                }
              : null,
          )
        : null,
    example: {
      refused: { model: "o3-mini", ...asked(image(PNG)) },
      accepted: { model: "gpt-4o", ...asked(image(PNG)) },
    },
  }),
  rule("openai.media.file.chat", {
    ...AT,
    hosts: ["openai"],
    repair: "send file_data as data:application/pdf;base64,…, or a file_id",
    find: (body) =>
      first(chatParts(body), ([pointer, part]) => {
        const data = dig(part, "file", "file_data");
        return isText(data) && !data.startsWith("data:application/pdf;base64,")
          ? {
              pointer: step(step(pointer, "file"), "file_data"),
              seen: data,
              code: "invalid_value",
              message:
                "Expected a base64-encoded data URL with an application/pdf MIME type (e.g. 'data:application/pdf;base64,SGVsbG8sIFdvcmxkIQ==').",
            }
          : null;
      }),
    example: {
      refused: asked({ type: "file", file: { filename: "a.pdf", file_data: "JVBERi0=" } }),
      accepted: asked({
        type: "file",
        file: { filename: "a.pdf", file_data: "data:application/pdf;base64,JVBERi0=" },
      }),
    },
  }),
  rule("openai.role.o1-mini-system", {
    ...AT,
    hosts: ["openai"],
    models: /^o1-(?:mini|preview)/,
    repair: "put the text into the first user message",
    find: (body) =>
      first(messages(body), ([pointer, { role }]) =>
        role === "system" || role === "developer"
          ? {
              pointer: step(pointer, "role"),
              seen: role,
              code: "unsupported_value",
              message: `Unsupported value: 'messages[0].role' does not support '${role}' with this model.`,
            }
          : null,
      ),
    example: {
      model: "o1-mini",
      refused: { messages: [{ role: "system", content: "a" }, USER] },
      accepted: { messages: [USER] },
    },
  }),
  rule("openai.media.file-data.responses", {
    ...RESPONSES,
    repair: "send file_data as a data URL of a document's or image's MIME type",
    find: (body) =>
      first(inputParts(body), ([pointer, { type, file_data: data }]) =>
        type === "input_file" && isText(data) && !/^data:(?!audio|video)[\w.+-]+\/[\w.+-]+;base64,/.test(data)
          ? {
              pointer: step(pointer, "file_data"),
              seen: data,
              code: "invalid_value",
              message:
                "Invalid file data: expected a base64-encoded data URL with a valid file MIME type (e.g. 'data:text/plain;base64,SGVsbG8sIFdvcmxkIQ==').",
            }
          : null,
      ),
    example: {
      refused: file({ filename: "a.pdf", file_data: "JVBERi0=" }),
      accepted: file({ filename: "a.pdf", file_data: "data:application/pdf;base64,JVBERi0=" }),
    },
  }),
  rule("openai.media.file-url.responses", {
    ...RESPONSES,
    repair: "send URLs of documents only",
    find: (body) =>
      first(inputParts(body), ([pointer, { type, file_url: url }]) =>
        type === "input_file" &&
        isText(url) &&
        /\.(?:mp3|wav|mp4|webm|mov|ogg|png|jpe?g|gif|webp|zip)(?:\?|$)/i.test(url)
          ? {
              pointer: step(pointer, "file_url"),
              seen: url,
              code: "unsupported_file",
              message: "The file type you uploaded is not supported. Please try again with a pdf",
            }
          : null,
      ),
    example: {
      refused: file({ file_url: "https://example.com/a.mp3" }),
      accepted: file({ file_url: "https://example.com/a.pdf" }),
    },
  }),
];
