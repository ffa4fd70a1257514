// The planned week: minutes from Monday 00:00, weekdays 0 to 6, dates.
export const DAYS = [0, 1, 2, 3, 4, 5, 6] as const
export const MINUTES_A_DAY = 1440

/** A minute of the week as `08:05`. */
export function clock(minute: number): string {
  const ofDay = ((minute % MINUTES_A_DAY) + MINUTES_A_DAY) % MINUTES_A_DAY
  return `${pad(Math.floor(ofDay / 60))}:${pad(ofDay % 60)}`
}

export function dayOf(minute: number): number {
  return Math.floor(minute / MINUTES_A_DAY)
}

/** Monday's date plus `day` days, as `11-25`. */
export function dateOf(monday: string, day: number): string {
  const date = new Date(`${monday}T00:00:00Z`)
  date.setUTCDate(date.getUTCDate() + day)
  return `${pad(date.getUTCMonth() + 1)}-${pad(date.getUTCDate())}`
}

/** ISO week number of the week that begins on this Monday. */
export function weekNumber(monday: string): number {
  const thursday = new Date(`${monday}T00:00:00Z`)
  thursday.setUTCDate(thursday.getUTCDate() + 3)
  const newYear = Date.UTC(thursday.getUTCFullYear(), 0, 1)
  return Math.floor((thursday.getTime() - newYear) / 86_400_000 / 7) + 1
}

/** The weekdays of a bit mask. */
export function daysOf(mask: number): number[] {
  return DAYS.filter((day) => (mask >> day) & 1)
}

function pad(n: number): string {
  return String(n).padStart(2, '0')
}
