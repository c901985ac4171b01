/** The luminance (BT.601, in 8 bits) of a picture's RGBA bytes. */
export function luminanceOf(rgba: Uint8ClampedArray): Uint8Array<ArrayBuffer> {
  const luminance = new Uint8Array(rgba.length >> 2);
  for (let at = 0, from = 0; at < luminance.length; at += 1, from += 4) {
    const weighed = (rgba[from] ?? 0) * 77 + (rgba[from + 1] ?? 0) * 150 + (rgba[from + 2] ?? 0) * 29;
    luminance[at] = weighed >> 8;
  }
  return luminance;
}
