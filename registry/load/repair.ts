/**
 * What to do about a problem of the data, where it can be told: the nearest name, the right unit, the right order.
 * @module
 */
import { PARAMETERS } from "../parameters.ts";
import { perMillionToPico, picoToPerMillion } from "../pricing/money.ts";
import { RatesSchema } from "../pricing/rates.ts";
import { QUIRKS } from "../providers/_shared/quirks.ts";
import type { RegistrySource } from "../registry.ts";
import { nearest } from "../routing/nearest.ts";
import { withoutTrailing } from "../strings.ts";
import type { Problem } from "./problem.ts";

type Known = Pick<RegistrySource, "models" | "providers" | "authors">;

const NAMES = 3;
const meant = (given: unknown, known: Iterable<string>): string | null => {
  const names = typeof given === "string" ? nearest(given, known, NAMES) : [];
  return names.length === 0 ? null : `did you mean ${names.join(", ")}?`;
};

/** `model:provider`, of which one part or the key itself is wrong. */
function repairOfKey(key: string, { models, providers }: Known): string {
  const at = key.lastIndexOf(":");
  if (at < 0) return "write <model>:<provider>";
  const [model, slug] = [key.slice(0, at), key.slice(at + 1)];
  const unknown = [
    ...(Object.hasOwn(models, model)
      ? []
      : [`no model ${model}; ${meant(model, Object.keys(models)) ?? "add it to models.ts"}`]),
    ...(Object.hasOwn(providers, slug)
      ? []
      : [
          `no provider ${slug}; ${meant(slug, Object.keys(providers)) ?? "add its class to registry/providers/index.ts"}`,
        ]),
  ];
  return unknown.join("; ");
}

/** The same price a million times higher, without arithmetic on floats. @example "0.0000002" → "0.2" */
function timesMillion(text: string): string | null {
  const [, whole = "", digits = ""] = /^(\d*)\.(\d+)$/.exec(text) ?? [];
  if (digits === "") return null;
  const moved = `${whole}${digits.slice(0, 6).padEnd(6, "0")}`.replace(/^0+(?=\d)/, "");
  const rest = withoutTrailing(digits.slice(6), "0");
  return rest === "" ? moved : `${moved}.${rest}`;
}

function isValid(text: string): boolean {
  try {
    return perMillionToPico(text) > 0n;
  } catch {
    return false; // No price at all.
  }
}

function repairOfPrice(given: unknown): string | null {
  if (typeof given === "number") return `write it as text: "${given}"`;
  if (typeof given !== "string") return null;
  const higher = timesMillion(given);
  return higher !== null && /\.0{5}/.test(given) && isValid(higher)
    ? `looks like USD per token; per million tokens it is "${higher}"`
    : null;
}

/** Open weights cost at least this much a million tokens: what is less by a thousand was told per thousand. */
const LEAST = perMillionToPico("0.005");

/** A price far below what anything costs, by the unit that it probably has. */
export function repairOfSlip(given: string): string | null {
  if (!isValid(given) || perMillionToPico(given) >= LEAST) return null;
  const perThousand = perMillionToPico(given) * 1000n;
  return perThousand >= LEAST
    ? `looks like USD per thousand tokens; per million it is "${picoToPerMillion(perThousand)}"`
    : `looks like USD per token; per million tokens it is "${picoToPerMillion(perThousand * 1000n)}"`;
}

/** The first tier that does not begin above the one before it. */
function repairOfTiers(given: unknown): string | null {
  if (!Array.isArray(given)) return null;
  const starts = given.map((tier: unknown) =>
    typeof tier === "object" && tier !== null ? Number(Reflect.get(tier, "from")) : Number.NaN,
  );
  const at = starts.findIndex((from, index) => index > 0 && !(from > (starts[index - 1] ?? 0)));
  return at < 0
    ? null
    : `tier ${at + 1} begins at ${starts[at]}, the one before it at ${starts[at - 1]}: put them in rising order`;
}

const PRICE_FIELD = /usdPerMillion\.(\w+)$/;
const PRICE_CLASSES = Object.keys(RatesSchema.shape);

/** What to do, in a few words; `null` where what is allowed says it. */
export function repairOf({ field, given, allowed, entry }: Problem, known: Known): string | null {
  const price = PRICE_FIELD.exec(field)?.[1];
  if (price !== undefined && !PRICE_CLASSES.includes(price)) return meant(price, PRICE_CLASSES);
  if (price !== undefined) return repairOfPrice(given);
  if (allowed === "tiers must rise strictly") return repairOfTiers(given);
  if (/^supportedParameters\.\d+$/.test(field)) return meant(given, PARAMETERS);
  if (/\.quirks\.\d+$/.test(field)) return meant(given, QUIRKS);
  if (field === "author") return meant(given, Object.keys(known.authors));
  if (field === "platformKeyEnv" && typeof given === "string")
    return `write ${given.toUpperCase().replace(/[^A-Z0-9]+/g, "_")}`;
  if (entry === undefined && field === given) return repairOfKey(field, known);
  return null;
}

/** Allowed values in a line that stays readable: a list of dozens is cut, since the nearest names stand beside it. */
export function shortAllowed(allowed: string): string {
  const list = /^Invalid option: expected one of (.+)$/.exec(allowed)?.[1]?.split("|") ?? [];
  return list.length > 8 ? `one of ${list.length} names` : allowed;
}
