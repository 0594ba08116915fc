/**
 * What `npm run sync` says and writes.
 * @module
 */
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createRegistry, type Registry, registrySource } from "../../registry/index.ts";
import { findingText } from "../../registry/lint/finding.ts";
import { lint } from "../../registry/lint/lint.ts";
import type { Stale } from "../../registry/lint/stale.ts";
import type { Catalogue } from "../../registry/mapper/catalogue.ts";
import { picoToUsd } from "../../registry/pricing/money.ts";
import type { EndpointConfig } from "../../registry/schema.ts";
import { compare, type Difference } from "../../registry/sync/compare.ts";
import { blockOf, type EditTerms, editPrice } from "../../registry/sync/edit.ts";
import { type Known, known, type Sorted, sortOut } from "../../registry/sync/known.ts";

export interface SyncReport extends Sorted {
  /** Rows of the catalogue that could not be read. */
  problems: string[];
}

/**
 * Compares the prices of a day, and sets aside what has a reason.
 * @param on ISO date
 * @param isWhole of a list that continues others nothing can be told about models that it does not have
 */
export function syncReport(
  registry: Registry,
  catalogue: Catalogue,
  { on, list = known, isWhole = true }: { on: string; list?: Known; isWhole?: boolean },
): SyncReport {
  const differences = compare(registry, catalogue, on).filter(({ kind }) => isWhole || kind !== "gone");
  const { stale, ...sorted } = sortOut(differences, list);
  return { ...sorted, stale: isWhole ? stale : [], problems: catalogue.problems };
}

function lineOf(difference: Difference): string {
  const { kind, provider, model } = difference;
  if (kind === "gone") return `gone     ${difference.endpoint.id} (${model})`;
  if (kind === "new") {
    const [base] = difference.row.tiers;
    const rates = Object.entries(base?.usdPerMillion ?? {}).map(([name, usd]) => `${name} ${usd}`);
    return `new      ${provider} ${model}: ${rates.join(", ")}`;
  }
  const moves = difference.moves.map(
    ({ from, class: name, was, now }) =>
      `${name}${from === 0 ? "" : ` from ${from}`} ${was ?? "unpriced"} → ${now}`,
  );
  const money = difference.money.map(
    ({ workload, was, now }) => `\n           ${workload}: ${picoToUsd(was)} → ${picoToUsd(now)} USD`,
  );
  return `changed  ${difference.endpoint.id} (${model}): ${moves.join(", ")}${money.join("")}`;
}

/** The report as lines; the last one counts. */
export function syncLines({ open, explained, stale, problems }: SyncReport): string[] {
  const count = (kind: Difference["kind"]): number => open.filter((each) => each.kind === kind).length;
  return [
    ...problems.map((problem) => `not read ${problem}`),
    ...stale.map(
      (entry) => `stale    ${entry}: registry/sync/known.json explains a difference that is none any more`,
    ),
    ...open.map(lineOf),
    `${count("new")} new, ${count("gone")} gone, ${count("changed")} changed; ${explained} more have a reason in registry/sync/known.json`,
  ];
}

/** Prices that are past their day, by provider; each of them where `isListed`. */
export function pastLines(past: readonly Stale[], isListed: boolean): string[] {
  const counts = new Map<string, number>();
  for (const { provider } of past) counts.set(provider, (counts.get(provider) ?? 0) + 1);
  const told = [...counts].map(([provider, count]) => `${provider} ${count}`);
  return [
    ...(isListed
      ? past.map(
          ({ id, since, source }) => `past     ${id}: to be looked at again after ${since} (${source})`,
        )
      : []),
    `${past.length} prices are past the day to be looked at again${told.length === 0 ? "" : `: ${told.join(", ")}`}`,
  ];
}

/** What the lint says about the new price, beside its model's other hosts, that it does not say about the old one. */
function lintOf(change: Extract<Difference, { kind: "changed" }>): string | null {
  const { endpoint, row } = change;
  const key = `${endpoint.model}:${endpoint.provider}`;
  const config = registrySource.endpoints[key];
  const [priced] = row.tiers;
  if (!config || !priced) return null;
  const siblings = Object.entries(registrySource.endpoints).filter(([id]) =>
    id.startsWith(`${endpoint.model}:`),
  );
  const findings = (pricing: EndpointConfig["pricing"]): string[] =>
    lint({
      ...registrySource,
      endpoints: { ...Object.fromEntries(siblings), [key]: { ...config, pricing } },
    })
      .filter(({ where }) => where.id === key)
      .map(findingText);
  const before = new Set(findings(config.pricing));
  return findings([priced]).find((text) => !before.has(text)) ?? null;
}

/** The file that holds an endpoint's entry. */
function fileOf(root: string, key: string): string | null {
  const authors = join(root, "registry/authors");
  const files = readdirSync(authors, { recursive: true, encoding: "utf8" })
    .filter((path) => /(?:^|[/\\])endpoints[\w-]*\.ts$/.test(path))
    .map((path) => join(authors, path))
    .filter((path) => statSync(path).isFile());
  return files.find((path) => blockOf(readFileSync(path, "utf8"), key) !== null) ?? null;
}

export interface Written {
  /** Ids of endpoints whose files have the new price. */
  edited: string[];
  /** What is left to a person: the id, or the provider and its model, and why. */
  left: string[];
}

/**
 * Writes the changed prices that can be written.
 * @param root the checkout with `registry/authors`
 */
export function writeChanges(
  root: string,
  open: readonly Difference[],
  terms: Omit<EditTerms, "created">,
): Written {
  const { models } = createRegistry(registrySource).source;
  const written: Written = { edited: [], left: [] };
  for (const difference of open) {
    if (difference.kind !== "changed") {
      const what =
        difference.kind === "new" ? `${difference.provider} ${difference.model}` : difference.endpoint.id;
      const why =
        difference.kind === "new"
          ? "a new model needs its limits, parameters and author looked up"
          : "is it retired, or has the catalogue never had it?";
      written.left.push(`${what}: ${why}`);
      continue;
    }
    const { endpoint } = difference;
    const key = `${endpoint.model}:${endpoint.provider}`;
    const file = fileOf(root, key);
    const created = models[endpoint.model]?.created ?? terms.date;
    const doubt = file === null ? "its entry is in no endpoint file" : lintOf(difference);
    const edit =
      file === null || doubt !== null
        ? { ok: false as const, reason: doubt ?? "" }
        : editPrice(readFileSync(file, "utf8"), key, difference, { ...terms, created });
    if (!edit.ok) written.left.push(`${endpoint.id}: ${edit.reason}`);
    else if (file !== null) {
      writeFileSync(file, edit.text);
      written.edited.push(endpoint.id);
    }
  }
  return written;
}
