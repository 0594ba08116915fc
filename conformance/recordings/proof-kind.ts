/**
 * What a recording proves: what it says of itself, unless its answer is another host's with other names in it.
 * @module
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { UpstreamApiId } from "../../registry/apis/index.ts";
import { openRegistry } from "../../registry/index.ts";
import { isObject } from "../../registry/json.ts";
import type { Recording } from "./load.ts";
import type { EVIDENCE_MARKS, ProvenanceKind, RecordingEvidence } from "./schema.ts";
import { AUTHOR_OF } from "./store.ts";
import { apiOfRecording } from "./surfaces.ts";

/** `copied` is weakest: it says nothing of its host, and claims to. */
export type ProofKind = ProvenanceKind | "copied";

/** Bodies shorter than this have nothing of a host in them. */
const LEAST = 60;
/** Fields that name a host, a model, an answer or a moment: what a copyist changes. */
const NAMES =
  /"(id|created|created_at|model|modelVersion|responseId|system_fingerprint|request_id|provider|index)"\s*:\s*("(?:[^"\\]|\\.)*"|[\d.]+|null)/g;

/** The answer without names and without blanks. */
export const essence = (text: string): string => text.replace(NAMES, '"$1":0').replace(/\s+/g, "");

/** How sure evidence must be to be a host's own. */
const SURE: readonly (typeof EVIDENCE_MARKS)[number][] = ["recorded", "documented", "adapter-source"];

/** `api.groq.com` and `console.groq.com` belong to one company. */
const companyOf = (url: string): string => new URL(url).hostname.split(".").slice(-2).join(".");

/** Does somebody sure say what this host answers, on its own pages? */
function hasOwnEvidence(provider: string, evidence: readonly RecordingEvidence[]): boolean {
  const own = openRegistry().provider(provider);
  if (own === undefined) return false;
  const pages = [own.dashboard.docsUrl, own.baseUrl, ...own.pricingPages, ...own.modelPages];
  const houses = pages.map((url) => companyOf(url.replace(/\{\w+\}/g, "x")));
  return evidence.some(({ url, mark }) => SURE.includes(mark) && houses.includes(companyOf(url)));
}

interface Answer {
  provider: string;
  essence: string;
  /** The day on which its evidence was seen, the earliest (ISO date); "" where none is told. */
  seen: string;
}

const answers = new Map<string, readonly Answer[]>();

function seenIn(folder: string): string {
  const meta: unknown = JSON.parse(readFileSync(join(folder, "recording.json"), "utf8"));
  const provenance = isObject(meta) && isObject(meta.provenance) ? meta.provenance : {};
  const evidence = Array.isArray(provenance.evidence) ? provenance.evidence : [];
  const days = evidence.flatMap((item) =>
    isObject(item) && typeof item.retrievedAt === "string" ? [item.retrievedAt] : [],
  );
  return days.sort()[0] ?? "";
}

/** What every provider answers in a scenario, by the files: reading all recordings whole would take seconds. */
function answersOf(root: string, scenario: string): readonly Answer[] {
  const key = `${root} ${scenario}`;
  const known = answers.get(key);
  if (known) return known;
  const found = readdirSync(root, { withFileTypes: true }).flatMap((entry): Answer[] => {
    const folder = join(root, entry.name, scenario);
    const file = ["response.json", "response.sse"].map((name) => join(folder, name)).find(existsSync);
    if (file === undefined) return [];
    return [{ provider: entry.name, essence: essence(readFileSync(file, "utf8")), seen: seenIn(folder) }];
  });
  answers.set(key, found);
  return found;
}

/** Whose answer an authored recording repeats, or `null`: an earlier one in the same scenario, or one of the same day. */
export function copiedFrom(recording: Recording): string | null {
  const { meta, dir, responseBody } = recording;
  const { provenance, provider, scenario } = meta;
  if (provenance.kind !== "authored" || meta.response.body.encoding !== "raw") return null;
  // Whoever makes an API is repeated by others, not the other way round.
  if (AUTHOR_OF[apiOfRecording(recording) as UpstreamApiId] === provider) return null;
  const own = essence(new TextDecoder().decode(responseBody));
  if (own.length < LEAST || hasOwnEvidence(provider, provenance.evidence)) return null;
  const seen = provenance.evidence.map(({ retrievedAt }) => retrievedAt).sort()[0] ?? "";
  const root = join(dir, "..", "..");
  const found = answersOf(root, meta.id.slice(meta.id.indexOf("/") + 1)).find(
    (other) => other.provider !== provider && other.essence === own && other.seen <= seen,
  );
  return found === undefined ? null : `${found.provider}/${scenario}`;
}

/** What a recording proves. */
export const proofKindOf = (recording: Recording): ProofKind =>
  copiedFrom(recording) === null ? recording.meta.provenance.kind : "copied";
