/**
 * The grammar of the `model` field (RTE-01, RTE-05):
 *
 *     field = entry *( "," entry )
 *     entry = "!" provider | model | model "/" provider | model "/" provider "/" deployment
 *
 * A model may be a registry id or a provider's own id, which can itself hold `/` and `:`; so an entry is read from its
 * right end against the known names, never split blindly (REG-03).
 * @module
 */
import { remembered } from "../remembered.ts";
import { suggestion } from "./nearest.ts";

export interface Entry {
  /** As the caller wrote it. */
  raw: string;
  model: string;
  provider: string | null;
  deployment: string | null;
}

export interface ModelField {
  entries: readonly Entry[];
  excluded: ReadonlySet<string>;
}

/** The names that the grammar is read against. */
export interface KnownNames {
  /** Resolves a provider's slug or alias, in any case; `null` when unknown. */
  provider(name: string): string | null;
  providerNames(): Iterable<string>;
  isModel(name: string): boolean;
  modelNames(): Iterable<string>;
}

export type ParsedField = { ok: true; field: ModelField } | { ok: false; problem: string; entry: string };

/** An id that becomes part of a path must not change where the path leads, in whatever spelling (SEC-02). */
const STEP = /(?:^|[/\\])(?:\.|%2e){1,2}(?:$|[/\\])/i;

const bad = (entry: string, problem: string): ParsedField => ({ ok: false, entry, problem });

/** Everything before and after the last slash. */
function cut(text: string): [left: string, right: string] | null {
  const at = text.lastIndexOf("/");
  return at <= 0 || at === text.length - 1 ? null : [text.slice(0, at), text.slice(at + 1)];
}

function parseEntry(raw: string, known: KnownNames): Entry | string {
  if (known.isModel(raw)) return { raw, model: raw, provider: null, deployment: null };
  const outer = cut(raw);
  if (outer === null) return `unknown model "${raw}".${suggestion(raw, known.modelNames())}`;
  const [left, last] = outer;
  const inner = cut(left);
  const middle = inner && known.provider(inner[1]);
  // `model/provider/deployment` where the model is known, even if the deployment is spelt like a provider.
  if (inner && middle && known.isModel(inner[0])) {
    return { raw, model: inner[0], provider: middle, deployment: last };
  }
  const provider = known.provider(last);
  if (provider) return { raw, model: left, provider, deployment: null };
  if (inner && middle) return { raw, model: inner[0], provider: middle, deployment: last };
  return `unknown provider "${last}" in "${raw}".${suggestion(last, known.providerNames())}`;
}

/** The fields that callers send again and again, by the names that they were read against. */
const READ = new WeakMap<KnownNames, (text: string) => ParsedField>();
/** How many of them, and the longest one: with what refuses them they take some hundred kilobytes at most. */
const MOST = { fields: 500, chars: 200 };

/**
 * Reads the whole field. One bad entry refuses the request: nothing is skipped silently (RTE-05).
 * @example parseModelField("gpt-oss-120b/groq, gpt-oss-120b, !openai", names)
 */
export function parseModelField(text: string, known: KnownNames): ParsedField {
  if (text.length > MOST.chars) return readField(text, known);
  const read = READ.get(known) ?? remembered(MOST.fields, (field) => readField(field, known));
  READ.set(known, read);
  return read(text);
}

function readField(text: string, known: KnownNames): ParsedField {
  const entries: Entry[] = [];
  const excluded = new Set<string>();
  for (const raw of text.split(",").map((entry) => entry.trim())) {
    if (raw === "") return bad(raw, "an entry of the model list is empty");
    if (STEP.test(raw)) return bad(raw, `"${raw}" has a step of a path in it: "." and ".." name no model`);
    if (raw.startsWith("!")) {
      const name = raw.slice(1).trim();
      const provider = known.provider(name);
      if (!provider) {
        return bad(raw, `unknown provider "${name}" in "${raw}".${suggestion(name, known.providerNames())}`);
      }
      excluded.add(provider);
      continue;
    }
    const entry = parseEntry(raw, known);
    if (typeof entry === "string") return bad(raw, entry);
    entries.push(entry);
  }
  if (entries.length === 0) return bad(text, "the model list only excludes providers and names no model");
  return { ok: true, field: { entries, excluded } };
}
