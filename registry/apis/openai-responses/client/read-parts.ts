/**
 * Content parts of the Responses API in canonical form (MAP-05, MAP-07).
 * @module
 */
import { type ContentItem, partItem } from "../../../canonical/item.ts";
import type { JsonObject } from "../../../json.ts";
import type { KnownPart, Part } from "./request-schema.ts";
import type { Untranslatables } from "./untranslated.ts";

type PartOf<T extends KnownPart["type"]> = Extract<KnownPart, { type: T }>;

/** The nearest thing to a cache breakpoint that other APIs have. */
const mark = (part: { [field: string]: unknown }): JsonObject =>
  part.prompt_cache_breakpoint ? { cache_control: { type: "ephemeral" } } : {};

function imagePart(part: PartOf<"input_image">, place: string, lost: Untranslatables): JsonObject[] {
  const { image_url, file_id, detail } = part;
  if (image_url)
    return [
      { type: "image_url", image_url: { url: image_url, ...(detail ? { detail } : {}) }, ...mark(part) },
    ];
  if (file_id) lost.add(`${place}.file_id`, "an image by file id is known to its own provider only");
  else lost.add(`${place}.image_url`, "an image needs image_url: an https: or data:image/ URL");
  return [];
}

function filePart(part: PartOf<"input_file">, place: string, lost: Untranslatables): JsonObject[] {
  const { file_data, file_url, file_id, filename } = part;
  if (!file_data && !file_url) {
    if (file_id) lost.add(`${place}.file_id`, "a file by id is known to its own provider only");
    else lost.add(place, "a file needs file_data or file_url");
    return [];
  }
  const file: JsonObject = {
    ...(file_data ? { file_data } : { file_url }),
    ...(filename ? { filename } : {}),
  };
  return [{ type: "file", file, ...mark(part) }];
}

function readPart(part: Part, place: string, lost: Untranslatables): JsonObject[] {
  const known = part as KnownPart;
  switch (known.type) {
    case "input_text":
    case "output_text":
    case "text":
      return [{ type: "text", text: known.text, ...mark(known) }];
    case "refusal":
      return [{ type: "refusal", refusal: known.refusal }];
    case "input_image":
      return imagePart(known, place, lost);
    case "input_file":
      return filePart(known, place, lost);
    case "input_audio": {
      const { data, format } = known.input_audio;
      return [{ type: "input_audio", input_audio: { data, format } }];
    }
    default:
      lost.add(`${place}.type`, `parts of type ${part.type} have no form in other APIs`);
      return [];
  }
}

/** What a content says and shows. */
export function readParts(
  content: string | readonly Part[],
  place: string,
  lost: Untranslatables,
): ContentItem[] {
  if (typeof content === "string") return [partItem({ type: "text", text: content })];
  return content.flatMap((part, i) => readPart(part, `${place}[${i}]`, lost)).map((part) => partItem(part));
}
