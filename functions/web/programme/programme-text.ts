/** Where in a programme's YAML a fault belongs. */
import { isNode, LineCounter, parseDocument } from 'yaml';

/**
 * The line of a path such as `stages.0.steps.2.kind` in a YAML text: of the value itself, else of the nearest group that
 * is there; undefined when the text cannot be read. A fault of the text itself says its line: `line.12`.
 */
export function lineOf(content: string, path: string): number | undefined {
  const direct = /^line\.(\d+)$/.exec(path);
  if (direct !== null) return Number(direct[1]);
  const lineCounter = new LineCounter();
  try {
    const document = parseDocument(content, { lineCounter, prettyErrors: false });
    const keys = path.split('.').map((key) => (/^\d+$/.test(key) ? Number(key) : key));
    for (let length = keys.length; length > 0; length--) {
      const node = document.getIn(keys.slice(0, length), true);
      const start = isNode(node) ? node.range?.[0] : undefined;
      if (start !== undefined) return lineCounter.linePos(start).line;
    }
    return undefined;
  } catch {
    return undefined;
  }
}
