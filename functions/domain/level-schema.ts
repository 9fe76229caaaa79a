/** A level as input and records have it. */
import * as z from 'zod';
import { levels } from './level.ts';

export const levelSchema = z.enum(levels);
