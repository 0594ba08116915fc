/**
 * Pictures, documents and sound that reach the provider as something else than they are (MAP-07).
 * @module
 */
import { isObject, type JsonObject, objectsIn } from "../../registry/json.ts";
import type { Plant } from "../targets/reference.ts";
import type { Defect } from "./defect.ts";
import { asObject } from "./dialect-plants.ts";
import { withBody } from "./plants.ts";

/** Every part of every message changed. */
const withParts = (messages: string, parts: string, change: (part: JsonObject) => JsonObject): Plant =>
  withBody((body) => {
    if (!Array.isArray(body[messages])) return body;
    const changed = objectsIn(body[messages]).map((message) =>
      Array.isArray(message[parts])
        ? { ...message, [parts]: objectsIn(message[parts]).map(change) }
        : message,
    );
    return { ...body, [messages]: changed };
  });

/** The inner object of a part changed, where it has one of that name. */
const inside =
  (name: string, change: (inner: JsonObject) => JsonObject) =>
  (part: JsonObject): JsonObject =>
    isObject(part[name]) ? { ...part, [name]: change(asObject(part[name])) } : part;

const own = "own";

export const mediaDefects: readonly Defect[] = [
  {
    id: "mapping.media.address-is-a-photo",
    title: "Whatever stands at an address is said to be a JPEG",
    seenIn: own,
    breaks: ["MAP-07"],
    providers: ["vertex"],
    plant: withParts(
      "contents",
      "parts",
      inside("fileData", (data) => ({ ...data, mimeType: "image/jpeg" })),
    ),
  },
  {
    id: "mapping.media.sound-by-its-ending",
    title: "Sound gets the ending of its file for a type",
    seenIn: own,
    breaks: ["MAP-07"],
    providers: ["google-ai-studio"],
    plant: withParts(
      "contents",
      "parts",
      inside("inlineData", (data) => ({
        ...data,
        mimeType: data.mimeType === "audio/mpeg" ? "audio/mp3" : (data.mimeType ?? null),
      })),
    ),
  },
  {
    id: "mapping.media.names-twice",
    title: "Two documents of one name keep it",
    seenIn: own,
    breaks: ["MAP-07"],
    providers: ["bedrock"],
    plant: withParts(
      "messages",
      "content",
      inside("document", (document) => ({ ...document, name: String(document.name).replace(/ 2$/, "") })),
    ),
  },
  {
    id: "mapping.media.names-lost",
    title: "Documents lose their names",
    seenIn: own,
    breaks: ["MAP-07"],
    providers: ["anthropic"],
    plant: withParts("messages", "content", ({ title: _lost, ...part }) => part),
  },
];
