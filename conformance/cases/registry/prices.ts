/**
 * The provider's prices and tiers (REG-05, REG-06).
 * @module
 */

import { PROMPT_CLASSES } from "../../../registry/canonical/usage.ts";
import { exceptionsIn } from "../../../registry/lint/exceptions.ts";
import { type Finding, findingText, unexcused } from "../../../registry/lint/finding.ts";
import { lint } from "../../../registry/lint/lint.ts";
import { newestTiers, periodsOf } from "../../../registry/pricing/periods.ts";
import type { RegistrySource } from "../../../registry/registry.ts";
import type { EndpointConfig, Tier } from "../../../registry/schema.ts";
import type { Case } from "../../engine/case.ts";
import type { CaseContext } from "../../engine/context.ts";
import type { RequirementId } from "../../requirements/index.ts";
import { registryOf, scaled, writtenEndpoints } from "./support.ts";

const DECIMAL = /^\d+(?:\.\d{1,6})?$/;
const HIGHEST = 1000;
const PER_USE = ["request", "search", "fileSearch", "codeInterpreter", "maps"];
/** Before every date: no exception has run out. */
const NO_DAY = "0000-01-01";

/** Of a whole registry, whose every provider asks for its own. */
const found = new WeakMap<RegistrySource, readonly Finding[]>();

function findingsIn(source: RegistrySource): readonly Finding[] {
  const findings = found.get(source) ?? unexcused(lint(source), exceptionsIn(source), NO_DAY);
  found.set(source, findings);
  return findings;
}

/** Findings of the lint about the provider. */
async function findingsOf(
  context: CaseContext,
  requirement: RequirementId,
  wanted: (finding: Finding) => boolean,
): Promise<string[]> {
  const registry = await registryOf(context, requirement);
  const own = new Set(writtenEndpoints(registry, context.provider.slug).map(({ id }) => id));
  return findingsIn(registry.source)
    .filter(({ where }) => own.has(where.id))
    .filter(wanted)
    .map(findingText);
}

/** The tiers of every period, numbered within it. */
const writtenTiers = ({ pricing }: EndpointConfig): [number, Tier][] =>
  periodsOf(pricing).flatMap(({ tiers }) => [...tiers.entries()]);

/** Another case's question (REG-12). */
const OF_EVIDENCE: readonly string[] = ["no-evidence", "reverify-too-late"];

const isTier = ({ rule }: Finding): boolean => rule.startsWith("tier-");

export const priceCases: readonly Case[] = [
  {
    id: "registry.prices.plausible",
    area: "registry",
    title:
      "Prices are decimal strings between 0 and 1000 USD per million tokens, and 0 only where declared free",
    why: "per-token figures in a per-million field bill a millionth, and the reverse a million times",
    requirements: ["REG-05"],
    run: async (context) => {
      const registry = await registryOf(context, "REG-05");
      for (const { id, config } of writtenEndpoints(registry, context.provider.slug)) {
        for (const [i, tier] of writtenTiers(config)) {
          for (const [name, text] of Object.entries(tier.usdPerMillion)) {
            if (PER_USE.includes(name)) continue;
            const value = Number(text);
            const ok = DECIMAL.test(text) && value <= HIGHEST && (value > 0 || config.free === true);
            context.check.that("REG-05", `${id}.${i}.${name}`, ok, {
              expected: `USD per million tokens with at most six decimals, above 0 and at most ${HIGHEST}`,
              seen: text,
            });
          }
        }
      }
    },
  },
  {
    id: "registry.prices.exact",
    area: "registry",
    title: "The price that is charged per token is the written one, moved by six decimals and nothing else",
    why: "one conversion through a binary fraction, or one zero too many, is on every bill",
    requirements: ["REG-05"],
    run: async (context) => {
      const registry = await registryOf(context, "REG-05");
      for (const { id, config } of writtenEndpoints(registry, context.provider.slug)) {
        const tiers = registry.indexes.endpoint(id)?.tiers ?? [];
        for (const [i, tier] of newestTiers(config.pricing).entries()) {
          for (const [name, text] of Object.entries(tier.usdPerMillion)) {
            const rate = tiers[i]?.rates[name as keyof (typeof tiers)[number]["rates"]];
            const expected = scaled(text, PER_USE.includes(name) ? 12 : 6);
            context.check.equal("REG-05", `${id}.${i}.${name}`, rate, expected);
          }
        }
      }
    },
  },
  {
    id: "registry.prices.lint",
    area: "registry",
    title: "No price or limit is implausible, but for the exceptions that say why",
    why: "well-formed nonsense passes every schema",
    requirements: ["REG-05"],
    run: async (context) => {
      const findings = await findingsOf(
        context,
        "REG-05",
        (finding) => !isTier(finding) && !OF_EVIDENCE.includes(finding.rule),
      );
      context.check.equal(
        "REG-05",
        "findings",
        findings,
        [],
        "repair it, or say beside the endpoint why it is meant: excused: [{ rule, reason, expires }]",
      );
    },
  },
  {
    id: "registry.tiers.lint",
    area: "registry",
    title: "No tier is out of reach, drops a class or is cheaper than the one below",
    why: "a tier that cannot be right bills long prompts wrongly, unnoticed",
    requirements: ["REG-06"],
    run: async (context) => {
      const findings = await findingsOf(context, "REG-06", isTier);
      context.check.equal(
        "REG-06",
        "findings",
        findings,
        [],
        "repair it, or say beside the endpoint why it is meant: excused: [{ rule, reason, expires }]",
      );
    },
  },
  {
    id: "registry.tiers.stated",
    area: "registry",
    title: "Tiers start at 0, rise strictly, and state boundary, basis, what they reprice, and evidence",
    why: "an off-by-one at a tier's edge doubles the bill of a long prompt",
    requirements: ["REG-06"],
    run: async (context) => {
      const registry = await registryOf(context, "REG-06");
      for (const { id, config } of writtenEndpoints(registry, context.provider.slug)) {
        for (const { tiers } of periodsOf(config.pricing)) {
          const starts = tiers.map(({ from }) => from);
          const rising = starts.every((from, i) => (i === 0 ? from === 0 : from > (starts[i - 1] ?? 0)));
          context.check.that("REG-06", `${id}.rising`, rising, { expected: "0, then rising", seen: starts });
        }
        for (const [i, tier] of newestTiers(config.pricing).entries()) {
          if (tier.kind !== "threshold") continue;
          const name = `${id}.${i}`;
          context.check.equal("REG-06", `${name}.boundary`, ["above", "at"].includes(tier.boundary), true);
          context.check.equal(
            "REG-06",
            `${name}.reprices`,
            [...tier.reprices].sort(),
            Object.keys(tier.usdPerMillion).sort(),
          );
          const prompt: readonly string[] = PROMPT_CLASSES;
          const stray = tier.basis.filter((counted) => !prompt.includes(counted));
          context.check.equal(
            "REG-06",
            `${name}.basis-is-prompt`,
            [stray, tier.basis.length > 0],
            [[], true],
          );
          context.check.that("REG-06", `${name}.evidence`, tier.evidence !== "", {
            expected: "where the boundary is stated",
            seen: tier.evidence,
          });
          const compiled = registry.indexes.endpoint(id)?.tiers[i];
          context.check.equal(
            "REG-06",
            `${name}.compiled`,
            [compiled?.from, compiled?.boundary],
            [tier.from, tier.boundary],
          );
        }
      }
    },
  },
];
