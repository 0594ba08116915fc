/** @jsxRuntime automatic */
/** @jsxImportSource hono/jsx */
/**
 * Who sees a page and whose form is taken: every page of the dashboard goes through here.
 * @module
 */
import { randomBytes } from "node:crypto";
import type { Context } from "hono";
import type { Child } from "hono/jsx";
import type { GatewayParts } from "../parts.ts";
import type { Beside } from "../routes/beside.ts";
import type { Scope } from "../vault/scopes.ts";
import { readForm } from "./form.ts";
import { Layout, type LayoutProps, Notice } from "./layout.tsx";
import { SignIn } from "./pages/others.tsx";
import { createSessions, isOwnForm, type SignedIn } from "./session.ts";

/** Somebody who is signed in, with what their key may do. */
export type Guest = SignedIn<NonNullable<Awaited<ReturnType<GatewayParts["tenants"]["findByKey"]>>>>;

export type Guard = ReturnType<typeof createGuard>;

/** What a page takes in memory: a table of some hundred rows, or the log's own bound. */
const PAGE_BYTES = 1024 * 1024;

export function createGuard(parts: GatewayParts, beside: Beside) {
  const sessions = createSessions(parts, parts, randomBytes(32).toString("hex"));
  const show = (
    context: Context,
    page: LayoutProps,
    content: Child,
    status: 200 | 400 | 401 | 403 | 404 = 200,
  ) => {
    context.header("cache-control", "no-store");
    const body = <Layout {...page}>{content}</Layout>;
    return context.html(`<!doctype html>${body}`, status);
  };
  const signInPage = (context: Context, problem?: string) =>
    show(
      context,
      { title: "Sign in", at: null },
      <SignIn problem={problem} />,
      problem === undefined ? 200 : 401,
    );

  /** A page for somebody whose key has the scope. */
  const page =
    (
      scope: Scope,
      render: (context: Context, guest: Guest) => Response | Promise<Response>,
      bytes: number = PAGE_BYTES,
    ) =>
    async (context: Context): Promise<Response> => {
      const guest = await sessions.current(context);
      if (guest === null) return signInPage(context);
      await beside.enter(context.req.raw, guest.tenant, bytes);
      if (guest.tenant.scopes.includes(scope)) return render(context, guest);
      const text = `Your key lacks the scope "${scope}".`;
      return show(
        context,
        { title: "Not allowed", at: "/", token: guest.token },
        <Notice text={text} bad />,
        403,
      );
    };
  /** A form of somebody whose key has the scope, sent by a page of their own session. */
  const form = (
    scope: Scope,
    act: (context: Context, guest: Guest, fields: Readonly<Record<string, string>>) => Promise<Response>,
  ) =>
    page(scope, async (context, guest) => {
      const fields = await readForm(context.req.raw);
      if (fields !== null && isOwnForm(guest, fields.token)) return act(context, guest, fields);
      const text = "This form is too old, or not of this page. Nothing was changed.";
      return show(
        context,
        { title: "Not sent", at: "/", token: guest.token },
        <Notice text={text} bad />,
        403,
      );
    });
  const missing = (context: Context, { token }: Guest, what: string) =>
    show(
      context,
      { title: "Not found", at: "/", token },
      <Notice text={`There is no such ${what}.`} bad />,
      404,
    );
  return { sessions, show, signInPage, page, form, missing };
}
