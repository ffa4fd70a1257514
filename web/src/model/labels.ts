// Which labels of a drawing have room: first come, first placed.
export interface Label {
  readonly id: string
  readonly x: number
  readonly y: number
  readonly text: string
}

/** Ids of labels that do not overlap one placed before; `charPx` is a full-width character's width. */
export function placeLabels(labels: readonly Label[], charPx: number, heightPx: number): Set<string> {
  const boxes: [number, number, number, number][] = []
  const placed = new Set<string>()
  for (const { id, x, y, text } of labels) {
    const half = (widthOf(text) * charPx) / 2 + 2
    const box: [number, number, number, number] = [x - half, y - heightPx / 2, x + half, y + heightPx / 2]
    if (boxes.some((b) => b[0] < box[2] && box[0] < b[2] && b[1] < box[3] && box[1] < b[3])) continue
    boxes.push(box)
    placed.add(id)
  }
  return placed
}

/** Width in full-width characters: Latin counts a bit more than half. */
function widthOf(text: string): number {
  return [...text].reduce((sum, char) => sum + (char.charCodeAt(0) > 0x2e7f ? 1 : 0.56), 0)
}
