/** @jsxRuntime automatic */
/** @jsxImportSource hono/jsx */
/**
 * What every page has: navigation, a way past it, and its title. Everything that is put in is escaped by `hono/jsx`.
 * @module
 */
import type { Child, FC } from "hono/jsx";

export const PAGES = [
  ["/", "Overview"],
  ["/providers", "Providers"],
  ["/models", "Models"],
  ["/requests", "Requests"],
  ["/wallet", "Wallet"],
  ["/pending", "Pending models"],
  ["/domains", "Domains"],
] as const;

export interface LayoutProps {
  title: string;
  /** The path of the page in the navigation; `null` where nobody is signed in. */
  at: (typeof PAGES)[number][0] | null;
  /** The token of forms; absent where nobody is signed in. */
  token?: string;
  children?: Child;
}

export const Layout: FC<LayoutProps> = ({ title, at, token, children }) => (
  <html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title>{`${title} · LLM gateway`}</title>
      <link rel="stylesheet" href="/dashboard.css" />
      <script src="/dashboard.js" defer />
    </head>
    <body>
      <a class="skip" href="#content">
        Skip to content
      </a>
      <header>
        <div>
          <strong>LLM gateway</strong>
          {at === null || token === undefined ? null : (
            <>
              <nav aria-label="Pages">
                {PAGES.map(([path, name]) => (
                  <a href={path} aria-current={path === at ? "page" : undefined}>
                    {name}
                  </a>
                ))}
              </nav>
              <form method="post" action="/sign-out">
                <input type="hidden" name="token" value={token} />
                <button type="submit">Sign out</button>
              </form>
            </>
          )}
        </div>
      </header>
      <main id="content" tabindex={-1}>
        <h1>{title}</h1>
        {children}
      </main>
    </body>
  </html>
);

/** Says that something happened, or did not. */
export const Notice: FC<{ text: string; bad?: boolean }> = ({ text, bad = false }) => (
  <p class={bad ? "notice bad" : "notice"} role={bad ? "alert" : "status"}>
    {text}
  </p>
);

/** A drawn sign in place of a logo that is not ours to ship. */
export const Monogram: FC<{ name: string }> = ({ name }) => {
  const letters = name
    .split(/[\s-]+/)
    .map((word) => word.charAt(0).toUpperCase())
    .join("")
    .slice(0, 2);
  const hue = [...name].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 360, 7);
  return (
    <svg class="monogram" viewBox="0 0 28 28" aria-hidden="true" focusable="false">
      <rect width="28" height="28" rx="6" fill={`hsl(${hue} 55% 38%)`} />
      <text x="14" y="19" text-anchor="middle" font-size="12" font-weight="700" fill="#ffffff">
        {letters}
      </text>
    </svg>
  );
};
