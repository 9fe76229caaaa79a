/** A percentage as a programme writes it: "60%" or "62.5%", never above 100%; compared exactly, never in floating point. */
import { coded } from './typed-code.ts';

export const percentSchema = coded(/^(\d{1,2}(\.\d+)?|100(\.0+)?)%$/);
