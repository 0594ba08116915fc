/**
 * A target by what the user names: one that is known here, the file of a descriptor, or the address of a gateway that
 * takes the reference gateway's keys and model strings.
 * @module
 */
import { existsSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Descriptor, readDescriptor } from "./http/descriptor.ts";
import { httpTarget } from "./http/target.ts";
import type { Target } from "./target.ts";

/** The gateway under test when none is named. */
export const DEFAULT_TARGET = "reference";

/** Where gateways find the stand-in for providers when they run already. */
export const UPSTREAM_PORT = 8788;

const FOLDER = new URL("./descriptors/", import.meta.url);
const fileOf = (name: string): string => fileURLToPath(new URL(`${name}.json`, FOLDER));

/** Names of the targets whose descriptors lie here. */
export const describedTargets = (): string[] =>
  existsSync(FOLDER)
    ? readdirSync(FOLDER).flatMap((file) => (file.endsWith(".json") ? [file.slice(0, -".json".length)] : []))
    : [];

export const isUrl = (text: string): boolean => /^https?:\/\//i.test(text);

/** A gateway at an address: as the reference gateway, in the one world that it was started in. */
const runningAt = (url: string): Descriptor => ({
  name: url,
  url,
  identity: {},
  policies: {},
  headers: {},
  model: "{model}",
  modes: ["ptb", "byok"],
  paths: "*",
  callerKeys: true,
  arranges: ["sockets"],
  upstreamPort: UPSTREAM_PORT,
});

/** The descriptor of a name, file or address. @throws DescriptorError */
export function descriptorOf(named: string): { descriptor: Descriptor; file: string } {
  if (isUrl(named)) return { descriptor: runningAt(named), file: fileOf("url") };
  const file = describedTargets().includes(named) ? fileOf(named) : named;
  return { descriptor: readDescriptor(file), file };
}

/** The target of a name, file or address; the reference gateway in process is loaded only where it is wanted. @throws DescriptorError */
export async function loadTarget(named: string): Promise<Target> {
  if (named === DEFAULT_TARGET) return (await import("./reference.ts")).referenceTarget();
  const { descriptor, file } = descriptorOf(named);
  return httpTarget(descriptor, file);
}
