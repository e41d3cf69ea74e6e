/** Where the events of a command are in the stream. */
export interface HandledCommand {
  readonly from: number;
  readonly to: number;
}

/**
 * Every commandId of a stream, by revision. It only grows, so folds of one stream that stand at different revisions share
 * it: each looks no further than its own revision. Events of one command stand side by side.
 */
export class HandledCommands {
  private constructor(
    /** The writer of the event at each revision. */
    private readonly writers: string[],
    private readonly places: Map<string, { readonly from: number; to: number }>,
  ) {}

  static none(): HandledCommands {
    return new HandledCommands([], new Map());
  }

  /** @param revision of the fold that asks */
  placeOf(commandId: string, revision: number): HandledCommand | undefined {
    const place = this.places.get(commandId);
    if (place === undefined || place.from > revision) return undefined;
    return { from: place.from, to: Math.min(place.to, revision) };
  }

  /** With the writer of the event at that revision, which is the first one that is missing or one that is there. */
  with(commandId: string, revision: number): HandledCommands {
    const there = this.writers[revision];
    if (there === commandId) return this;
    // Another stream of the same name: the log was restored, and somebody still holds a fold of what was there before.
    if (there !== undefined || revision > this.writers.length) return this.upTo(revision).with(commandId, revision);
    this.writers.push(commandId);
    const place = this.places.get(commandId);
    if (place === undefined) this.places.set(commandId, { from: revision, to: revision });
    else place.to = revision;
    return this;
  }

  /** A copy without what comes at that revision or later. @throws RangeError where revisions are missing */
  private upTo(revision: number): HandledCommands {
    if (revision > this.writers.length) throw new RangeError('a revision of the stream is missing');
    let copy = HandledCommands.none();
    this.writers.slice(0, revision).forEach((commandId, at) => (copy = copy.with(commandId, at)));
    return copy;
  }
}
