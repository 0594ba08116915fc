/**
 * What any HTTP server refuses or misreads, whatever API it speaks: headers that contradict each other, the body or the
 * connection (RFC 9110 and 9112).
 * @module
 */
import type { SeenRequest } from "../recordings/match.ts";

/** They are about one connection, so a gateway never passes them on (RFC 9110, 7.6.1). */
const HOP_BY_HOP = ["keep-alive", "proxy-connection", "te", "trailer", "upgrade", "proxy-authorization"];

/** What a client may say of the connection by itself. */
const ABOUT_ITSELF = ["keep-alive", "close"];

/** Headers that have one value, which holds no comma. */
const SINGLE = ["content-type", "content-length", "host", "x-amz-date", "x-amz-security-token", "x-api-key"];

const LOOPBACK = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?$/;

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false; // Of other bodies nothing is known here.
  }
};

/** What is said of the body, against the body. Only of JSON is it certain that the text here is its bytes. */
function faultsOfBody({ headers, body }: SeenRequest): string[] {
  if (!isJson(body)) return [];
  const found: string[] = [];
  const length = headers.get("content-length");
  const bytes = Buffer.byteLength(body);
  if (length !== null && length !== String(bytes))
    found.push(`content-length is ${length}, the body has ${bytes} bytes`);
  const encoding = headers.get("content-encoding");
  if (encoding !== null && encoding !== "identity")
    found.push(`content-encoding is ${encoding}, the body is plain JSON`);
  if (length !== null && headers.get("transfer-encoding") !== null)
    found.push("content-length and transfer-encoding are both there");
  return found;
}

function faultsOfConnection({ headers }: SeenRequest): string[] {
  const named = (headers.get("connection") ?? "").split(",").map((name) => name.trim().toLowerCase());
  const others = named.filter((name) => name !== "" && !ABOUT_ITSELF.includes(name));
  return [
    ...others.map((name) => `connection names ${name}`),
    ...HOP_BY_HOP.filter((name) => headers.has(name)).map((name) => `${name} is of another connection`),
  ];
}

/** Everything that is wrong with a request as HTTP; nothing when a server would take it. */
export function httpFaults(request: SeenRequest): string[] {
  const { headers, url } = request;
  const twice = SINGLE.filter((name) => headers.get(name)?.includes(","));
  const host = headers.get("host");
  // On loopback sockets the host is where the suite listens.
  const isElsewhere = host !== null && !LOOPBACK.test(host) && host !== new URL(url).host;
  return [
    ...twice.map((name) => `${name} is sent more than once`),
    ...(isElsewhere ? [`host is ${host}, the connection is to ${new URL(url).host}`] : []),
    ...faultsOfBody(request),
    ...faultsOfConnection(request),
  ];
}
