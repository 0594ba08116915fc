/**
 * Ids of function calls: Gemini's own where it gives one, otherwise made from the answer's, each only once.
 * @module
 */
export class CallIds {
  private readonly taken = new Set<string>();
  private made = 0;
  private readonly answerId: string;

  constructor(answerId: string) {
    this.answerId = answerId;
  }

  /** The id of the next call. @param given Gemini's own, or `null` */
  take(given: string | null): string {
    let id = given;
    while (id === null || this.taken.has(id)) id = `call_${this.answerId}_${this.made++}`;
    this.taken.add(id);
    return id;
  }
}
