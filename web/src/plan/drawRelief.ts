// The relief as a picture that the map stretches over the ground.
import type { AddProtocolAction, ImageSourceSpecification } from 'maplibre-gl'
import type { Relief } from '../model/relief'

type Rgb = readonly [number, number, number]

/** What the picture's address begins with. The map asks `readRelief` for it and nobody else: a fetch of `data:` itself
 * is what the desk's content policy forbids. */
export const RELIEF = 'relief'

/** The picture that stands in its own address. */
export const readRelief: AddProtocolAction = async ({ url }) => {
  const picture = atob(url.slice(url.indexOf(',') + 1))
  return { data: Uint8Array.from(picture, (letter) => letter.charCodeAt(0)).buffer }
}

/** The tint as an image source; colours are the page's own, from low over middle to high. */
export function reliefSource(relief: Relief, css: CSSStyleDeclaration): ImageSourceSpecification {
  const tints = ['low', 'mid', 'high'].map((name) => rgbOf(css.getPropertyValue(`--relief-${name}`)))
  const canvas = document.createElement('canvas')
  canvas.width = relief.columns
  canvas.height = relief.rows
  const pen = canvas.getContext('2d')!
  const image = pen.createImageData(relief.columns, relief.rows)
  relief.height.forEach((height, at) => {
    image.data.set([...tintAt(tints, height), 255 * relief.known[at]!], 4 * at)
  })
  pen.putImageData(image, 0, 0)
  const { west, east, south, north } = relief.box
  return {
    type: 'image',
    url: `${RELIEF}://${canvas.toDataURL()}`,
    coordinates: [
      [west, north],
      [east, north],
      [east, south],
      [west, south],
    ],
  }
}

function tintAt(tints: readonly Rgb[], height: number): Rgb {
  const step = Math.min(Math.floor(height * 2), 1)
  const [from, to] = [tints[step]!, tints[step + 1]!]
  const share = height * 2 - step
  return [0, 1, 2].map((k) => from[k]! + share * (to[k]! - from[k]!)) as unknown as Rgb
}

/** `#dfe9df` as three numbers. */
function rgbOf(colour: string): Rgb {
  const n = parseInt(colour.trim().slice(1), 16)
  return [n >> 16, (n >> 8) & 255, n & 255]
}
