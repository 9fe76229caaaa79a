/** Fails each test in which the API answered a status or a media type that its OpenAPI document does not have. */
import { afterAll, afterEach, expect } from 'vitest';
import { strays } from './strays.ts';

const look = () => expect(strays.splice(0)).toEqual([]);
afterEach(look);
// What was asked while a file closes belongs to none of its tests.
afterAll(look);
