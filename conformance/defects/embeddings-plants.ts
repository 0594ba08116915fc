/**
 * A faulty way in and out for embeddings: what callers sent or got is changed on the way.
 * @module
 */
import { isObject, type Json, type JsonObject } from "../../registry/json.ts";
import type { Around } from "../targets/reference.ts";

export interface EmbeddingsRoute {
  /** The caller's body. */
  body?: (body: JsonObject) => JsonObject;
  /** The list of a good answer. */
  data?: (data: readonly Json[]) => Json;
  /** Each vector of a good answer. */
  vector?: (vector: Json | undefined) => Json | undefined;
  usage?: (usage: Json | undefined) => Json;
  /** A good answer as a whole. */
  answer?: (answer: JsonObject) => JsonObject;
}

function changed(answer: JsonObject, { data, vector, usage, answer: whole }: EmbeddingsRoute): JsonObject {
  if (!Array.isArray(answer.data)) return answer;
  if (whole) return whole(answer);
  const items = answer.data.map(
    (item): Json => (isObject(item) && vector ? { ...item, embedding: vector(item.embedding) } : item),
  );
  return {
    ...answer,
    data: data ? data(items) : items,
    ...(usage ? { usage: usage(answer.usage) } : {}),
  };
}

/** Changes what passes at /v1/embeddings; everything else goes through as it is. */
export const aroundEmbeddings =
  (route: EmbeddingsRoute): Around =>
  (send) =>
  async (path, init) => {
    if (!path.startsWith("/v1/embeddings")) return send(path, init);
    const body = route.body ? JSON.stringify(route.body(JSON.parse(String(init.body)))) : init.body;
    const response = await send(path, { ...init, ...(body === undefined ? {} : { body }) });
    if (response.status !== 200) return response;
    const headers = new Headers(response.headers);
    headers.delete("content-length");
    const answer: unknown = JSON.parse(await response.text());
    return new Response(JSON.stringify(isObject(answer) ? changed(answer, route) : answer), {
      status: 200,
      headers,
    });
  };
