/**
 * Where stand-ins refuse what the provider refuses. A host is added once the whole suite is green at it; the others
 * still answer whatever the case says.
 * @module
 */
import type { ContractSubject } from "../contracts/index.ts";

export const STRICT_HOSTS: readonly string[] = ["deepinfra"];

export const isStrict = ({ host }: Pick<ContractSubject, "host">): boolean => STRICT_HOSTS.includes(host);
