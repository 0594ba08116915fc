/**
 * How much the gateway does at once. What is beyond that waits for a bounded time in a bounded queue, before its body is
 * read, and is refused with 503 after it: a gateway that takes everything serves nobody in time (LIM-02). Bodies count by their bytes
 * as well, since a few hundred of the largest fill the memory.
 * @module
 */
import { takePlace } from "./place.ts";
import { AdmissionQueue } from "./queue.ts";
import type { Inbound, Stage } from "./stage.ts";

/**
 * The first stage: a place, and room for the body, are taken before the body is read and given back when the request is
 * over. Room that the body turned out not to need is given back once it is read.
 */
export function admission(): Stage {
  /** Who is inside, and the bytes that are held for it. */
  const inside = new WeakMap<Inbound, number>();
  let queue: AdmissionQueue | null = null;
  return {
    name: "admission",
    arrive: (inbound, parts) => {
      queue ??= new AdmissionQueue(parts.limits.admission);
      const enter = (): void => void inside.set(inbound, inbound.heldBytes);
      const waiting = takePlace(queue, inbound, inbound.heldBytes, parts);
      return waiting instanceof Promise ? waiting.then(enter) : enter();
    },
    before: (inbound) => {
      const held = inside.get(inbound) ?? 0;
      const surplus = held - inbound.body.byteLength;
      if (surplus > 0) {
        inside.set(inbound, inbound.body.byteLength);
        queue?.free(inbound.tenant.id, surplus);
      }
      return null;
    },
    after: (inbound) => {
      const held = inside.get(inbound);
      if (held === undefined) return;
      inside.delete(inbound);
      queue?.leave(inbound.tenant.id, held);
    },
  };
}
