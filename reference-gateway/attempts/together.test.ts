import { describe, expect, it } from "vitest";
import { Together } from "./together.ts";

const bytes = (text: string): Uint8Array => Buffer.from(text);
const text = (piece: Uint8Array | null): string | null =>
  piece === null ? null : Buffer.from(piece).toString();

/** Frames out of packets, as a decoder makes them: between two packets it says that it is dry. */
function reading(packets: readonly (readonly string[])[], dry: { call: () => Promise<void> | undefined }) {
  const seen = { packets: 0 };
  async function* frames(): AsyncGenerator<Uint8Array> {
    for (const packet of packets) {
      seen.packets += 1;
      for (const frame of packet) yield bytes(frame);
      await dry.call();
    }
  }
  return { seen, frames: frames() };
}

function together(packets: readonly (readonly string[])[]) {
  const dry: { call: () => Promise<void> | undefined } = { call: () => undefined };
  const { seen, frames } = reading(packets, dry);
  const pieces = new Together(frames);
  dry.call = () => pieces.dry();
  return { seen, frames, pieces };
}

describe("frames that are ready together", () => {
  it("leave as one piece for each packet, and the end is told once", async () => {
    const { pieces } = together([["a", "b", "c"], ["d"], ["e", "f"]]);
    const got = [await pieces.take(), await pieces.take(), await pieces.take(), await pieces.take()];
    expect(got.map(text)).toEqual(["abc", "d", "ef", null]);
  });

  it("lets nothing be read before more is asked for", async () => {
    const { seen, pieces } = together([["a", "b"], ["c"], ["d"]]);
    expect(seen.packets).toBe(0);
    expect(text(await pieces.take())).toBe("ab");
    expect(seen.packets).toBe(1);
    expect(text(await pieces.take())).toBe("c");
    expect(seen.packets).toBe(2);
  });

  it("hands over what is ready before a step that takes its time", async () => {
    let goOn = () => {};
    const settled = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    async function* frames(): AsyncGenerator<Uint8Array> {
      yield bytes("a");
      pieces.flush();
      await settled;
      yield bytes("end");
    }
    const pieces: Together = new Together(frames());
    expect(text(await pieces.take())).toBe("a");
    const last = pieces.take();
    goOn();
    expect(text(await last)).toBe("end");
    expect(await pieces.take()).toBeNull();
  });

  it("cuts a packet of very many frames into pieces of a bounded size", async () => {
    const frame = "x".repeat(100_000);
    const { pieces } = together([Array.from({ length: 10 }, () => frame)]);
    const sizes: number[] = [];
    for (let piece = await pieces.take(); piece !== null; piece = await pieces.take())
      sizes.push(piece.length);
    expect(sizes).toEqual([300_000, 300_000, 300_000, 100_000]);
  });

  it("hands over what came before a failure, and then the failure", async () => {
    async function* frames(): AsyncGenerator<Uint8Array> {
      yield bytes("a");
      throw new Error("broken");
    }
    const pieces = new Together(frames());
    expect(text(await pieces.take())).toBe("a");
    await expect(pieces.take()).rejects.toThrow("broken");
  });

  it("leaves the rest to whoever reads on after the caller left", async () => {
    const { frames, pieces, seen } = together([["a"], ["b"], ["c"]]);
    expect(text(await pieces.take())).toBe("a");
    pieces.leave();
    const rest: string[] = [];
    for await (const frame of frames) rest.push(Buffer.from(frame).toString());
    expect(seen.packets).toBe(3);
    expect(rest.at(-1)).toBe("c");
  });
});
