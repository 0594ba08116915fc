/**
 * Addresses of providers in their parts. The same few are called again and again, and reading one costs as much as a look-up
 * among a thousand.
 * @module
 */
import { remembered } from "../../registry/remembered.ts";

/** How many are remembered: some hosts have one for each model. */
const MOST = 1_000;

/** What a call needs of an address. */
export interface Address {
  origin: string;
  host: string;
  hostname: string;
  pathname: string;
  search: string;
}

/** The parts of an address. @throws TypeError for what is none */
export const addressOf: (url: string) => Address = remembered(MOST, (url) => {
  const { origin, host, hostname, pathname, search } = new URL(url);
  return { origin, host, hostname, pathname, search };
});
