/**
 * A receiver of OTLP over HTTP on a loopback socket: decodes what it gets by OTLP's protobuf definitions.
 * @module
 */
import { once } from "node:events";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { gunzipSync } from "node:zlib";
import protobuf from "protobufjs";
import { OTLP_PROTO } from "./otlp-proto.ts";

type Value = { stringValue?: string; boolValue?: boolean; intValue?: string; doubleValue?: number };
type KeyValues = { key: string; value: Value }[];

/** A span as it came over the wire; ids in hex, times in milliseconds. */
export interface ReceivedSpan {
  name: string;
  kind: string;
  traceId: string;
  spanId: string;
  parentSpanId: string;
  traceState: string;
  startMs: number;
  endMs: number;
  status: string;
  attributes: Record<string, string | number | boolean>;
}

/** One series of a histogram. */
export interface ReceivedHistogram {
  name: string;
  unit: string;
  count: number;
  sum: number;
  bounds: number[];
  attributes: Record<string, string | number | boolean>;
}

export interface OtlpReceiver {
  origin: string;
  spans: ReceivedSpan[];
  histograms: ReceivedHistogram[];
  /** Attributes of the resources, and the schemas that were named. */
  resources: Record<string, string | number | boolean>[];
  schemas: Set<string>;
  headers: IncomingHttpHeaders[];
  close(): Promise<void>;
}

const root = protobuf.parse(OTLP_PROTO).root;
const decode = (type: string, bytes: Uint8Array) => {
  const message = root.lookupType(type);
  return message.toObject(message.decode(bytes), {
    longs: String,
    enums: String,
    arrays: true,
    bytes: String,
  });
};

const anyValue = ({ stringValue, boolValue, intValue, doubleValue }: Value): string | number | boolean =>
  stringValue ?? boolValue ?? doubleValue ?? Number(intValue);
const attributesOf = (pairs: KeyValues = []) =>
  Object.fromEntries(pairs.map(({ key, value }) => [key, anyValue(value)]));
const hex = (base64 = ""): string => Buffer.from(base64, "base64").toString("hex");
const ms = (nanos: string): number => Number(BigInt(nanos) / 1_000_000n);

/** Opens a receiver. It takes everything that is well-formed and answers with an empty success. */
export async function otlpReceiver(): Promise<OtlpReceiver> {
  const seen: Omit<OtlpReceiver, "origin" | "close"> = {
    spans: [],
    histograms: [],
    resources: [],
    schemas: new Set(),
    headers: [],
  };
  const takeSpans = (bytes: Uint8Array) => {
    for (const resource of decode("ExportTraceServiceRequest", bytes).resourceSpans) {
      seen.resources.push(attributesOf(resource.resource.attributes));
      for (const scope of resource.scopeSpans) {
        seen.schemas.add(scope.schemaUrl);
        for (const span of scope.spans)
          seen.spans.push({
            name: span.name,
            kind: span.kind,
            status: span.status?.code ?? "STATUS_CODE_UNSET",
            traceId: hex(span.traceId),
            spanId: hex(span.spanId),
            parentSpanId: hex(span.parentSpanId),
            startMs: ms(span.startTimeUnixNano),
            endMs: ms(span.endTimeUnixNano),
            traceState: span.traceState ?? "",
            attributes: attributesOf(span.attributes),
          });
      }
    }
  };
  const takeMetrics = (bytes: Uint8Array) => {
    for (const resource of decode("ExportMetricsServiceRequest", bytes).resourceMetrics)
      for (const scope of resource.scopeMetrics)
        for (const { name, unit, histogram } of scope.metrics)
          for (const point of histogram?.dataPoints ?? [])
            seen.histograms.push({
              name,
              unit,
              sum: point.sum,
              count: Number(point.count),
              bounds: point.explicitBounds,
              attributes: attributesOf(point.attributes),
            });
  };
  const server = createServer(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const whole = Buffer.concat(chunks);
    const bytes = incoming.headers["content-encoding"] === "gzip" ? gunzipSync(whole) : whole;
    seen.headers.push(incoming.headers);
    if (incoming.url === "/v1/traces") takeSpans(bytes);
    else if (incoming.url === "/v1/metrics") takeMetrics(bytes);
    else return void outgoing.writeHead(404).end();
    outgoing.writeHead(200, { "content-type": "application/x-protobuf" }).end();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    ...seen,
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
