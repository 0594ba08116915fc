/**
 * Work in other threads of this process, and on its disk: the event loop is idle while it waits for a database, and yet
 * nothing hangs, however slow the disk of a busy machine is.
 * @module
 */
export class Elsewhere {
  private count = 0;

  begin(): void {
    this.count++;
  }

  end(): void {
    this.count--;
  }

  get isBusy(): boolean {
    return this.count > 0;
  }

  /** Work as a whole. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    this.begin();
    try {
      return await work();
    } finally {
      this.end();
    }
  }
}

/** That of this process: targets tell what they wait for, deadlines do not count it. */
export const elsewhere = new Elsewhere();
