/**
 * What a lock file must be before anything is released from it: exact, whole, and from the registry only.
 * @module
 */
import { z } from "zod";

const Package = z.object({
  version: z.string().optional(),
  resolved: z.string().optional(),
  integrity: z.string().optional(),
  link: z.boolean().optional(),
});

const Lock = z.object({ lockfileVersion: z.literal(3), packages: z.record(z.string(), Package) });

const Manifest = z.object({
  dependencies: z.record(z.string(), z.string()).default({}),
  devDependencies: z.record(z.string(), z.string()).default({}),
});

const EXACT = /^\d+\.\d+\.\d+(?:-[\w.]+)?$/;

/** Everything that is wrong, one line each. @throws ZodError for what is no manifest or lock file of version 3 */
export function lockfileProblems(manifest: unknown, lock: unknown): string[] {
  const { dependencies, devDependencies } = Manifest.parse(manifest);
  const { packages } = Lock.parse(lock);
  const problems: string[] = [];
  for (const [name, range] of Object.entries({ ...dependencies, ...devDependencies })) {
    const locked = packages[`node_modules/${name}`]?.version;
    if (!EXACT.test(range)) problems.push(`package.json: ${name} is "${range}", allowed is an exact version`);
    else if (locked !== range)
      problems.push(`package-lock.json: ${name} is ${locked ?? "missing"}, package.json says ${range}`);
  }
  for (const [path, { resolved, integrity, link }] of Object.entries(packages)) {
    if (path === "") continue;
    if (link) problems.push(`package-lock.json: ${path} is a link`);
    else if (!/^sha512-/.test(integrity ?? "")) problems.push(`package-lock.json: ${path} has no sha512`);
    if (resolved !== undefined && !resolved.startsWith("https://registry.npmjs.org/"))
      problems.push(`package-lock.json: ${path} comes from somewhere else than the registry`);
  }
  return problems;
}
