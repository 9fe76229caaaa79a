/** What JSX becomes: HTML, escaped, with parts that are awaited. */
import { raw } from 'hono/html';
import type { PropsWithChildren } from 'hono/jsx';
import type { JSX } from 'hono/jsx/jsx-runtime';
import { expect, test } from 'vitest';
import { createContext, useContext } from '#jsx/jsx-runtime';

/** An element that awaits something gives a promise of its text. */
const said = async (page: JSX.Element): Promise<string> => (await page).toString();

test('words and attributes are escaped, what is ready is not', async () => {
  expect(
    await said(
      <p title={`"<&'`}>
        {'<b>'} & {raw('<i>')}
      </p>,
    ),
  ).toBe('<p title="&quot;&lt;&amp;&#39;">&lt;b&gt; &amp; <i></p>');
});

test('a switch is there or not, any other attribute says true or false, and one without a value is left out', async () => {
  expect(await said(<input disabled checked={false} aria-invalid={false} value={undefined} max={3} />)).toBe(
    '<input disabled="" aria-invalid="false" max="3"/>',
  );
});

test('nothing is written of true, false, null and undefined; numbers, lists and fragments are', async () => {
  expect(
    await said(
      <ul>
        {[1, 2].map((n) => (
          <li>{n}</li>
        ))}
        {true}
        {false}
        {null}
        {undefined}
        <>
          {0}
          {'x'}
        </>
      </ul>,
    ),
  ).toBe('<ul><li>1</li><li>2</li>0x</ul>');
});

const Loud = createContext(false);
const Word = ({ word }: { readonly word: string }) => (useContext(Loud) ? `${word}!` : word);
const Later = async ({ word }: { readonly word: string }) => {
  await new Promise((done) => setTimeout(done, 1));
  return <Word word={word} />;
};
const Louder = ({ children }: PropsWithChildren) => <Loud.Provider value={true}>{children}</Loud.Provider>;

test('a value holds for everything inside of its provider, for what is awaited too, and for nothing after it', async () => {
  expect(
    await said(
      <p>
        <Word word="a" />
        <Louder>
          <Word word="b" />
          <Later word="c" />
          <Loud.Provider value={false}>
            <Later word="d" />
          </Loud.Provider>
          <Word word="e" />
        </Louder>
        <Later word="f" />
        <Word word="g" />
      </p>,
    ),
  ).toBe('<p>ab!c!de!fg</p>');
});

test('a part that fails fails the page', async () => {
  const Broken = async (): Promise<string> => {
    throw new Error('gone');
  };
  await expect(
    said(
      <p>
        <Broken />
      </p>,
    ),
  ).rejects.toThrow('gone');
});
