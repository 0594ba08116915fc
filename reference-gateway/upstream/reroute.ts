/**
 * Every provider call to one place instead of its own: for development and for tests, where a stand-in answers.
 * @module
 */
import type { Transport } from "../parts.ts";
import { addressOf } from "./address.ts";

/** Stands for the provider's own host in the address of a stand-in. */
export const HOST_PLACE = "{host}";

/** What is wrong with the address of a stand-in, or `null`. */
export function rerouteProblem(to: string): string | null {
  const plain = to.replace(HOST_PLACE, "host");
  const url = URL.canParse(plain) ? new URL(plain) : null;
  const isWeb = url?.protocol === "http:" || url?.protocol === "https:";
  if (url && isWeb && url.search === "" && url.hash === "" && url.username === "") return null;
  return `an http(s) address, for example http://127.0.0.1:9100 or http://127.0.0.1:9100/${HOST_PLACE}`;
}

/**
 * Sends everything to `to`, path and query kept behind it.
 * @param to an origin or a base address; `{host}` in it becomes the host of the provider
 */
export function rerouted(transport: Transport, to: string): Transport {
  const base = to.replace(/\/$/, "");
  return {
    send: (request, signal) => {
      const { host, pathname, search } = addressOf(request.url);
      const url = `${base.replace(HOST_PLACE, host)}${pathname}${search}`;
      return transport.send({ ...request, url }, signal);
    },
  };
}
