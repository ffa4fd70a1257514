// Ids that clients make, in the order of time (UUID version 7, RFC 9562).

const RANDOM_BYTES = 10

export function uuid7(unixMs: number = Date.now(), random: Uint8Array = randomBytes()): string {
  const bytes = new Uint8Array(16)
  const view = new DataView(bytes.buffer)
  view.setUint16(0, Math.floor(unixMs / 2 ** 32))
  view.setUint32(2, unixMs % 2 ** 32)
  bytes.set(random.subarray(0, RANDOM_BYTES), 6)
  view.setUint8(6, 0x70 | (view.getUint8(6) & 0x0f))
  view.setUint8(8, 0x80 | (view.getUint8(8) & 0x3f))
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

function randomBytes(): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(RANDOM_BYTES))
}
