import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { maskWhole, SecretMask } from "./mask.ts";

const SECRET = "sk-canary-0123456789abcdef";
const text = (bytes: Uint8Array) => Buffer.from(bytes).toString();

describe("keys inside an answer", () => {
  test("become stars, plain and in base64, and the rest stays byte for byte", () => {
    const basic = Buffer.from(`user:${SECRET}`).toString("base64");
    const { body, found } = maskWhole(Buffer.from(`{"a":"${SECRET}","b":"${basic}","c":"é"}`), [SECRET]);
    expect(found).toBe(true);
    expect(text(body)).toMatch(/^\{"a":"\*{26}","b":"dXNlcjp\*{34}g==","c":"é"\}$/);
  });

  test("are found wherever chunks end", () => {
    const whole = Buffer.from(`data: sk-can ${SECRET}${SECRET} sk-canary-0123456789abcdeX\n\n`);
    const expected = text(whole).replaceAll(SECRET, "*".repeat(SECRET.length));
    fc.assert(
      fc.property(fc.array(fc.nat({ max: whole.length }), { maxLength: 8 }), (cuts) => {
        const mask = new SecretMask([SECRET]);
        const at = [0, ...cuts.sort((a, b) => a - b), whole.length];
        const parts = at.slice(1).map((end, i) => mask.push(whole.subarray(at[i], end)));
        expect(text(Buffer.concat([...parts, mask.end()]))).toBe(expected);
      }),
    );
  });

  test("hold back nothing but the possible beginning of one", () => {
    const mask = new SecretMask([SECRET]);
    expect(text(mask.push(Buffer.from("data: hello\n\n")))).toBe("data: hello\n\n");
    expect(text(mask.push(Buffer.from("data: sk-ca")))).toBe("data: ");
    expect(text(mask.push(Buffer.from("t\n")))).toBe("sk-cat\n");
    expect(mask.found).toBe(false);
  });

  test("become stars among several secrets, the longest first, and after more secrets than are remembered", () => {
    const longer = `${SECRET}-and-more`;
    const body = Buffer.from(`${longer} ${SECRET}`);
    expect(text(maskWhole(body, [SECRET, longer]).body)).toBe(
      `${"*".repeat(longer.length)} ${"*".repeat(SECRET.length)}`,
    );
    for (let i = 0; i < 1_200; i++) maskWhole(body, [`another-secret-of-${i}`]);
    expect(maskWhole(body, [SECRET]).found).toBe(true);
  });

  test("leave answers alone where no secret was used, or one too short to be one", () => {
    const body = Buffer.from("platform");
    expect(maskWhole(body, ["platform"]).body).toBe(body);
    expect(maskWhole(body, []).body).toBe(body);
  });
});
