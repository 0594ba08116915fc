import { describe, expect, test } from "vitest";
import { encodeFrame, readFrameLines } from "./frames.ts";

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");

const STOP =
  '{"headers":[[":event-type","messageStop"],[":content-type","application/json"],[":message-type","event"]],"payload":"{\\"stopReason\\":\\"end_turn\\"}"}';
const THROTTLED =
  '{"headers":[[":exception-type","throttlingException"],[":content-type","application/json"],[":message-type","exception"]],"payload":"{\\"message\\":\\"Too many requests\\"}"}';

describe("frames (REC-01)", () => {
  test("are encoded as in the worked vectors", () => {
    const [stop, throttled] = readFrameLines("f", `${STOP}\n${THROTTLED}\n`).map(encodeFrame);
    expect(hex(stop ?? new Uint8Array())).toBe(
      "0000007a00000051ca2c46650b3a6576656e742d7479706507000b6d65737361676553746f700d3a636f6e74656e742d747970650700106170706c69636174696f6e2f6a736f6e0d3a6d6573736167652d747970650700056576656e747b2273746f70526561736f6e223a22656e645f7475726e227d5fbf09fc",
    );
    expect(hex(throttled ?? new Uint8Array())).toBe(
      "00000090000000618e91a9b70f3a657863657074696f6e2d747970650700137468726f74746c696e67457863657074696f6e0d3a636f6e74656e742d747970650700106170706c69636174696f6e2f6a736f6e0d3a6d6573736167652d74797065070009657863657074696f6e7b226d657373616765223a22546f6f206d616e79207265717565737473227de67f8005",
    );
  });

  test("a line that is no frame is named", () => {
    expect(() => readFrameLines("f", `${STOP}\nnonsense`)).toThrow("f:2");
    expect(() => readFrameLines("f", '{"headers":[],"payload":1}')).toThrow("payload");
  });
});
