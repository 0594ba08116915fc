/**
 * JSON as a reviewer wants it: two spaces, objects open, lists of plain values on one line where they fit. It is also
 * what the formatter would write, so that generated files pass it.
 * @module
 */
import { isObject, type Json } from "../../registry/json.ts";

const WIDTH = 110;

function write(value: Json, indent: string, room: number): string {
  if (!Array.isArray(value) && !isObject(value)) return JSON.stringify(value);
  const inner = `${indent}  `;
  const parts = Array.isArray(value)
    ? value.map((item) => inner + write(item, inner, WIDTH - inner.length - 1))
    : Object.entries(value)
        .filter((entry): entry is [string, Json] => entry[1] !== undefined)
        .map(([key, item]) => {
          const start = `${inner}${JSON.stringify(key)}: `;
          return start + write(item, inner, WIDTH - start.length - 1);
        });
  const [open, close] = Array.isArray(value) ? "[]" : "{}";
  if (parts.length === 0) return `${open}${close}`;
  if (Array.isArray(value) && value.every((item) => !Array.isArray(item) && !isObject(item))) {
    const line = `[${parts.map((part) => part.trimStart()).join(", ")}]`;
    if (line.length <= room) return line;
  }
  return `${open}\n${parts.join(",\n")}\n${indent}${close}`;
}

/** Pretty JSON with a final newline. */
export const prettyJson = (value: Json): string => `${write(value, "", WIDTH)}\n`;
