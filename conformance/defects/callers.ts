/**
 * What stands between callers and the gateway, and changes the headers of one of them.
 * @module
 */
import type { Around } from "../targets/reference.ts";

type Change = (headers: Headers) => void;

/** Requests whose headers are changed before the gateway reads them. */
export const headersIn =
  (change: Change): Around =>
  (send) =>
  (path, init) => {
    const headers = new Headers(init.headers);
    change(headers);
    return send(path, { ...init, headers });
  };

/** Answers whose headers are changed on their way to the caller. */
export const headersOut =
  (change: Change): Around =>
  (send) =>
  async (path, init) => {
    const { status, headers, body } = await send(path, init);
    const changed = new Headers(headers);
    change(changed);
    return new Response(body, { status, headers: changed });
  };
