/**
 * Pictures, documents and sound as callers write them, and what the provider reads of each: its kind, its type, its bytes
 * or its address, and its name (MAP-07). What is read is worked out by hand from the documentation of each API.
 * @module
 */
import type { ApiId } from "../../../registry/apis/codec.ts";
import type { Capability, Endpoint } from "../../../registry/endpoint.ts";
import { isObject, type Json, type JsonObject, objectsIn } from "../../../registry/json.ts";
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import { errorOf } from "../../engine/reply.ts";
import { ask, bodyOf } from "../../engine/session.ts";
import { addressOf } from "../_shared/bill.ts";
import { simulated } from "../_shared/support.ts";

/** What a provider reads of one part. */
interface Read {
  /** As the API names it: a media type, or a format of its own. */
  type: string;
  /** Base64, or an address. */
  from: string;
  name?: string;
}

interface Shown {
  what: string;
  needs: Capability;
  parts: readonly JsonObject[];
  /** May a host that fetches nothing refuse it by name? */
  byAddress?: true;
  /** By API; where nothing stands it is not asked. */
  reads: Readonly<Partial<Record<ApiId, readonly Read[]>>>;
}

const objectAt = (value: Json | undefined): JsonObject => (isObject(value) ? value : {});

/** The media of one part or block; `null` where it has none. */
const READERS: Readonly<Partial<Record<ApiId, (part: JsonObject) => Read | null>>> = {
  gemini: ({ inlineData, fileData }) => {
    if (isObject(inlineData)) return { type: String(inlineData.mimeType), from: String(inlineData.data) };
    return isObject(fileData) ? { type: String(fileData.mimeType), from: String(fileData.fileUri) } : null;
  },
  "bedrock-converse": ({ image, document }) => {
    const found = isObject(image) ? image : isObject(document) ? document : null;
    if (found === null) return null;
    const read = { type: String(found.format), from: String(objectAt(found.source).bytes) };
    return isObject(document) ? { ...read, name: String(document.name) } : read;
  },
  "anthropic-messages": ({ type, source, title }) => {
    if (type !== "image" && type !== "document") return null;
    const { media_type, data, url } = objectAt(source);
    const read = { type: String(media_type ?? "url"), from: String(data ?? url) };
    return title === undefined ? read : { ...read, name: String(title) };
  },
};

const LISTS: Readonly<Partial<Record<ApiId, readonly [messages: string, parts: string]>>> = {
  gemini: ["contents", "parts"],
  "bedrock-converse": ["messages", "content"],
  "anthropic-messages": ["messages", "content"],
};

function mediaIn(api: ApiId, body: JsonObject): Read[] {
  const [messages = "", parts = ""] = LISTS[api] ?? [];
  const read = READERS[api];
  if (!read) throw new Error(`nobody reads the media of ${api}`);
  return objectsIn(body[messages])
    .flatMap((message) => objectsIn(message[parts]))
    .flatMap((part) => read(part) ?? []);
}

const DATA =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
const PAPER = Buffer.from("%PDF-1.4\n%%EOF").toString("base64");
const ROWS = Buffer.from("port,depth\nBrest,7\n").toString("base64");

const picture = (url: string): JsonObject => ({ type: "image_url", image_url: { url } });
const file = (type: string, data: string, more: JsonObject = {}): JsonObject => ({
  type: "file",
  file: { file_data: `data:${type};base64,${data}`, ...more },
});
const sound = (format: string): JsonObject => ({ type: "input_audio", input_audio: { data: DATA, format } });

const ofType = (type: string): Shown => {
  const read = (named: string): Read[] => [{ type: named, from: DATA }];
  const mime = `image/${type}`;
  return {
    what: `a picture of ${mime}`,
    needs: "images",
    parts: [picture(`data:${mime};base64,${DATA}`)],
    reads: { gemini: read(mime), "bedrock-converse": read(type), "anthropic-messages": read(mime) },
  };
};

const at = (url: string, type: string): Shown => ({
  what: `a picture at ${url}`,
  byAddress: true,
  needs: "images",
  parts: [picture(url)],
  reads: { gemini: [{ type, from: url }], "anthropic-messages": [{ type: "url", from: url }] },
});

const SHOWN: readonly Shown[] = [
  ...["png", "jpeg", "webp"].map(ofType),
  {
    what: "a picture with a parameter between its type and its bytes",
    needs: "images",
    parts: [picture(`data:image/png;name=pier.png;base64,${DATA}`)],
    reads: {
      gemini: [{ type: "image/png", from: DATA }],
      "bedrock-converse": [{ type: "png", from: DATA }],
      "anthropic-messages": [{ type: "image/png", from: DATA }],
    },
  },
  {
    what: "a picture under the short name of its type",
    needs: "images",
    parts: [picture(`data:image/jpg;base64,${DATA}`)],
    reads: { "bedrock-converse": [{ type: "jpeg", from: DATA }] },
  },
  at("https://almanac.example/pier.png", "image/png"),
  at("https://almanac.example/PIER.WEBP?size=2", "image/webp"),
  at("https://almanac.example/v1.2/pier", "image/jpeg"),
  {
    what: "two papers of one name",
    needs: "files",
    parts: [
      file("application/pdf", PAPER, { filename: "Tide table, v2.pdf" }),
      file("application/pdf", PAPER, { filename: "Tide table, v2.pdf" }),
    ],
    reads: {
      gemini: [
        { type: "application/pdf", from: PAPER },
        { type: "application/pdf", from: PAPER },
      ],
      // Letters, digits, single blanks, hyphens and brackets; no two of a conversation alike.
      "bedrock-converse": [
        { type: "pdf", from: PAPER, name: "Tide table v2 pdf" },
        { type: "pdf", from: PAPER, name: "Tide table v2 pdf 2" },
      ],
      "anthropic-messages": [
        { type: "application/pdf", from: PAPER, name: "Tide table, v2.pdf" },
        { type: "application/pdf", from: PAPER, name: "Tide table, v2.pdf" },
      ],
    },
  },
  {
    what: "rows and a letter",
    needs: "files",
    parts: [
      file("text/csv", ROWS, { filename: "depths.csv" }),
      file("application/msword", ROWS, { filename: "letter" }),
    ],
    reads: {
      "bedrock-converse": [
        { type: "csv", from: ROWS, name: "depths csv" },
        { type: "doc", from: ROWS, name: "letter" },
      ],
    },
  },
  {
    what: "a film by the address and the type that the caller gives",
    needs: "files",
    parts: [
      {
        type: "file",
        file: {
          file_id: "https://generativelanguage.googleapis.com/v1beta/files/film7",
          mime_type: "video/mp4",
        },
      },
    ],
    reads: {
      gemini: [{ type: "video/mp4", from: "https://generativelanguage.googleapis.com/v1beta/files/film7" }],
    },
  },
  {
    what: "sound in two forms",
    needs: "audio",
    parts: [sound("mp3"), sound("wav")],
    reads: {
      gemini: [
        { type: "audio/mpeg", from: DATA },
        { type: "audio/wav", from: DATA },
      ],
    },
  },
];

const takes =
  ({ needs }: Shown) =>
  (endpoint: Endpoint): boolean =>
    endpoint.capabilities.has(needs);

/** Those that some endpoint of the API under test takes, each with one that does. */
function askedOf(context: CaseContext): { shown: Shown; endpoint: Endpoint; reads: readonly Read[] }[] {
  return SHOWN.flatMap((shown) => {
    const reads = shown.reads[context.api.id];
    if (reads === undefined) return [];
    try {
      return [{ shown, endpoint: context.endpoint(takes(shown)), reads }];
    } catch {
      return []; // No endpoint takes the kind.
    }
  });
}

export const mediaCases: readonly Case[] = [
  {
    id: "mapping.media.told",
    area: "mapping",
    title:
      "Pictures, documents and sound reach the provider with the type, the bytes or address, and the name that they have",
    why: "a type that is guessed wrong is a picture that the model cannot see, and a name that stands twice is a 400",
    requirements: ["MAP-07"],
    needs: {
      endpoints: {
        that: "is shown media in an API of its own, and takes pictures or documents",
        where: ({ api, capabilities }) =>
          READERS[api] !== undefined && (capabilities.has("images") || capabilities.has("files")),
      },
    },
    run: async (context) => {
      const session = await context.open();
      for (const { shown, endpoint, reads } of askedOf(context)) {
        session.answer(simulated(context));
        const content: JsonObject[] = [{ type: "text", text: "What is this?" }, ...shown.parts];
        const reply = await session.send(
          ask(addressOf(endpoint), { messages: [{ role: "user", content }] }),
          { uncompared: "compared-by-the-case" },
        );
        const [request] = session.received;
        const isRefused =
          reply.status === 400 && String(errorOf(reply)?.param).startsWith("messages[0].content[1]");
        if (!request && shown.byAddress && isRefused) continue;
        const seen = request ? mediaIn(context.api.id, bodyOf(request)) : reply.status;
        context.check.equal("MAP-07", shown.what, seen, reads);
        context.count(1);
      }
    },
  },
];
