// Which rows of a long list are worth drawing. All rows have one height, so that no row needs measuring.

/** Rows from `first` up to, and without, `end`. */
export type Range = { first: number; end: number };

/** Rows drawn beyond each edge, so that a flick of the finger does not outrun the drawing. */
const OVERSCAN = 8;

/** The rows to draw of `count` rows, in a view of `height` pixels that is scrolled down by `top`. */
export function visibleRows(top: number, height: number, rowHeight: number, count: number): Range {
  if (rowHeight <= 0 || count <= 0) return { first: 0, end: 0 };
  const first = Math.floor(Math.max(0, top) / rowHeight) - OVERSCAN;
  const end = Math.ceil((Math.max(0, top) + Math.max(0, height)) / rowHeight) + OVERSCAN;
  return { first: clamp(first, 0, count), end: clamp(end, 0, count) };
}

/** Where to scroll to, so that row `index` is wholly in view; where it is already, `top` itself. */
export function scrollToShow(index: number, top: number, height: number, rowHeight: number): number {
  const rowTop = index * rowHeight;
  if (rowTop < top) return rowTop;
  if (rowTop + rowHeight > top + height) return rowTop + rowHeight - height;
  return top;
}

/** The row that a key moves to from row `from`; none where the key is not one that moves. */
export function rowAfterKey(key: string, from: number, count: number, perPage: number): number | null {
  const to = {
    ArrowDown: from + 1,
    ArrowUp: from - 1,
    PageDown: from + Math.max(1, perPage),
    PageUp: from - Math.max(1, perPage),
    Home: 0,
    End: count - 1,
  }[key];
  return to === undefined || count <= 0 ? null : clamp(to, 0, count - 1);
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}
