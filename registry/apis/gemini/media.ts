/**
 * Pictures, sounds and files: data URLs and media types against Gemini's `inlineData` and `fileData`.
 * @module
 */
import { isObject, type Json, type JsonObject, own, textOrNull } from "../../json.ts";

export interface InlineData {
  mimeType: string;
  data: string;
}

/** The type and base64 of a data URL, or `null`. Parameters between the two, such as a charset, are left out. */
export function readDataUrl(url: string): InlineData | null {
  const found = /^data:([^;,]+)(?:;[^;,]*)*;base64,(.*)/s.exec(url);
  return found && { mimeType: String(found[1]), data: String(found[2]) };
}

export const dataUrl = ({ mimeType, data }: InlineData): string => `data:${mimeType};base64,${data}`;

/** An `inlineData` as it stands in a part, or `null`. */
export function readInline(value: Json | undefined): InlineData | null {
  if (!isObject(value)) return null;
  const [mimeType, data] = [textOrNull(value.mimeType), textOrNull(value.data)];
  return mimeType === null || data === null ? null : { mimeType, data };
}

const BY_EXTENSION: Readonly<Record<string, string>> = {
  png: "image/png",
  jpg: "image/jpeg",
  jpeg: "image/jpeg",
  webp: "image/webp",
  gif: "image/gif",
  heic: "image/heic",
  heif: "image/heif",
  pdf: "application/pdf",
  txt: "text/plain",
  csv: "text/csv",
  html: "text/html",
  md: "text/markdown",
  mp3: "audio/mpeg",
  wav: "audio/wav",
  mp4: "video/mp4",
  mov: "video/quicktime",
  webm: "video/webm",
};

/** The media type that a file name or URL suggests: Gemini wants one beside every URI. */
export function typeOf(name: string, fallback: string): string {
  const path = name.split(/[?#]/, 1)[0] ?? "";
  const dot = path.lastIndexOf(".");
  return (dot < 0 ? undefined : own(BY_EXTENSION, path.slice(dot + 1).toLowerCase())) ?? fallback;
}

/** The part for a URL: bytes inline, anything else by its address. */
export function partOfUrl(url: string, mimeType: string): JsonObject {
  const inline = readDataUrl(url);
  return inline ? { inlineData: { ...inline } } : { fileData: { mimeType, fileUri: url } };
}
