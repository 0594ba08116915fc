/**
 * Planted defects from a module outside the repository, so that anyone can try their own.
 * @module
 */
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { z } from "zod";
import { providers } from "../../registry/index.ts";
import { isRequirementId } from "../requirements/index.ts";
import type { Defect } from "./defect.ts";

const FunctionSchema = z.custom<Defect["plant"]>(
  (value) => typeof value === "function",
  "a function (parts) => parts",
);

const DefectSchema = z.object({
  id: z.string().regex(/^[\w-]+(?:\.[\w-]+)*$/, "dot-separated words, for example mine.key-in-url"),
  title: z.string().min(1),
  seenIn: z.string().min(1).default("outside"),
  breaks: z.array(z.string().refine(isRequirementId, "an id of the catalogue, for example AUT-07")).min(1),
  providers: z
    .array(z.enum(Object.keys(providers) as [string, ...string[]]))
    .min(1)
    .optional(),
  plant: FunctionSchema,
  around: z
    .custom<NonNullable<Defect["around"]>>((value) => typeof value === "function", "a function")
    .optional(),
});

/** A module of defects that cannot be used; the message names file, place and what is allowed. */
export class DefectFileError extends Error {
  override readonly name = "DefectFileError";
}

/** Commands run from a bundle, hence without what reads TypeScript. */
async function imported(url: string): Promise<{ defects?: unknown }> {
  if (!/\.[cm]?tsx?$/.test(url)) return import(url);
  const { tsImport } = await import("tsx/esm/api");
  return tsImport(url, import.meta.url);
}

/**
 * Loads `export const defects: Defect[]` from a TypeScript or JavaScript module.
 * @throws DefectFileError
 */
export async function loadDefects(file: string): Promise<Defect[]> {
  let module: { defects?: unknown };
  try {
    module = await imported(pathToFileURL(resolve(file)).href);
  } catch (error) {
    throw new DefectFileError(
      `${file}: cannot be loaded (${error instanceof Error ? error.message : String(error)})`,
      { cause: error },
    );
  }
  const parsed = z.array(DefectSchema).min(1).safeParse(module.defects);
  if (!parsed.success) {
    const lines = parsed.error.issues.map(
      ({ path, message }) => `${file}: defects.${path.join(".")}: ${message}`,
    );
    throw new DefectFileError(
      `${lines.join("\n")}\n${file} must export \`defects\`, a list like those in conformance/defects/`,
    );
  }
  return parsed.data as Defect[];
}
