/**
 * What the last run of the conformance suite claims of each provider, read from its `result.json`. The gateway knows of
 * that file only what it shows.
 * @module
 */
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import type { Log } from "../parts.ts";

/** No run is larger; what is, is no result. */
const MAX_BYTES = 64 * 1024 * 1024;
/** The only version whose claims are known to mean this. */
const SCHEMA_VERSION = 4;
/** Strongest proof first, as the suite orders it. */
const PROOF_KINDS = ["live", "imported", "authored", "derived", "copied"] as const;

const count = z.int().min(0);
const Conformity = z.object({
  provider: z.string(),
  api: z.string().nullable(),
  verdict: z.enum(["conforms", "conforms where observable", "does not conform", "partly run"]),
  levels: z.array(z.object({ level: z.string().max(20), held: count, applicable: count })),
  proof: z.record(z.string(), count),
});
const ResultSchema = z.object({
  schemaVersion: z.literal(SCHEMA_VERSION),
  target: z.string(),
  conformance: z.object({
    set: z.string(),
    apis: z.array(Conformity),
    providers: z.array(Conformity),
  }),
});

export interface Claim {
  /** `null` for all of a provider's APIs together. */
  api: string | null;
  verdict: z.infer<typeof Conformity>["verdict"];
  /** @example "MUST 95/95, SHOULD 2/2" */
  held: string;
  /** The weakest kind of recording that the answers came from; `null` where none was used. */
  proof: (typeof PROOF_KINDS)[number] | null;
}

export interface ProviderClaims {
  total: Claim;
  apis: readonly Claim[];
}

/** What a report says, or why there is nothing to say. */
export type Claims =
  | { kind: "none"; why: string }
  | {
      kind: "report";
      /** The frozen set of requirements that the claims are about. */
      set: string;
      /** What was tested. */
      target: string;
      /** When the report was written, in milliseconds since 1970. */
      at: number;
      providers: ReadonlyMap<string, ProviderClaims>;
    };

export interface ClaimSource {
  read(): Promise<Claims>;
}

const claimOf = ({ api, verdict, levels, proof }: z.infer<typeof Conformity>): Claim => ({
  api,
  verdict,
  held: levels.map(({ level, held, applicable }) => `${level} ${held}/${applicable}`).join(", "),
  proof: PROOF_KINDS.findLast((kind) => (proof[kind] ?? 0) > 0) ?? null,
});

function parse(text: string, at: number): Claims {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { kind: "none", why: "the report is no JSON" };
  }
  const parsed = ResultSchema.safeParse(json);
  if (!parsed.success) return { kind: "none", why: `the report is not of version ${SCHEMA_VERSION}` };
  const { target, conformance } = parsed.data;
  const providers = new Map(
    conformance.providers.map((total) => [
      total.provider,
      {
        total: claimOf(total),
        apis: conformance.apis.filter(({ provider }) => provider === total.provider).map(claimOf),
      },
    ]),
  );
  return { kind: "report", set: conformance.set, target, at, providers };
}

/** Where the result is: a file, or the one in a folder. */
async function locate(path: string) {
  const found = await stat(path);
  if (!found.isDirectory()) return { path, found };
  const inside = join(path, "result.json");
  return { path: inside, found: await stat(inside) };
}

const isMissing = (error: unknown): boolean =>
  error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR");

/**
 * Reads a result again whenever it was written anew. A file that is missing or cannot be understood is told on the page,
 * and in the log once for each time that it changes.
 * @param place a `result.json`, or the folder that a run wrote
 */
export function fileClaims(place: string, log: Log): ClaimSource {
  let last: { stamp: string; claims: Claims } | null = null;
  const readAnew = async (): Promise<{ stamp: string; claims: Claims }> => {
    const { path, found } = await locate(place);
    const stamp = `${path} ${found.mtimeMs} ${found.size}`;
    if (last?.stamp === stamp) return last;
    const claims: Claims =
      found.size > MAX_BYTES
        ? { kind: "none", why: `the report is larger than ${MAX_BYTES} bytes` }
        : parse(await readFile(path, "utf8"), found.mtimeMs);
    if (claims.kind === "none") log("warn", "dashboard.report-unusable", { why: claims.why });
    return { stamp, claims };
  };
  return {
    read: async () => {
      try {
        last = await readAnew();
        return last.claims;
      } catch (error) {
        if (isMissing(error)) return { kind: "none", why: "there is no report yet" };
        log("warn", "dashboard.report-unreadable", { code: error instanceof Error ? error.name : "unknown" });
        return { kind: "none", why: "the report cannot be read" };
      }
    },
  };
}
