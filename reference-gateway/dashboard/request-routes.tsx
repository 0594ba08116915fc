/** @jsxRuntime automatic */
/** @jsxImportSource hono/jsx */
/**
 * The pages of the request log: the list, which stays current while it is open, and one request.
 * @module
 */
import type { Hono } from "hono";
import { streamSSE } from "hono/streaming";
import { z } from "zod";
import type { GatewayParts } from "../parts.ts";
import { type Filter, FilterProblem, readFilter } from "../records/filter.ts";
import type { LoggedRequest, Query } from "../records/log.ts";
import { type Beside, BODY_COPIES, ROW_BYTES } from "../routes/beside.ts";
import { piecesOf } from "../stages/pulled.ts";
import type { Guard } from "./guard.tsx";
import { type LayoutProps, Notice } from "./layout.tsx";
import { RequestPage } from "./pages/request.tsx";
import { PAGE_SIZE, RequestRow, Requests } from "./pages/requests.tsx";
import { Page, Text } from "./query.ts";

/** How often the log is looked at for a page that watches it, and for how long; then the page asks anew. */
const LIVE_EVERY_MS = 2_000;
const LIVE_ROUNDS = 300;

const RequestQuery = z.object({
  model: Text.default(""),
  provider: Text.default(""),
  user: Text.default(""),
  session: Text.default(""),
  outcome: z.enum(["", "success", "failed", "cancelled"]).catch("").default(""),
  property: Text.default(""),
  value: Text.default(""),
  from: z
    .union([z.literal(""), z.iso.date()])
    .catch("")
    .default(""),
  to: z
    .union([z.literal(""), z.iso.date()])
    .catch("")
    .default(""),
  page: Page.default(0),
});

/** A page's own filter as a filter of the log. @throws FilterProblem */
function filterOf(query: z.infer<typeof RequestQuery>): Filter {
  const field = (name: string, condition: object) => ({ request_response_rmt: { [name]: condition } });
  const conditions = [
    query.model === "" ? null : field("model", { contains: query.model }),
    query.provider === "" ? null : field("provider", { equals: query.provider }),
    query.user === "" ? null : field("user_id", { equals: query.user }),
    query.session === "" ? null : field("session_id", { equals: query.session }),
    query.outcome === "" ? null : field("outcome", { equals: query.outcome }),
    query.from === "" ? null : field("request_created_at", { gte: query.from }),
    query.to === "" ? null : field("request_created_at", { lt: query.to }),
    query.property === "" || query.value === ""
      ? null
      : { properties: { [query.property]: { equals: query.value } } },
  ];
  return conditions.reduce<Filter>(
    (all, one) => (one === null ? all : { kind: "and", left: all, right: readFilter(one as never) }),
    { kind: "all" },
  );
}

/** A page of the list, newest first, or what is wrong with its filter. */
function pageOf(asked: z.infer<typeof RequestQuery>, page: number): Query | FilterProblem {
  try {
    return {
      filter: filterOf(asked),
      sort: { field: "request_created_at", descending: true },
      offset: page * PAGE_SIZE,
      limit: PAGE_SIZE,
    };
  } catch (thrown) {
    if (thrown instanceof FilterProblem) return thrown;
    throw thrown;
  }
}

/** Rows as they stand in the list, by request, newest first. */
const rowsOf = (requests: readonly LoggedRequest[]): Map<string, string> =>
  new Map(requests.map((logged) => [logged.record.id, String(<RequestRow logged={logged} />)]));

export function mountRequestPages(
  app: Hono,
  { requestLog, bodies, clock }: GatewayParts,
  { guard: { sessions, show, page, form, missing }, beside }: { guard: Guard; beside: Beside },
): void {
  app.get(
    "/requests",
    page(
      "read",
      async (context, { tenant, token }) => {
        const about: LayoutProps = { title: "Requests", at: "/requests", token };
        const asked = RequestQuery.parse(context.req.query());
        const query = pageOf(asked, asked.page);
        if (query instanceof FilterProblem)
          return show(context, about, <Notice text={query.message} bad />, 400);
        const list = <Requests filter={asked} requests={await requestLog.query(tenant.id, query)} />;
        return show(context, about, list);
      },
      PAGE_SIZE * ROW_BYTES,
    ),
  );
  app.get("/requests/live", async (context) => {
    const reading = async () => {
      const guest = await sessions.current(context);
      return guest?.tenant.scopes.includes("read") ? guest.tenant : null;
    };
    const reader = await reading();
    if (reader === null) return context.body(null, 401);
    await beside.enter(context.req.raw, reader, PAGE_SIZE * ROW_BYTES);
    const query = pageOf(RequestQuery.parse(context.req.query()), 0);
    if (query instanceof FilterProblem) return context.body(null, 400);
    const events = streamSSE(context, async (stream) => {
      let shown = new Map<string, string>();
      for (let round = 0; round < LIVE_ROUNDS && !stream.aborted; round++) {
        // A session that ended meanwhile sees nothing more.
        const tenant = await reading();
        if (tenant === null) return;
        const rows = rowsOf(await requestLog.query(tenant.id, query));
        for (const [id, row] of [...rows].reverse())
          if (shown.get(id) !== row) await stream.writeSSE({ event: "row", data: row });
        shown = rows;
        await new Promise<void>((wake) => void clock.after(LIVE_EVERY_MS, wake));
      }
    });
    const pieces = events.body?.getReader();
    if (pieces === undefined) return events;
    const body = beside.streamed(context.req.raw, {
      next: piecesOf(pieces),
      leave: (reason) => pieces.cancel(reason),
    });
    return new Response(body, events);
  });
  app.get(
    "/requests/:id",
    page(
      "read",
      async (context, guest) => {
        const id = context.req.param("id") ?? "";
        const logged = await requestLog.find(guest.tenant.id, id);
        if (!logged) return missing(context, guest, "request");
        const kept = await bodies.store.get(guest.tenant.id, logged.record.id, clock.now());
        const content = <RequestPage logged={logged} bodies={kept} token={guest.token} />;
        return show(context, { title: "Request", at: "/requests", token: guest.token }, content);
      },
      BODY_COPIES * bodies.policy.maxBytes,
    ),
  );
  app.post(
    "/requests/:id/feedback",
    form("read", async (context, guest, fields) => {
      const id = context.req.param("id") ?? "";
      const rated = await requestLog.rate(guest.tenant.id, id, fields.rating === "good", clock.now());
      if (!rated) return missing(context, guest, "request");
      return context.redirect(`/requests/${encodeURIComponent(id)}`, 303);
    }),
  );
}
