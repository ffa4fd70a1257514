// Numbers as people read them: yuan with grouping, 万 above 100,000 in Chinese, kilometres with one decimal.
import type { Language } from '../i18n'

const grouped = new Intl.NumberFormat('en', { maximumFractionDigits: 0 })

/** Fen as whole yuan: `¥48,210`; in Chinese from ¥100,000 on `¥12.3万`. */
export function money(fen: number, language: Language): string {
  const yuan = fen / 100
  if (language === 'zh' && Math.abs(yuan) >= 100_000) return `${sign(yuan)}¥${(Math.abs(yuan) / 10_000).toFixed(2)}万`
  return `${sign(yuan)}¥${grouped.format(Math.round(Math.abs(yuan)))}`
}

/** Fen as yuan for a column whose head says the unit: `1,234.5`. */
export function yuan(fen: number): string {
  return decimal(fen / 100, 1)
}

export function km(metres: number): string {
  return decimal(metres / 1000, 1)
}

export function kg(grams: number): string {
  return decimal(grams / 1000, 1)
}

export function count(n: number): string {
  return grouped.format(n)
}

/** A fraction as `1.9 %`. */
export function percent(fraction: number): string {
  return `${(fraction * 100).toFixed(1)} %`
}

function decimal(value: number, digits: number): string {
  return value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits })
}

function sign(value: number): string {
  return value < 0 ? '−' : ''
}
