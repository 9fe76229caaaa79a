/** A paper that is made part by part: at once when it is short, else by a job that keeps its place between two of them. */

/** What is between two parts of a paper; JSON, so that a row holds it. */
export interface Part<P> {
  readonly bytes: Uint8Array;
  readonly place: P;
  /** Names in this part. */
  readonly done: number;
  readonly isLast: boolean;
}

interface PaperName {
  /** File name in Chinese, and a plain one for old programs. */
  readonly name: string;
  readonly plain: string;
  readonly type: string;
}

export interface Composer extends PaperName {
  /** The next part, of so many names at most. */
  more(place: string | undefined, most: number): Promise<Part<string>>;
  /** What stands before and behind all parts; known once they are made. */
  around(place: string): Promise<{ readonly front: Uint8Array; readonly back: Uint8Array }>;
}

export interface Composing<P> extends PaperName {
  readonly begin: P;
  more(place: P, most: number): Promise<Part<P>>;
  around(place: P): Promise<{ readonly front: Uint8Array; readonly back: Uint8Array }>;
}

/** A composer, whatever its place is. */
export const composer = <P>({ begin, more, around, ...name }: Composing<P>): Composer => ({
  ...name,
  async more(place, most) {
    const part = await more(place === undefined ? begin : JSON.parse(place), most);
    return { ...part, place: JSON.stringify(part.place) };
  },
  around: (place) => around(JSON.parse(place)),
});

/** Names that one part has at most, and above which a paper is made by a job. */
export const namesAtOnce = 100;

/** The whole paper at once: for a short one. */
export async function composeAll({ more, around }: Composer): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let place: string | undefined;
  for (;;) {
    const part = await more(place, namesAtOnce);
    parts.push(part.bytes);
    place = part.place;
    if (part.isLast) break;
  }
  const { front, back } = await around(place);
  return Buffer.concat([front, ...parts, back]);
}
