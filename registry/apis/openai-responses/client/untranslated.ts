/**
 * What a request holds that only a provider of this API can take, in the order of its places.
 * @module
 */

export interface Untranslated {
  /** Where in the caller's body: `input[3].type`. */
  param: string;
  message: string;
}

/** Collects while a request is read; the first one is what the caller is told. */
export class Untranslatables {
  private found: Untranslated | null = null;

  get first(): Untranslated | null {
    return this.found;
  }

  add(param: string, message: string): void {
    this.found ??= { param, message: `${param}: ${message}` };
  }
}
