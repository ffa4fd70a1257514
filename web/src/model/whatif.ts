// Scenarios' figures as people read them, and a template's blanks filled in.
import type { Ask, FigureRow, OutcomeView, ReadyMade } from '../api/whatif'
import { count, kg, km, yuan } from './numbers'

/** A value in the unit that its row's head names. */
export function figure(value: number, unit: string): string {
  switch (unit) {
    case 'fen':
      return yuan(value)
    case 'm':
      return km(value)
    case 'g':
      return kg(value)
    case 'min':
      return (value / 60).toLocaleString('en', { minimumFractionDigits: 1, maximumFractionDigits: 1 })
    case 'permille':
      return (value / 10).toFixed(1)
    default:
      return count(value)
  }
}

/** A difference with its sign; none where there is none. */
export function signed(value: number | null | undefined, unit: string): string {
  if (value === null || value === undefined) return ''
  if (value === 0) return '±0'
  return `${value > 0 ? '+' : '−'}${figure(Math.abs(value), unit)}`
}

const UNITS: Record<string, readonly [string, string]> = {
  fen: ['元', 'yuan'],
  m: ['公里', 'km'],
  min: ['小时', 'h'],
  g: ['千克', 'kg'],
  permille: ['%', '%'],
}

export function unitOf(row: FigureRow, language: 'zh' | 'en'): string {
  return UNITS[row.unit]?.[language === 'zh' ? 0 : 1] ?? ''
}

/** The rows in which some outcome has a figure that is not nothing. */
export function tellingRows(rows: readonly FigureRow[]): FigureRow[] {
  const always = new Set(['total_fen', 'floors_missed', 'violations'])
  return rows.filter((row) => always.has(row.key) || row.values.some((value) => value))
}

/** The body of a scenario with the blanks that it asks for; numbers are written as numbers. */
export function filled(scenario: ReadyMade, answers: Readonly<Record<string, string>>): Record<string, unknown> {
  const body = structuredClone(scenario.body) as { changes: Record<string, unknown>[] }
  for (const ask of scenario.asks) {
    const k = Number(/^changes\[(\d+)\]/.exec(ask.path)?.[1] ?? 0)
    body.changes[k]![ask.key] = answerOf(ask, answers[ask.path] ?? '')
  }
  return body
}

export function isFilled(scenario: ReadyMade, answers: Readonly<Record<string, string>>): boolean {
  return scenario.asks.every((ask) => answerOf(ask, answers[ask.path] ?? '') !== null)
}

function answerOf(ask: Ask, text: string): string | number | null {
  if (!text.trim()) return null
  if (ask.kind !== 'yuan' && ask.kind !== 'whole') return text
  const number = Number(text)
  return Number.isFinite(number) && number >= 0 ? number : null
}

/** The seeds' sound costs from least to dearest; null with fewer than two. */
export function spreadOf(outcome: OutcomeView): [number, number] | null {
  const sound = outcome.seeds_fen.filter((fen): fen is number => fen !== null)
  return sound.length < 2 ? null : [Math.min(...sound), Math.max(...sound)]
}
