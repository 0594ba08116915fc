/**
 * The request log over HTTP (OBS-03) and what callers say of their requests afterwards (FBK-01). Helicone's paths and
 * bodies; everything is of the caller's own tenant, and another's id is an unknown one.
 * @module
 */
import { type Context, Hono } from "hono";
import { z } from "zod";
import { gatewayError } from "../../registry/errors/api-error.ts";
import type { Json } from "../../registry/json.ts";
import type { GatewayParts } from "../parts.ts";
import { EXPORT_FORMATS, EXPORT_PAGE, EXPORT_TYPES, exported } from "../records/export.ts";
import { GROUPS, SORT_FIELDS } from "../records/fields.ts";
import { type Filter, FilterProblem, readFilter } from "../records/filter.ts";
import {
  MAX_OFFSET,
  MAX_PAGE,
  MAX_PROPERTIES,
  MAX_PROPERTY_CHARS,
  MAX_SCORES,
  TooMuchSaid,
} from "../records/log.ts";
import { groupView, requestView, totalsView } from "../records/view.ts";
import type { Scope } from "../vault/scopes.ts";
import { type Beside, BODY_BYTES, BODY_COPIES, ROW_BYTES, SMALL_BYTES } from "./beside.ts";
import { readJsonBody } from "./body.ts";
import { arrivalOf } from "./from-web.ts";
import { commonHeaders, Refused } from "./http.ts";
import { visitorOf } from "./tenant.ts";

type Vars = { Variables: { requestId: string; idGiven: boolean } };
type Ask = Context<Vars>;

const wrong = (param: string | null, message: string): Refused =>
  new Refused(
    gatewayError("invalid_request", param === null ? message : `${param}: ${message}`, {
      param,
      code: "invalid_body",
    }),
  );

/** Parsed, or a 400 that names the first field that is not allowed. */
function parsed<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const param = issue?.path.map(String).join(".") || null;
  throw wrong(param, issue?.message ?? "is not allowed");
}

function filterOf(value: Json | undefined): Filter {
  try {
    return readFilter(value);
  } catch (thrown) {
    if (thrown instanceof FilterProblem) throw wrong(thrown.param, thrown.message);
    throw thrown;
  }
}

const Direction = z.enum(["asc", "desc"]);
const QueryBody = z.looseObject({
  filter: z.json().optional(),
  offset: z.int().min(0).max(MAX_OFFSET).default(0),
  limit: z.int().min(1).max(MAX_PAGE).default(25),
  sort: z
    .partialRecord(z.enum(["created_at", ...SORT_FIELDS]), Direction)
    .refine((sort) => Object.keys(sort).length <= 1, { error: "one field to sort by" })
    .default({ created_at: "desc" }),
});

function sortOf(sort: z.infer<typeof QueryBody>["sort"]) {
  const [[name, direction] = ["created_at", "desc"]] = Object.entries(sort);
  const field = SORT_FIELDS.find((known) => known === name) ?? "request_created_at";
  return { field, descending: direction !== "asc" };
}

const NAME = z.string().min(1).max(256);
const FeedbackBody = z.looseObject({ rating: z.boolean({ error: "true or false" }) });
const ScoreBody = z.looseObject({
  scores: z
    .record(NAME, z.union([z.boolean(), z.number().min(-1e12).max(1e12)]))
    .refine((scores) => Object.keys(scores).length <= 50, { error: "at most 50 scores" }),
});
const PropertyBody = z.looseObject({ key: NAME, value: z.string().max(1024) });

/** Filters that fit into a query string; a whole tree goes to `POST /v1/request/query`. */
const StatsParams = z.strictObject({
  from: z.union([z.iso.datetime({ offset: true }), z.iso.date()]).optional(),
  to: z.union([z.iso.datetime({ offset: true }), z.iso.date()]).optional(),
  group: z.enum(GROUPS).optional(),
  format: z.enum(EXPORT_FORMATS).optional(),
  model: NAME.optional(),
  provider: NAME.optional(),
  user: NAME.optional(),
});

const both = (left: Filter, right: Filter): Filter => ({ kind: "and", left, right });

function paramsFilter({ from, to, model, provider, user }: z.infer<typeof StatsParams>): Filter {
  const time = (operator: "gte" | "lt", value: string): Filter => ({
    kind: "field",
    field: "request_created_at",
    operator,
    value: BigInt(Date.parse(value)),
  });
  const equal = (field: "model" | "provider" | "user_id", value: string): Filter => ({
    kind: "field",
    field,
    operator: "equals",
    value,
  });
  return [
    from === undefined ? null : time("gte", from),
    to === undefined ? null : time("lt", to),
    model === undefined ? null : equal("model", model),
    provider === undefined ? null : equal("provider", provider),
    user === undefined ? null : equal("user_id", user),
  ].reduce<Filter>((all, one) => (one === null ? all : both(all, one)), { kind: "all" });
}

const notFound = (): Refused =>
  new Refused(gatewayError("not_found", "There is no request with this id", { code: "request_not_found" }));

/** @throws Refused 409 where more is said of a request than is kept of one */
async function kept(saying: Promise<boolean>): Promise<void> {
  try {
    if (!(await saying)) throw notFound();
  } catch (thrown) {
    if (!(thrown instanceof TooMuchSaid)) throw thrown;
    const message = `A request has at most ${MAX_PROPERTIES} properties of ${MAX_PROPERTY_CHARS} characters in all, and ${MAX_SCORES} scores`;
    throw new Refused(gatewayError("conflict", message, { code: "too_much_said" }));
  }
}

/** A body as text where it is one, else in base64; `null` where it is not kept. */
function bodyView(body: Uint8Array | null): Json {
  if (body === null) return null;
  try {
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(body) };
  } catch {
    return { base64: Buffer.from(body).toString("base64") };
  }
}

/** The routes, to be mounted at the root. */
export function requestLogRoutes(parts: GatewayParts, beside: Beside): Hono<Vars> {
  const app = new Hono<Vars>();
  const { requestLog: log } = parts;
  const tenantOf = async (ask: Ask, scope: Scope, bytes = SMALL_BYTES): Promise<string> =>
    (await visitorOf(ask.req.raw, parts, { scope, beside, bytes })).id;
  const limits = { ...parts.limits, maxBodyBytes: Math.min(BODY_BYTES, parts.limits.maxBodyBytes) };
  const bodyOf = (ask: Ask): Promise<Json> => readJsonBody(arrivalOf(ask.req.raw), limits);
  const answer = (ask: Ask, data: Json, status: 200 | 201 = 200) =>
    ask.json({ data, error: null }, status, commonHeaders(ask.get("requestId")));

  app.get("/v1/requests/export", async (ask) => {
    const tenant = await tenantOf(ask, "read", EXPORT_PAGE * ROW_BYTES);
    const params = parsed(StatsParams, ask.req.query());
    const format = params.format ?? "jsonl";
    const lines = exported(log, tenant, paramsFilter(params), format);
    const body = beside.streamed(ask.req.raw, {
      next: async () => {
        const page = await lines.next();
        return page.done ? null : Buffer.from(page.value);
      },
      leave: async () => void (await lines.return(undefined)),
    });
    return new Response(body, {
      headers: {
        ...commonHeaders(ask.get("requestId")),
        "content-type": EXPORT_TYPES[format],
        "content-disposition": `attachment; filename="requests.${format}"`,
      },
    });
  });
  app.get("/v1/requests/:id", async (ask) => {
    const found = await log.find(await tenantOf(ask, "read"), ask.req.param("id"));
    if (!found) throw notFound();
    return answer(ask, requestView(found));
  });
  app.get("/v1/requests/:id/bodies", async (ask) => {
    const tenant = await tenantOf(ask, "read", BODY_COPIES * parts.bodies.policy.maxBytes);
    const id = ask.req.param("id");
    if (!(await log.find(tenant, id))) throw notFound();
    const kept = await parts.bodies.store.get(tenant, id, parts.clock.now());
    return answer(ask, { request: bodyView(kept.request), response: bodyView(kept.response) });
  });
  app.post("/v1/request/query", async (ask) => {
    const tenant = await tenantOf(ask, "read");
    const { filter, offset, limit, sort } = parsed(QueryBody, await bodyOf(ask));
    await beside.enterAnew(ask.req.raw, { id: tenant }, limit * ROW_BYTES);
    const query = { filter: filterOf(filter as Json | undefined), sort: sortOf(sort), offset, limit };
    return answer(ask, (await log.query(tenant, query)).map(requestView));
  });
  app.get("/v1/stats", async (ask) => {
    const tenant = await tenantOf(ask, "read");
    const params = parsed(StatsParams, ask.req.query());
    const filter = paramsFilter(params);
    const totals = totalsView(await log.totals(tenant, filter));
    if (params.group === undefined) return answer(ask, totals);
    const groups = await log.groups(tenant, filter, params.group);
    return answer(ask, { ...totals, groups: groups.map(groupView) });
  });
  // What was said of a request comes from whoever made it.
  app.post("/v1/request/:id/feedback", async (ask) => {
    const tenant = await tenantOf(ask, "inference");
    const { rating } = parsed(FeedbackBody, await bodyOf(ask));
    if (!(await log.rate(tenant, ask.req.param("id"), rating, parts.clock.now()))) throw notFound();
    return answer(ask, null);
  });
  app.post("/v1/request/:id/score", async (ask) => {
    const tenant = await tenantOf(ask, "inference");
    const { scores } = parsed(ScoreBody, await bodyOf(ask));
    const numbers = Object.fromEntries(Object.entries(scores).map(([name, value]) => [name, Number(value)]));
    await kept(log.score(tenant, ask.req.param("id"), numbers, parts.clock.now()));
    return answer(ask, null, 201);
  });
  app.put("/v1/request/:id/property", async (ask) => {
    const tenant = await tenantOf(ask, "inference");
    const { key, value } = parsed(PropertyBody, await bodyOf(ask));
    await kept(log.setProperty(tenant, ask.req.param("id"), key, value));
    return answer(ask, null);
  });
  return app;
}
