/**
 * Takes the pictures in a browser. Nothing is loaded from anywhere: what the pages ask for, the gateway in this process
 * answers.
 * @module
 */
import { type Browser, chromium, type Page, type Route } from "playwright-core";
import { digestsOf, type Pages, PICTURES, type Picture, REPORT, renderPages } from "./list.ts";
import { ORIGIN } from "./traffic.ts";

/** Of WebP, from 0 to 100: small files in which words are sharp. */
const QUALITY = 75;

async function answer(route: Route, { ask, html }: Pages): Promise<void> {
  const url = new URL(route.request().url());
  if (url.pathname === `/${REPORT}`)
    return route.fulfill({ contentType: "text/html; charset=utf-8", body: html.get(REPORT) ?? "" });
  // A stream has no end, and a picture shows one moment.
  if (url.pathname === "/requests/live") return route.abort();
  const response = await ask(`${url.pathname}${url.search}`);
  return route.fulfill({
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: Buffer.from(await response.arrayBuffer()),
  });
}

/** Where the picture ends, in pixels from the top of the page. */
async function heightOf(page: Page, { end, height }: Picture): Promise<number> {
  const box = end === undefined ? null : await page.locator(end.selector).boundingBox();
  const whole = await page.evaluate(() => document.documentElement.scrollHeight);
  return Math.floor(Math.min(height, whole, box === null ? height : box.y - 8));
}

async function take(browser: Browser, picture: Picture, pages: Pages): Promise<Buffer> {
  const { width, colorScheme } = picture;
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme });
  const page = await context.newPage();
  await page.route("**/*", (route) => answer(route, pages));
  await page.goto(`${ORIGIN}/${pages.pathOf(picture.page).replace(/^\//, "")}`);
  const height = await heightOf(page, picture);
  const session = await context.newCDPSession(page);
  const { data } = await session.send("Page.captureScreenshot", {
    format: "webp",
    quality: QUALITY,
    captureBeyondViewport: true,
    clip: { x: 0, y: 0, width, height, scale: 1 },
  });
  await context.close();
  return Buffer.from(data, "base64");
}

/** Every picture as WebP, by its name, with the digests of what they show. */
export async function takePictures(
  chromiumPath: string,
): Promise<{ files: Map<string, Buffer>; digests: Record<string, string> }> {
  const pages = await renderPages();
  const browser = await chromium.launch({ executablePath: chromiumPath, args: ["--no-sandbox"] });
  const files = new Map<string, Buffer>();
  try {
    for (const picture of PICTURES) files.set(picture.name, await take(browser, picture, pages));
  } finally {
    await browser.close();
  }
  return { files, digests: digestsOf(pages) };
}
