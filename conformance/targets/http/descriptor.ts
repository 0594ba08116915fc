/**
 * The description of a gateway in a JSON file: where it is or how to start it, how provider and keys are chosen, and what
 * it can show. `docs/targets.md` explains the fields.
 * @module
 */
import { existsSync, readFileSync } from "node:fs";
import { z } from "zod";
import { MODES } from "../../engine/case.ts";
import { ARRANGEMENTS } from "../target.ts";

const Template = z.string().max(2_000);
const Words = z.record(z.string().min(1).max(60), z.string().max(300));
const HeaderName = z.string().regex(/^[a-z0-9-]{1,100}$/, { error: "the name of a header in lower case" });
const Path = z.string().regex(/^\/\S*$/, { error: "a path that begins with /" });

export const DescriptorSchema = z
  .strictObject({
    name: z.string().regex(/^[\w.-]{1,60}$/, { error: "a name of letters, digits, dots and dashes" }),
    /** Version and the like, in words. */
    identity: Words.default({}),
    /** A file whose hash says what was resolved for it; relative to the folder of the descriptor. */
    lockfile: z.string().min(1).optional(),
    /** What the gateway declares, in words. */
    policies: Words.default({}),
    /** Where it runs already. */
    url: z.url({ protocol: /^https?$/, error: "an http(s) address" }).optional(),
    /** How to start it. */
    start: z
      .strictObject({
        command: z.array(Template).min(1).max(50),
        /** Relative to the folder of the descriptor. */
        cwd: z.string().optional(),
        env: z.record(z.string(), Template).default({}),
        /** Platform keys and their settings, in the variables that the registry names. */
        platformKeys: z.literal("environment").optional(),
        ready: Path,
        deadlineMs: z.int().min(100).max(600_000).default(60_000),
      })
      .optional(),
    /** The port of the stand-in for providers; a free one where absent. */
    upstreamPort: z.int().min(1).max(65_535).optional(),
    modes: z.array(z.enum(MODES)).min(1),
    /** The suite's path → the gateway's; `"*"`: all paths as they are. */
    paths: z.union([z.literal("*"), z.record(Path, Path)]),
    /** Headers that every call gets. */
    headers: z.record(HeaderName, Template).default({}),
    /** Does it have keys of its own for its callers, in the header in which the suite sends them? */
    callerKeys: z.boolean(),
    /** The model field; `{model}` is as the suite writes it. */
    model: Template.default("{model}"),
    arranges: z.array(z.enum(ARRANGEMENTS)).default([]),
  })
  .refine(({ url, start }) => (url === undefined) !== (start === undefined), {
    error: "either url or start",
  });

export type Descriptor = z.infer<typeof DescriptorSchema>;

/** A descriptor that cannot be read: file, place, what is allowed. */
export class DescriptorError extends Error {
  override readonly name = "DescriptorError";
}

/** @throws DescriptorError naming every wrong field */
export function parseDescriptor(text: string, file: string): Descriptor {
  let input: unknown;
  try {
    input = JSON.parse(text);
  } catch (cause) {
    throw new DescriptorError(`${file}: not JSON, allowed: the description of a target (docs/targets.md)`, {
      cause,
    });
  }
  const parsed = DescriptorSchema.safeParse(input);
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map(
    ({ path, message }) => `${file}: ${path.length === 0 ? "(whole file)" : path.join(".")}: ${message}`,
  );
  throw new DescriptorError(lines.join("\n"));
}

/** @throws DescriptorError */
export function readDescriptor(file: string): Descriptor {
  if (!existsSync(file)) throw new DescriptorError(`${file}: there is no such file`);
  return parseDescriptor(readFileSync(file, "utf8"), file);
}

/** Puts values into `{name}` places; what is not among them stays. */
export const filled = (template: string, values: Readonly<Record<string, string>>): string =>
  template.replace(/\{(\w+)\}/g, (place, name: string) =>
    Object.hasOwn(values, name) ? (values[name] ?? place) : place,
  );
