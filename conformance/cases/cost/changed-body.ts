/**
 * A whole answer of a stand-in, changed.
 * @module
 */
import { isObject, type Json, type JsonObject } from "../../../registry/json.ts";
import type { CaseContext } from "../../engine/context.ts";

/** The same answer with another body. @throws Error where the body is not a JSON object */
export async function changedBody(
  answer: ReturnType<CaseContext["simulate"]["completion"]>,
  change: (body: JsonObject) => JsonObject,
) {
  if (answer.kind !== "answer") return answer;
  const chunks: Uint8Array[] = [];
  for await (const chunk of answer.chunks) chunks.push(chunk);
  const body: Json = JSON.parse(Buffer.concat(chunks).toString("utf8"));
  if (!isObject(body)) throw new Error("the stand-in's answer is not a JSON object");
  const headers = answer.headers.filter(([name]) => name.toLowerCase() !== "content-length");
  return { ...answer, headers, chunks: [new TextEncoder().encode(JSON.stringify(change(body)))] };
}
