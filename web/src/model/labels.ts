// Which labels of a drawing have room: first come, first placed.
export interface Label {
  readonly id: string
  /** The middle of the text. */
  readonly x: number
  readonly y: number
  readonly text: string
}
/** What labels keep clear of: the drawing's edges, other labels' dots, and the labels that already stand. */
export interface Room {
  readonly taken?: readonly Label[]
  readonly dots: readonly { readonly id: string; readonly x: number; readonly y: number }[]
  readonly width: number
  readonly height: number
}
type Box = readonly [number, number, number, number]

const DOT_PX = 5

/** The labels that overlap none placed before, no other label's dot and no edge, by id. Of labels with one id, which are
 *  the places where it may stand, the first with room is taken. `charPx` is a full-width character's width. */
export function placeLabels(labels: readonly Label[], charPx: number, heightPx: number, room?: Room): Map<string, Label> {
  const boxOf = ({ x, y, text }: Label): Box => {
    const half = (widthOf(text) * charPx) / 2 + 2
    return [x - half, y - heightPx / 2, x + half, y + heightPx / 2]
  }
  const boxes = (room?.taken ?? []).map(boxOf)
  const placed = new Map<string, Label>()
  for (const label of labels) {
    if (placed.has(label.id)) continue
    const box = boxOf(label)
    if (boxes.some((other) => overlap(other, box)) || (room && !hasRoom(box, label.id, room))) continue
    boxes.push(box)
    placed.set(label.id, label)
  }
  return placed
}

/** Below, above, right and left of a dot. */
export function positionsAround(dot: Label, charPx: number, awayPx: number): Label[] {
  const aside = (widthOf(dot.text) * charPx) / 2 + awayPx - 2
  const shifts = [
    [0, awayPx],
    [0, -awayPx],
    [aside, 0],
    [-aside, 0],
  ] as const
  return shifts.map(([x, y]) => ({ ...dot, x: dot.x + x, y: dot.y + y }))
}

function hasRoom(box: Box, id: string, { dots, width, height }: Room): boolean {
  if (box[0] < 0 || box[1] < 0 || box[2] > width || box[3] > height) return false
  return !dots.some((dot) => dot.id !== id && overlap(box, [dot.x - DOT_PX, dot.y - DOT_PX, dot.x + DOT_PX, dot.y + DOT_PX]))
}

function overlap(a: Box, b: Box): boolean {
  return a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3]
}

/** Width in full-width characters: Latin counts a bit more than half. */
function widthOf(text: string): number {
  return [...text].reduce((sum, char) => sum + (char.charCodeAt(0) > 0x2e7f ? 1 : 0.56), 0)
}
