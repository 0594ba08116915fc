/**
 * Broken streams: how streams are read (STR-01, STR-02, STR-05).
 * @module
 */
import { isObject, type JsonObject, without } from "../../registry/json.ts";
import type { Defect } from "./defect.ts";
import { everywhere, withCodec } from "./plants.ts";
import { crashesOn, mapText, overheard, withBytes } from "./stream-plants.ts";

export const streamingDecodingDefects: readonly Defect[] = [
  {
    id: "streaming.chunks-decoded-alone",
    title: "Each network chunk is decoded on its own, so characters cut in two are lost",
    seenIn: "BerriAI/litellm#18842, lobehub/lobehub#18805",
    breaks: ["STR-01", "STR-04"],
    plant: withBytes(async function* (bytes) {
      for await (const chunk of bytes) yield new TextEncoder().encode(new TextDecoder().decode(chunk));
    }),
  },
  {
    id: "streaming.events-parsed-per-chunk",
    title: "An event that is split across two reads is lost",
    seenIn: "envoyproxy/ai-gateway#2163, envoyproxy/ai-gateway#1829",
    breaks: ["STR-01"],
    plant: withBytes(async function* (bytes) {
      for await (const chunk of bytes) {
        const text = new TextDecoder().decode(chunk);
        const end = text.lastIndexOf("\n\n");
        if (end >= 0) yield new TextEncoder().encode(text.slice(0, end + 2));
      }
    }),
  },
  {
    id: "streaming.split-on-lf-only",
    title: "Events are split at two LFs only",
    seenIn: "vercel/ai#6200, NousResearch/hermes-agent#112456",
    breaks: ["STR-02"],
    plant: mapText((text) =>
      text.replaceAll("\r", "") === text ? text : text.replaceAll("\r\n", "").replaceAll("\r", ""),
    ),
  },
  {
    id: "streaming.data-needs-space",
    title: "Data lines without a space after the colon are ignored",
    seenIn: "envoyproxy/ai-gateway#1189",
    breaks: ["STR-02"],
    plant: mapText((text) => text.replaceAll(/^data:(?! )/gm, "ignored:")),
  },
  {
    id: "streaming.bom-kept",
    title: "A byte order mark hides the first event",
    seenIn: "own",
    breaks: ["STR-02"],
    plant: withBytes(async function* (bytes) {
      let first = true;
      for await (const chunk of bytes) {
        if (first && chunk[0] === 0xef) yield new TextEncoder().encode("x: ");
        first = false;
        yield chunk;
      }
    }),
  },
  {
    id: "streaming.comments-are-data",
    title: "Comment lines are parsed as data",
    seenIn: "mnfst/llm-gateway#2053, tmc/langchaingo#631",
    breaks: ["STR-02", "STR-05", "STR-04"],
    plant: mapText((text) => text.replaceAll(/^:/gm, "data: :")),
  },
  {
    id: "streaming.event-lines-fatal",
    title: "Lines other than data end the stream",
    seenIn: "own",
    breaks: ["STR-02"],
    plant: crashesOn(/^(event|id|retry|weather):/),
  },
  {
    id: "streaming.multi-line-data",
    title: "Only the first data line of an event is read",
    seenIn: "own",
    breaks: ["STR-02"],
    plant: mapText((text) => text.replaceAll(/^(data: ?\{)\r?\ndata: ?/gm, "$1\nx: ")),
  },
  {
    id: "streaming.first-choice-only",
    title: "Chunks without choices[0].delta crash the reader",
    seenIn: "BerriAI/litellm#30761, mozilla-ai/any-llm#515",
    breaks: ["STR-05"],
    plant: crashesOn(/"choices":(\[\]|null)|"delta":null/),
  },
  {
    id: "streaming.done-required",
    title: "A stream without [DONE] is taken for broken",
    seenIn: "own",
    breaks: ["STR-05"],
    plant: withCodec((dialect) => ({
      decodeStream: async function* (bytes, context) {
        const wire = overheard(bytes);
        for await (const event of dialect.decodeStream(wire.bytes, context)) {
          yield event.type === "end" && !wire.text().includes("[DONE]")
            ? { type: "broken", problem: "no [DONE]" }
            : event;
        }
      },
    })),
  },
  {
    id: "streaming.empty-data-fatal",
    title: "An event without data is parsed as JSON and breaks the stream",
    seenIn: "own",
    breaks: ["STR-02"],
    plant: mapText((text) => text.replaceAll(/^data: ?\n\n/gm, "data: {\n\n")),
  },
  {
    id: "streaming.calls-by-number-alone",
    title: "Calls under one number are one call, whatever names and ids they have",
    seenIn: "mozilla-ai/any-llm#1160",
    breaks: ["STR-04"],
    plant: mapText((text) => {
      const begun = new Set<unknown>();
      return text.replace(/^data: (\{.*\})$/gm, (line, json: string) => {
        const chunk: JsonObject = JSON.parse(json);
        let isChanged = false;
        const changed = everywhere(chunk, (value) => {
          if (!isObject(value) || !isObject(value.function) || typeof value.index !== "number") return value;
          const known = begun.has(value.index);
          begun.add(value.index);
          if (!known) return value;
          isChanged = true;
          return { index: value.index, function: without(value.function, ["name"]) };
        });
        return isChanged ? `data: ${JSON.stringify(changed)}` : line;
      });
    }),
  },
  {
    id: "streaming.calls-by-id-alone",
    title: "Calls with one id are one call, whatever numbers they have",
    seenIn: "own",
    breaks: ["STR-04"],
    plant: mapText((text) => {
      const first = new Map<unknown, number>();
      return text.replace(/"index":(\d+),"id":"([^"]+)"/g, (_all, index: string, id: string) => {
        const known = first.get(id) ?? Number(index);
        first.set(id, known);
        return `"index":${known},"id":"${id}"`;
      });
    }),
  },
];
