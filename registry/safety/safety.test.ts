import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isUnsafeHost, unsafeAddress, unsafeAddresses, unsafeHost, unsafeUrl } from "./index.ts";

describe("unsafeHost", () => {
  test.each([
    // Spellings of 127.0.0.1.
    ["127.0.0.1", "loopback"],
    ["127.0.0.1.", "loopback"],
    ["127.0.1", "loopback"],
    ["127.1", "loopback"],
    ["2130706433", "loopback"],
    ["0x7f.0.0.1", "loopback"],
    ["0x7f000001", "loopback"],
    ["0177.0.0.1", "loopback"],
    ["0000000177.0.0.01", "loopback"],
    ["①②⑦.⓪.⓪.①", "loopback"],
    ["１２７.０.０.１", "loopback"],
    ["127。0。0。1", "loopback"],
    ["%31%32%37.0.0.1", "loopback"],
    ["127.255.255.254", "loopback"],
    // Names of this machine.
    ["localhost", "loopback"],
    ["LOCALHOST", "loopback"],
    ["localhost.", "loopback"],
    ["foo.localhost", "loopback"],
    ["localhost.localdomain", "loopback"],
    ["ⓛⓞⓒⓐⓛⓗⓞⓢⓣ", "loopback"],
    ["ｌｏｃａｌｈｏｓｔ", "loopback"],
    ["loc\u00adalhost", "loopback"],
    ["10.0.0.1.nip.io", "loopback"],
    ["anything.localtest.me", "loopback"],
    // IPv6, and IPv4 inside it.
    ["[::1]", "loopback"],
    ["::1", "loopback"],
    ["[0:0:0:0:0:0:0:1]", "loopback"],
    ["[::ffff:127.0.0.1]", "loopback"],
    ["[::ffff:7f00:1]", "loopback"],
    ["[64:ff9b::127.0.0.1]", "loopback"],
    ["[64:ff9b::10.1.2.3]", "private"],
    ["[64:ff9b:1::a9fe:a9fe]", "reserved"],
    ["[::127.0.0.1]", "reserved"],
    ["[2001:0:7f00:1::]", "tunnel"],
    ["[2002:7f00:1::]", "tunnel"],
    ["[2600:1f18:0:1:0:5efe:7f00:1]", "loopback"],
    ["[2600:1f18:0:1:200:5efe:a00:1]", "private"],
    ["[fe80::1]", "link-local"],
    ["[fe80::1%25eth0]", "link-local"],
    ["fe80::1%eth0", "link-local"],
    ["[febf::1]", "link-local"],
    ["[fec0::1]", "private"],
    ["[fc00::1]", "private"],
    ["[fdff::1]", "private"],
    ["[ff02::1]", "multicast"],
    ["[::]", "unspecified"],
    ["[2001:db8::1]", "reserved"],
    ["[3fff::1]", "reserved"],
    ["[5f00::1]", "reserved"],
    ["[4000::1]", "reserved"],
    // Metadata services.
    ["169.254.169.254", "metadata"],
    ["0xa9fea9fe", "metadata"],
    ["0251.0376.0251.0376", "metadata"],
    ["2852039166", "metadata"],
    ["[::ffff:169.254.169.254]", "metadata"],
    ["169.254.170.2", "metadata"],
    ["100.100.100.200", "metadata"],
    ["168.63.129.16", "metadata"],
    ["192.0.0.192", "metadata"],
    ["[fd00:ec2::254]", "metadata"],
    ["metadata.google.internal", "metadata"],
    ["METADATA.GOOGLE.INTERNAL.", "metadata"],
    ["metadata.goog", "metadata"],
    // The rest of the special ranges, at their edges.
    ["0", "unspecified"],
    ["0.0.0.0", "unspecified"],
    ["0.255.255.255", "unspecified"],
    ["10.0.0.0", "private"],
    ["10.255.255.255", "private"],
    ["172.16.0.0", "private"],
    ["172.31.255.255", "private"],
    ["192.168.0.0", "private"],
    ["192.168.257", "private"],
    ["100.64.0.0", "private"],
    ["100.127.255.255", "private"],
    ["169.254.0.1", "link-local"],
    ["192.0.2.1", "reserved"],
    ["198.18.0.1", "reserved"],
    ["198.19.255.255", "reserved"],
    ["198.51.100.1", "reserved"],
    ["203.0.113.9", "reserved"],
    ["224.0.0.1", "multicast"],
    ["240.0.0.1", "reserved"],
    ["255.255.255.255", "reserved"],
    // Names that only a local network resolves.
    ["postgres", "local-name"],
    ["printer.local", "local-name"],
    ["vault.corp", "local-name"],
    ["db.prod.internal", "local-name"],
    ["router.home.arpa", "local-name"],
    ["kubernetes.default.svc", "local-name"],
    ["api.default.svc.cluster.local", "local-name"],
    // No hosts at all.
    ["", "not-a-host"],
    [".", "not-a-host"],
    ["..", "not-a-host"],
    ["a..b", "not-a-host"],
    ["127.0.0.1..", "not-a-host"],
    ["256.0.0.1", "not-a-host"],
    ["1.2.3.4.5", "not-a-host"],
    ["example.0x7f000001", "not-a-host"],
    ["user@example.com", "not-a-host"],
    ["example.com:443", "not-a-host"],
    ["127.0.0.1:80", "not-a-host"],
    ["example.com/", "not-a-host"],
    ["example.com\\", "not-a-host"],
    ["127.0.0.1%09", "not-a-host"],
    ["exa mple.com", "not-a-host"],
    ["[::1", "not-a-host"],
    ["[::1]extra", "not-a-host"],
    [`${"a".repeat(64)}.com`, "not-a-host"],
    [`${"a.".repeat(130)}com`, "not-a-host"],
    ["a".repeat(100_000), "not-a-host"],
  ])("says why %j is refused: %s", (host, place) => {
    expect(unsafeHost(host)).toBe(place);
    expect(isUnsafeHost(host)).toBe(true);
  });

  test.each([
    "api.openai.com",
    "api.openai.com.",
    "API.OPENAI.COM",
    "bücher.example",
    "xn--bcher-kva.example",
    "8.8.8.8",
    "134744072",
    "9.255.255.255",
    "11.0.0.0",
    "172.15.255.255",
    "172.32.0.0",
    "192.167.255.255",
    "100.63.255.255",
    "100.128.0.0",
    "168.63.129.17",
    "[2606:4700::6810:1]",
    "2606:4700::6810:1",
    "[::ffff:8.8.8.8]",
    "[64:ff9b::8.8.8.8]",
    "localhost.example.com",
    "notlocalhost.com",
    "internal.example.com",
    "metadata.google.internal.example.com",
    "mynip.io",
  ])("lets %j pass", (host) => {
    expect(unsafeHost(host)).toBeNull();
  });

  test("says the same for every spelling of an IPv4 address", () => {
    const byte = fc.integer({ min: 0, max: 255 });
    const spelled = (n: number) =>
      fc.constantFrom(String(n), `0x${n.toString(16)}`, `0X${n.toString(16)}`, `0${n.toString(8)}`);
    const address = fc.tuple(byte, byte, byte, byte);
    const spellings = address.chain((bytes) => {
      const [a, b, c, d] = bytes;
      const tail2 = c * 256 + d;
      const tail3 = b * 65536 + tail2;
      const whole = a * 16777216 + tail3;
      return fc
        .oneof(
          fc.tuple(...bytes.map(spelled)).map((parts) => parts.join(".")),
          fc.tuple(spelled(a), spelled(b), spelled(tail2)).map((parts) => parts.join(".")),
          fc.tuple(spelled(a), spelled(tail3)).map((parts) => parts.join(".")),
          spelled(whole),
        )
        .map((text) => ({ plain: bytes.join("."), text }));
    });
    fc.assert(
      fc.property(spellings, fc.constantFrom("", "."), ({ plain, text }, dot) => {
        expect(unsafeHost(text + dot)).toBe(unsafeAddress(plain));
        expect(unsafeHost(`[::ffff:${plain}]`)).toBe(unsafeAddress(plain));
        expect(unsafeHost(`[64:ff9b::${plain}]`)).toBe(unsafeAddress(plain));
      }),
    );
  });

  test("never throws, whatever the text", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: "binary" }), fc.webAuthority(), fc.domain()), (text) => {
        expect(typeof isUnsafeHost(text)).toBe("boolean");
      }),
    );
  });
});

describe("unsafeAddresses", () => {
  test.each([
    [[], "not-a-host"],
    [["93.184.215.14"], null],
    [["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"], null],
    [["127.0.0.1"], "loopback"],
    [["93.184.215.14", "10.0.0.7"], "private"],
    [["::1"], "loopback"],
    [["fe80::1%eth0"], "link-local"],
    [["2606:4700::1%eth0"], "link-local"],
    // Resolvers give standard notation; anything else is not trusted to mean what it seems.
    [["0177.0.0.1"], "not-a-host"],
    [["example.com"], "not-a-host"],
  ])("of %j says %j", (addresses, place) => {
    expect(unsafeAddresses(addresses)).toBe(place);
  });
});

describe("unsafeUrl", () => {
  const HTTPS = { schemes: ["https"] };
  test.each([
    ["http://api.openai.com/v1", "scheme"],
    ["ftp://api.openai.com", "scheme"],
    ["gopher://127.0.0.1:70", "scheme"],
    ["javascript:alert(1)", "scheme"],
    ["file:///etc/passwd", "scheme"],
    ["https://user:pw@api.openai.com", "credentials"],
    ["https://@api.openai.com", "credentials"],
    ["https://api.openai.com@127.0.0.1/", "credentials"],
    ["https://api.openai.com\\@127.0.0.1", "not-a-url"],
    ["https:\\\\127.0.0.1\\", "not-a-url"],
    ["https://api.openai.com%2f@127.0.0.1", "not-a-url"],
    ["https://api.openai.com#@127.0.0.1", "not-a-url"],
    ["https://api.openai.com?@127.0.0.1", "not-a-url"],
    ["https:///127.0.0.1", "not-a-url"],
    ["https:/127.0.0.1", "not-a-url"],
    ["https:127.0.0.1", "not-a-url"],
    ["//127.0.0.1", "not-a-url"],
    ["https://127.0.0.1%09", "not-a-url"],
    ["https://127.0.0.1\t/", "not-a-url"],
    ["ht\ntps://127.0.0.1/", "not-a-url"],
    [" https://127.0.0.1", "not-a-url"],
    ["https://api.openai.com/ ", "not-a-url"],
    ["not a url", "not-a-url"],
    ["", "not-a-url"],
    ["https://", "not-a-url"],
    ["https://.", "not-a-host"],
    ["https://api.openai.com:0", "port"],
    ["https://api.openai.com:99999", "not-a-url"],
    ["https://127.0.0.1:8443/x", "loopback"],
    ["https://[::1]:8443/x", "loopback"],
    ["https://0xa9fea9fe/latest/meta-data/", "metadata"],
    ["https://①②⑦.⓪.⓪.①/", "loopback"],
    ["https://metadata.google.internal/computeMetadata/v1/", "metadata"],
  ])("says why %j is refused: %s", (url, why) => {
    expect(unsafeUrl(url, HTTPS)).toBe(why);
  });

  test.each([
    "https://api.openai.com",
    "https://api.openai.com/v1/chat/completions?x=1#part",
    "https://api.openai.com:8443/",
    "HTTPS://api.openai.com/a@b/%2e%2e",
    "https://[2606:4700::6810:1]/x",
  ])("lets %j pass", (url) => {
    expect(unsafeUrl(url, HTTPS)).toBeNull();
  });

  test("takes the schemes it is told", () => {
    expect(unsafeUrl("http://example.com/a.png", { schemes: ["http", "https"] })).toBeNull();
    expect(unsafeUrl("http://10.0.0.1/a.png", { schemes: ["http", "https"] })).toBe("private");
  });
});
