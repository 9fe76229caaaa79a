/** What may be inserted into a text with named places: a list to copy, buttons where script runs, and the text with examples. */
import { type NamedPlaces, placeSaid, placesFilled, placesRead } from '#domain/named-places.ts';
import { text } from '#domain/problem.ts';
import { assetPaths } from './assets.ts';
import { htmlLang, type Lang, t } from './words.ts';

const words = {
  lead: text(
    '可以写这些词，使用时换成实际内容：',
    'These may stand in it; what they stand for is filled in:',
  ),
  shown: text('示例：', 'Example: '),
} as const;

/** Below the input of that id; `value` is what stands in it, `written` its language. */
export const PlaceList = (props: {
  readonly lang: Lang;
  readonly written: Lang;
  readonly id: string;
  readonly places: NamedPlaces;
  readonly value: string;
}) => {
  const { lang, written, id, places, value } = props;
  const example = placesFilled(placesRead(places, value), (place) =>
    Object.hasOwn(places, place) ? places[place]!.example[written] : undefined,
  );
  return (
    <div class="places" data-places={id}>
      <p class="hint">{t(lang, words.lead)}</p>
      <ul class="places-list">
        {Object.values(places).map((place) => (
          <li>
            <button
              type="button"
              class="place"
              lang={htmlLang(written)}
              data-example={place.example[written]}
              disabled
            >
              {placeSaid(place, written)}
            </button>{' '}
            <span class="hint" lang={htmlLang(written)}>
              {place.example[written]}
            </span>
          </li>
        ))}
      </ul>
      <p class="places-shown">
        <span class="muted">{t(lang, words.shown)}</span>
        <output for={id} lang={htmlLang(written)}>
          {example}
        </output>
      </p>
      <script type="module" src={assetPaths.places}></script>
    </div>
  );
};
