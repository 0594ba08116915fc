/**
 * An answer as the cache stores it: what was said in canonical form, or the bytes where the gateway does not read them.
 * No credential of any kind is part of it.
 * @module
 */
import { LRUCache } from "lru-cache";
import { z } from "zod";
import type { ChatCompletion } from "../../registry/canonical/chat.ts";
import type { UsageReading } from "../../registry/canonical/usage.ts";
import type { RequestRecord } from "../telemetry/record.ts";

const Served = z
  .object({
    provider: z.string(),
    model: z.string(),
    endpoint: z.string(),
    deployment: z.string(),
    api: z.string(),
    mode: z.enum(["ptb", "byok"]),
  })
  .nullable();

/** Made once: a schema is compiled at its first use. */
const Usage = z.looseObject({ kind: z.string() });

const About = {
  usage: z.custom<UsageReading>((value) => Usage.safeParse(value).success),
  served: Served,
  /** How long the answer took when it was made, in milliseconds. */
  latencyMs: z.number().nonnegative(),
};

const Completion = z.looseObject({ id: z.string(), choices: z.array(z.looseObject({})).min(1) });

const CachedAnswer = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("chat"),
    completion: z.custom<ChatCompletion>((value) => Completion.safeParse(value).success),
    ...About,
  }),
  z.object({
    kind: z.literal("raw"),
    status: z.number().int().min(200).max(299),
    headers: z.array(z.tuple([z.string(), z.string()])),
    body: z.base64(),
    ...About,
  }),
]);

export type CachedAnswer = z.infer<typeof CachedAnswer>;

/** What of a record is stored with its answer. */
export function aboutRecord({
  usage,
  served,
  latencyMs,
}: RequestRecord): Pick<CachedAnswer, "usage" | "served" | "latencyMs"> {
  const by = served && (({ upstreamRequestId: _, ...rest }) => rest)(served);
  return { usage, served: by, latencyMs };
}

/** Headers of an answer that say how its bytes are read. */
const READING_HEADERS = ["content-type", "content-encoding", "content-language"];

/** The headers that are stored with bytes. */
export const readingHeaders = (headers: readonly (readonly [string, string])[]): [string, string][] =>
  headers.flatMap(([name, value]): [string, string][] =>
    READING_HEADERS.includes(name.toLowerCase()) ? [[name.toLowerCase(), value]] : [],
  );

/** Characters of texts that are not read again while they are asked for. */
const MOST_READ = 8 * 1024 * 1024;
const read = new LRUCache<string, CachedAnswer>({
  maxSize: MOST_READ,
  sizeCalculation: (_, { length }) => length,
});

/**
 * An answer from its text; one that is asked for often is read once. It is shared: nobody may change it.
 * @throws Error for a text that this version of the gateway did not write
 */
export function parseAnswer(text: string): CachedAnswer {
  const known = read.get(text);
  if (known !== undefined) return known;
  const answer = CachedAnswer.parse(JSON.parse(text));
  read.set(text, answer);
  return answer;
}
