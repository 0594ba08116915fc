/**
 * Pictures and documents: Bedrock takes bytes only, each kind under its own format word, and names of documents in a
 * narrow alphabet (MAP-07).
 * @module
 */
import { isObject, type Json, type JsonObject, own, textOrNull } from "../../json.ts";
import { UnsupportedInput } from "../codec.ts";

const IMAGES: Readonly<Record<string, string>> = {
  "image/png": "png",
  "image/jpeg": "jpeg",
  "image/jpg": "jpeg",
  "image/gif": "gif",
  "image/webp": "webp",
};

const DOCUMENTS: Readonly<Record<string, string>> = {
  "application/pdf": "pdf",
  "text/csv": "csv",
  "application/msword": "doc",
  "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
  "application/vnd.ms-excel": "xls",
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
  "text/html": "html",
  "text/plain": "txt",
  "text/markdown": "md",
};

const typeOf = (formats: Readonly<Record<string, string>>, format: string): string | undefined =>
  Object.entries(formats).find(([, word]) => word === format)?.[0];

interface DataUrl {
  type: string;
  data: string;
}

/** A base64 data URL in its parts; parameters such as a charset are left out. */
function dataUrl(url: string): DataUrl | null {
  // Stryker disable next-line ArrayDeclaration: neither list has a type or data at its second and third place
  const [, type, data] = /^data:([^;,]+)(?:;[^;,]+)*;base64,(.*)/s.exec(url) ?? [];
  // Stryker disable next-line LogicalOperator,ConditionalExpression: where the pattern matches, both parts are there; where not, neither
  return type === undefined || data === undefined ? null : { type: type.toLowerCase(), data };
}

function pictureOf({ type, data }: DataUrl): JsonObject | null {
  const format = own(IMAGES, type);
  return format === undefined ? null : { image: { format, source: { bytes: data } } };
}

/** A picture with its bytes; `null` for one elsewhere, or of a kind that Bedrock does not take. */
export function inlineImage(url: string): JsonObject | null {
  const inline = dataUrl(url);
  return inline === null ? null : pictureOf(inline);
}

/** @throws UnsupportedInput for a picture elsewhere, or of a kind that Bedrock does not take */
export function imageBlock(url: string, param: string): JsonObject {
  const inline = dataUrl(url);
  if (inline === null)
    throw new UnsupportedInput(param, "Bedrock takes images as base64 data URLs only, not by address");
  const block = pictureOf(inline);
  if (block === null) throw new UnsupportedInput(param, `Bedrock takes no ${inline.type} images`);
  return block;
}

/** Names that Bedrock accepts, each once in a request: a second `plan.pdf` is `plan pdf 2`. */
export class DocumentNames {
  private readonly taken = new Set<string>();

  next(filename: string | null): string {
    const stem = (filename ?? "").replace(/[^a-zA-Z0-9()[\]-]+/g, " ").trim();
    const name = stem.slice(0, 190) || "document";
    let candidate = name;
    for (let i = 2; this.taken.has(candidate); i++) candidate = `${name} ${i}`;
    this.taken.add(candidate);
    return candidate;
  }
}

/** @throws UnsupportedInput for a file that is not in the request itself, or of a kind that Bedrock does not take */
export function documentBlock(file: JsonObject, names: DocumentNames, param: string): JsonObject {
  // Stryker disable next-line StringLiteral: no data URL begins like that
  const inline = dataUrl(textOrNull(file.file_data) ?? "");
  if (inline === null)
    throw new UnsupportedInput(param, "Bedrock takes files as base64 data URLs in file_data only");
  const format = own(DOCUMENTS, inline.type);
  if (format === undefined) throw new UnsupportedInput(param, `Bedrock takes no ${inline.type} files`);
  return {
    document: { format, name: names.next(textOrNull(file.filename)), source: { bytes: inline.data } },
  };
}

const bytesOf = (media: JsonObject): string | null =>
  isObject(media.source) && typeof media.source.bytes === "string" ? media.source.bytes : null;

/** The data URL of a picture of Bedrock's; `null` where it lies in S3 or is of an unknown kind. */
export function imageUrl(image: Json | undefined): string | null {
  if (!isObject(image)) return null;
  const type = typeOf(IMAGES, String(image.format));
  const bytes = bytesOf(image);
  return type === undefined || bytes === null ? null : `data:${type};base64,${bytes}`;
}

/** A document of Bedrock's as a file part; text is encoded, what lies in S3 is `null`. */
export function filePart(document: JsonObject): JsonObject | null {
  const source = isObject(document.source) ? document.source : {};
  const type = typeOf(DOCUMENTS, typeof document.format === "string" ? document.format : "txt");
  const bytes =
    typeof source.text === "string" ? base64Of(new TextEncoder().encode(source.text)) : bytesOf(document);
  if (type === undefined || bytes === null) return null;
  return {
    type: "file",
    file: { filename: String(document.name ?? "document"), file_data: `data:${type};base64,${bytes}` },
  };
}

function base64Of(bytes: Uint8Array): string {
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}
